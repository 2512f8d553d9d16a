"""What import and export have in common: tasks that run on the server (rest-services §1, §2)."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeAlias

from ..errors import RefusedError, UnreachableError
from .states import TaskState, read_state
from .transport import Transport
from .waiting import Pace

Observer: TypeAlias = Callable[[TaskState], None]
"""Told each state that was asked for."""


class Tasks:
    """The tasks of one service.

    Args:
        transport: sends the requests.
        service: path of the service.
    """

    def __init__(self, transport: Transport, service: str) -> None:
        self.transport = transport
        self.service = service

    def state(self, task: str) -> TaskState:
        """The state of a task. The last one of an import is told once: then its task is gone (§1.3).

        Raises:
            UnreachableError: the outcome was told, and lost on its way.
            RemoteError: there is no usable answer.
        """
        try:
            return read_state(self.transport.get(f"{self.service}/{task}/state"))
        except RefusedError as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
            if error.tries > 1:
                raise UnreachableError(
                    "the task ended, and its outcome was lost with the connection",
                    where=error.where,
                    hint="list the server, and compare it with what should be there",
                ) from None
            error.hint = "its outcome is told once: somebody else may have read it, or cancelled the task"
            raise

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
            RemoteError: there is no usable answer, or no such task.
        """
        try:
            self.transport.send("DELETE", f"{self.service}/{task}")
        except RefusedError as error:
            # The first of several may have arrived, and there is no such task any more.
            if error.status != HTTPStatus.NOT_FOUND or error.tries == 1:
                raise
