"""The import service (rest-services §1)."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import IO

from ..archive.base import LARGE_ARCHIVE
from ..errors import BadAnswerError, RefusedError, UnreachableError
from ..rehearsal.options import ImportOptions
from .connection import Upload
from .spellings import ImportRequest, given_request
from .states import TaskState, read_state
from .tasks import Tasks

_NOT_PENDING = "update.not.pending.phase"


class Imports(Tasks):
    """Starts imports, and decides about those that wait."""

    service = "/rest_v2/import"
    may_have_begun = (
        "the import may have begun: `catalogkit task list` shows what runs; compare the server with the "
        "catalog before you import again"
    )
    may_have_ended = (
        "the import may have ended, which is told once: ask for its state again, and if it is gone compare "
        "the server with the catalog before you import again"
    )
    no_task = "no import has this id: its outcome was told, which is done once, or it was cancelled"

    def state(self, task: str) -> TaskState:
        """The state of a task. The last one is told once: then the task is gone (§1.3).

        Raises:
            UsageError: this is no id of a task.
            UnreachableError: the outcome was told, and lost on its way.
            RemoteError: there is no usable answer, or no such task.
        """
        try:
            return super().state(task)
        except RefusedError as error:
            if error.status != HTTPStatus.NOT_FOUND or error.tries == 1:
                raise
            raise UnreachableError(
                "the task ended, and its outcome was lost with the connection",
                where=error.where,
                hint="compare the server with the catalog before you import again",
            ) from None

    def start(self, catalog: IO[bytes], size: int, request: ImportRequest) -> TaskState:
        """Upload a catalog; it is sent once, whatever happens.

        Args:
            catalog: the zip, from where it stands.
            size: its bytes.
            request: what the import is told.

        Raises:
            RemoteError: there is no usable answer; the import may run all the same.
        """
        if request.needs_form:
            return self._posted((), Upload(catalog, size, request.fields()), "")
        return self._posted(request.arguments(), Upload(catalog, size), "application/zip")

    def options(self, task: str) -> ImportOptions:
        """The options of a task. Keys are never among them, nor an organization that the server chose (§1.4).

        Raises:
            RemoteError: there is no usable answer, or no such task.
        """
        try:
            answer = self.transport.get(self.path(task))
        except RefusedError as error:
            self.explain(error)
            raise
        found = answer.json()
        if not isinstance(found, dict):
            raise BadAnswerError("the answer holds no options", where=answer.where, hint="try again")
        return given_request(found).options

    def restart(self, task: str, request: ImportRequest) -> TaskState:
        """Restart a pending import with other options, which replace all that were given before (§1.4).

        An upload that is encrypted as a whole cannot be restarted: the server forgets that it is.

        Raises:
            RemoteError: there is no usable answer, no such task, or it is not pending.
        """
        body = json.dumps(request.body()).encode()
        try:
            return read_state(self.transport.send("PUT", self.path(task), body=body))
        except RefusedError as error:
            # The first of several may have arrived: then the task does not wait any more.
            if error.code == _NOT_PENDING and error.tries > 1:
                return self.state(task)
            if error.status == HTTPStatus.BAD_REQUEST:
                error.hint = "only a pending import can be restarted"
            self.explain(error)
            raise

    def tasks(self) -> tuple[str, ...]:
        """The ids of all tasks, exports and those of other users included (§1).

        Raises:
            RemoteError: there is no usable answer.
        """
        found = self.transport.get(self.service).json()
        return tuple(str(item) for item in found) if isinstance(found, list) else ()


def advice_on(size: int) -> tuple[str, ...]:
    """What the vendor says about uploads of a size."""
    if size <= LARGE_ARCHIVE:
        return ()
    return ("the catalog holds more than 2 GB, which the vendor advises not to upload: export it in parts",)
