"""The central directory of a zip: what the archive says it holds.

Layout: PKWARE APPNOTE 6.3, sections 4.3.12 (central directory), 4.3.14 to 4.3.16 (end records).
"""

from __future__ import annotations

import os
import struct
from typing import BinaryIO, NamedTuple, NoReturn

from ..errors import EncryptedExportError, LimitError, NotACatalogError
from .base import Entry
from .defects import Defect, DefectKind
from .limits import MAX_DIRECTORY_SIZE, Limits
from .names import decode_name

CENTRAL_HEADER = struct.Struct("<4s2B5H3L5H2L")
_RECORD = struct.Struct("<4sxB2x2H4x3L3H4x2L")
"""The same, but only what is used."""
CENTRAL_SIGNATURE = b"PK\x01\x02"
END_RECORD = struct.Struct("<4s4H2LH")
END_SIGNATURE = b"PK\x05\x06"
ZIP64_LOCATOR = struct.Struct("<4sLQL")
ZIP64_LOCATOR_SIGNATURE = b"PK\x06\x07"
ZIP64_END = struct.Struct("<4sQ2H2L4Q")
ZIP64_END_SIGNATURE = b"PK\x06\x06"
ZIP64_EXTRA = 0x0001
MAX_COMMENT = 0xFFFF
ENCRYPTED_MARK = b"jsEncrypted"
"""What an export begins with that a server of 8 encrypted as a whole."""
FLAGS_ENCRYPTED = 0x2041
"""Bits 0 (encrypted), 6 (strong encryption) and 13 (hidden headers) of the general purpose flags."""
FLAG_SIZES_AFTER = 0x0008
FLAG_UTF8 = 0x0800
STORED, DEFLATED = 0, 8
_UNIX = (3, 19)
OVERFLOW_32, _OVERFLOW_16 = 0xFFFFFFFF, 0xFFFF


class ZipEntry(Entry):
    """An entry of a zip, as its record in the central directory tells it.

    Args:
        name: the name; whoever cleans names may give another one (`names.py`).
        encoded_name: the name as bytes, as the local header repeats it; cut where it is too long.
        size: bytes, uncompressed.
        compressed_size: bytes in the archive.
        crc: CRC-32.
        flags: the general purpose flags.
        method: compression method; 0 stored, 8 deflate.
        unix_mode: file type and permissions; 0 where none are told.
        offset: bytes from the start of the file to its local header.

    Attributes:
        end: bytes from the start of the file to what follows: the next entry or the directory.
    """

    __slots__ = ("encoded_name", "end", "flags", "method", "offset", "unix_mode")

    def __init__(
        self,
        name: str,
        encoded_name: bytes,
        size: int,
        compressed_size: int,
        crc: int,
        flags: int,
        method: int,
        unix_mode: int,
        offset: int,
    ) -> None:
        # As Entry.__init__, which costs as much again for each of very many.
        self.name = self.raw_name = name
        self.size = size
        self.compressed_size = compressed_size
        self.crc = crc
        self.refused = None
        self.verified = False
        self.encoded_name = encoded_name
        self.flags = flags
        self.method = method
        self.unix_mode = unix_mode
        self.offset = offset
        self.end = 0

    @property
    def is_server_like(self) -> bool:
        """Whether it was streamed the way the server writes zips: deflated, sizes after the data."""
        streamed = self.flags & FLAG_SIZES_AFTER and self.method == DEFLATED
        return bool(streamed) and self.unix_mode == 0


class CentralDirectory(NamedTuple):
    """All entries, in order.

    Args:
        entries: one per record.
        base: bytes of other content before the zip.
        start: bytes from the start of the file to the first record.
        file_size: bytes of the whole file.
        defects: what was found wrong.
    """

    entries: list[ZipEntry]
    base: int
    start: int
    file_size: int
    defects: list[Defect]

    @classmethod
    def read(cls, stream: BinaryIO, path: str, limits: Limits) -> CentralDirectory:
        """Find and read the central directory.

        Raises:
            NotACatalogError: no zip, cut off, split, or a damaged directory.
            LimitError: too many entries.
        """
        file_size = stream.seek(0, os.SEEK_END)
        end_position, end = _find_end(stream, file_size, path)
        _, disk, start_disk, _, count, size, offset, comment = end
        base_end = end_position
        zip64 = _zip64_end(stream, end_position)
        if zip64 is not None:
            base_end, disk, start_disk, count, size, offset = zip64
        elif OVERFLOW_32 in (size, offset):
            _refuse(DefectKind.DIRECTORY_DAMAGED, path, "its zip64 end record is missing")
        if disk or start_disk:
            _refuse(DefectKind.MULTI_DISK, path)
        start = base_end - size
        base = start - offset
        if start < 0 or base < 0:
            _refuse(DefectKind.TRUNCATED, path, "its start lies before the start of the file")
        if size > MAX_DIRECTORY_SIZE:
            raise LimitError(
                f"the central directory takes {size:,} bytes, more than {MAX_DIRECTORY_SIZE:,}",
                where=path,
                hint="split the catalog",
            )
        stream.seek(start)
        defects: list[Defect] = []
        entries = _entries(stream.read(size), base, path, limits, defects)
        if len(entries) != count:
            detail = f"declares {count:,}, holds {len(entries):,}"
            defects.append(Defect(DefectKind.COUNT_MISMATCH, detail=detail))
        if base:
            defects.append(Defect(DefectKind.JUNK_BEFORE, detail=f"{base:,} bytes"))
        after = file_size - end_position - END_RECORD.size - comment
        if after and base and _starts_with_entry(stream):
            # A zip that was cut off behind a zip inside it; two zips in a row have nothing after.
            _refuse(DefectKind.TRUNCATED, path)
        if after:
            defects.append(Defect(DefectKind.JUNK_AFTER, detail=f"{after:,} bytes"))
        return cls(entries, base, start, file_size, defects)


