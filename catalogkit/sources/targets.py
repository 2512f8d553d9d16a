"""Opens what an import would go into: a fresh server, an export of everything, or saved listings."""

from __future__ import annotations

from ..archive import Limits
from ..errors import UsageError
from ..model.target import Target, fresh_target
from ..rehearsal.targets import target_of
from . import opened_catalog
from .listings import saved_listing

FRESH = "fresh"


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
    listing = saved_listing(name, limits)
    if listing is not None:
        return listing
    with opened_catalog(name, limits) as catalog:
        return target_of(catalog)
