"""What can be wrong with an archive, and whether it is refused or reported.

`docs/archive-defects.md` is generated from this table.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Treatment(Enum):
    """What happens to an archive or entry that has a defect."""

    ARCHIVE_REFUSED = "archive refused"
    """Nothing is read; exit code 3."""
    ENTRY_REFUSED = "entry refused"
    """The entry is listed and reported, its bytes are never read; the rest goes on."""
    REPORTED = "reported"
    """The entry is used, and the defect is reported."""


class DefectKind(Enum):
    """One kind of defect: its id, its treatment, and a sentence about it."""

    NOT_A_ZIP = (Treatment.ARCHIVE_REFUSED, "the file holds no zip archive")
    TRUNCATED = (
        Treatment.ARCHIVE_REFUSED,
        "the archive is cut off: its central directory is missing or incomplete",
    )
    DIRECTORY_DAMAGED = (Treatment.ARCHIVE_REFUSED, "the central directory of the zip is damaged")
    MULTI_DISK = (Treatment.ARCHIVE_REFUSED, "the zip is split over several disks")
    TOO_MANY_ENTRIES = (Treatment.ARCHIVE_REFUSED, "more entries than --max-entries allows")

    ABSOLUTE_NAME = (Treatment.ENTRY_REFUSED, "the name is absolute")
    DRIVE_LETTER = (Treatment.ENTRY_REFUSED, "the name starts with a drive letter")
    PARENT_SEGMENT = (Treatment.ENTRY_REFUSED, "the name climbs out with `..`")
    NUL_IN_NAME = (Treatment.ENTRY_REFUSED, "the name holds a NUL or another control character")
    EMPTY_NAME = (Treatment.ENTRY_REFUSED, "the name is empty")
    NAME_TOO_DEEP = (Treatment.ENTRY_REFUSED, "the name is nested deeper than --max-name-depth")
    NAME_TOO_LONG = (Treatment.ENTRY_REFUSED, "the name is longer than --max-name-length")
    SYMLINK = (Treatment.ENTRY_REFUSED, "the entry is a symbolic link")
    SPECIAL_FILE = (Treatment.ENTRY_REFUSED, "the entry is a device, a pipe or a socket")
    ENCRYPTED = (Treatment.ENTRY_REFUSED, "the entry is encrypted")
    UNSUPPORTED_METHOD = (
        Treatment.ENTRY_REFUSED,
        "the entry is compressed with a method other than deflate",
    )
    OVERLAP = (Treatment.ENTRY_REFUSED, "the entry shares its bytes with another entry")
    OUTSIDE = (Treatment.ENTRY_REFUSED, "the entry lies outside the archive")
    SHADOWED = (
        Treatment.ENTRY_REFUSED,
        "a later entry has the same name; readers of zips use that one",
    )

    HEADER_MISMATCH = (
        Treatment.ENTRY_REFUSED,
        "the local header disagrees with the central directory",
    )
    BAD_CRC = (Treatment.ENTRY_REFUSED, "the checksum does not match the bytes")
    BAD_DATA = (Treatment.ENTRY_REFUSED, "the compressed bytes cannot be inflated")
    SIZE_MISMATCH = (Treatment.ENTRY_REFUSED, "the entry does not have the size it declares")
    UNREADABLE = (Treatment.ENTRY_REFUSED, "the system refuses to read the entry")
    LIMIT = (Treatment.ENTRY_REFUSED, "reading the entry would exceed a limit")

    CASE_DUPLICATE = (
        Treatment.REPORTED,
        "two names differ only in upper and lower case; one is lost where case is ignored",
    )
    BACKSLASH_NAMES = (
        Treatment.REPORTED,
        "names are separated by back-slashes; the server does not find such entries",
    )
    WRAPPING_FOLDER = (
        Treatment.REPORTED,
        "everything lies in one more folder; the server finds no index.xml",
    )
    ODD_NAME = (
        Treatment.REPORTED,
        "the name holds `.` or empty segments; the server does not find the entry",
    )
    NAME_CHARSET = (
        Treatment.REPORTED,
        "the name is not valid UTF-8; the server may read another name",
    )
    NAME_WITHOUT_FLAG = (
        Treatment.REPORTED,
        "the name holds other than ASCII characters but is not marked as UTF-8",
    )
    JUNK = (Treatment.REPORTED, "left behind by an operating system or editor; ignored")
    JUNK_BEFORE = (Treatment.REPORTED, "other bytes stand before the zip; the server accepts them")
    JUNK_AFTER = (Treatment.REPORTED, "other bytes stand after the zip")
    COUNT_MISMATCH = (
        Treatment.REPORTED,
        "the zip holds another number of entries than it declares",
    )
    LARGE = (
        Treatment.REPORTED,
        "the archive is larger than 2 GB, above which the vendor advises against importing",
    )

    def __init__(self, treatment: Treatment, text: str) -> None:
        self.treatment = treatment
        self.text = text

    @property
    def id(self) -> str:
        """The name as it appears in output, e.g. `parent-segment`."""
        return self.name.lower().replace("_", "-")


class Defect(NamedTuple):
    """One defect that was found.

    Args:
        kind: what is wrong.
        entry: the entry name as it is written in the archive; empty for the whole archive.
        detail: what exactly was seen (numbers, the other entry); may be empty.
    """

    kind: DefectKind
    entry: str = ""
    detail: str = ""
