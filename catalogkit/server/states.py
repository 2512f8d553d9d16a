"""The state of a task, as the import and the export service tell it (rest-services §1.3, §2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import BadAnswerError
from ..rehearsal.outcome import Phase, ServerError, ServerWarning
from .answers import Answer

_ID = re.compile(r"[A-Za-z0-9_-]{1,100}", re.ASCII)
_PHASES = {phase.value: phase for phase in Phase}


@dataclass(frozen=True, slots=True)
class TaskState:
    """What a server says about a task.

    Args:
        id: its id.
        phase: how far it is.
        message: the server's message.
        error: what ended it, or makes it wait; None if nothing did.
        warnings: in the order of the server.
    """

    id: str
    phase: Phase
    message: str = ""
    error: ServerError | None = None
    warnings: tuple[ServerWarning, ...] = ()

    @property
    def is_running(self) -> bool:
        """Whether it may still change by itself."""
        return self.phase is Phase.IN_PROGRESS


def is_id(text: str) -> bool:
    """Whether a text can be the id of a task."""
    return _ID.fullmatch(text) is not None


def read_state(answer: Answer) -> TaskState:
    """Read a state; as the documents draw it, nested and with `code` for `errorCode`, it is understood too.

    Raises:
        BadAnswerError: it is none.
    """
    found = answer.json()
    identity = found.get("id") if isinstance(found, dict) else None
    inner = found.get("state") if isinstance(found, dict) else None
    state = inner if isinstance(inner, dict) else found
    if not isinstance(state, dict):
        raise _no_state(answer)
    identity = state.get("id", identity)
    phase = _PHASES.get(str(state.get("phase")).lower())
    if not isinstance(identity, str) or not is_id(identity) or phase is None:
        raise _no_state(answer)
    warnings = state.get("warnings")
    return TaskState(
        identity,
        phase,
        _text(state.get("message")),
        _error(state.get("error")),
        tuple(
            ServerWarning(_code(item), _parameters(item) or ())
            for item in (warnings if isinstance(warnings, list) else ())
            if isinstance(item, dict)
        ),
    )


def _no_state(answer: Answer) -> BadAnswerError:
    return BadAnswerError(
        "the answer is no state of a task", where=answer.where, hint="check the address of the server"
    )


def _error(found: object) -> ServerError | None:
    return ServerError(_code(found), _parameters(found)) if isinstance(found, dict) else None


def _code(found: Mapping[str, object]) -> str:
    return _text(found.get("errorCode") or found.get("code"))


def _parameters(found: Mapping[str, object]) -> tuple[str | None, ...] | None:
    """The parameters; None where the server leaves them out, and for each that it says null about."""
    items = found.get("parameters")
    return tuple(None if item is None else _text(item) for item in items) if isinstance(items, list) else None


def _text(value: object) -> str:
    return "" if value is None else str(value)
