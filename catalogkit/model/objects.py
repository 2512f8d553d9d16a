"""What all objects of a catalog have in common: each keeps all its fields as written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from .values import Record, Value

ROOT_ORGANIZATION = "organizations"
"""Id of the root organization (`catalog-format.md` §9.3)."""


class ObjectKind(Enum):
    """What an object is."""

    FOLDER = "folder"
    RESOURCE = "resource"
    USER = "user"
    ROLE = "role"
    ORGANIZATION = "organization"
    CALENDAR = "calendar"
    JOB = "job"
    EVENT = "event"
    FAVORITE = "favorite"


class ObjectKey(NamedTuple):
    """What identifies an object in a catalog: a folder and a resource may share a URI (§3.2)."""

    kind: ObjectKind
    id: str

    def __str__(self) -> str:
        return f"{self.kind.value} {self.id}"


class QualifiedName(NamedTuple):
    """The name of a user or role with its organization; None or the root's id is the root."""

    name: str
    tenant: str | None = None

    def __str__(self) -> str:
        root = self.tenant in (None, "", ROOT_ORGANIZATION)
        return self.name if root else f"{self.name}|{self.tenant}"

    @classmethod
    def parse(cls, text: str) -> QualifiedName:
        """Read `name` or `name|organization` (`catalog-format.md` §3.3)."""
        name, separator, tenant = text.rpartition("|")
        return cls(name, tenant) if separator else cls(text)


@dataclass(frozen=True, slots=True, repr=False)
class CatalogObject:
    """Anything that has a descriptor.

    Args:
        fields: all elements and attributes by name, as written (`model.fields` names them).
        entry: name of the entry that holds the descriptor.
    """

    fields: Record
    entry: str

    @property
    def key(self) -> ObjectKey:
        """What identifies it in its catalog."""
        raise NotImplementedError

    def text(self, name: str) -> str | None:
        """The text of a simple field; None when it is absent, structured or secret."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else None

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a repeated field."""
        return tuple(v for v in many(self.fields, name) if isinstance(v, str))

    @property
    def label(self) -> str:
        """The label as shown to users; empty where there is none."""
        return self.text("label") or ""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.key.id}>"


def many(fields: Record, name: str) -> tuple[Value, ...]:
    """All values of a field: none, one, or several."""
    value = fields.get(name)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def records(fields: Record, name: str) -> Iterable[Record]:
    """All structured values of a field."""
    return (v for v in many(fields, name) if isinstance(v, dict))


def plain(fields: Record, name: str) -> str:
    """The text of a field of a structured value; empty where it is absent."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""
