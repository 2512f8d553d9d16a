"""Data files as text where they are text, as size and checksum where they are not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from ..archive import Entry
from ..diff.formats import text_and_encoding
from ..errors import EntryError
from ..model.catalog import Catalog, Unclaimed
from ..model.redaction import KEY_FILES
from ..model.repository import Resource
from ..model.text_redaction import redacted_text

_WIDEST = 4
"""Bytes that a character takes at most, in UTF-8 and UTF-16."""


@dataclass(frozen=True, slots=True)
class DumpedFile:
    """One data file: its text, or size and checksum, or why it cannot be read.

    Args:
        entry: name of its entry.
        size: bytes; None where it is missing.
        remark: encoding and line ends, where they are not the usual ones; empty otherwise.
        text: the text with single line ends, secrets masked; None where it is not shown.
        sha256: checksum in hexadecimal digits, where the text is not shown; empty otherwise.
        problem: why it cannot be read; empty otherwise.
    """

    entry: str
    size: int | None
    remark: str = ""
    text: str | None = None
    sha256: str = ""
    problem: str = ""


class FileReader:
    """Reads the data files of a catalog.

    Args:
        catalog: the catalog.
        max_text: characters from which on a text is not shown.
    """

    def __init__(self, catalog: Catalog, max_text: int) -> None:
        self._catalog = catalog
        self._max_text = max_text
        self._missing: dict[str, list[str]] = {}
        for missing in catalog.missing_data:
            self._missing.setdefault(missing.resource, []).append(missing.entry)

    def of(self, resource: Resource) -> Iterator[DumpedFile]:
        """The files of a resource, without those of embedded ones."""
        may_show = resource.text("fileType") not in KEY_FILES
        for entry in self._catalog.data_entries(resource):
            yield self._read(entry, may_show=may_show)
        for name in sorted(set(self._missing.get(resource.uri, ()))):
            yield DumpedFile(name, None, problem="missing")

    def unclaimed(self, item: Unclaimed) -> Iterator[DumpedFile]:
        """The file of an entry that belongs to nothing, unless it is a directory or refused."""
        entry = self._catalog.archive.by_name.get(item.entry)
        if entry is not None and not entry.is_directory and entry.refused is None:
            yield self._read(entry, may_show=False)

    def _read(self, entry: Entry, *, may_show: bool) -> DumpedFile:
        archive = self._catalog.archive
        try:
            if may_show and entry.size <= self._max_text * _WIDEST:
                data = archive.read(entry)
                shown = self._text(entry, data)
                if shown is not None:
                    return shown
                digest = hashlib.sha256(data)
            else:
                digest = hashlib.sha256()
                for chunk in archive.chunks(entry):
                    digest.update(chunk)
        except EntryError as error:
            return DumpedFile(entry.name, entry.size, problem=f"cannot be read: {error.what}")
        return DumpedFile(entry.name, entry.size, sha256=digest.hexdigest())

    def _text(self, entry: Entry, data: bytes) -> DumpedFile | None:
        """A file as text; None where it is none, or too long."""
        found = text_and_encoding(data)
        if found is None or len(found[0]) > self._max_text:
            return None
        text, encoding = found
        remarks = [encoding] if encoding != "utf-8" else []
        if "\r\n" in text:
            remarks.append("CRLF")
            text = text.replace("\r\n", "\n")
        return DumpedFile(entry.name, len(data), ", ".join(remarks), redacted_text(text))
