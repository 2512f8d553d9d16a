"""Folders and resources, and their permissions."""

from __future__ import annotations

from dataclasses import dataclass

from .fields import TEXT
from .objects import CatalogObject, ObjectKey, ObjectKind, QualifiedName, plain, records
from .types import ResourceType
from .uri import URI
from .values import Record


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


class Folder(RepositoryObject):
    """A folder (`catalog-format.md` §5)."""

    __slots__ = ()

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
