"""Whether an import came out as it was rehearsed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..model.target import PART_OF_REPOSITORY, Target
from ..rehearsal.outcome import Phase, ServerWarning
from ..rehearsal.rehearse import Rehearsal
from ..server import TaskState
from .rehearsal import listed_uris


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that came out differently.

    Args:
        what: what it is about.
        rehearsed: what the rehearsal said.
        actual: what the server did.
    """

    what: str
    rehearsed: str
    actual: str


def differences(rehearsal: Rehearsal, state: TaskState) -> Iterator[Difference]:
    """What a server says, where the rehearsal said something else; nothing as long as the import goes on.

    Args:
        rehearsal: what was rehearsed.
        state: the last state of the task.
    """
    if state.is_running:
        return
    if rehearsal.phase is not state.phase:
        yield Difference("phase", rehearsal.phase.value, state.phase.value)
    expected, actual = rehearsal.error, state.error
    codes = ["none" if error is None else error.code for error in (expected, actual)]
    parameters = [
        _list(sorted(map(_word, (error and error.parameters) or ()))) for error in (expected, actual)
    ]
    if codes[0] != codes[1]:
        yield Difference("error", codes[0], codes[1])
    elif parameters[0] != parameters[1] and not (expected and expected.opaque):
        yield Difference("parameters of the error", parameters[0], parameters[1])
    missing, more = _unequal(rehearsal.warnings, state.warnings)
    for warning in missing:
        yield Difference("warning", _words(warning), "none")
    for warning in more:
        yield Difference("warning", "none", _words(warning))


def different_objects(rehearsal: Rehearsal, before: Target, after: Target) -> Iterator[Difference]:
    """Folders and resources that are new in a listing, where the rehearsal said something else.

    Args:
        rehearsal: what was rehearsed.
        before: the listing before the import.
        after: the listing after it.
    """
    old = listed_uris(before)
    expected, actual = listed_uris(rehearsal.after) - old, listed_uris(after) - old
    for uri in sorted(expected - actual):
        yield Difference(uri, "created", "not there")
    for uri in sorted(actual - expected):
        yield Difference(uri, "not there", "created")
    for uri in sorted(old - listed_uris(after) - (old - listed_uris(rehearsal.after))):
        yield Difference(uri, "there", "gone")


def why_not_listed(state: TaskState, before: Target) -> str:
    """Why listings cannot tell what an import did; empty if they can."""
    if state.phase is Phase.IN_PROGRESS:
        return "the import goes on"
    if before.unknown & {PART_OF_REPOSITORY}:
        return "only a part of the repository could be listed before"
    return ""


def _unequal(
    expected: Iterable[ServerWarning], actual: Iterable[ServerWarning]
) -> tuple[list[ServerWarning], list[ServerWarning]]:
    """Warnings that only one of them has, in its order."""
    first, second = Counter(expected), Counter(actual)
    return list((first - second).elements()), list((second - first).elements())


def _words(warning: ServerWarning) -> str:
    return f"{warning.code} {_list(warning.parameters)}".strip()


def _list(parameters: Iterable[str | None]) -> str:
    return ", ".join(map(_word, parameters))


def _word(parameter: str | None) -> str:
    return "null" if parameter is None else parameter
