"""Descriptors bear traces of editing.

What: byte order marks, CRLF line ends, text between elements, or an element twice where one is meant.

Why it matters: servers accept all of these, but no server writes them. Of a repeated element the last counts.

Example: descriptors saved with a Windows editor.

Remedy: none needed if the edits are meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.problems import Problem, ProblemKind
from .base import Certainty, Hit, Level, Rule, Subject

_KINDS = (ProblemKind.TEXT_BETWEEN, ProblemKind.REPEATED_ELEMENT, ProblemKind.LENIENT)


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per kind of trace, with the number of entries."""
    traces: dict[str, list[Problem]] = {}
    for problem in subject.catalog.problems:
        if problem.kind in _KINDS and problem.subject != "encoding":
            what = problem.subject if problem.kind is ProblemKind.LENIENT else problem.kind.value
            traces.setdefault(what, []).append(problem)
    for what, problems in traces.items():
        first = problems[0]
        entries = len({p.entry for p in problems})
        where = f"{entries} entries" if entries > 1 else "1 entry"
        yield Hit(f"{what} in {where}", entry=first.entry, line=first.line, detail=what)


RULE = Rule(
    code="CK118",
    name="edited-by-hand",
    level=Level.INFO,
    certainty=Certainty.LIKELY,
    remedy="Nothing needs to be done if the edits are meant.",
    check=check,
    page=__doc__,
)
