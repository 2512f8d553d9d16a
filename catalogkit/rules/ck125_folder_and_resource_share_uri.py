"""A folder and a resource have the same URI, or two entries hold the same object.

What: on disk `X/.folder.xml` and `X.xml` can stand side by side; in a repository they cannot.

Why it matters: the server imports the folder and skips the resource without a word (import-semantics §10.14).

Example: a report `/public/Sales` beside a folder `/public/Sales`.

Remedy: rename one of them on the server that the export comes from.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.problems import ProblemKind
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per URI."""
    for uri in subject.catalog.folders:
        if uri in subject.catalog.resources:
            yield Hit(
                "a folder and a resource have this URI: the resource is skipped without a word",
                uri=uri,
                entry=subject.catalog.resources[uri].entry,
            )
    for problem in subject.catalog.problems:
        if problem.kind is ProblemKind.DUPLICATE_OBJECT:
            yield Hit(
                f"two entries hold the {problem.subject}; {problem.detail}",
                entry=problem.entry,
                detail=problem.subject,
            )


RULE = Rule(
    code="CK125",
    name="folder-and-resource-share-uri",
    level=Level.WARNING,
    certainty=Certainty.CERTAIN,
    remedy="Rename one of the two.",
    check=check,
    page=__doc__,
)
