"""One interface over every form of a catalog: entries by name, read under limits."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import BinaryIO, ClassVar, Self, TypeAlias

from ..errors import EntryDamagedError, EntryError, EntryLimitError, EntryRefusedError
from .defects import Defect, DefectKind
from .limits import GIBIBYTE, RATIO_ALLOWANCE, RATIO_FLOOR, Limits, option

Progress: TypeAlias = Callable[[int, int], None]
"""Called with (done, in all) from time to time, to show how far a long work is."""

CHUNK = 1 << 18
"""Bytes per piece when an entry is streamed."""

LARGE_ARCHIVE = 2 * GIBIBYTE
"""Bytes above which the vendor advises against importing (`user-needs.md` 21)."""


class Entry:
    """One file or directory of an archive. Nothing is read before it is asked for.

    Args:
        name: the name we use: `/` between segments, no wrapping folder; directories end in `/`.
        raw_name: the name exactly as written in the archive.
        size: bytes, uncompressed, as declared; a header may lie.
        compressed_size: bytes in the archive.
        crc: CRC-32 as declared, or None where the form of archive has none.
        refused: why it must not be read, or None.

    Attributes:
        verified: whether all of it was read and found to be what the archive declares.
    """

    __slots__ = ("compressed_size", "crc", "name", "raw_name", "refused", "size", "verified")

    def __init__(
        self,
        name: str,
        raw_name: str,
        size: int,
        compressed_size: int,
        crc: int | None,
        refused: DefectKind | None,
    ) -> None:
        self.name = name
        self.raw_name = raw_name
        self.size = size
        self.compressed_size = compressed_size
        self.crc = crc
        self.refused = refused
        self.verified = False

    @property
    def is_directory(self) -> bool:
        """Whether this is a directory entry."""
        return self.name.endswith("/")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r} {self.size} bytes>"


class Archive(ABC):
    """The entries of a zip or a folder. Use it as a context manager, or call `close`.

    Attributes:
        path: what the user named, for messages.
        limits: the limits it is read under.
        entries: all entries in the order of the archive, refused ones included.
        by_name: the entries that can be read, by their `name`.
        defects: what was found wrong so far; entries add to it while they are read.
        form: `zip` or `folder`.
    """

    form: ClassVar[str]

    def __init__(self, path: str, limits: Limits, entries: list[Entry], defects: list[Defect]) -> None:
        self.path = path
        self.limits = limits
        self.entries = entries
        self.by_name = {e.name: e for e in entries if e.refused is None}
        self.defects = defects
        self._bytes_read = 0
        self._bytes_exempt = 0

    @abstractmethod
    def close(self) -> None:
        """Close the file behind the archive."""

    def sha256(self) -> str | None:
        """The SHA-256 of the whole file in hexadecimal; None where there is no single file."""
        return None

    def whole(self) -> io.FileIO | None:
        """The whole file from its start, as it is; None where there is no single file.

        It stands where the archive stands in the file: read nothing else meanwhile.
        """
        return None

    @property
    def looks_server_written(self) -> bool:
        """Whether the archive carries the fingerprint of the server's own zip writer."""
        return False

    @abstractmethod
    def _chunks(self, entry: Entry) -> Iterator[bytes]:
        """The bytes of an entry, checked against what it declares."""

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """The bytes of an entry, piece by piece (at most 1 MiB each), counted against the limits.

        Raises:
            EntryRefusedError: the entry is hostile.
            EntryLimitError: a limit would be exceeded.
            EntryDamagedError: the bytes are not what the archive declares.
        """
        try:
            self.check_limits(entry)
            total = 0
            for chunk in self._chunks(entry):
                total += len(chunk)
                self._count(entry, total, len(chunk))
                yield chunk
            self._done(entry, total)
        except EntryError as error:
            self._refuse(entry, error)
            raise

    def start(self, entry: Entry, count: int) -> bytes:
        """The first bytes of an entry, to see what it is; they are not compared with its checksum.

        Args:
            entry: the entry.
            count: how many bytes at most.

        Raises:
            EntryError: as `chunks`, as far as the start tells.
        """
        try:
            self.check_limits(entry)
            return self._start(entry, count)
        except EntryError as error:
            self._refuse(entry, error)
            raise

    def _start(self, entry: Entry, count: int) -> bytes:
        return next(iter(self._chunks(entry)), b"")[:count]

    def read(self, entry: Entry) -> bytes:
        """All bytes of an entry; see `chunks` for the errors."""
        return b"".join(self.chunks(entry))

    def open(self, entry: Entry) -> BinaryIO:
        """The bytes of an entry as a binary stream; see `chunks` for the errors."""
        return io.BufferedReader(_ChunkStream(self.chunks(entry)), CHUNK)

    def verify(self, progress: Progress | None = None) -> None:
        """Read every entry that was not read yet; what is wrong with one joins the `defects`.

        Args:
            progress: called with (bytes read, bytes in all) from time to time.
        """
        unread = [e for e in self.entries if not e.verified and e.refused is None]
        total, done = sum(e.size for e in unread), 0
        for entry in unread:
            try:
                for chunk in self.chunks(entry):
                    done += len(chunk)
                    if progress is not None:
                        progress(done, total)
            except EntryError:
                continue  # it is among the defects now

    def check_limits(self, entry: Entry) -> None:
        """Raise `EntryRefusedError` or `EntryLimitError` for what the declaration alone tells."""
        if entry.refused is not None:
            raise EntryRefusedError(
                entry.refused.text,
                where=entry.raw_name,
                hint="build the archive again without this entry",
            )
        if not entry.verified:
            self._check_size(entry, entry.size)
            self._check_total(entry, entry.size)

    def _count(self, entry: Entry, total: int, more: int) -> None:
        """Count what was read; entries that were read in full before are not counted again."""
        if entry.verified:
            return
        self._check_total(entry, more)
        self._bytes_read += more
        if total > entry.size:  # what it declares was checked before
            self._check_size(entry, total)

    def _check_total(self, entry: Entry, more: int) -> None:
        if self._bytes_read + more > self.limits.max_total_size:
            raise _limit("the archive", "max_total_size", self.limits.max_total_size, "bytes", entry)

    def _done(self, entry: Entry, total: int) -> None:
        if not entry.verified:
            entry.verified = True
            self._bytes_exempt += max(0, self._beyond_ratio(entry, total))

    def _check_size(self, entry: Entry, size: int) -> None:
        limits = self.limits
        if size > limits.max_entry_size:
            raise _limit("the entry", "max_entry_size", limits.max_entry_size, "bytes", entry)
        beyond = self._beyond_ratio(entry, size)
        if beyond > 0 and (size > RATIO_FLOOR or self._bytes_exempt + beyond > RATIO_ALLOWANCE):
            raise _limit("the entry", "max_ratio", limits.max_ratio, "bytes per compressed byte", entry)

    def _beyond_ratio(self, entry: Entry, size: int) -> int:
        """Bytes of an entry above what its compressed size allows."""
        if entry.crc is None:
            return 0
        return size - max(entry.compressed_size, 1) * self.limits.max_ratio

    def _refuse(self, entry: Entry, error: EntryError) -> None:
        """Remember that an entry turned out unreadable, once."""
        if entry.refused is not None:
            return
        entry.refused = DefectKind.LIMIT if isinstance(error, EntryLimitError) else DefectKind.BAD_DATA
        if isinstance(error, DamagedError):
            entry.refused = error.kind
        self.defects.append(Defect(entry.refused, entry.raw_name, error.what))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close()


class DamagedError(EntryDamagedError):
    """An `EntryDamagedError` that knows which kind of defect it is."""

    def __init__(self, kind: DefectKind, entry: Entry, detail: str = "") -> None:
        super().__init__(
            f"{kind.text}{': ' if detail else ''}{detail}",
            where=entry.raw_name,
            hint="copy or export the catalog again",
        )
        self.kind = kind


def _limit(what: str, limit: str, value: int, unit: str, entry: Entry) -> EntryLimitError:
    return EntryLimitError(
        f"{what} holds more than {value:,} {unit}",
        where=entry.raw_name,
        hint=f"raise {option(limit)} if you trust the catalog",
    )


class _ChunkStream(io.RawIOBase):
    """Chunks as a raw stream."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = memoryview(chunk)
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
