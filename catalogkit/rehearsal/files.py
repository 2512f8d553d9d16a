"""The entries of a catalog as the server looks them up: by raw name, strictly (import-semantics §0)."""

from __future__ import annotations

import zlib
from typing import NamedTuple

from ..archive import Archive, Entry
from ..archive.escaping import escape
from ..errors import EntryError, EntryLimitError
from ..model.problems import Problem
from ..model.values import Record
from ..parsing.bind import Binder
from ..parsing.xml import Element, Xml
from .outcome import ImportStoppedError, content_error, failed, unpredictable
from .shapes import Shape, strip_unknown
from .values import check_values

_ESCAPING = frozenset({"zip", "file"})
_PLAIN = frozenset({"none", "basic"})


class Digest(NamedTuple):
    """The size of some bytes, and their CRC-32."""

    size: int
    checksum: int

    def __str__(self) -> str:
        return f"{self.size}:{self.checksum:08x}"


class ServerFiles:
    """The entries of one archive.

    Args:
        archive: the archive.

    `beyond_limits` tells what our limits did not let us read: no server has them.
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._by_name: dict[str, Entry] = {}
        for entry in archive.entries:
            self._by_name.setdefault(entry.raw_name, entry)
        self._xml = Xml(archive.limits)
        self._texts: dict[str, str] = {}
        self._digests: dict[str, Digest] = {}
        self.escaped = False
        self.beyond_limits: list[str] = []

    def choose(self, processor: str | None) -> None:
        """Switch to the path processor of the index (§0, §10.19).

        Raises:
            ImportStoppedError: no server has it.
        """
        if processor is not None and processor not in _ESCAPING | _PLAIN:
            raise failed(f'No path processor found for id "{processor}"')
        self.escaped = processor in _ESCAPING

    def find(self, path: str) -> Entry | None:
        """The entry at a path, with `/` between its parts; None if there is none."""
        return self._by_name.get(escape(path) if self.escaped else path)

    def digest(self, path: str) -> Digest:
        """What tells the bytes at a path from others; they are read once.

        Raises:
            ImportStoppedError: there are none, or they cannot be read (§1.3, §10.5).
        """
        entry = self.find(path)
        if entry is None:
            raise content_error()
        found = self._digests.get(entry.raw_name)
        if found is None:
            size = checksum = 0
            try:
                for chunk in self.archive.chunks(entry):
                    size, checksum = size + len(chunk), zlib.crc32(chunk, checksum)
            except EntryError as error:
                raise self._stopped(entry, error) from None
            found = self._digests[entry.raw_name] = Digest(size, checksum)
        return found

    def root(self, path: str) -> Element:
        """The root element of the XML at a path; read as UTF-8, whatever it declares (`d-content-latin1`).

        Raises:
            ImportStoppedError: there is none, or it is not well-formed.
        """
        entry = self.find(path)
        if entry is None:
            raise content_error()
        try:
            data = self.archive.read(entry).decode("utf-8", "replace").encode("utf-8")
            return self._xml.parse(data, entry.name, packed=entry.compressed_size, encoding="utf-8")
        except EntryError as error:
            raise self._stopped(entry, error) from None

    def descriptor(self, path: str, shape: Shape) -> Record:
        """The fields of the descriptor at a path.

        Args:
            path: the path.
            shape: what it must be.

        Raises:
            ImportStoppedError: there is none, or it cannot be read.
        """
        root = self.root(path)
        if root.tag != shape.tag:
            raise unpredictable(f"the root element of {path} is {root.tag!s}, not {shape.tag}")
        return self.fields(path, root, shape)

    def fields(self, path: str, root: Element, shape: Shape) -> Record:
        """The fields of a root element.

        Raises:
            ImportStoppedError: a date or number in it cannot be read.
        """
        problems: list[Problem] = []
        try:
            fields = Binder(path, problems, self._texts).fields(root, shape.plan)
        except EntryError:
            fields = None
        if fields is None or problems:
            strip_unknown(root, shape.fields)
            fields = Binder(path, [], self._texts).fields(root, shape.plan)
        check_values(fields, shape.fields)
        return fields

    def _stopped(self, entry: Entry, error: EntryError) -> ImportStoppedError:
        """The import ends at an entry that cannot be read; what only our limits stop is noted."""
        if isinstance(error, EntryLimitError):
            self.beyond_limits.append(f"{entry.name}: {error.what}, and was not read")
        return unpredictable(error.what)
