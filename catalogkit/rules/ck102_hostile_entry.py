"""An entry tries to be somewhere else than in the catalog.

What: its name is absolute, climbs out with `..`, starts with a drive letter or holds control characters, or
it is a symbolic link or a device.

Why it matters: no export writes such entries. Tools that unpack the catalog may overwrite other files.

Example: an entry named `../../etc/cron.d/job`.

Remedy: do not unpack or import the archive.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..archive import DefectKind
from ._shared import defect_hits
from .base import Certainty, Hit, Level, Rule, Subject

_KINDS = frozenset(
    {
        DefectKind.ABSOLUTE_NAME,
        DefectKind.DRIVE_LETTER,
        DefectKind.PARENT_SEGMENT,
        DefectKind.NUL_IN_NAME,
        DefectKind.EMPTY_NAME,
        DefectKind.SYMLINK,
        DefectKind.SPECIAL_FILE,
    }
)


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per entry."""
    return defect_hits(subject.catalog, _KINDS)


RULE = Rule(
    code="CK102",
    name="hostile-entry",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Do not import this archive; find out who built it.",
    check=check,
    page=__doc__,
    needs_repository=False,
)
