"""Opens saved listings of a repository."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..archive import Limits
from ..errors import UnreadableError
from ..model.index import INDEX_ENTRY

if TYPE_CHECKING:
    from ..model.target import Target

MAX_LISTING = 256 << 20
"""Bytes of one saved listing: about a million objects."""
_LISTINGS = {".xml", ".json"}
_MARKS = (b"{", b"<")
"""What JSON and XML begin with."""


def saved_listing(name: str, limits: Limits) -> Target | None:
    """What a saved listing, or a folder of them, tells of a repository; None for anything else.

    Args:
        name: path of a file or folder.
        limits: how much may be read.

    Raises:
        UnreadableError: it looks like a listing, and is none.
    """
    listings = _found(Path(name))
    if not listings:
        return None
    from ..parsing.listings import read_listings

    return read_listings(name, _contents(listings), limits)


def _found(path: Path) -> list[Path]:
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
