"""`show`: one object with all its fields, permissions, references and files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from ..errors import UsageError
from ..model.catalog import Catalog
from ..model.descriptors import fields_of, root_of
from ..model.fields import Field, Struct
from ..model.objects import CatalogObject, ObjectKind, many
from ..model.redaction import redacted, with_secrets
from ..model.repository import Resource
from ..model.uri import URI
from ..model.values import Raw, Record, Reference, Secret, TypedValue, Value
from ..model.walk import FoundReference, data_paths, references, with_locals
from ..references.edge import Certainty, Strength, object_id
from ..references.graph import Graph
from .result import Result
from .shown import ShownField, ShownPermission, shown_leaf, shown_permissions

_SHOWN_ELSEWHERE = frozenset({"permission"})


@dataclass(frozen=True, slots=True)
class ShownReference:
    """One reference, or one embedded resource.

    Args:
        role: what it means.
        path: the element it stands in, or the JSON pointer.
        target: URI of the target; for people and attributes kind and name; empty where it is not known.
        local: type of the embedded resource, or None for a reference by URI.
        resolved: whether the target is in the catalog.
        line: line in the entry, 0 where unknown.
        strength: what happens when it is missing.
        certainty: how much of the target is written.
        entry: name of the entry it is written in.
    """

    role: str
    path: str
    target: str
    local: str | None
    resolved: bool
    line: int
    strength: Strength
    certainty: Certainty
    entry: str


@dataclass(frozen=True, slots=True)
class ShownUser:
    """Somebody who needs an object: its id, and what the object means to it."""

    owner: str
    role: str
    strength: Strength


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
    needed_by: tuple[ShownUser, ...]
    files: tuple[ShownFile, ...]


@dataclass(frozen=True, slots=True)
class Shown(Result):
    """Everything that answers to a URI or name: a folder and a resource may share a URI."""

    schema: ClassVar[str] = "catalogkit/show/1"

    path: str
    asked: str
    objects: tuple[ShownObject, ...]


def show(catalog: Catalog, graph: Graph, asked: str) -> Shown:
    """Show what is at a URI, or a user, role, organization, calendar, job or favorite by name.

    Args:
        catalog: the catalog.
        graph: its references.
        asked: a URI, or the name of something that is not in the repository.

    Raises:
        UsageError: there is no such object.
    """
    found = find(catalog, asked)
    return Shown(catalog.archive.path, asked, tuple(_shown(catalog, graph, item) for item in found))


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


def _shown(catalog: Catalog, graph: Graph, item: CatalogObject) -> ShownObject:
    resource = item if isinstance(item, Resource) else None
    owner = catalog.owners.get(resource.uri) if resource and resource.uri not in catalog.resources else None
    return ShownObject(
        kind=item.key.kind,
        id=item.key.id,
        type=root_of(item),
        label=redacted(item.label),
        entry=item.entry,
        owner=owner,
        fields=_fields(with_secrets(item.fields), fields_of(item)),
        permissions=tuple(shown_permissions(item)),
        references=tuple(_references(catalog, graph, item, owner)),
        needed_by=_needed_by(graph, item, owner),
        files=tuple(_files(catalog, resource)) if resource else (),
    )


def _references(
    catalog: Catalog, graph: Graph, item: CatalogObject, owner: URI | None
) -> Iterator[ShownReference]:
    """What is embedded in an object, and what it refers to; of an embedded one what its descriptor says."""
    if isinstance(item, Resource):
        for found in references(item):
            if found.local is not None:
                yield _embedded(item, found, found.local)
            elif found.uri and owner is not None:
                yield _by_uri(catalog, item, found, found.uri)
    if owner is None:
        for edge in graph.out(object_id(item.key)):
            yield ShownReference(
                edge.role.value,
                edge.where,
                edge.target,
                None,
                edge.resolved,
                edge.line,
                edge.strength,
                edge.certainty,
                edge.entry,
            )


def _embedded(item: Resource, found: FoundReference, local: Resource) -> ShownReference:
    return ShownReference(
        role=found.role.value,
        path=found.path,
        target=local.uri,
        local=local.type.name,
        resolved=True,
        line=found.line,
        strength=Strength.HARD,
        certainty=Certainty.LITERAL,
        entry=item.entry,
    )


def _by_uri(catalog: Catalog, item: Resource, found: FoundReference, uri: URI) -> ShownReference:
    return ShownReference(
        role=found.role.value,
        path=found.path,
        target=uri,
        local=None,
        resolved=catalog.has(uri),
        line=found.line,
        strength=Strength.HARD,
        certainty=Certainty.LITERAL,
        entry=item.entry,
    )


def _needed_by(graph: Graph, item: CatalogObject, owner: URI | None) -> tuple[ShownUser, ...]:
    """Who needs an object, each once for each role; of an embedded one also its owner, if it names it."""
    name = object_id(item.key)
    edges = graph.into(name)
    if owner is not None:
        edges = tuple(edge for edge in graph.out(owner) + graph.into(owner) if edge.target == name)
    users = (ShownUser(edge.owner, edge.role.value, edge.strength) for edge in edges if edge.is_used)
    return tuple(dict.fromkeys(users))


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
        case Raw() | TypedValue() | str() | Secret():
            return [shown_leaf(name, field, value)]
        case _:
            value = with_secrets(value)
            parts = _fields(value, field.fields if isinstance(field, Struct) else ())
            inner = [
                ShownField(key, found.local.uri if found.local else found.uri or "")
                for key, found in value.items()
                if isinstance(found, Reference)
            ]
            return [ShownField(name, None, parts=(*parts, *inner))]
