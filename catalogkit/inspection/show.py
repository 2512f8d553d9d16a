"""`show`: one object with all its fields, permissions, references and files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..errors import UsageError
from ..model.catalog import Catalog
from ..model.codes import mask_words
from ..model.descriptors import fields_of, root_of
from ..model.fields import Field, Leaf, Struct
from ..model.objects import CatalogObject, ObjectKind, many
from ..model.repository import RepositoryObject, Resource
from ..model.values import Raw, Record, Reference, Secret, TypedValue, Value
from ..model.walk import FoundReference, data_paths, references, with_locals
from .redaction import redacted
from .result import Result

_SHOWN_ELSEWHERE = frozenset({"permission"})


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field.

    Args:
        name: element or attribute name.
        value: its text, secrets masked; None where it is made of parts.
        means: the word behind a code; empty otherwise.
        type: the `xsi:type` of a typed value; empty otherwise.
        parts: its own fields.
    """

    name: str
    value: str | None
    means: str = ""
    type: str = ""
    parts: tuple[ShownField, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownReference:
    """One reference.

    Args:
        role: what it means.
        path: the element it stands in.
        target: URI of the target.
        local: type of the embedded resource, or None for a reference by URI.
        resolved: whether the target is in the catalog.
        line: line in the entry, 0 where unknown.
    """

    role: str
    path: str
    target: str
    local: str | None
    resolved: bool
    line: int


@dataclass(frozen=True, slots=True)
class ShownPermission:
    """One explicit permission."""

    recipient_type: str
    recipient: str
    mask: int | None
    words: str


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One data file. `size` in bytes; None where the file is missing."""

    entry: str
    size: int | None


@dataclass(frozen=True, slots=True)
class ShownObject:
    """One object; `owner` is set for an embedded resource."""

    kind: ObjectKind
    id: str
    type: str
    label: str
    entry: str
    owner: str | None
    fields: tuple[ShownField, ...]
    permissions: tuple[ShownPermission, ...]
    references: tuple[ShownReference, ...]
    files: tuple[ShownFile, ...]


@dataclass(frozen=True, slots=True)
class Shown(Result):
    """Everything that answers to a URI or name: a folder and a resource may share a URI."""

    schema: ClassVar[str] = "catalogkit/show/1"

    path: str
    asked: str
    objects: tuple[ShownObject, ...]


def show(catalog: Catalog, asked: str) -> Shown:
    """Show what is at a URI, or a user, role, organization, calendar, job or favorite by name.

    Args:
        catalog: the catalog.
        asked: a URI, or the name of something that is not in the repository.

    Raises:
        UsageError: there is no such object.
    """
    return Shown(catalog.archive.path, asked, tuple(_shown(catalog, item) for item in find(catalog, asked)))


def find(catalog: Catalog, asked: str) -> list[CatalogObject]:
    """What answers to a URI or name.

    Raises:
        UsageError: nothing does.
    """
    uri = asked.rstrip("/") or "/"
    found: list[CatalogObject] = list(catalog.find(uri))
    for objects in (
        catalog.users,
        catalog.roles,
        catalog.organizations,
        catalog.calendars,
        catalog.jobs,
        catalog.favorites,
    ):
        if asked in objects:
            found.append(objects[asked])
    if not found:
        near = next((u for u in (*catalog.folders, *catalog.resources) if u.lower() == uri.lower()), None)
        hint = f"did you mean {near}?" if near else "`catalogkit ls` lists what there is"
        raise UsageError("there is no such object in the catalog", where=asked, hint=hint)
    return found


def _shown(catalog: Catalog, item: CatalogObject) -> ShownObject:
    resource = item if isinstance(item, Resource) else None
    found = list(references(resource)) if resource else []
    owner = catalog.owners.get(resource.uri) if resource and resource.uri not in catalog.resources else None
    return ShownObject(
        kind=item.key.kind,
        id=item.key.id,
        type=root_of(item),
        label=item.label,
        entry=item.entry,
        owner=owner,
        fields=_fields(item.fields, fields_of(item)),
        permissions=_permissions(item),
        references=tuple(_reference(catalog, reference) for reference in found),
        files=tuple(_files(catalog, resource)) if resource else (),
    )


def _permissions(item: CatalogObject) -> tuple[ShownPermission, ...]:
    if not isinstance(item, RepositoryObject):
        return ()
    return tuple(
        ShownPermission(
            p.recipient_type,
            str(p.recipient),
            p.mask,
            mask_words(p.mask) if p.mask is not None else "not a number",
        )
        for p in item.permissions
    )


def _reference(catalog: Catalog, found: FoundReference) -> ShownReference:
    if found.local is not None:
        return ShownReference(
            found.role.value, found.path, found.local.uri, found.local.type.name, True, found.line
        )
    target = found.uri or ""
    return ShownReference(found.role.value, found.path, target, None, catalog.has(target), found.line)


def _files(catalog: Catalog, resource: Resource) -> list[ShownFile]:
    """The files of a resource and of everything embedded in it."""
    parts = list(with_locals(resource))
    there = [entry for part in parts for entry in catalog.data_entries(part)]
    shown = [ShownFile(entry.name, entry.size) for entry in there]
    wanted = sum(len(data_paths(part)) for part in parts)
    if wanted > len(there):
        uris = {part.uri for part in parts}
        shown += [ShownFile(m.entry, None) for m in catalog.missing_data if m.resource in uris]
    return shown


def _fields(fields: Record, table: tuple[Field, ...]) -> tuple[ShownField, ...]:
    by_name = {field.name: field for field in table}
    return tuple(
        shown
        for name in fields
        if name not in _SHOWN_ELSEWHERE
        for value in many(fields, name)
        for shown in _field(name, by_name.get(name), value)
    )


def _field(name: str, field: Field | None, value: Value) -> list[ShownField]:
    match value:
        case Reference() | Resource():
            return []  # shown among the references
        case Raw():
            return [ShownField(name, f"({len(value.xml)} characters of unknown XML)")]
        case TypedValue():
            return [_typed(name, value)]
        case str() | Secret():
            codes = field.codes if isinstance(field, Leaf) else {}
            means = codes.get(value, "") if isinstance(value, str) else ""
            return [ShownField(name, redacted(value), means)]
        case _:
            parts = _fields(value, field.fields if isinstance(field, Struct) else ())
            inner = [
                ShownField(key, found.local.uri if found.local else found.uri or "")
                for key, found in value.items()
                if isinstance(found, Reference)
            ]
            return [ShownField(name, None, parts=(*parts, *inner))]


def _typed(name: str, value: TypedValue) -> ShownField:
    text = None if value.text is None else redacted(value.text)
    parts = tuple(shown for part, v in value.parts for shown in _field(part, None, v))
    return ShownField(name, text, type=value.type or "", parts=parts)
