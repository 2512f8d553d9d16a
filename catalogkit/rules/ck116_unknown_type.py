"""A resource is of a type that catalogkit does not know.

What: the root element of a descriptor, or the `xsi:type` of a local resource, is in no table.

Why it matters: a server that does not know the type either ends the import with `import.failed`. Nothing
inside the resource was checked.

Example: a catalog from a server newer than catalogkit.

Remedy: make sure that the target knows the type, or export without the object.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.problems import ProblemKind
from ._shared import claimed_uri
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per descriptor or local resource."""
    for problem in subject.catalog.problems:
        if problem.kind is ProblemKind.UNKNOWN_TYPE:
            what = "local resource" if problem.detail else "resource"
            yield Hit(
                f"`{problem.subject}` is no known type of {what}",
                uri=claimed_uri(subject.catalog, problem.entry),
                entry=problem.entry,
                line=problem.line,
                detail=problem.subject,
            )


RULE = Rule(
    code="CK116",
    name="unknown-type",
    level=Level.ERROR,
    certainty=Certainty.LIKELY,
    remedy="Check that the target is new enough to know the type; else leave the object out.",
    check=check,
    page=__doc__,
    server_code="import.failed",
)
