"""Where an entry belongs, told from its name alone (`catalog-format.md` §1.2 and §3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from ..archive import Archive, Entry
from ..archive.escaping import unescape
from ..archive.names import is_junk
from ..model.index import BROKEN_ENTRY, INDEX_ENTRY
from ..model.uri import URI


class Place(Enum):
    """What an entry holds, as far as its name tells."""

    INDEX = "index"
    BROKEN_DEPENDENCIES = "broken dependencies"
    ORGANIZATION = "organization"
    USER = "user"
    ROLE = "role"
    FOLDER = "folder"
    RESOURCE = "resource"
    """Or a data file whose name ends in `.xml` (§0 rule 9)."""
    DATA = "data"
    CALENDAR = "calendar"
    JOB_INDEX = "job index"
    JOB = "job"
    EVENT = "access event"
    FAVORITE_INDEX = "favorite index"
    FAVORITE = "favorite"
    DIRECTORY = "directory"
    JUNK = "junk"
    OTHER = "other"
    REFUSED = "refused"


class Placed(NamedTuple):
    """An entry at its place.

    Args:
        entry: the entry.
        place: what it holds.
        path: the logical path inside its module, without suffix: a URI for folders, resources, data
            and the indexes of jobs and favorites; `<URI>/<id>` for jobs and favorites; else a name.
    """

    entry: Entry
    place: Place
    path: str


MODULE_DIRECTORIES = {
    "organizations": Place.ORGANIZATION,
    "users": Place.USER,
    "roles": Place.ROLE,
    "calendars": Place.CALENDAR,
    "accessEvents": Place.EVENT,
}
_GROUPED = {
    "reportJobs": (Place.JOB_INDEX, Place.JOB),
    "favorites": (Place.FAVORITE_INDEX, Place.FAVORITE),
}
_WHOLE = {INDEX_ENTRY: Place.INDEX, BROKEN_ENTRY: Place.BROKEN_DEPENDENCIES}
_SUFFIX = ".xml"
_FOLDER_FILE = "/.folder.xml"


def place_entries(archive: Archive, *, escaped: bool) -> Iterator[Placed]:
    """Every entry of an archive at its place; `escaped` tells whether names are (§3.1)."""
    for entry in archive.entries:
        yield place_entry(entry, escaped=escaped)


def place_entry(entry: Entry, *, escaped: bool) -> Placed:
    """One entry at its place."""
    if entry.refused is not None:
        return Placed(entry, Place.REFUSED, entry.name)
    name = entry.name
    if escaped and "-" in name:
        name = unescape(name)
    return Placed(entry, *_place(name))


def _place(name: str) -> tuple[Place, str]:
    top, _, rest = name.partition("/")
    if top == "resources" and rest:
        if name.endswith(_SUFFIX):
            if name.endswith(_FOLDER_FILE):
                return Place.FOLDER, URI(name[9 : -len(_FOLDER_FILE)] or "/")
            if not is_junk(name):
                return Place.RESOURCE, URI(name[9 : -len(_SUFFIX)])
        elif not name.endswith("/") and not is_junk(name):
            return Place.DATA, URI(name[9:])
    if is_junk(name):
        return Place.JUNK, name
    if name.endswith("/"):
        return Place.DIRECTORY, name
    if name in _WHOLE:
        return _WHOLE[name], ""
    return _place_in_module(top, rest) or (Place.OTHER, name)


def _place_in_module(module: str, rest: str) -> tuple[Place, str] | None:
    """The place of an entry below the directory of a module other than `resources`."""
    if not rest.endswith(_SUFFIX):
        return None
    path = rest[: -len(_SUFFIX)]
    if module in MODULE_DIRECTORIES:
        return MODULE_DIRECTORIES[module], path
    if module not in _GROUPED:
        return None
    index, item = _GROUPED[module]
    folder, _, last = path.rpartition("/")
    uri = URI("/" + folder)
    return (index, uri) if last == "index" else (item, uri.child(last))


def directory_is_known(name: str) -> bool:
    """Whether a directory is one that modules leave behind even when they are empty."""
    return name.rstrip("/") in {"resources", *MODULE_DIRECTORIES, *_GROUPED}
