"""The limits under which an archive is read. Each is an option, and each says so when it bites."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

MEBIBYTE = 1 << 20
GIBIBYTE = 1 << 30


def _limit(default: int, text: str) -> int:
    value: int = field(default=default, metadata={"text": text})
    return value


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may make us read. Sizes are in bytes, uncompressed; `describe` tells each.

    Headers are never trusted: bytes are counted while they are read.
    """

    max_entries: int = _limit(500_000, "Entries in one archive.")
    max_entry_size: int = _limit(2 * GIBIBYTE, "Bytes of one entry, uncompressed.")
    max_total_size: int = _limit(16 * GIBIBYTE, "Bytes read from one archive, all entries together.")
    max_ratio: int = _limit(
        200,
        "Uncompressed bytes per compressed byte. Entries below 10 MiB are exempt, up to 40 MiB together.",
    )
    max_name_depth: int = _limit(100, "Levels of folders in an entry name.")
    max_name_length: int = _limit(4_096, "Characters of an entry name.")
    max_xml_size: int = _limit(16 * MEBIBYTE, "Bytes of one XML entry.")
    max_xml_depth: int = _limit(100, "Levels of elements in one XML entry.")
    max_xml_nodes: int = _limit(
        500_000,
        "Elements and attributes in one XML entry; in all together, those beyond two per compressed byte.",
    )


RATIO_FLOOR = 10 * MEBIBYTE
"""Entries smaller than this many bytes may be compressed as well as they like …"""

RATIO_ALLOWANCE = 4 * RATIO_FLOOR
"""… until this many bytes were read beyond the ratio, all entries together."""

MAX_DIRECTORY_SIZE = 256 * MEBIBYTE
"""Bytes of a zip's central directory; it is held in memory."""


def describe(limit: str) -> str:
    """What a limit counts, from the name of its field."""
    return next(str(f.metadata["text"]) for f in fields(Limits) if f.name == limit)


def option(limit: str) -> str:
    """The command line option that sets a limit, from the name of its field."""
    return "--" + limit.replace("_", "-")
