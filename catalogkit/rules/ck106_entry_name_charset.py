"""An entry name is not written in UTF-8, or not marked so.

What: exports escape every character above 127, so their names are plain ASCII. This one is not.

Why it matters: the server may read another name than the one meant, and then miss the entry.

Example: a file `Bericht-Übersicht.xml` added by hand.

Remedy: escape the name as exports do, or build the archive again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..archive import DefectKind
from ._shared import defect_hits
from .base import Certainty, Hit, Level, Rule, Subject

_KINDS = frozenset(
    {
        DefectKind.NAME_CHARSET,
        DefectKind.NAME_WITHOUT_FLAG,
    }
)


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per entry."""
    return defect_hits(subject.catalog, _KINDS)


RULE = Rule(
    code="CK106",
    name="entry-name-charset",
    level=Level.WARNING,
    certainty=Certainty.LIKELY,
    remedy="Build the archive again with names in UTF-8, marked as such.",
    check=check,
    page=__doc__,
    needs_repository=False,
)
