"""`dump`: everything in a catalog in stable order, for `git diff` and for searching.

What differs between two exports although nobody changed anything is left out or put in order
(`catalog-format.md` §17). The graph of references is not needed, and only one file is held at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from ..model.catalog import Catalog, Unclaimed
from ..model.index import Module, Property
from ..model.objects import CatalogObject, many
from ..model.people import Attribute, Organization, User
from ..model.redaction import redacted
from ..model.repository import Resource
from ..model.schedules import Job
from ..model.text_redaction import names_secret
from ..model.usage import Favorite
from ..model.values import Raw, Secret
from .dump_fields import dumped_fields
from .dump_files import DumpedFile, FileReader
from .result import Later, Result
from .shown import ShownField, ShownPermission, shown_leaf, shown_permission, shown_permissions

_Object = TypeVar("_Object", bound=CatalogObject)

MAX_TEXT = 1 << 20
"""Characters of a text file that is shown; of a longer one only size and checksum."""
_NOISE = frozenset({"encrypted", "accessEventsCount"})
"""Properties and items of the index that are another in every export (`catalog-format.md` §2)."""
_NO_FILES: Later[DumpedFile] = Later(lambda: iter(()))


@dataclass(frozen=True, slots=True)
class DumpedObject:
    """An object, or a part of the index.

    Args:
        kind: what it is, in words.
        id: its URI or name; empty where there is only one of the kind.
        type: its resource type; for other kinds a remark; empty otherwise.
        fields: its fields, secrets masked, without noise.
        permissions: its explicit permissions, by recipient.
        files: its data files, read while they are iterated.
        embedded: the resources embedded in it, by URI.
    """

    kind: str
    id: str = ""
    type: str = ""
    fields: tuple[ShownField, ...] = ()
    permissions: tuple[ShownPermission, ...] = ()
    files: Later[DumpedFile] = _NO_FILES
    embedded: tuple[DumpedObject, ...] = ()


@dataclass(frozen=True, slots=True)
class Dump(Result):
    """Everything in a catalog; `objects` are read while they are iterated, as long as the catalog is open."""

    schema: ClassVar[str] = "catalogkit/dump/1"

    path: str
    objects: Later[DumpedObject]


def dump(catalog: Catalog, *, max_text: int = MAX_TEXT) -> Dump:
    """Everything in a catalog.

    Args:
        catalog: the catalog; it stays open while the objects are iterated.
        max_text: characters of a text file from which on only size and checksum are told.
    """
    files = FileReader(catalog, max_text)
    return Dump(catalog.archive.path, Later(lambda: _objects(catalog, files)))


def _objects(catalog: Catalog, files: FileReader) -> Iterator[DumpedObject]:
    yield from _index(catalog)
    for folder in _sorted(catalog.folders.values()):
        yield _object(folder)
    for resource in _sorted(catalog.resources.values()):
        yield _resource(resource, resource.key.kind.value, files)
    for organization in _sorted(catalog.organizations.values()):
        yield _object(organization)
    for role in _sorted(catalog.roles.values()):
        yield _object(role)
    for user in _sorted(catalog.users.values()):
        yield _object(user, _roles(user))
    holders: list[Organization | User] = [*catalog.organizations.values(), *catalog.users.values()]
    for holder in sorted(holders, key=lambda holder: str(holder.key)):
        yield from _attributes(holder)
    for group in (catalog.jobs, catalog.calendars, catalog.favorites):
        for item in _sorted(group.values()):
            yield _object(item)
    yield DumpedObject("access events", fields=(ShownField("count", str(len(catalog.access_events))),))
    for unclaimed in sorted(catalog.unclaimed, key=lambda item: item.entry):
        yield _unclaimed(unclaimed, files)


def _sorted(objects: Iterable[_Object]) -> list[_Object]:
    return sorted(objects, key=lambda item: item.key.id)


def _object(item: CatalogObject, more: tuple[ShownField, ...] = ()) -> DumpedObject:
    """An object that is no resource."""
    fields, _ = dumped_fields(item)
    remark = "not listed" if isinstance(item, Job | Favorite) and not item.listed else ""
    permissions = _by_recipient(shown_permissions(item))
    return DumpedObject(item.key.kind.value, item.key.id, remark, fields + more, permissions)


def _resource(resource: Resource, kind: str, files: FileReader) -> DumpedObject:
    fields, embedded = dumped_fields(resource)
    return DumpedObject(
        kind,
        resource.uri,
        resource.type.name,
        fields,
        _by_recipient(shown_permissions(resource)),
        Later(lambda: files.of(resource)),
        tuple(_resource(inner, "embedded", files) for inner in _sorted(embedded)),
    )


def _by_recipient(permissions: Iterable[ShownPermission]) -> tuple[ShownPermission, ...]:
    return tuple(sorted(permissions, key=lambda p: (p.recipient, p.recipient_type, str(p.mask))))


def _index(catalog: Catalog) -> Iterator[DumpedObject]:
    index = catalog.index
    if index is None:
        yield DumpedObject("index", type="missing or unreadable")
    else:
        yield DumpedObject("index", fields=_properties(index.properties))
        for module in sorted(index.modules, key=lambda module: module.id or ""):
            yield DumpedObject("module", module.id or "", fields=_items(module))
    if catalog.broken_dependencies is not None:
        uris = sorted(catalog.broken_dependencies)
        yield DumpedObject("broken dependencies", fields=tuple(ShownField("uri", uri) for uri in uris))


def _properties(properties: Iterable[Property]) -> tuple[ShownField, ...]:
    shown = ((item.name or "", item.value or "") for item in properties)
    return tuple(ShownField(name, redacted(value)) for name, value in sorted(shown) if name not in _NOISE)


def _items(module: Module) -> tuple[ShownField, ...]:
    shown = sorted((item.element, str(item.name)) for item in module.items)
    return tuple(ShownField(element, text) for element, text in shown if element not in _NOISE)


def _roles(user: User) -> tuple[ShownField, ...]:
    return tuple(ShownField("role", name) for name in sorted(map(str, user.roles)))


def _attributes(holder: Organization | User) -> Iterator[DumpedObject]:
    """The profile attributes of somebody, if there are any."""
    shown = [_attribute(item) for item in sorted(holder.attributes, key=lambda item: item.name)]
    shown += [
        shown_leaf("attribute", None, v) for v in many(holder.fields, "attribute") if isinstance(v, Raw)
    ]
    if shown:
        yield DumpedObject("attributes", str(holder.key), fields=tuple(shown))


def _attribute(attribute: Attribute) -> ShownField:
    permissions = _by_recipient(map(shown_permission, attribute.permissions))
    parts = tuple(
        ShownField(f"permission {p.recipient_type} {p.recipient}", f"{p.mask} {p.words}") for p in permissions
    )
    value = attribute.value
    if isinstance(value, str) and names_secret(attribute.name):
        value = Secret(value)
    return ShownField(attribute.name, redacted(value), parts=parts)


def _unclaimed(item: Unclaimed, files: FileReader) -> DumpedObject:
    """An entry that belongs to nothing; it may hold anything, so its text is not shown."""
    return DumpedObject("entry", item.entry, item.reason, files=Later(lambda: files.unclaimed(item)))
