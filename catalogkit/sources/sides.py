"""Opens one side of a comparison: a catalog, saved listings of a repository, or a running server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..archive import Archive, Limits
from ..errors import UsageError
from . import opened_archive
from .listings import saved_listing
from .servers import Asking, listed_by_server

if TYPE_CHECKING:
    from ..model.target import Target


@contextmanager
def opened_side(name: str, limits: Limits, asking: Asking | None = None) -> Iterator[Archive | Target]:
    """What a command line names as one side.

    Args:
        name: a catalog in any form, a saved listing, a folder of such, or the address of a server.
        limits: how much may be read.
        asking: how a server is asked; None for the usual way.

    Raises:
        UsageError: nothing is named.
        UnreadableError: it is neither a readable catalog nor a listing.
        RemoteError: the server does not give its listing.
    """
    if not name.strip():
        raise UsageError("one side is not named", hint="name a catalog, or a saved listing")
    listing = listed_by_server(name, asking or Asking()) or saved_listing(name, limits)
    if listing is not None:
        yield listing
        return
    with opened_archive(name, limits) as archive:
        yield archive
