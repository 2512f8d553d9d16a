"""Opens what the user named: a zip, a folder, `REF:path` in git, or `-` for standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from ..archive import Archive, Limits, Progress, open_archive
from ..errors import UsageError
from ..model.catalog import Catalog
from ..model.redaction import redacted
from ..parsing.builder import build_catalog
from .git_names import names_git

STANDARD_INPUT = "-"
_SCHEMES = ("http://", "https://")


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


def names_server(name: str) -> bool:
    """Whether a name on the command line means a server."""
    return name.lower().startswith(_SCHEMES)


@contextmanager
def opened_catalog(name: str, limits: Limits, progress: Progress | None = None) -> Iterator[Catalog]:
    """The catalog that a command line names; see `opened_archive`."""
    with opened_archive(name, limits) as archive:
        yield build_catalog(archive, progress)


@contextmanager
def opened_archive(name: str, limits: Limits) -> Iterator[Archive]:
    """The archive that a command line names; `-` and `REF:path` are copied into a temporary file first.

    Raises:
        UsageError: nothing is named, or a server.
        UnreadableError: it is no readable archive.
    """
    if not name.strip():
        raise UsageError("no catalog is named", hint="name a zip, a folder, REF:path, or `-`")
    if names_server(name):
        hint = "`catalogkit export` fetches a catalog from it"
        raise UsageError("this is a server, and no catalog", where=redacted(name), hint=hint)
    source: AbstractContextManager[Archive]
    if name == STANDARD_INPUT:
        from .copies import copy_bytes, opened_copy

        source = opened_copy(
            name, lambda copy: copy_bytes(sys.stdin.buffer, copy, "standard input", limits), limits
        )
    elif names_git(name):
        from .git import opened_in_git

        source = opened_in_git(name, limits)
    else:
        source = open_archive(name, limits)
    with source as archive:
        yield archive
