"""`ls`: what is in a catalog, one line an object.

URIs are told from entry names alone, without parsing a descriptor; whatever else is asked for is parsed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import ClassVar

from ..archive import Archive
from ..collector import collector_paused
from ..errors import EntryError, UsageError, did_you_mean
from ..model.catalog import Catalog
from ..model.objects import CatalogObject, ObjectKind
from ..model.repository import Resource
from ..model.types import TYPES
from ..model.uri import FILES_SUFFIX
from ..model.walk import local_resources
from ..parsing.index import archive_is_escaped
from ..parsing.places import Place, Placed, place_entries
from ..parsing.xml import Xml
from .result import Result

REPOSITORY = (ObjectKind.FOLDER, ObjectKind.RESOURCE)
_KINDS = {
    Place.FOLDER: ObjectKind.FOLDER,
    Place.RESOURCE: ObjectKind.RESOURCE,
    Place.USER: ObjectKind.USER,
    Place.ROLE: ObjectKind.ROLE,
    Place.ORGANIZATION: ObjectKind.ORGANIZATION,
    Place.JOB: ObjectKind.JOB,
    Place.FAVORITE: ObjectKind.FAVORITE,
    Place.EVENT: ObjectKind.EVENT,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One object.

    Args:
        uri: its URI, or for people and the rest what identifies it.
        kind: what it is.
        type: its resource type; None where it has none, or was not asked for.
        label: its label; None where it was not asked for.
        local: whether it is embedded in another resource.
    """

    uri: str
    kind: ObjectKind
    type: str | None = None
    label: str | None = None
    local: bool = False


@dataclass(frozen=True, slots=True)
class Listing(Result):
    """Objects, sorted by URI. `detailed` tells whether types and labels were read."""

    schema: ClassVar[str] = "catalogkit/ls/1"

    path: str
    detailed: bool
    objects: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which objects to list; empty members let everything through.

    Args:
        kinds: kinds of objects.
        types: names of resource types.
        uris: patterns with `*`, `?` and `[…]`; `*` also matches `/`.
        label: text that the label must hold, in any case.
    """

    kinds: tuple[ObjectKind, ...] = REPOSITORY
    types: tuple[str, ...] = ()
    uris: tuple[str, ...] = ()
    label: str = ""

    @property
    def needs_descriptors(self) -> bool:
        """Whether names alone are not enough; the entry of a calendar does not tell its name."""
        return bool(self.types or self.label) or ObjectKind.CALENDAR in self.kinds

    def accepts(self, item: Listed) -> bool:
        """Whether an object is wanted."""
        return (
            item.kind in self.kinds
            and (not self.types or item.type in self.types)
            and (not self.uris or any(fnmatchcase(item.uri, pattern) for pattern in self.uris))
            and self.label.casefold() in (item.label or "").casefold()
        )


def list_names(archive: Archive, wanted: Filter) -> Listing:
    """List objects from entry names; only an entry that may be data or descriptor is looked into.

    Args:
        archive: where the entries are.
        wanted: which objects; it must not need descriptors.
    """
    with collector_paused():
        return _list_names(archive, wanted)


def _list_names(archive: Archive, wanted: Filter) -> Listing:
    xml = Xml(archive.limits)
    escaped = archive_is_escaped(archive)
    placed = [item for item in place_entries(archive, escaped=escaped) if item.place in _KINDS]
    objects = (
        Listed(_identity(item), _KINDS[item.place])
        for item in placed
        if not _is_data(item, archive, xml, doubtful=_is_doubtful(item, archive))
    )
    return Listing(archive.path, False, _sorted(item for item in objects if wanted.accepts(item)))


def list_objects(catalog: Catalog, wanted: Filter, *, local: bool = False) -> Listing:
    """List objects with their types and labels.

    Args:
        catalog: the catalog.
        wanted: which objects.
        local: whether to list embedded resources too.

    Raises:
        UsageError: there is no such type of resource, neither in the table nor in the catalog.
    """
    _check_types(catalog, wanted.types)
    objects = (item for item in _every(catalog, local=local) if wanted.accepts(item))
    return Listing(catalog.archive.path, True, _sorted(objects))


def _check_types(catalog: Catalog, types: tuple[str, ...]) -> None:
    """A misspelt type would find nothing without a word; a newer server may have one that we do not know."""
    unknown = set(types) - TYPES.keys()
    if unknown:
        unknown -= {item.type for item in _every(catalog, local=True)}
    for name in sorted(unknown):
        hint = did_you_mean(name, TYPES) or "`catalogkit ls --long` shows types"
        raise UsageError("there is no such type of resource", where=name, hint=hint)


def _every(catalog: Catalog, *, local: bool) -> Iterator[Listed]:
    for item in catalog.objects():
        yield _listed(item)
        if local and isinstance(item, Resource):
            for inner in local_resources(item):
                yield Listed(inner.uri, ObjectKind.RESOURCE, inner.type.name, inner.label, True)
    for entry in catalog.access_events.entries:
        yield Listed(entry.name, ObjectKind.EVENT)


def _listed(item: CatalogObject) -> Listed:
    resource_type = item.type.name if isinstance(item, Resource) else None
    return Listed(item.key.id, item.key.kind, resource_type, item.label)


def _sorted(objects: Iterator[Listed]) -> tuple[Listed, ...]:
    order = list(ObjectKind)
    return tuple(sorted(objects, key=lambda item: (order.index(item.kind) > 1, item.uri, item.kind.value)))


def _identity(item: Placed) -> str:
    if item.place in (Place.USER, Place.ROLE):
        tenant, _, name = item.path.rpartition("/")
        return f"{name}|{tenant}" if tenant else name
    return item.entry.name if item.place is Place.EVENT else item.path


def _is_doubtful(item: Placed, archive: Archive) -> bool:
    """Whether an entry that ends in `.xml` may be the data of `x.xml` or of a local resource."""
    if item.place is not Place.RESOURCE:
        return False
    name = item.entry.name
    return name + ".xml" in archive.by_name or f"{FILES_SUFFIX}/" in name


def _is_data(item: Placed, archive: Archive, xml: Xml, *, doubtful: bool) -> bool:
    if not doubtful:
        return False
    try:
        root = xml.parse(archive.read(item.entry), item.entry.name)
    except EntryError:
        return True
    return str(root.tag) not in TYPES or root.find("folder") is None
