"""Catalogs that cannot be opened where they are: they are copied to a file that vanishes with its block."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from ..archive import Archive, Limits, open_archive
from ..errors import LimitError, UnreadableError

CHUNK = 1 << 20
"""Bytes that are copied at a time."""


@contextmanager
def opened_copy(name: str, fill: Callable[[IO[bytes]], None], limits: Limits) -> Iterator[Archive]:
    """The archive in a copy.

    Args:
        name: what the user named, for messages.
        fill: writes the copy.
        limits: how much may be read.

    Raises:
        UnreadableError: the copy is no readable archive.
    """
    with tempfile.NamedTemporaryFile(suffix=".zip") as copy:
        fill(copy)
        copy.flush()
        try:
            archive = open_archive(copy.name, limits)
        except UnreadableError as error:
            error.where = name  # nobody named the copy
            raise
        with archive:
            archive.path = name
            yield archive


def copy_bytes(source: IO[bytes], target: IO[bytes], what: str, limits: Limits, where: str = "") -> None:
    """Copy a stream to its end.

    Args:
        source: where to read.
        target: where to write.
        what: what is read, for the message.
        limits: how much may be read.
        where: what the user named, for the message.

    Raises:
        LimitError: there is more than that.
    """
    size = 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > limits.max_total_size:
            raise too_large(what, limits, where)
        target.write(chunk)


def too_large(what: str, limits: Limits, where: str = "") -> LimitError:
    """The error about something that holds more than may be read."""
    return LimitError(
        f"{what} holds more than {limits.max_total_size:,} bytes",
        where=where,
        hint="raise --max-total-size if you trust the catalog",
    )
