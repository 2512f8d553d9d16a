"""What a server said about a task, with what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..rehearsal.codes import advice
from ..rehearsal.outcome import Phase, ServerWarning
from ..server import TaskState
from .rehearsal import RehearsedError, RehearsedWarning

_BROKEN = "export.broken.dependency"
_OF_BROKEN = (
    "It refers to something that is not in the catalog, directly or through others: export that too, or "
    "import with --broken-dependencies include where the target has it."
)


@dataclass(frozen=True, slots=True)
class TaskOutcome:
    """What a server said about a task.

    Args:
        id: the id of the task.
        phase: its last phase; `inprogress` if it did not end in time, and goes on.
        message: the server's message.
        error: the server's error, or None.
        warnings: the server's warnings, in its order.
    """

    id: str
    phase: Phase
    message: str
    error: RehearsedError | None
    warnings: tuple[RehearsedWarning, ...]


def told_outcome(state: TaskState) -> TaskOutcome:
    """The state of a task as a result tells it."""
    error, warnings = told_error(state), told_warnings(state.warnings)
    return TaskOutcome(state.id, state.phase, state.message, error, warnings)


def told_error(state: TaskState) -> RehearsedError | None:
    """The error of a task, with what to do next."""
    error = state.error
    if error is None:
        return None
    return RehearsedError(error.code, error.parameters, False, advice(error.code, error.parameters or ()))


def told_warnings(warnings: Iterable[ServerWarning]) -> tuple[RehearsedWarning, ...]:
    """The warnings of a task, each with what to do next."""
    return tuple(RehearsedWarning(w.code, w.parameters, _next_step(w)) for w in warnings)


def _next_step(warning: ServerWarning) -> str:
    return _OF_BROKEN if warning.code == _BROKEN else advice(warning.code, warning.parameters)
