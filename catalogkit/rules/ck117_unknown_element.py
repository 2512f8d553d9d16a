"""A descriptor holds an element or attribute that catalogkit does not know.

What: it is kept as it is, but its meaning is not known.

Why it matters: servers ignore elements they do not know, so what it says is lost on import.

Example: an element that a newer server version has added.

Remedy: import into a server that knows it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.problems import Problem, ProblemKind
from ._shared import claimed_uri
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per kind of element, with the number of places."""
    places: dict[str, list[Problem]] = {}
    for problem in subject.catalog.problems:
        if problem.kind is ProblemKind.UNKNOWN_ELEMENT:
            places.setdefault(problem.subject, []).append(problem)
    for element, problems in places.items():
        first = problems[0]
        count = f" ({len(problems)} places)" if len(problems) > 1 else ""
        yield Hit(
            f"no server is known to write `{element}`{count}",
            uri=claimed_uri(subject.catalog, first.entry),
            entry=first.entry,
            line=first.line,
            detail=element,
        )


RULE = Rule(
    code="CK117",
    name="unknown-element",
    level=Level.INFO,
    certainty=Certainty.CERTAIN,
    remedy="Check that the target is at least as new as the server that wrote the catalog.",
    check=check,
    page=__doc__,
)
