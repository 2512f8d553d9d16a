"""Two entries have the same name, or names that differ only in upper and lower case.

What: of equal names the last one is read and the others are lost. Names that differ only in case are two
objects on the server, but one file wherever the catalog is unpacked on Windows or macOS.

Why it matters: what a reviewer sees and what the server imports can be different things.

Example: a zip to which a newer `index.xml` was appended.

Remedy: build the archive again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..archive import DefectKind
from ._shared import defect_hits
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per entry that is shadowed, and per pair that differs only in case."""
    yield from defect_hits(subject.catalog, frozenset({DefectKind.SHADOWED}))
    yield from defect_hits(subject.catalog, frozenset({DefectKind.CASE_DUPLICATE}), level=Level.WARNING)


RULE = Rule(
    code="CK103",
    name="duplicate-entry",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Keep one entry of each name, and no two that differ only in case.",
    check=check,
    page=__doc__,
    needs_repository=False,
)
