"""Something is in the archive that is not part of the catalog.

What: files that operating systems leave behind (`__MACOSX`, `.DS_Store`), or bytes around the zip.

Why it matters: the server ignores them. They show that the catalog was handled by other tools.

Example: a catalog zipped on a Mac.

Remedy: none needed.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..archive import DefectKind
from ._shared import defect_hits, grouped_hit
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit for all junk entries, and one per oddity of the archive."""
    yield from grouped_hit(subject.catalog, DefectKind.JUNK)
    kinds = (DefectKind.JUNK_BEFORE, DefectKind.JUNK_AFTER, DefectKind.COUNT_MISMATCH)
    yield from defect_hits(subject.catalog, frozenset(kinds))


RULE = Rule(
    code="CK107",
    name="junk",
    level=Level.INFO,
    certainty=Certainty.CERTAIN,
    remedy="Nothing needs to be done; leave such files out next time.",
    check=check,
    page=__doc__,
    needs_repository=False,
)
