"""Every place of the tables, and the mutations that are made there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from catalogkit.diff.noise import NoiseKind
from catalogkit.model.descriptors import root_of
from catalogkit.model.fields import XSI_TYPE, Field, Leaf, Struct
from catalogkit.model.objects import CatalogObject
from catalogkit.model.people import User
from catalogkit.model.repository import Resource
from catalogkit.model.types import TYPES
from catalogkit.model.uri import URI
from catalogkit.model.values import Reference
from tests.diff.expected import RESOURCES, Row, Told, rows
from tests.diff.operations import Spot, Step, Tell, key, operations
from tests.diff.samples import PRESETS, base, moved_inside, table, value

Chain: TypeAlias = "tuple[Field, ...]"
"""The fields that lead to a place."""

_HOLDER = URI("/organizations/orchards/Reports/Holder")
_INSIDE = "mainReport"
"""Where resources are embedded to see whether changes inside them are told as such."""
_ORDERS = (NoiseKind.ORDER, NoiseKind.PERMISSION_ORDER)


@dataclass(frozen=True, slots=True)
class Expected:
    """One change, or one kind of noise, that a mutation must be told as.

    Args:
        told: as what.
        subject: kind and id of the object, its root element, the embedded resource and its root element.
        path: names and keys from the object, or the embedded resource, down to the place.
        before: what stood there.
        after: what stands there.
    """

    told: Told
    subject: tuple[Any, ...]
    path: tuple[str, ...]
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True)
class Mutation:
    """An object before and after, and all that is to be told."""

    old: CatalogObject
    new: CatalogObject
    expected: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A mutation to be made.

    Args:
        root: the kind of object, as `expected.rows` calls it.
        place: the place.
        operation: what is done there.
        is_inside: whether it is done to a resource that is embedded in another.
    """

    root: str
    place: str
    operation: str
    is_inside: bool = False

    def __str__(self) -> str:
        return f"{self.root}{':inside' if self.is_inside else ''}:{self.place}:{self.operation}"


def places(fields: tuple[Field, ...], above: Chain = ()) -> Iterator[tuple[str, Chain]]:
    """Every place of a table by name."""
    for field in fields:
        chain = (*above, field)
        yield "/".join(part.name for part in chain), chain
        if isinstance(field, Struct):
            inner = (*field.fields, Leaf(XSI_TYPE)) if field.typed else field.fields
            yield from places(inner, chain)


def cases(root: str) -> Iterator[Case]:
    """Everything that is done to one kind of object; places without a row are for another test."""
    chains = dict(places(table(root)))
    for name, row in rows(root).items():
        if name not in chains or row.is_pair:
            continue
        for operation in operations(chains[name][-1], row):
            yield Case(root, name, operation)
            if root == "fileResource" or name in RESOURCES.get(root, ()):  # the header once
                yield Case(root, name, operation, is_inside=True)


def mutation(case: Case) -> Mutation:
    """Make a mutation."""
    item = base(case.root)
    if case.is_inside:
        assert isinstance(item, Resource)
        item = moved_inside(item, _HOLDER.files, "part")
    chain = dict(places(table(case.root)))[case.place]
    fields = _preset(case.root, item.fields)
    files = item.uri.files if isinstance(item, Resource) else URI("/")
    row = rows(case.root)[case.place]
    spot = Spot(chain[-1], row, held(fields, chain), files)
    step = operations(spot.field, spot.row)[case.operation](spot)
    old = _rebuilt(item, put(fields, chain, step.old))
    new = _rebuilt(item, put(fields, chain, step.new))
    if case.is_inside:
        assert isinstance(old, Resource)
        assert isinstance(new, Resource)
        holders = [_holding(one) for one in (old, new)]
        return Mutation(*holders, tuple(_expected(case, chain, step, (holders[1], old, new))))
    return Mutation(old, new, tuple(_expected(case, chain, step, (new, old, new))))


def held(fields: Mapping[str, Any], chain: Chain) -> Any:
    """What some fields hold at a place, in the first of several; None if nothing."""
    one = fields.get(chain[0].name)
    if one is None or len(chain) == 1:
        return one
    return held(one[0] if chain[0].many else one, chain[1:])


def put(fields: Mapping[str, Any], chain: Chain, new: Any) -> dict[str, Any]:
    """The same fields with another value at a place, in the first of several."""
    field, made = chain[0], dict(fields)
    if len(chain) == 1:
        made.pop(field.name, None)
        return made if new is None else {**made, field.name: new}
    there = made.get(field.name)
    several = there if field.many and there else (there or value(field),)
    first = put(several[0], chain[1:], new)
    return {**made, field.name: (first, *several[1:]) if field.many else first}


