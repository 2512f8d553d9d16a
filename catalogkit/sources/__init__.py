"""Opens what the user named: a zip, a folder, or `-` for standard input."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..archive import Archive, Limits, Progress, open_archive
from ..errors import LimitError
from ..model.catalog import Catalog
from ..parsing.builder import build_catalog

STANDARD_INPUT = "-"
CHUNK = 1 << 20
"""Bytes that standard input is copied in."""


def open_catalog(
    path: str | Path, *, limits: Limits | None = None, progress: Progress | None = None
) -> Catalog:
    """Open a catalog and read everything in it except data files and access events.

    Args:
        path: a zip or a folder.
        limits: how much may be read; None for the defaults.
        progress: called with (entries done, entries in all) from time to time.

    Returns:
        The catalog; close it, or use it as a context manager.

    Raises:
        UnreadableError: it is no readable catalog, or exceeds a limit.
    """
    archive = open_archive(path, limits)
    try:
        return build_catalog(archive, progress)
    except BaseException:
        archive.close()
        raise


@contextmanager
def opened_catalog(name: str, limits: Limits, progress: Progress | None = None) -> Iterator[Catalog]:
    """The catalog that a command line names; see `opened_archive`."""
    with opened_archive(name, limits) as archive:
        yield build_catalog(archive, progress)


@contextmanager
def opened_archive(name: str, limits: Limits) -> Iterator[Archive]:
    """The archive that a command line names; `-` is read into a temporary file first.

    Raises:
        UnreadableError: it is no readable archive.
    """
    if name != STANDARD_INPUT:
        with open_archive(name, limits) as archive:
            yield archive
        return
    with tempfile.NamedTemporaryFile(suffix=".zip") as copy:
        _copy_input(copy, limits)
        copy.flush()
        with open_archive(copy.name, limits) as archive:
            archive.path = STANDARD_INPUT
            yield archive


def _copy_input(copy: IO[bytes], limits: Limits) -> None:
    size = 0
    while chunk := sys.stdin.buffer.read(CHUNK):
        size += len(chunk)
        if size > limits.max_total_size:
            raise LimitError(
                f"standard input holds more than {limits.max_total_size:,} bytes",
                hint="raise --max-total-size if you trust the catalog",
            )
        copy.write(chunk)
