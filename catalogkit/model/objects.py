"""The objects of a catalog. Each keeps all fields as written; properties read the usual ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from .fields import TEXT
from .types import ResourceType
from .uri import URI
from .values import Record, Secret, TypedValue, Value

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


@dataclass(frozen=True, slots=True)
class Permission:
    """One explicit permission entry (`catalog-format.md` §10).

    Args:
        recipient_type: `user` or `role` as written; empty when there is no recipient.
        recipient: who gets it.
        mask: sum of permission bits; None where it is missing or no number.
    """

    recipient_type: str
    recipient: QualifiedName
    mask: int | None


@dataclass(frozen=True, slots=True)
class Attribute:
    """A profile attribute. Its value is a `Secret` when it is encrypted."""

    name: str
    value: str | Secret
    permissions: tuple[Permission, ...]


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


def permissions(fields: Record, name: str = "permission") -> tuple[Permission, ...]:
    """The explicit permissions among some fields, in document order."""
    return tuple(_permission(entry) for entry in records(fields, name))


def _permission(entry: Record) -> Permission:
    recipient = next(iter(records(entry, "recipient")), {})
    try:
        mask = int(plain(entry, "permissionMask"))
    except ValueError:
        mask = None
    name = QualifiedName(plain(recipient, TEXT), plain(recipient, "@tenantId") or None)
    return Permission(plain(recipient, "@recipientType"), name, mask)


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


@dataclass(frozen=True, slots=True, repr=False)
class RepositoryObject(CatalogObject):
    """A folder or a resource.

    Args:
        uri: where it is; from the entry name, for local resources from folder and name (§0 rule 5).
    """

    uri: URI

    @property
    def description(self) -> str:
        """The description; empty where there is none."""
        return self.text("description") or ""

    @property
    def permissions(self) -> tuple[Permission, ...]:
        """Its explicit permissions."""
        return permissions(self.fields)

    @property
    def exported_with_permissions(self) -> bool:
        """Whether having no permission here means that there is none (§10)."""
        return self.text("@exportedWithPermissions") == "true"

    @property
    def body_uri(self) -> URI | None:
        """The URI that the descriptor itself states; None where it states none."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, repr=False)
class Folder(RepositoryObject):
    """A folder (`catalog-format.md` §5)."""

    @property
    def key(self) -> ObjectKey:
        return ObjectKey(ObjectKind.FOLDER, self.uri)

    @property
    def body_uri(self) -> URI | None:
        name = self.text("name")
        if name is None:
            return None
        parent = self.text("parent")
        return URI(name) if parent is None else URI(parent).child(name)


@dataclass(frozen=True, slots=True, repr=False)
class Resource(RepositoryObject):
    """A resource, listed or local (`catalog-format.md` §6 to §8).

    Args:
        type: its row in the table of types.
    """

    type: ResourceType

    @property
    def key(self) -> ObjectKey:
        return ObjectKey(ObjectKind.RESOURCE, self.uri)

    @property
    def body_uri(self) -> URI | None:
        folder, name = self.text("folder"), self.text("name")
        return None if folder is None or name is None else URI(folder).child(name)


@dataclass(frozen=True, slots=True, repr=False)
class User(CatalogObject):
    """A user (`catalog-format.md` §9.1). `name` is the one in the descriptor."""

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


@dataclass(frozen=True, slots=True, repr=False)
class UserRole(CatalogObject):
    """A role (`catalog-format.md` §9.2)."""

    @property
    def name(self) -> QualifiedName:
        """Name and organization."""
        return QualifiedName(self.text("name") or "", self.text("tenantId"))

    @property
    def key(self) -> ObjectKey:
        return ObjectKey(ObjectKind.ROLE, str(self.name))


@dataclass(frozen=True, slots=True, repr=False)
class Organization(CatalogObject):
    """An organization, also called tenant (`catalog-format.md` §9.3)."""

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


@dataclass(frozen=True, slots=True, repr=False)
class Job(CatalogObject):
    """A report job (`catalog-format.md` §11).

    Args:
        report: URI of the report unit, from the entry name.
        id: job id, from the entry name.
        listed: whether the index of its report lists it; others are not imported.
    """

    report: URI
    id: str
    listed: bool

    @property
    def key(self) -> ObjectKey:
        return ObjectKey(ObjectKind.JOB, f"{self.report}/{self.id}")


@dataclass(frozen=True, slots=True, repr=False)
class Calendar(CatalogObject):
    """A holiday calendar (`catalog-format.md` §12)."""

    @property
    def name(self) -> str:
        """The name as shown, not the file name."""
        return self.text("name") or ""

    @property
    def key(self) -> ObjectKey:
        return ObjectKey(ObjectKind.CALENDAR, self.name)


@dataclass(frozen=True, slots=True, repr=False)
class AccessEvent(CatalogObject):
    """An access event (`catalog-format.md` §12)."""

    @property
    def key(self) -> ObjectKey:
        return ObjectKey(ObjectKind.EVENT, self.entry)


@dataclass(frozen=True, slots=True, repr=False)
class Favorite(CatalogObject):
    """A favorite (`catalog-format.md` §12).

    Args:
        folder: URI of the folder it is grouped under, from the entry name.
        id: its id, from the entry name.
        listed: whether the index of its folder lists it.
    """

    folder: URI
    id: str
    listed: bool

    @property
    def key(self) -> ObjectKey:
        return ObjectKey(ObjectKind.FAVORITE, f"{self.folder}/{self.id}")


def typed_text(value: Value | tuple[Value, ...] | None) -> str | None:
    """The text of a typed value that is not secret."""
    if isinstance(value, TypedValue) and isinstance(value.text, str):
        return value.text
    return value if isinstance(value, str) else None