def _preset(root: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {**fields, **{name: one for (kind, name), one in PRESETS.items() if kind == root}}


def _rebuilt(item: CatalogObject, fields: dict[str, Any]) -> CatalogObject:
    """The object with other fields; an embedded resource is where they say."""
    made = replace(item, fields=fields)
    if isinstance(made, Resource) and not made.entry:
        folder, name = URI(fields.get("folder", "")), fields.get("name")
        return replace(made, uri=folder if name is None else folder.child(name))
    return made


def _holding(inside: Resource) -> Resource:
    """A report with something embedded."""
    fields: dict[str, Any] = {
        "folder": str(_HOLDER.parent),
        "name": _HOLDER.name,
        "label": "Holder",
        _INSIDE: Reference(None, inside),
    }
    return Resource(fields, "", _HOLDER, TYPES["reportUnit"])


def _expected(
    case: Case, chain: Chain, step: Step, items: tuple[CatalogObject, CatalogObject, CatalogObject]
) -> Iterator[Expected]:
    """What is to be told, from what is to be told of the place.

    Args:
        case: the mutation.
        chain: the fields that lead to the place.
        step: what is done there.
        items: the object, and what holds the place, before and after.
    """
    row, (item, old, new) = rows(case.root)[case.place], items
    if case.root == "accessEvent":
        yield Expected(NoiseKind.ACCESS_EVENTS, (None, "", "", "", ""), ())
    elif row.names:
        yield Expected(row.removed, subject(old), (), _named_as(old), None)
        yield Expected(row.added, subject(new), (), None, _named_as(new))
    elif (row.is_key and case.operation != "retyped") or row.is_part:
        yield from _of_structure(case, chain, row, items)
    else:
        path = _path(old.fields, chain)
        yield from (_of_tell(tell, item, new, path, case) for tell in step.tells)


def _of_tell(
    tell: Tell, item: CatalogObject, new: CatalogObject, path: tuple[str, ...], case: Case
) -> Expected:
    if isinstance(tell.told, NoiseKind):
        return _noise(tell.told, item, new, (*path, *tell.below), case)
    if tell.part is not None:
        return Expected(tell.told, subject(item, tell.part), tell.below, tell.before, tell.after)
    part = new if case.is_inside else None
    return Expected(tell.told, subject(item, part), (*path, *tell.below), tell.before, tell.after)


def _noise(
    told: NoiseKind, item: CatalogObject, new: CatalogObject, path: tuple[str, ...], case: Case
) -> Expected:
    if told in _ORDERS:
        first = _INSIDE if case.is_inside else path[0]
        kind = NoiseKind.PERMISSION_ORDER if first == "permission" else NoiseKind.ORDER
        return Expected(kind, subject(item), (first,))
    return Expected(told, subject(item, new if case.is_inside else None), path)


def _of_structure(
    case: Case, chain: Chain, row: Row, items: tuple[CatalogObject, CatalogObject, CatalogObject]
) -> Iterator[Expected]:
    """What is told of the structure around a place: the innermost of several."""
    item, old, new = items
    depth = max(number for number, field in enumerate(chain[:-1], 1) if field.many)
    around = chain[:depth]
    first, second = (held(one.fields, around)[0] for one in (old, new))
    path = _path(old.fields, around)
    before, after = ((*path, key(around[-1], one)) for one in (first, second))
    part = new if case.is_inside else None
    if row.is_part:
        told = row.back if case.operation == "changed-back" else _told(row, case.operation)
        assert told is not None
        yield Expected(told, subject(item, part), after, first, second)
        return
    outer = rows(case.root)["/".join(field.name for field in around)]
    yield Expected(outer.removed, subject(item, part), before, first, None)
    yield Expected(outer.added, subject(item, part), after, None, second)


def _told(row: Row, operation: str) -> Told:
    return {"added": row.added, "removed": row.removed}.get(operation, row.changed)


def _path(fields: Mapping[str, Any], chain: Chain) -> tuple[str, ...]:
    """Names and keys of a place, without the key of one of several that it is itself."""
    field = chain[0]
    if len(chain) == 1:
        return (field.name,)
    there = fields[field.name]
    one = there[0] if field.many else there
    keys = (key(field, one),) if field.many else ()
    return (field.name, *keys, *_path(one, chain[1:]))


def subject(item: CatalogObject, part: CatalogObject | None = None) -> tuple[Any, ...]:
    """What a change of an object, or of something embedded in it, must say that it is about."""
    inner = (part.key.id, root_of(part)) if part is not None else ("", "")
    return (item.key.kind, item.key.id, root_of(item), *inner)


def _named_as(item: CatalogObject) -> Any:
    """What is told of an object that came or went: the roles of a user, or a label."""
    return tuple(sorted(map(str, item.roles))) if isinstance(item, User) else item.label
