"""The limits under which an archive is read. Each is an option, and each says so when it bites."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20
GIBIBYTE = 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may make us read. Sizes are in bytes, uncompressed.

    Headers are never trusted: bytes are counted while they are read.
    """

    max_entries: int = 2_000_000
    """Entries in one archive."""
    max_entry_size: int = 2 * GIBIBYTE
    """Bytes of one entry."""
    max_total_size: int = 16 * GIBIBYTE
    """Bytes read from one archive, all entries together."""
    max_ratio: int = 200
    """Uncompressed bytes per compressed byte; entries below 10 MiB are exempt."""
    max_name_depth: int = 100
    """Levels of folders in an entry name."""
    max_name_length: int = 4_096
    """Characters of an entry name."""
    max_xml_size: int = 16 * MEBIBYTE
    """Bytes of one XML entry."""
    max_xml_depth: int = 100
    """Levels of elements in one XML entry."""
    max_xml_nodes: int = 1_000_000
    """Elements and attributes in one XML entry."""


RATIO_FLOOR = 10 * MEBIBYTE
"""Entries smaller than this many bytes may be compressed as well as they like."""

MAX_DIRECTORY_SIZE = 256 * MEBIBYTE
"""Bytes of a zip's central directory; it is held in memory."""


def option(limit: str) -> str:
    """The command line option that sets a limit, from the name of its field."""
    return "--" + limit.replace("_", "-")
