"""The bytes of an entry cannot be trusted or cannot be read.

What: the checksum, the size, the local header or the compressed data of an entry is wrong, two entries share
their bytes, or the entry is encrypted or compressed in a way that exports never use.

Why it matters: the server reads entries while it imports. When it meets the damaged one it stops with
`import.failed`; what came before stays imported (import-semantics §10.5).

Example: a catalog that was cut off during a copy and "repaired" by an archiver.

Remedy: export again, or copy the file again and compare checksums.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..archive import DefectKind
from ._shared import defect_hits
from .base import Certainty, Hit, Level, Rule, Subject

_KINDS = frozenset(
    {
        DefectKind.BAD_CRC,
        DefectKind.BAD_DATA,
        DefectKind.SIZE_MISMATCH,
        DefectKind.HEADER_MISMATCH,
        DefectKind.OVERLAP,
        DefectKind.OUTSIDE,
        DefectKind.ENCRYPTED,
        DefectKind.UNSUPPORTED_METHOD,
        DefectKind.UNREADABLE,
    }
)


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per entry."""
    return defect_hits(subject.catalog, _KINDS)


RULE = Rule(
    code="CK101",
    name="damaged-entry",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Export or copy the catalog again; do not repair it by hand.",
    check=check,
    page=__doc__,
    needs_repository=False,
    server_code="import.failed",
)