def _find_end(stream: BinaryIO, file_size: int, path: str) -> tuple[int, tuple[int, ...]]:
    """The end record: the last one whose comment ends the file, else the last one."""
    tail_start = max(0, file_size - END_RECORD.size - MAX_COMMENT)
    stream.seek(tail_start)
    tail = stream.read(file_size - tail_start)
    fallback = None
    position = len(tail)
    while (position := tail.rfind(END_SIGNATURE, 0, position)) >= 0:
        if len(tail) - position < END_RECORD.size:
            continue
        end = END_RECORD.unpack_from(tail, position)
        after = len(tail) - position - END_RECORD.size - end[7]
        if after == 0:
            return tail_start + position, end
        if after > 0 and fallback is None:
            fallback = tail_start + position, end
    if fallback is not None:
        return fallback
    if _starts_with_entry(stream):
        _refuse(DefectKind.TRUNCATED, path)
    stream.seek(0)
    if stream.read(len(ENCRYPTED_MARK)) == ENCRYPTED_MARK:
        raise EncryptedExportError(
            "the export is encrypted as a whole",
            where=path,
            hint="export it again unencrypted; only a server that holds the key reads it",
        )
    _refuse(DefectKind.NOT_A_ZIP, path, "it is empty" if file_size == 0 else "")


def _starts_with_entry(stream: BinaryIO) -> bool:
    stream.seek(0)
    return stream.read(4) == b"PK\x03\x04"


def _zip64_end(stream: BinaryIO, end_position: int) -> tuple[int, int, int, int, int, int] | None:
    """Position, disks, count, size and offset from the zip64 end record, which may always be there."""
    position = end_position - ZIP64_LOCATOR.size
    if position < 0:
        return None
    stream.seek(position)
    signature, _, offset, _ = ZIP64_LOCATOR.unpack(stream.read(ZIP64_LOCATOR.size))
    if signature != ZIP64_LOCATOR_SIGNATURE:
        return None
    # The record normally stands right before its locator; content before the zip shifts the offset.
    for candidate in (offset, position - ZIP64_END.size):
        if not 0 <= candidate <= position - ZIP64_END.size:
            continue
        stream.seek(candidate)
        end = ZIP64_END.unpack(stream.read(ZIP64_END.size))
        if end[0] == ZIP64_END_SIGNATURE:
            _, _, _, _, disk, start_disk, _, count, size, start = end
            return candidate, disk, start_disk, count, size, start
    return None


def _entries(data: bytes, base: int, path: str, limits: Limits, defects: list[Defect]) -> list[ZipEntry]:
    entries: list[ZipEntry] = []
    position, end = 0, len(data)
    header_size, unpack = _RECORD.size, _RECORD.unpack_from
    most = limits.max_entries
    longest = 4 * (limits.max_name_length + 1)  # no character takes more bytes; the rest is not kept
    while position < end:
        if len(entries) >= most:
            raise LimitError(
                f"{DefectKind.TOO_MANY_ENTRIES.text}: {most:,}",
                where=path,
                hint="raise --max-entries if you trust the catalog",
            )
        name_start = position + header_size
        if name_start > end:
            _refuse(DefectKind.DIRECTORY_DAMAGED, path, f"at record {len(entries) + 1:,}")
        (
            signature, system, flags, method, crc, compressed_size, size,
            name_length, extra_length, comment_length, attributes, offset,
        ) = unpack(data, position)  # fmt: skip
        name_end = name_start + name_length
        position = name_end + extra_length + comment_length
        if signature != CENTRAL_SIGNATURE or position > end:
            _refuse(DefectKind.DIRECTORY_DAMAGED, path, f"at record {len(entries) + 1:,}")
        if OVERFLOW_32 in (size, compressed_size, offset):
            extra = data[name_end : name_end + extra_length]
            size, compressed_size, offset = _zip64_sizes(extra, size, compressed_size, offset)
        name = data[name_start : name_end if name_length <= longest else name_start + longest]
        text = name.decode("ascii") if name.isascii() else _decode(name, flags, defects)
        mode = attributes >> 16 if system in _UNIX else 0
        entries.append(ZipEntry(text, name, size, compressed_size, crc, flags, method, mode, base + offset))
    return entries


def _zip64_sizes(extra: bytes, size: int, compressed_size: int, offset: int) -> tuple[int, int, int]:
    position = 0
    while position + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, position)
        if tag == ZIP64_EXTRA:
            count = length // 8
            field = extra[position + 4 : position + 4 + 8 * count]
            values = iter(struct.unpack(f"<{len(field) // 8}Q", field[: len(field) // 8 * 8]))
            size = next(values, size) if size == OVERFLOW_32 else size
            if compressed_size == OVERFLOW_32:
                compressed_size = next(values, compressed_size)
            offset = next(values, offset) if offset == OVERFLOW_32 else offset
            break
        position += 4 + length
    return size, compressed_size, offset


def _decode(name: bytes, flags: int, defects: list[Defect]) -> str:
    text, is_utf8 = decode_name(name)
    if not is_utf8:
        defects.append(Defect(DefectKind.NAME_CHARSET, text))
    elif not flags & FLAG_UTF8:
        defects.append(Defect(DefectKind.NAME_WITHOUT_FLAG, text))
    return text


def _refuse(kind: DefectKind, path: str, detail: str = "") -> NoReturn:
    hint = (
        "copy or export the catalog again"
        if kind is not DefectKind.NOT_A_ZIP
        else "name a zip made by an export, or the folder of a directory export"
    )
    raise NotACatalogError(f"{kind.text}{': ' if detail else ''}{detail}", where=path, hint=hint)
