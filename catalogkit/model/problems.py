"""What was noticed while a catalog was read. Rules turn problems into findings."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class ProblemKind(Enum):
    """One kind of problem."""

    MALFORMED_XML = "malformed XML"
    """The entry is not well-formed, or not in the encoding it declares."""
    XML_LIMIT = "XML limit"
    """The entry exceeds a limit on XML; it was not read."""
    UNREADABLE_ENTRY = "unreadable entry"
    """The bytes of the entry cannot be had; the archive's defects say why."""
    UNKNOWN_TYPE = "unknown type"
    """The root element, or the `xsi:type` of a local resource, is in no table."""
    WRONG_ROOT = "wrong root element"
    """The root element is not the one that belongs at this place."""
    UNKNOWN_ELEMENT = "unknown element"
    """A child element or attribute is in no table; it is kept raw."""
    REPEATED_ELEMENT = "repeated element"
    """An element stands twice where one is meant; the last one counts."""
    TEXT_BETWEEN = "text between elements"
    """Text stands where only elements belong."""
    INDEX_STRUCTURE = "index structure"
    """A property without name or value, a module without id, or an unknown child (§2)."""
    LENIENT = "leniency"
    """Something the server would not accept was accepted."""
    PATH_MISMATCH = "path mismatch"
    """The descriptor states another URI or name than its entry name does."""
    DUPLICATE_OBJECT = "duplicate object"
    """Two entries hold the same object; the later one counts."""


class Problem(NamedTuple):
    """One problem.

    Args:
        kind: what it is.
        entry: name of the entry.
        line: line in the entry, from 1; 0 where there is none.
        subject: the element, type or object it is about.
        detail: one sentence; may be empty.
    """

    kind: ProblemKind
    entry: str
    line: int = 0
    subject: str = ""
    detail: str = ""
