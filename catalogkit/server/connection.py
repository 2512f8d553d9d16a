"""How a server is reached, and files that are sent to it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from ..archive import Progress
from ..errors import BadAnswerError, UsageError
from .waiting import Clock, Retry, SystemClock

if TYPE_CHECKING:
    import ssl

CHUNK = 1 << 16
"""Bytes that are sent or read at a time."""
MAX_ANSWER = 256 << 20
"""Bytes of one answer that is read as a whole: a listing of about a million objects."""


_MAX_ERROR = 64 << 10
"""Bytes of an error that are read."""


@dataclass(frozen=True, slots=True)
class Connection:
    """How a server is reached.

    Args:
        timeout: seconds for a connection, and for each piece of an answer.
        ca_file: certificates to trust instead of the usual ones; empty for those.
        retry: how often a request is sent.
        clock: what waits.
    """

    timeout: float = 60.0
    ca_file: str = ""
    retry: Retry = field(default_factory=Retry)
    clock: Clock = field(default_factory=SystemClock)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is sent.

    Args:
        stream: the file; it is read from where it stands.
        size: its bytes.
        fields: other parts of a form; None to send the file as the whole body.
    """

    stream: IO[bytes]
    size: int
    fields: Mapping[str, str] | None = field(default=None, repr=False)  # a key may be among them


class CountedFile(io.BufferedReader):
    """A file that tells how far it was read.

    Args:
        raw: the file.
        size: its bytes.
        progress: called with (bytes read, bytes in all); None to tell nobody.
    """

    def __init__(self, raw: io.RawIOBase, size: int, progress: Progress | None) -> None:
        super().__init__(raw, 1 << 18)
        self._size = size
        self._progress = progress

    def read(self, size: int | None = -1, /) -> bytes:
        """Read some bytes, and tell."""
        found = super().read(size)
        if self._progress is not None and found:
            self._progress(self.tell(), self._size)
        return found


def trusted(ca_file: str) -> ssl.SSLContext | bool:
    """The certificates to trust: those of a file, or the usual ones (`SSL_CERT_FILE` names others).

    Raises:
        UsageError: the file holds none.
    """
    import ssl  # most commands talk to nobody

    if not ca_file:
        return True
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError:
        raise UsageError(
            "the certificates cannot be read", where=ca_file, hint="--ca-file names a file in PEM form"
        ) from None


def pieces_of(stream: IO[bytes]) -> Iterator[bytes]:
    """A stream, piece by piece."""
    while chunk := stream.read(CHUNK):
        yield chunk


def read_all(pieces: Iterable[bytes], where: str) -> bytes:
    """All of an answer.

    Raises:
        BadAnswerError: it holds more than `MAX_ANSWER`.
    """
    found, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > MAX_ANSWER:
            what = f"the answer holds more than {MAX_ANSWER:,} bytes"
            raise BadAnswerError(what, where=where, hint="ask for less")
        found.append(piece)
    return b"".join(found)


def read_start(pieces: Iterable[bytes]) -> bytes:
    """The start of an error: what it says stands there."""
    found = b""
    for piece in pieces:
        found += piece
        if len(found) >= _MAX_ERROR:
            break
    return found[:_MAX_ERROR]
