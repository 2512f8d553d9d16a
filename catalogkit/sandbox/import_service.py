"""The import service (rest-services §1, §7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..archive.zip_directory import ENCRYPTED_MARK
from ..rehearsal.keys import RefusedField, refused_field
from ..rehearsal.options import FLAGS, from_form, from_query, from_restart
from .bodies import UnreadableBodyError, json_object, no_such_task
from .http import (
    HTML,
    JSON,
    NO_CACHE,
    PRIVATE,
    XML,
    Answer,
    Call,
    ErrorDescriptor,
    error,
    json_bytes,
    not_allowed,
    unexpected,
)
from .sandbox import Sandbox
from .states import state_answer
from .tasks import IMPORTING, GivenOptions, ImportTask, Task

UPLOADS = frozenset({"application/zip", "multipart/form-data"})
_UUID = re.compile(rb"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


@dataclass(frozen=True, slots=True)
class ImportService:
    """The calls below `/rest_v2/import`.

    Args:
        sandbox: the server behind it.
    """

    sandbox: Sandbox

    def answer(self, call: Call, rest: tuple[str, ...]) -> Answer:
        """The answer to a call.

        Args:
            call: the call; its user may import.
            rest: the segments of the path below the service.
        """
        if not rest:
            return self._all(call)
        if len(rest) == 1:
            return self._one(call, rest[0]).with_headers(PRIVATE)
        if len(rest) == 2 and rest[1] == "state":
            return self._state(call, rest[0])
        return Answer(404, headers=PRIVATE)

    def _all(self, call: Call) -> Answer:
        if call.method == "POST":
            return self._upload(call)
        if call.method not in ("GET", "HEAD"):
            return not_allowed("HEAD", "POST", "GET", "OPTIONS")
        return self._list(call).with_headers(PRIVATE)

    def _list(self, call: Call) -> Answer:
        """All ids, exports included; XML, and so `*/*`, fails (§7)."""
        if not call.takes(JSON, XML):
            return Answer(406)
        return Answer(200, json_bytes(self.sandbox.tasks.ids()), JSON) if call.wants_json else Answer(500)

    def _upload(self, call: Call) -> Answer:
        if call.content_type not in UPLOADS:
            return Answer(415)
        if call.upload is None:
            return unexpected(call, 500)
        uuid = _key_uuid(call.upload)
        if uuid is not None and not self.sandbox.repository.server.is_6_4 and not _UUID.fullmatch(uuid):
            return unexpected(call, 500)
        if call.fields is None:
            arguments = dict(reversed(call.query))
            given = GivenOptions(from_query(arguments), arguments.get("organization"))
        else:
            refused = self._refused(call)
            if refused is not None:
                return _refusal(call, refused)
            sent = [value for name, value in call.fields if name == "organization"]
            given = GivenOptions(from_form(call.fields), sent[-1] if sent else None)
        encrypted = uuid is not None
        task = ImportTask(call.user, IMPORTING, upload=call.upload, given=given, encrypted=encrypted)
        self.sandbox.tasks.add(task)
        self.sandbox.start_import(task)
        return state_answer(call, task)

    def _refused(self, call: Call) -> RefusedField | None:
        """A key that is refused before there is a task; 6.4 knows nothing of keys (import-semantics §1.5)."""
        repository = self.sandbox.repository
        return None if repository.server.is_6_4 else refused_field(call.fields or (), repository.target)

    def _one(self, call: Call, identity: str) -> Answer:
        actions: Mapping[str, Callable[[Call, ImportTask], Answer]] = {
            "GET": self._options,
            "HEAD": self._options,
            "PUT": self._restart,
            "DELETE": self._cancel,
        }
        action = actions.get(call.method)
        if action is None:
            return not_allowed("HEAD", "DELETE", "GET", "OPTIONS", "PUT")
        if call.method == "PUT" and call.content_type != JSON:
            return Answer(500 if call.content_type == XML else 415)
        task = self.sandbox.tasks.get(identity, ImportTask)
        if not isinstance(task, ImportTask):
            return no_such_task(call, identity)
        return action(call, task)

    def _state(self, call: Call, identity: str) -> Answer:
        """A state that is final is told once (§1.3)."""
        if call.method not in ("GET", "HEAD"):
            return not_allowed("HEAD", "GET", "OPTIONS")
        task = self.sandbox.tasks.get(identity, ImportTask)
        if task is None:
            return no_such_task(call, identity)
        told = Task(task.user, task.state, task.id)  # what is told and what is decided are the same
        answer = state_answer(call, told).with_headers(NO_CACHE)
        if told.state.is_over and not self.sandbox.tasks.take(task):
            return no_such_task(call, identity)
        return answer

    def _options(self, call: Call, task: ImportTask) -> Answer:
        """The options; their XML form fails (§1.4, §7)."""
        if not call.wants_json:
            return Answer(406 if call.takes(HTML) and not call.takes(XML) else 500)
        options = task.given.options
        flags = [name for name, member in FLAGS.items() if getattr(options, member)]
        told: dict[str, object] = {}
        if task.given.organization is not None:
            told["organization"] = task.given.organization
        told["brokenDependencies"] = options.broken_dependencies.value
        if flags:
            told["parameters"] = flags
        return Answer(200, json_bytes(told), JSON)

    def _restart(self, call: Call, task: ImportTask) -> Answer:
        """New options replace all that were given before (§1.4)."""
        if not call.body:
            return unexpected(call, 500)
        try:
            body = json_object(call.body, texts=("organization", "brokenDependencies"), lists=("parameters",))
        except UnreadableBodyError:
            return unexpected(call, 400, "serialization.error")
        refused = self._refused_restart(body)
        if refused is not None:
            return refused if isinstance(refused, Answer) else _refusal(call, refused)
        organization = body.get("organization")
        sent = organization if isinstance(organization, str) else None
        if not self.sandbox.tasks.restart(task, GivenOptions(from_restart(body), sent)):
            words = "Attempt to update task in non-pending phase"
            return error(call, 400, ErrorDescriptor("update.not.pending.phase", words, (task.id,)))
        self.sandbox.start_import(task)
        return state_answer(call, Task(task.user, IMPORTING, task.id))

    def _refused_restart(self, body: Mapping[str, object]) -> RefusedField | Answer | None:
        """What 8.2 refuses of a restart: bad keys, and a parameter that is named twice (§1)."""
        if self.sandbox.repository.server.is_6_4:
            return None
        names = body.get("parameters")
        if isinstance(names, list) and len(set(names)) != len(names):
            return Answer(500)
        keys = (("secret-key", body.get("secretKey")), ("secret-uri", body.get("secretUri")))
        fields = [(name, value) for name, value in keys if isinstance(value, str)]
        return refused_field(fields, self.sandbox.repository.target)

    def _cancel(self, call: Call, task: ImportTask) -> Answer:
        """The task is gone at once; what it has not made visible yet never is (§1.5)."""
        taken = self.sandbox.tasks.take(task)
        return Answer(204) if taken else no_such_task(call, task.id)


def _refusal(call: Call, refused: RefusedField) -> Answer:
    """The value of a key is never told (import-semantics §1.5)."""
    words = f"The value of {refused.field} is not valid."
    return error(call, 400, ErrorDescriptor(refused.code, words, (refused.field, "<omitted>")))


def _key_uuid(upload: Path) -> bytes | None:
    """What names the key of an upload that is encrypted as a whole, or None (import-semantics §1.1)."""
    with upload.open("rb") as stream:
        mark, uuid = stream.read(len(ENCRYPTED_MARK)), stream.read(36)
    return uuid if mark == ENCRYPTED_MARK else None
