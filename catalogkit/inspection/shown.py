"""Fields and permissions as they may be shown: secrets masked, codes with their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.codes import mask_words
from ..model.fields import Field, Leaf
from ..model.objects import CatalogObject
from ..model.redaction import redacted
from ..model.repository import Permission, RepositoryObject
from ..model.values import Raw, Secret, TypedValue


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
class ShownPermission:
    """One explicit permission."""

    recipient_type: str
    recipient: str
    mask: int | None
    words: str


def shown_leaf(name: str, field: Field | None, value: Raw | TypedValue | str | Secret) -> ShownField:
    """A field that holds neither a reference nor fields of a table.

    Args:
        name: its name.
        field: its row in the table of fields, or None.
        value: what it holds; of what no table knows only the length is shown.
    """
    match value:
        case Raw():
            return ShownField(name, f"({len(value.xml)} characters of unknown XML)")
        case TypedValue():
            text = None if value.text is None else redacted(value.text)
            parts = tuple(shown_leaf(part, None, inner) for part, inner in value.parts)
            return ShownField(name, text, type=value.type or "", parts=parts)
        case _:
            codes = field.codes if isinstance(field, Leaf) else {}
            means = codes.get(value, "") if isinstance(value, str) else ""
            return ShownField(name, redacted(value), means)


def shown_permissions(item: CatalogObject) -> Iterator[ShownPermission]:
    """The explicit permissions of an object, in the order of its descriptor."""
    if isinstance(item, RepositoryObject):
        yield from map(shown_permission, item.permissions)


def shown_permission(permission: Permission) -> ShownPermission:
    """A permission with its mask in words."""
    words = mask_words(permission.mask) if permission.mask is not None else "not a number"
    return ShownPermission(permission.recipient_type, str(permission.recipient), permission.mask, words)
