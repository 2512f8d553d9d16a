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
from itertools import zip_longest
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

from ..errors import EntryError, NotACatalogError
from .base import CHUNK, LARGE_ARCHIVE, Archive, DamagedError, Entry
from .defects import Defect, DefectKind
from .limits import Limits
from .names import are_ordinary, clean_names
from .zip_directory import DEFLATED, FLAGS_ENCRYPTED, OVERFLOW_32, STORED, CentralDirectory, ZipEntry

LOCAL_HEADER = struct.Struct("<4s5H3L2H")
LOCAL_SIGNATURE = b"PK\x03\x04"
_HEAD_ROOM = 128
"""Bytes read beyond the expected local header, so that one read fetches header and data."""


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
        entries = directory.entries
        names = [entry.name for entry in entries]
        defects: list[Defect] = []
        if not are_ordinary(names, limits):
            cleaned, defects = clean_names(names, limits)
            for entry, name in zip(entries, cleaned, strict=True):
                entry.name, entry.raw_name, entry.refused = name.name, name.raw, name.refused
        for entry in entries:
            has_type = entry.unix_mode >> 12
            if has_type or entry.method != DEFLATED or entry.flags & FLAGS_ENCRYPTED:  # as hardly any
                _refuse(entry, _refusal(entry), "", defects)
        defects.extend(directory.defects)
        _refuse_overlaps(entries, directory.start, defects)
        if directory.file_size > LARGE_ARCHIVE:
            defects.append(Defect(DefectKind.LARGE, detail=f"{directory.file_size:,} bytes"))
        super().__init__(str(path), limits, list[Entry](entries), defects)
        self._zip_entries = entries

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
        return all(entry.is_server_like for entry in self._zip_entries)

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


def _refusal(entry: ZipEntry) -> DefectKind | None:
    if entry.flags & FLAGS_ENCRYPTED:
        return DefectKind.ENCRYPTED
    # Archivers that store permission bits without a file type are common and harmless.
    file_type = stat.S_IFMT(entry.unix_mode)
    if file_type == stat.S_IFLNK:
        return DefectKind.SYMLINK
    if file_type not in (0, stat.S_IFREG, stat.S_IFDIR):
        return DefectKind.SPECIAL_FILE
    if entry.method not in (STORED, DEFLATED):
        return DefectKind.UNSUPPORTED_METHOD
    if entry.method == STORED and entry.size != entry.compressed_size:
        return DefectKind.SIZE_MISMATCH
    return None


def _refuse(entry: ZipEntry, kind: DefectKind | None, detail: str, defects: list[Defect]) -> None:
    """Refuse an entry for a defect, unless it has none, or is refused already."""
    if kind is not None and entry.refused is None:
        entry.refused = kind
        defects.append(Defect(kind, entry.raw_name, detail))


def _refuse_overlaps(entries: list[ZipEntry], start: int, defects: list[Defect]) -> None:
    """Refuse entries whose bytes run into the next one, or into the directory, which begins at `start`."""
    ordered = sorted(entries, key=attrgetter("offset"))
    for entry, after in zip_longest(ordered, ordered[1:]):
        entry.end = start if after is None else after.offset
        end = entry.offset + LOCAL_HEADER.size + len(entry.encoded_name) + entry.compressed_size
        if entry.offset < 0 or end > start:
            _refuse(entry, DefectKind.OUTSIDE, "", defects)
        elif end > entry.end:
            _refuse(entry, DefectKind.OVERLAP, f"with {after.raw_name}", defects)
