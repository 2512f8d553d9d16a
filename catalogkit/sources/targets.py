"""Opens what an import would go into: a fresh server, an export of everything, listings, a running server."""

from __future__ import annotations

from ..archive import Limits
from ..errors import UsageError
from ..model.target import Target, fresh_target
from ..rehearsal.targets import target_of
from . import opened_catalog
from .listings import saved_listing
from .servers import Asking, listed_by_server

FRESH = "fresh"


def open_target(
    name: str, limits: Limits, *, commercial: bool = False, asking: Asking | None = None
) -> Target:
    """The target that a command line names.

    Args:
        name: `fresh`; a zip or folder that was exported with everything; a saved listing or a folder of them;
            the address of a server, with the login that the environment holds.
        limits: how much may be read.
        commercial: whether a fresh server is a commercial one.
        asking: how a server is asked; None for the usual way.

    Raises:
        UsageError: nothing is named.
        UnreadableError: it is neither a readable catalog nor a listing.
        RemoteError: the server does not give its listing.
    """
    if not name.strip():
        raise UsageError("no target is named", hint="name `fresh`, an export of everything, or a listing")
    if name == FRESH:
        return fresh_target(commercial=commercial)
    listing = listed_by_server(name, asking or Asking()) or saved_listing(name, limits)
    if listing is not None:
        return listing
    with opened_catalog(name, limits) as catalog:
        return target_of(catalog)
