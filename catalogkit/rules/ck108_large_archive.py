"""The archive is larger than 2 GB.

What: the vendor advises against importing catalogs above 2 GB.

Why it matters: the upload or the import may time out, or fail for lack of memory or disk.

Example: an `everything` export with years of saved report output.

Remedy: export folder by folder; `catalogkit info` shows what makes it big.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..archive import DefectKind
from ._shared import defect_hits
from .base import Certainty, Hit, Level, Rule, Subject

_KINDS = frozenset(
    {
        DefectKind.LARGE,
    }
)


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per entry."""
    return defect_hits(subject.catalog, _KINDS)


RULE = Rule(
    code="CK108",
    name="large-archive",
    level=Level.WARNING,
    certainty=Certainty.POSSIBLE,
    remedy="Export in parts, without access events and saved output where possible.",
    check=check,
    page=__doc__,
    needs_repository=False,
)
