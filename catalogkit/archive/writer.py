"""Writes zips that the server accepts: exact names, deflate, and the same bytes for the same input."""

from __future__ import annotations

import struct
import zlib
from typing import BinaryIO

from ..errors import EntryRefusedError
from .base import Archive, Entry
from .names import hostility
from .zip_archive import LOCAL_HEADER, LOCAL_SIGNATURE, ZipArchive
from .zip_directory import (
    CENTRAL_HEADER,
    CENTRAL_SIGNATURE,
    DEFLATED,
    END_RECORD,
    END_SIGNATURE,
    FLAG_UTF8,
    STORED,
    ZIP64_END,
    ZIP64_END_SIGNATURE,
    ZIP64_EXTRA,
    ZIP64_LOCATOR,
    ZIP64_LOCATOR_SIGNATURE,
    ZipEntry,
)

_VERSION, _VERSION_ZIP64 = 20, 45
_DATE, _TIME = (1 << 5) | 1, 0
"""1980-01-01 00:00, the earliest a zip can say: no wall clock."""
_MAX_32, _MAX_16 = 0xFFFFFFFF, 0xFFFF


class ZipWriter:
    """Writes one zip. Use it as a context manager; the directory is written when the block ends well.

    Args:
        stream: where to write, from its current position on.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._offset = 0
        self._central: list[bytes] = []
        self._names: set[str] = set()

    def add(self, name: str, data: bytes) -> None:
        """Add a file; `name` is the entry name, already escaped.

        Raises:
            EntryRefusedError: the name is hostile.
            ValueError: the name was added before, or is too long for a zip.
        """
        compressor = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = compressor.compress(data) + compressor.flush()
        self._begin(name, DEFLATED, zlib.crc32(data), len(data), len(packed))
        self._put(packed)

    def add_directory(self, name: str) -> None:
        """Add a directory; `name` ends with `/`."""
        self._begin(name, STORED, 0, 0, 0)

    def copy(self, archive: Archive, entry: Entry) -> None:
        """Add an entry of another archive; out of a zip its compressed bytes are copied untouched.

        Raises:
            EntryError: the entry cannot be read.
            ValueError: the name was added before.
        """
        if isinstance(archive, ZipArchive) and isinstance(entry, ZipEntry):
            pieces = archive.raw_chunks(entry)
            first = next(pieces, b"")  # a damaged entry fails before anything is written
            assert entry.crc is not None
            self._begin(entry.name, entry.method, entry.crc, entry.size, entry.compressed_size)
            self._put(first)
            for piece in pieces:
                self._put(piece)
        elif entry.is_directory:
            self.add_directory(entry.name)
        else:
            self.add(entry.name, archive.read(entry))

    def _begin(self, name: str, method: int, crc: int, size: int, packed: int) -> None:
        """Write a local header and remember the record; `size` and `packed` in bytes."""
        encoded = self._checked(name)
        local_extra = central_extra = b""
        version, shown, offset = _VERSION, (packed, size), self._offset
        if max(size, packed, offset) >= _MAX_32:
            version, shown, offset = _VERSION_ZIP64, (_MAX_32, _MAX_32), _MAX_32
            local_extra = struct.pack("<2H2Q", ZIP64_EXTRA, 16, size, packed)
            central_extra = struct.pack("<2H3Q", ZIP64_EXTRA, 24, size, packed, self._offset)
        header = LOCAL_HEADER.pack(
            LOCAL_SIGNATURE, version, FLAG_UTF8, method, _TIME, _DATE, crc, *shown,
            len(encoded), len(local_extra),
        )  # fmt: skip
        record = CENTRAL_HEADER.pack(
            CENTRAL_SIGNATURE, version, 0, version, FLAG_UTF8, method, _TIME, _DATE, crc, *shown,
            len(encoded), len(central_extra), 0, 0, 0, 0, offset,
        )  # fmt: skip
        self._central.append(record + encoded + central_extra)
        self._put(header + encoded + local_extra)

    def _checked(self, name: str) -> bytes:
        """The name as bytes, after it was found to be new and harmless."""
        refused = hostility(name)
        if refused is not None:
            raise EntryRefusedError(refused.text, where=name, hint="rename the object")
        if name in self._names:
            raise ValueError(f"{name} is in the archive already")
        encoded = name.encode()
        if len(encoded) > _MAX_16:
            raise ValueError(f"{name[:80]}… takes more bytes than a zip allows in a name")
        self._names.add(name)
        return encoded

    def _put(self, piece: bytes) -> None:
        self._stream.write(piece)
        self._offset += len(piece)

    def close(self) -> None:
        """Write the central directory."""
        start, count = self._offset, len(self._central)
        directory = b"".join(self._central)
        self._stream.write(directory)
        end = start + len(directory)
        if count >= _MAX_16 or end >= _MAX_32:
            self._stream.write(
                ZIP64_END.pack(
                    ZIP64_END_SIGNATURE, ZIP64_END.size - 12, _VERSION_ZIP64, _VERSION_ZIP64,
                    0, 0, count, count, len(directory), start,
                )
            )  # fmt: skip
            self._stream.write(ZIP64_LOCATOR.pack(ZIP64_LOCATOR_SIGNATURE, 0, end, 1))
        counts = (min(count, _MAX_16),) * 2
        sizes = (min(len(directory), _MAX_32), min(start, _MAX_32))
        self._stream.write(END_RECORD.pack(END_SIGNATURE, 0, 0, *counts, *sizes, 0))

    def __enter__(self) -> ZipWriter:
        return self

    def __exit__(self, exc_type: type[BaseException] | None, *_: object) -> None:
        if exc_type is None:
            self.close()
