"""The export service (rest-services §2, §7)."""

from __future__ import annotations

from dataclasses import dataclass

from ..rehearsal.outcome import Phase
from .bodies import UnreadableBodyError, json_object, no_such_task
from .export_request import request_of
from .http import JSON, NO_CACHE, PRIVATE, XML, Answer, Call, ErrorDescriptor, error, not_allowed, unexpected
from .sandbox import Sandbox
from .states import state_answer
from .tasks import EXPORTING, ExportTask, Task

ZIP = "application/zip"
_LISTS = ("uris", "scheduledJobs", "roles", "users", "resourceTypes", "parameters")


@dataclass(frozen=True, slots=True)
class ExportService:
    """The calls below `/rest_v2/export`.

    Args:
        sandbox: the server behind it.
    """

    sandbox: Sandbox

    def answer(self, call: Call, rest: tuple[str, ...]) -> Answer:
        """The answer to a call.

        Args:
            call: the call; its user may export.
            rest: the segments of the path below the service.
        """
        if not rest:
            return self._start(call) if call.method == "POST" else not_allowed("POST", "OPTIONS")
        if len(rest) == 1:
            return self._one(call, rest[0])
        if len(rest) == 2:
            return self._result(call, *rest)
        return Answer(404, headers=PRIVATE)

    def _start(self, call: Call) -> Answer:
        """A request in JSON; XML fails, and so does nothing at all (§7)."""
        if call.content_type != JSON:
            return Answer(500 if call.content_type == XML else 415)
        if not call.body:
            return unexpected(call, 500)
        try:
            request = request_of(json_object(call.body, texts=("organization",), lists=_LISTS))
        except UnreadableBodyError:
            return unexpected(call, 400, "serialization.error")
        task = ExportTask(call.user, EXPORTING, request=request)
        self.sandbox.tasks.add(task)
        self.sandbox.start_export(task)
        return state_answer(call, task)

    def _one(self, call: Call, identity: str) -> Answer:
        if call.method != "DELETE":
            return not_allowed("DELETE", "OPTIONS")
        task = self.sandbox.tasks.get(identity, ExportTask)
        if task is None or not self.sandbox.tasks.take(task):
            return no_such_task(call, identity)
        return Answer(204, headers=PRIVATE)

    def _result(self, call: Call, identity: str, name: str) -> Answer:
        """The state, or the zip under any other name."""
        if call.method not in ("GET", "HEAD"):
            return not_allowed("HEAD", "GET", "OPTIONS")
        if name != "state" and not call.takes(ZIP):
            return Answer(406, headers=PRIVATE)
        task = self.sandbox.tasks.get(identity, ExportTask)
        if not isinstance(task, ExportTask):
            return no_such_task(call, identity)
        if name == "state":
            return state_answer(call, Task(task.user, task.state, task.id)).with_headers(NO_CACHE)
        return self._zip(call, task).with_headers(PRIVATE)

    def _zip(self, call: Call, task: ExportTask) -> Answer:
        """The zip, once; the text of the refusal keeps its placeholder (§7)."""
        if task.state.phase is not Phase.FINISHED:
            words = "Task {0} not finished yet."
            return error(call, 403, ErrorDescriptor("resource.not.ready", words))
        result = task.result
        if result is None:
            return error(call, 403, ErrorDescriptor("no.result.available", "No result available."))
        if call.method == "HEAD":
            return Answer(200, content_type=ZIP)
        if not self.sandbox.tasks.take(task):
            return no_such_task(call, task.id)
        return Answer(200, result, ZIP)
