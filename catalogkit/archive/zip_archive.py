"""Zip files, read entry by entry straight from the file.

`zipfile` is not used: it cuts names at a NUL, gives up on a whole archive for one bad name, does not see
overlapping entries, and costs more than parsing the XML (`docs/decisions/002-own-zip-reader.md`).
"""

from __future__ import annotations

import hashlib
import os
import stat
import struct
import zlib
from collections.abc import Iterable, Iterator
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from ..errors import EntryError, NotACatalogError
from .base import CHUNK, LARGE_ARCHIVE, Archive, DamagedError, Entry
from .defects import Defect, DefectKind
from .limits import Limits
from .names import clean_names
from .zip_directory import FLAGS_ENCRYPTED, OVERFLOW_32, CentralDirectory, Record

LOCAL_HEADER = struct.Struct("<4s5H3L2H")
LOCAL_SIGNATURE = b"PK\x03\x04"
STORED, DEFLATED = 0, 8
_HEAD_ROOM = 128
"""Bytes read beyond the expected local header, so that one read fetches header and data."""


class ZipEntry(Entry):
    """An entry of a zip.

    Args:
        offset: bytes from the start of the file to its local header.
        method: compression method; 0 stored, 8 deflate.
        encoded_name: the name as bytes, to compare with the local header.
        end: bytes from the start of the file to what follows: the next entry or the directory.
    """

    __slots__ = ("encoded_name", "end", "method", "offset")

    def __init__(
        self, name: str, raw_name: str, refused: DefectKind | None, record: Record, base: int
    ) -> None:
        super().__init__(name, raw_name, record.size, record.compressed_size, record.crc, refused)
        self.offset = base + record.offset
        self.method = record.method
        self.encoded_name = record.name
        self.end = 0


class ZipArchive(Archive):
    """A zip file, held open until `close`."""

    form = "zip"

    def __init__(self, path: Path, limits: Limits) -> None:
        try:
            self._file: BinaryIO = open(path, "rb", buffering=0)  # noqa: SIM115 - closed by close()
            try:
                self._read_directory(path, limits)
            except BaseException:
                self._file.close()
                raise
        except OSError as error:
            raise NotACatalogError(
                f"cannot read the file: {error.strerror}",
                where=str(path),
                hint="check the permissions of the file",
            ) from error

    def _read_directory(self, path: Path, limits: Limits) -> None:
        directory = CentralDirectory.read(self._file, str(path), limits)
        names, defects = clean_names((r.text for r in directory.records), limits)
        entries: list[Entry] = []
        for name, record in zip(names, directory.records, strict=True):
            refused = name.refused
            if refused is None:
                refused = _refusal(record)
                if refused is not None:
                    defects.append(Defect(refused, name.raw))
            entries.append(ZipEntry(name.name, name.raw, refused, record, directory.base))
        defects.extend(directory.defects)
        _refuse_overlaps(entries, directory, defects)
        self._server_like = all(r.is_server_like for r in directory.records)
        if directory.file_size > LARGE_ARCHIVE:
            defects.append(Defect(DefectKind.LARGE, detail=f"{directory.file_size:,} bytes"))
        super().__init__(str(path), limits, entries, defects)

    def close(self) -> None:
        self._file.close()

    def sha256(self) -> str:
        self._file.seek(0)
        digest = hashlib.sha256()
        while chunk := self._file.read(CHUNK):
            digest.update(chunk)
        return digest.hexdigest()

    def whole(self) -> FileIO:
        copy = FileIO(os.dup(self._file.fileno()))
        copy.seek(0)
        return copy

    @property
    def looks_server_written(self) -> bool:
        return self._server_like

    def raw_chunks(self, entry: ZipEntry) -> Iterator[bytes]:
        """The compressed bytes of an entry as they lie in the archive, header checked.

        Raises:
            EntryError: it is refused, or its header is damaged.
        """
        try:
            self.check_limits(entry)
            yield from self._pieces(entry, *self._locate(entry))
        except EntryError as error:
            self._refuse(entry, error)
            raise

    def _chunks(self, entry: Entry) -> Iterator[bytes]:
        assert isinstance(entry, ZipEntry)
        if entry.is_directory and entry.size == 0:
            return
        start, head = self._locate(entry)
        checksum = 0
        size = 0
        pieces: Iterable[bytes]
        if entry.method == STORED:
            pieces = self._pieces(entry, start, head)
        elif len(head) == entry.compressed_size and entry.size < 4 * CHUNK:
            pieces = (_inflate_whole(head, entry),)
        else:
            pieces = _inflate(self._pieces(entry, start, head), entry)
        for piece in pieces:
            size += len(piece)
            if size > entry.size:
                break
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if size != entry.size:
            more = "more" if size > entry.size else f"{size:,}"
            raise DamagedError(
                DefectKind.SIZE_MISMATCH, entry, f"declares {entry.size:,} bytes, holds {more}"
            )
        if checksum != entry.crc:
            raise DamagedError(DefectKind.BAD_CRC, entry)

    def _start(self, entry: Entry, count: int) -> bytes:
        assert isinstance(entry, ZipEntry)
        if entry.is_directory and entry.size == 0:
            return b""
        _, head = self._locate(entry)
        if entry.method == STORED:
            return head[:count]
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(head, count)
        except zlib.error as error:
            raise DamagedError(DefectKind.BAD_DATA, entry) from error

    def _locate(self, entry: ZipEntry) -> tuple[int, bytes]:
        """Where the data starts, and its first bytes as far as they were read with the header."""
        name = entry.encoded_name
        wanted = min(entry.compressed_size, CHUNK) + len(name) + _HEAD_ROOM
        head = self._bytes(entry, entry.offset, LOCAL_HEADER.size + wanted)
        if len(head) < LOCAL_HEADER.size:
            raise DamagedError(DefectKind.HEADER_MISMATCH, entry, "no local header")
        header = LOCAL_HEADER.unpack_from(head)
        if header[0] != LOCAL_SIGNATURE:
            raise DamagedError(DefectKind.HEADER_MISMATCH, entry, "no local header")
        flags, method, name_length, extra_length = header[2], header[3], header[9], header[10]
        after_name = LOCAL_HEADER.size + name_length
        if head[LOCAL_HEADER.size : after_name] != name:
            raise DamagedError(DefectKind.HEADER_MISMATCH, entry, "another name")
        if method != entry.method or flags & FLAGS_ENCRYPTED:
            raise DamagedError(DefectKind.HEADER_MISMATCH, entry, "another method")
        if header[6] not in (0, entry.crc):
            raise DamagedError(DefectKind.HEADER_MISMATCH, entry, "another checksum")
        # Zero where sizes follow the data, all ones where they stand in the zip64 field.
        if header[7] not in (0, entry.compressed_size, OVERFLOW_32) or header[8] not in (
            0,
            entry.size,
            OVERFLOW_32,
        ):
            raise DamagedError(DefectKind.HEADER_MISMATCH, entry, "another size")
        data = after_name + extra_length
        if entry.offset + data + entry.compressed_size > entry.end:
            raise DamagedError(DefectKind.OVERLAP, entry)
        return entry.offset + data, head[data : data + entry.compressed_size]

    def _pieces(self, entry: ZipEntry, start: int, head: bytes) -> Iterator[bytes]:
        """The compressed bytes of an entry."""
        if head:
            yield head
        position = len(head)
        while position < entry.compressed_size:
            piece = self._bytes(entry, start + position, min(CHUNK, entry.compressed_size - position))
            if not piece:
                raise DamagedError(DefectKind.OUTSIDE, entry)
            position += len(piece)
            yield piece

    def _bytes(self, entry: Entry, offset: int, count: int) -> bytes:
        try:
            self._file.seek(offset)
            return self._file.read(count)
        except OSError as error:
            raise DamagedError(DefectKind.UNREADABLE, entry, error.strerror or "") from error


