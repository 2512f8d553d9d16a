"""A descriptor states another URI or name than its entry name does.

What: the server finds the entry by its name, but saves what the descriptor says.

Why it matters: the object arrives under another URI or name than the catalog shows; with `--update` the whole
import may fail (import-semantics §10.12).

Example: a file copied to `resources/b/Report.xml` whose `<folder>` still says `/a`.

Remedy: correct `<folder>` and `<name>`, or move the entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.problems import ProblemKind
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per descriptor."""
    for problem in subject.catalog.problems:
        if problem.kind is ProblemKind.PATH_MISMATCH:
            yield Hit(
                f"{problem.detail}, but its entry belongs to {problem.subject}",
                uri=problem.subject,
                entry=problem.entry,
                line=problem.line,
                detail=problem.detail,
            )


RULE = Rule(
    code="CK119",
    name="path-mismatch",
    level=Level.WARNING,
    certainty=Certainty.CERTAIN,
    remedy="Make folder and name in the descriptor agree with where the entry lies.",
    check=check,
    page=__doc__,
)
