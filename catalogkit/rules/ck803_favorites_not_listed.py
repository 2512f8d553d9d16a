"""There are favorites, but the index does not say so.

What: files of favorites are there, and the module `favorites` of index.xml is missing, empty, or lists other
folders. Favorites that the index of their own folder leaves out are told as CK123.

Why it matters: the server starts from the index, so the favorites are not imported.

Example: a catalog whose index was written by hand, or by an older server, while `favorites/` was kept.

Remedy: list the folders in the module `favorites`, or leave the files out.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.index import INDEX_ENTRY
from ..model.uri import URI
from ._hygiene import counted
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit where no folder is listed, else one per folder."""
    catalog = subject.catalog
    if catalog.index is None:
        return
    listed = {item.text for item in catalog.index.items("favorites", "favorite")}
    left_out: dict[URI, list[str]] = {}
    for favorite in catalog.favorites.values():
        if favorite.listed and favorite.folder not in listed:
            left_out.setdefault(favorite.folder, []).append(favorite.entry)
    if left_out and not listed:
        count = counted(sum(map(len, left_out.values())), "favorite")
        state = "empty" if any(m.id == "favorites" for m in catalog.index.modules) else "missing"
        message = f"there are files of {count}, but the module favorites is {state}"
        yield Hit(message, entry=INDEX_ENTRY, detail="favorites")
        return
    for folder, entries in left_out.items():
        message = f"the module favorites does not list the folder of {counted(len(entries), 'favorite')}"
        yield Hit(message, uri=folder, entry=entries[0], detail="favorites")


RULE = Rule(
    code="CK803",
    name="favorites-not-listed",
    level=Level.WARNING,
    certainty=Certainty.LIKELY,
    remedy="Export again, list the folders in the module favorites, or leave the files out.",
    check=check,
    page=__doc__,
)