def _inflate_whole(packed: bytes, entry: Entry) -> bytes:
    """Inflate a small entry in one go, one byte further than it should be long."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        data = inflater.decompress(packed, entry.size + 1)
    except zlib.error as error:
        raise DamagedError(DefectKind.BAD_DATA, entry) from error
    if not inflater.eof and len(data) <= entry.size:
        raise DamagedError(DefectKind.BAD_DATA, entry, "the data ends early")
    return data


def _inflate(pieces: Iterator[bytes], entry: Entry) -> Iterator[bytes]:
    """Inflate, never holding more than four chunks of output at a time."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in pieces:
            output = inflater.decompress(piece, 4 * CHUNK)
            yield output
            while inflater.unconsumed_tail:
                output = inflater.decompress(inflater.unconsumed_tail, 4 * CHUNK)
                yield output
            if inflater.eof:
                break
        yield inflater.flush()
    except zlib.error as error:
        raise DamagedError(DefectKind.BAD_DATA, entry) from error
    if not inflater.eof:
        raise DamagedError(DefectKind.BAD_DATA, entry, "the data ends early")


def _refusal(record: Record) -> DefectKind | None:
    if record.flags & FLAGS_ENCRYPTED:
        return DefectKind.ENCRYPTED
    # Archivers that store permission bits without a file type are common and harmless.
    file_type = stat.S_IFMT(record.unix_mode)
    if file_type == stat.S_IFLNK:
        return DefectKind.SYMLINK
    if file_type not in (0, stat.S_IFREG, stat.S_IFDIR):
        return DefectKind.SPECIAL_FILE
    if record.method not in (STORED, DEFLATED):
        return DefectKind.UNSUPPORTED_METHOD
    if record.method == STORED and record.size != record.compressed_size:
        return DefectKind.SIZE_MISMATCH
    return None


def _refuse_overlaps(entries: list[Entry], directory: CentralDirectory, defects: list[Defect]) -> None:
    """Refuse entries whose bytes run into the next one or out of the archive."""
    ordered = sorted((e for e in entries if isinstance(e, ZipEntry)), key=lambda e: e.offset)
    for index, entry in enumerate(ordered):
        entry.end = ordered[index + 1].offset if index + 1 < len(ordered) else directory.start
        end = entry.offset + LOCAL_HEADER.size + len(entry.encoded_name) + entry.compressed_size
        kind = detail = None
        if entry.offset < 0 or end > directory.start:
            kind, detail = DefectKind.OUTSIDE, ""
        elif end > entry.end:
            kind, detail = DefectKind.OVERLAP, f"with {ordered[index + 1].raw_name}"
        if kind is not None and entry.refused is None:
            entry.refused = kind
            defects.append(Defect(kind, entry.raw_name, detail or ""))
