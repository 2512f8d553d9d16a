"""Zips put together field by field, so that any of them can lie."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s2B5H3L5H2L")
END = struct.Struct("<4s4H2LH")
ZIP64_END = struct.Struct("<4sQ2H2L4Q")
ZIP64_LOCATOR = struct.Struct("<4sLQL")

STORED, DEFLATED = 0, 8
UTF8, STREAMED, ENCRYPTED = 0x0800, 0x0008, 0x0001
ALL_32 = 0xFFFFFFFF


@dataclass
class Part:
    """One entry.

    Args:
        name: its name.
        data: its content.
        method: 0 stored, 8 deflate.
        packed: the compressed bytes, if not those of the content.
        says: what the central record says instead of the truth: `name`, `method`, `flags`, `crc`, `size`,
            `packed_size`, `offset`, `extra`.
        local: what the local header says instead of the truth, likewise.
        both: what both say instead of the truth.
        mode: file type and permissions, as on Unix.
        written: whether the entry itself is written, or only its record.
    """

    name: bytes | str
    data: bytes = b""
    method: int = DEFLATED
    packed: bytes | None = None
    says: Mapping[str, Any] = field(default_factory=dict)
    local: Mapping[str, Any] = field(default_factory=dict)
    both: Mapping[str, Any] = field(default_factory=dict)
    mode: int = 0
    written: bool = True

    @property
    def content(self) -> bytes:
        """The bytes that stand in the archive."""
        if self.packed is not None:
            return self.packed
        return deflate(self.data) if self.method == DEFLATED else self.data

    def truth(self, content: bytes, offset: int) -> dict[str, Any]:
        """What an honest header says."""
        return {
            "name": self.name.encode() if isinstance(self.name, str) else self.name,
            "method": self.method,
            "flags": UTF8,
            "crc": zlib.crc32(self.data),
            "size": len(self.data),
            "packed_size": len(content),
            "offset": offset,
            "extra": b"",
        }


def deflate(data: bytes, level: int = 6) -> bytes:
    """Raw deflate."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def local_header(says: Mapping[str, Any]) -> bytes:
    """A local header with its name and extra field."""
    name, extra = says["name"], says["extra"]
    return (
        LOCAL.pack(
            b"PK\x03\x04", 20, says["flags"], says["method"], 0, 33, says["crc"], says["packed_size"],
            says["size"], len(name), len(extra),
        )
        + name
        + extra
    )  # fmt: skip


def record(says: Mapping[str, Any], mode: int = 0) -> bytes:
    """A central record with its name and extra field."""
    name, extra = says["name"], says["extra"]
    return (
        CENTRAL.pack(
            b"PK\x01\x02", 20, 3, 20, says["flags"], says["method"], 0, 33, says["crc"],
            says["packed_size"], says["size"], len(name), len(extra), 0, 0, 0, mode << 16,
            says["offset"],
        )
        + name
        + extra
    )  # fmt: skip


def end(count: int, size: int, offset: int, *, disk: int = 0, comment: bytes = b"") -> bytes:
    """An end record."""
    return END.pack(b"PK\x05\x06", disk, disk, count, count, size, offset, len(comment)) + comment


def body(parts: Iterable[Part]) -> tuple[bytes, list[bytes]]:
    """The entries, and their central records."""
    written = bytearray()
    records = []
    for part in parts:
        content = part.content
        truth = part.truth(content, len(written))
        records.append(record({**truth, **part.both, **part.says}, part.mode))
        if part.written:
            written += local_header({**truth, **part.both, **part.local}) + content
    return bytes(written), records


def build(
    parts: Iterable[Part],
    *,
    count: int | None = None,
    size: int | None = None,
    offset: int | None = None,
    disk: int = 0,
    comment: bytes = b"",
) -> bytes:
    """A zip; what the end record says can differ from the truth."""
    entries, records = body(parts)
    directory = b"".join(records)
    last = end(
        len(records) & 0xFFFF if count is None else count,
        len(directory) if size is None else size,
        len(entries) if offset is None else offset,
        disk=disk,
        comment=comment,
    )
    return entries + directory + last


def build_zip64(parts: Iterable[Part], **says: int) -> bytes:
    """A zip with zip64 end records; `says` gives `count`, `size`, `offset`, `record` instead of the truth."""
    entries, records = body(parts)
    directory = b"".join(records)
    count = says.get("count", len(records))
    zip64 = ZIP64_END.pack(
        b"PK\x06\x06", ZIP64_END.size - 12, 45, 45, 0, 0, count, count,
        says.get("size", len(directory)), says.get("offset", len(entries)),
    )  # fmt: skip
    where = says.get("record", len(entries) + len(directory))
    locator = ZIP64_LOCATOR.pack(b"PK\x06\x07", 0, where, 1)
    return entries + directory + zip64 + locator + end(0xFFFF, ALL_32, ALL_32)
