"""The data files of a repository, held in memory, as an archive that models can be built over."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..archive import Archive, Entry, Limits
from ..archive.base import CHUNK


class Data(NamedTuple):
    """The bytes of a file, with their CRC-32, which is worked out once."""

    content: bytes
    checksum: int


def data_of(content: bytes) -> Data:
    """Bytes as data."""
    return Data(content, zlib.crc32(content))


class MemoryArchive(Archive):
    """Files by logical path, which is also their entry name: nothing is escaped.

    Args:
        name: what messages call it.
        files: the files.
    """

    form = "memory"

    def __init__(self, name: str, files: Mapping[str, Data]) -> None:
        entries = [
            Entry(path, path, len(data.content), len(data.content), data.checksum, None)
            for path, data in files.items()
        ]
        super().__init__(name, Limits(), entries, [])
        self._files = files

    def close(self) -> None:
        """Nothing is open."""

    def _chunks(self, entry: Entry) -> Iterator[bytes]:
        content = self._files[entry.name].content
        for start in range(0, len(content), CHUNK):
            yield content[start : start + CHUNK]
