"""What import and export have in common: tasks that run on the server (rest-services §1, §2)."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import ClassVar, TypeAlias

from ..errors import BadAnswerError, RefusedError, RemoteError, UnreachableError, UsageError
from .answers import Answer
from .connection import Upload
from .states import TaskState, is_id, read_state
from .transport import Pairs, Transport
from .waiting import Pace

Observer: TypeAlias = Callable[[TaskState], None]
"""Told each state that was asked for."""
_UNANSWERED = (HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT)
"""Statuses of a gateway that lost the answer, or never had it."""


class Tasks:
    """The tasks of one service.

    Attributes:
        service: path of the service.
        may_have_begun: what to do if nobody knows whether a task began.
        may_have_ended: what to do if the answer about a state got lost.
        no_task: what it may mean that there is no such task.

    Args:
        transport: sends the requests.
    """

    service: ClassVar[str]
    may_have_begun: ClassVar[str]
    may_have_ended: ClassVar[str]
    no_task: ClassVar[str]

    def __init__(self, transport: Transport) -> None:
        self.transport = transport

    def state(self, task: str) -> TaskState:
        """The state of a task.

        Raises:
            UsageError: this is no id of a task.
            RemoteError: there is no usable answer, or no such task.
        """
        try:
            answer = self.transport.get(f"{self.path(task)}/state")
        except (UnreachableError, RefusedError) as error:
            if _may_have_arrived(error):
                error.hint = self.may_have_ended
            self.explain(error)
            raise
        return _read(answer, self.may_have_ended)

    def follow(self, state: TaskState, pace: Pace, observer: Observer | None = None) -> TaskState:
        """The state in which a task stops, or the last one that was seen when patience ended.

        Args:
            state: the first state.
            pace: how often to ask.
            observer: told each state.

        Raises:
            RemoteError: there is no usable answer.
        """
        pauses = pace.pauses()
        while state.is_running and (pause := next(pauses, None)) is not None:
            if observer is not None:
                observer(state)
            self.transport.clock.sleep(pause)
            state = self.state(state.id)
        if observer is not None:
            observer(state)
        return state

    def cancel(self, task: str) -> None:
        """Cancel a task; what was imported by then stays (§1.5).

        Raises:
            UsageError: this is no id of a task.
            RemoteError: there is no usable answer, or no such task.
        """
        try:
            self.transport.send("DELETE", self.path(task))
        except RefusedError as error:
            # The first of several may have arrived, and there is no such task any more.
            if error.status != HTTPStatus.NOT_FOUND or error.tries == 1:
                self.explain(error)
                raise

    def path(self, task: str) -> str:
        """The path of a task.

        Raises:
            UsageError: this is no id of a task.
        """
        if not is_id(task):
            hint = "`catalogkit task list SERVER` shows the ids of all tasks"
            raise UsageError("this is no id of a task", where=task, hint=hint)
        return f"{self.service}/{task}"

    def explain(self, error: RemoteError) -> None:
        """Let an error say what it may mean that there is no such task."""
        if isinstance(error, RefusedError) and error.status == HTTPStatus.NOT_FOUND:
            error.hint = self.no_task

    def _posted(self, params: Pairs, body: bytes | Upload, content_type: str) -> TaskState:
        """Start a task. The request is sent once; where it gets lost, the task may have begun."""
        try:
            answer = self.transport.send("POST", self.service, params, body=body, content_type=content_type)
        except (UnreachableError, RefusedError) as error:
            if _may_have_arrived(error):
                error.hint = self.may_have_begun
            raise
        return _read(answer, self.may_have_begun)


def _may_have_arrived(error: UnreachableError | RefusedError) -> bool:
    """Whether a request may have done its work, and the answer got lost."""
    return error.sent if isinstance(error, UnreachableError) else error.status in _UNANSWERED


def _read(answer: Answer, hint: str) -> TaskState:
    """The state in an answer; one that was cut off may have been the last."""
    try:
        return read_state(answer)
    except BadAnswerError as error:
        if not answer.is_page:  # a page asks for a login: nothing was done
            error.hint = hint
        raise
