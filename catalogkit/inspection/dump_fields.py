"""The fields of an object without noise, in the order of their table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diff.noise import BY_FIELD
from ..model.descriptors import fields_of
from ..model.fields import Field, Struct
from ..model.objects import CatalogObject, many
from ..model.people import Organization, User
from ..model.redaction import with_secrets
from ..model.repository import Folder, Resource
from ..model.values import Raw, Record, Reference, Secret, TypedValue, Value
from .shown import ShownField, shown_leaf

_ELSEWHERE: dict[type[CatalogObject], frozenset[str]] = {
    Folder: frozenset({"permission"}),
    Resource: frozenset({"permission"}),
    User: frozenset({"attribute", "role"}),
    Organization: frozenset({"attribute"}),
}
"""Fields that are told in another form than their own."""
_NOISE: dict[str, frozenset[str]] = {
    part: frozenset(names[-1] for names in BY_FIELD if names[:-1] == ((part,) if part else ()))
    for part in ("", *(names[0] for names in BY_FIELD if len(names) > 1))
}
"""Fields that are noise, by the part of an object that they stand in; empty for the object itself."""
_PLACE = frozenset({"folder", "name", "parent"})
"""Fields that say where something is."""


def dumped_fields(item: CatalogObject) -> tuple[tuple[ShownField, ...], list[Resource]]:
    """The fields of an object, and the resources right inside it."""
    embedded: list[Resource] = []
    noise = _NOISE[""] - {"id"} if isinstance(item, Organization) else _NOISE[""]
    hidden = _ELSEWHERE.get(type(item), frozenset()) | noise
    if isinstance(item, Resource) and item.body_uri == item.uri:
        hidden |= _PLACE
    if isinstance(item, Folder) and item.body_uri == item.uri:
        hidden |= _PLACE - {"folder"}  # those are its children
    return tuple(_shown(with_secrets(item.fields), fields_of(item), hidden, embedded)), embedded


def _shown(
    record: Record, table: tuple[Field, ...], hidden: frozenset[str], embedded: list[Resource]
) -> Iterator[ShownField]:
    by_name = {field.name: field for field in table}
    names = [*(name for name in by_name if name in record), *sorted(record.keys() - by_name.keys())]
    for name in names:
        field = by_name.get(name)
        values = (v for v in many(record, name) if name not in hidden or isinstance(v, Raw))
        shown = [part for value in values for part in _value(name, field, value, embedded)]
        if field is not None and not field.ordered:
            shown.sort(key=_order)
        yield from shown


def _value(name: str, field: Field | None, value: Value, embedded: list[Resource]) -> Iterator[ShownField]:
    match value:
        case Reference(uri=uri, local=local):
            if uri is not None or local is None:
                yield ShownField(name, uri or "")
            if local is not None:
                yield from _value(name, field, local, embedded)
        case Resource():
            embedded.append(value)
            yield ShownField(name, value.uri, "embedded")
        case Raw() | TypedValue() | str() | Secret():
            yield shown_leaf(name, field, value)
        case _:
            yield ShownField(name, None, parts=_parts(name, field, value, embedded))


def _parts(
    name: str, field: Field | None, record: Record, embedded: list[Resource]
) -> tuple[ShownField, ...]:
    record = with_secrets(record)
    table: tuple[Field, ...] = ()
    pairs: tuple[ShownField, ...] = ()
    hidden = _NOISE.get(name, frozenset())
    if isinstance(field, Struct):
        table = field.fields
        if field.secret_pairs is not None:
            keys, _, values = field.secret_pairs
            pairs = _paired(record, keys, values)
    if pairs:
        hidden |= {keys, values}
    return (*_shown(record, table, hidden, embedded), *pairs)


def _paired(record: Record, keys: str, values: str) -> tuple[ShownField, ...]:
    """Two parallel lists as one of pairs; nothing where they are no lists of one length."""
    names, texts = record.get(keys), record.get(values)
    if not isinstance(names, tuple) or not isinstance(texts, tuple) or len(names) != len(texts):
        return ()
    shown = [
        shown_leaf(name, None, text)
        for name, text in zip(names, texts, strict=True)
        if isinstance(name, str) and isinstance(text, str | Secret)
    ]
    return tuple(sorted(shown, key=_order)) if len(shown) == len(names) else ()


def _order(field: ShownField) -> tuple[str, list[Any]]:
    return f"{field.name}\n{field.value or ''}", [_order(part) for part in field.parts]
