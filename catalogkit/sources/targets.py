"""Opens what an import would go into: a fresh server, an export of everything, or saved listings."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from ..archive import Limits
from ..errors import UnreadableError, UsageError
from ..model.index import INDEX_ENTRY
from ..model.target import Target, fresh_target
from ..parsing.listings import read_listings
from ..rehearsal.targets import target_of
from . import opened_catalog

FRESH = "fresh"
MAX_LISTING = 256 << 20
"""Bytes of one saved listing: about a million objects."""
_LISTINGS = {".xml", ".json"}
_MARKS = (b"{", b"<")
"""What JSON and XML begin with."""


def open_target(name: str, limits: Limits, *, commercial: bool = False) -> Target:
    """The target that a command line names.

    Args:
        name: `fresh`; a zip or folder that was exported with everything; a saved listing or a folder of them.
        limits: how much may be read.
        commercial: whether a fresh server is a commercial one.

    Raises:
        UsageError: nothing is named.
        UnreadableError: it is neither a readable catalog nor a listing.
    """
    if not name.strip():
        raise UsageError("no target is named", hint="name `fresh`, an export of everything, or a listing")
    if name.startswith(("http://", "https://")):
        raise UsageError(
            "a running server is not supported as a target yet",
            where=name,
            hint="export everything from it and name the file, or save its listing",
        )
    if name == FRESH:
        return fresh_target(commercial=commercial)
    listings = _listings(Path(name))
    if listings:
        return read_listings(name, _contents(listings), limits)
    with opened_catalog(name, limits) as catalog:
        return target_of(catalog)


def _listings(path: Path) -> list[Path]:
    """The saved listings at a path; none if it is something else."""
    try:
        if path.is_dir():
            found = sorted(item for item in path.iterdir() if item.suffix in _LISTINGS and item.is_file())
            return [] if path.joinpath(INDEX_ENTRY).exists() else [f for f in found if f.name != "index.json"]
        if not path.is_file():
            return []
        with path.open("rb") as file:
            start = file.read(512).removeprefix(codecs.BOM_UTF8)
        return [path] if start.lstrip().startswith(_MARKS) else []
    except OSError as error:
        raise _unreadable(path, error) from None


def _contents(paths: list[Path]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        try:
            if path.stat().st_size > MAX_LISTING:
                raise UnreadableError(
                    f"a listing of more than {MAX_LISTING:,} bytes",
                    where=str(path),
                    hint="list folder by folder",
                )
            yield str(path), path.read_bytes()
        except OSError as error:
            raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> UnreadableError:
    return UnreadableError(error.strerror or "it cannot be read", where=str(path))
