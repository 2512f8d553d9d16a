"""Users, roles, organizations, and their attributes."""

from __future__ import annotations

from dataclasses import dataclass

from .fields import TEXT
from .objects import CatalogObject, ObjectKey, ObjectKind, QualifiedName, many, plain, records
from .repository import Permission, permissions
from .values import Record, Secret

ADMINISTRATION = frozenset({"ROLE_ADMINISTRATOR", "ROLE_SUPERUSER"})
"""The roles of administrators."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A profile attribute. Its value is a `Secret` when it is encrypted."""

    name: str
    value: str | Secret
    permissions: tuple[Permission, ...]


def attributes(fields: Record) -> tuple[Attribute, ...]:
    """The profile attributes among some fields, in either spelling (§9.4)."""
    found = []
    for entry in records(fields, "attribute"):
        value = entry.get("value")
        found.append(
            Attribute(
                plain(entry, "@name") or plain(entry, "name"),
                value if isinstance(value, str | Secret) else "",
                permissions(entry) + permissions(entry, "permissions"),
            )
        )
    return tuple(found)


class User(CatalogObject):
    """A user (`catalog-format.md` §9.1). `name` is the one in the descriptor."""

    __slots__ = ()

    @property
    def name(self) -> QualifiedName:
        """Name and organization."""
        return QualifiedName(self.text("username") or "", self.text("tenantId"))

    @property
    def key(self) -> ObjectKey:
        return ObjectKey(ObjectKind.USER, str(self.name))

    @property
    def label(self) -> str:
        return self.text("fullName") or ""

    @property
    def enabled(self) -> bool:
        """Whether the user may log in."""
        return self.text("enabled") == "true"

    @property
    def roles(self) -> tuple[QualifiedName, ...]:
        """The roles it holds."""
        found = []
        for value in many(self.fields, "role"):
            if isinstance(value, dict):
                found.append(QualifiedName(plain(value, TEXT), plain(value, "@tenantId") or None))
        return tuple(found)

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """Its profile attributes."""
        return attributes(self.fields)


class UserRole(CatalogObject):
    """A role (`catalog-format.md` §9.2)."""

    __slots__ = ()

    @property
    def name(self) -> QualifiedName:
        """Name and organization."""
        return QualifiedName(self.text("name") or "", self.text("tenantId"))

    @property
    def key(self) -> ObjectKey:
        return ObjectKey(ObjectKind.ROLE, str(self.name))


class Organization(CatalogObject):
    """An organization, also called tenant (`catalog-format.md` §9.3)."""

    __slots__ = ()

    @property
    def id(self) -> str:
        """Its id; the root's is `organizations`."""
        return self.text("id") or ""

    @property
    def key(self) -> ObjectKey:
        return ObjectKey(ObjectKind.ORGANIZATION, self.id)

    @property
    def label(self) -> str:
        return self.text("tenantName") or ""

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """Its attributes; those of the root are server settings."""
        return attributes(self.fields)
