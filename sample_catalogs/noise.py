"""What differs between two exports although nobody changed anything (`catalog-format.md` §17)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from catalogkit.model.objects import CatalogObject
from catalogkit.model.people import User, UserRole
from catalogkit.model.values import Secret, TypedValue, is_encrypted
from catalogkit.testing import FolderPart, Part, ResourcePart, reencrypted

_SALT = "a later export"
_CREATED, _UPDATED = "2025-02-03T10:30:00.000Z", "2025-01-31T16:45:12.345Z"
_IDS = {"triggerId", "id"}


def noisy(parts: Iterable[Part]) -> list[Part]:
    """The same as a later export of another server would hold it: secrets, dates, counters, ids, order."""
    made = [_noisy(part) for part in parts]
    people = [part for part in made if isinstance(part, User | UserRole)]
    return [*(part for part in made if part not in people), *reversed(people)]


def _noisy(part: Part) -> Part:
    match part:
        case ResourcePart():
            return _later(replace(part, fields=_renewed_fields(part.fields)))
        case FolderPart():
            return part.but(creationDate=_CREATED, updateDate=_UPDATED, **_reordered(part.fields))
        case CatalogObject(fields=fields):
            return replace(part, fields=_renewed_ids(_renewed_fields(fields)))  # type: ignore[arg-type]
    return part


def _later(part: ResourcePart) -> ResourcePart:
    return part.but(version=3, creationDate=_CREATED, updateDate=_UPDATED)


def _reordered(fields: Mapping[str, object]) -> dict[str, object]:
    """Permissions in the opposite order."""
    given = fields.get("permissions")
    return {"permissions": [*reversed(given)]} if isinstance(given, list) else {}


def _renewed_fields(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: _renewed(value) for name, value in fields.items()}


def _renewed(value: object) -> object:
    """A value with other texts for its secrets and later dates for what is embedded."""
    match value:
        case str() if is_encrypted(value):
            return reencrypted(value, _SALT)
        case Secret() if value.is_encrypted:
            return Secret(reencrypted(value.reveal(), _SALT))
        case TypedValue(text=Secret() as text):
            return replace(value, text=Secret(reencrypted(text.reveal(), _SALT)))
        case ResourcePart():
            return _later(replace(value, fields=_renewed_fields(value.fields)))
        case Mapping():
            return _renewed_fields(value)
        case list() | tuple():
            return type(value)(_renewed(item) for item in value)
    return value


def _renewed_ids(fields: dict[str, object]) -> dict[str, object]:
    """Other ids for the parts of a job; the target gives out its own."""
    for value in fields.values():
        if isinstance(value, dict):
            value.update({name: f"9{value[name]}" for name in _IDS & value.keys()})
    return fields
