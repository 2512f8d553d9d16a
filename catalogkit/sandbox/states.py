"""States of tasks as JSON and XML, with the server's words (rest-services §1.3)."""

from __future__ import annotations

from collections.abc import Iterator

from ..rehearsal.outcome import ServerWarning
from ..rehearsal.state import OTHER_TYPE
from .http import JSON, XML, XML_DECLARATION, Answer, Call, element, json_bytes
from .tasks import Task, TaskState

_WORDS = {
    ("import.reference.resource.not.found", 2): (
        'Reference resource "{0}" not found when importing resource "{1}".'
    ),
    ("import.resource.not.found", 1): 'Reference resource "{0}" not found.',
    ("import.access.denied", 1): 'Access denied for "{0}"',
    (OTHER_TYPE, 1): ('Resource "{0}" already exists in the repository'),
}
"""The server's words for warnings, as far as they are recorded, by code and number of parameters."""
_RETYPED = " and has a different type than in the catalog, not updating"


def state_answer(call: Call, task: Task) -> Answer:
    """The state of a task in the form that the caller takes."""
    if call.wants_json:
        return Answer(200, json_bytes(_told(task)), JSON)
    body = f"{XML_DECLARATION}<state>{''.join(_elements(task))}</state>"
    return Answer(200, body.encode("utf-8", "replace"), XML)


def words(warning: ServerWarning, state: TaskState) -> str | None:
    """The server's words for a warning of a state; None where none are known."""
    pattern = _WORDS.get((warning.code, len(warning.parameters)))
    if pattern is None:
        return None
    if warning.code == OTHER_TYPE and warning.parameters[0] in state.retyped:
        pattern += _RETYPED
    return pattern.format(*("null" if item is None else item for item in warning.parameters))


def _told(task: Task) -> dict[str, object]:
    state = task.state
    told: dict[str, object] = {"id": task.id, "message": state.message, "phase": state.phase.value}
    if state.error is not None:
        failure: dict[str, object] = {"errorCode": state.error.code}
        if state.error.parameters is not None:
            failure["parameters"] = list(state.error.parameters)
        told["error"] = failure
    if state.warnings:
        told["warnings"] = [_warning(warning, state) for warning in state.warnings]
    return told


def _warning(warning: ServerWarning, state: TaskState) -> dict[str, object]:
    message = words(warning, state)
    return {
        "code": warning.code,
        **({"message": message} if message is not None else {}),
        "parameters": list(warning.parameters),
    }


def _elements(task: Task) -> Iterator[str]:
    """The children of the XML form; items that are null are not in it."""
    state = task.state
    if state.error is not None:
        inner = element("errorCode", state.error.code) + _parameters(state.error.parameters)
        yield f"<error>{inner}</error>"
    yield element("id", task.id)
    yield element("message", state.message)
    yield element("phase", state.phase.value)
    for warning in state.warnings:
        message = words(warning, state)
        said = element("message", message) if message is not None else ""
        yield f"<warnings>{element('code', warning.code)}{said}{_parameters(warning.parameters)}</warnings>"


def _parameters(items: tuple[str | None, ...] | None) -> str:
    if items is None:
        return ""
    shown = "".join(element("parameter", item) for item in items if item is not None)
    return f"<parameters>{shown}</parameters>"
