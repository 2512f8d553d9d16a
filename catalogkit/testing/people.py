"""Users, roles, organizations, attributes and permissions (`catalog-format.md` §9 and §10).

A role is named `name` or `name|organization`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from ..model.objects import ROOT_ORGANIZATION, QualifiedName
from ..model.people import Attribute, Organization, User, UserRole
from ..model.repository import Permission
from ..model.shapes import ORGANIZATION, ROLE, USER
from ..model.values import Secret, is_encrypted
from .coerce import DATE, simple_fields
from .encryption import old_secret

Attributes: TypeAlias = "Mapping[str, str] | Iterable[Attribute]"
"""Attributes as texts by name, or, where they have permissions, one by one."""


def permission(mask: int, /, *, role: str = "", user: str = "") -> Permission:
    """One explicit permission, for a role or a user named `name` or `name|organization`.

    >>> permission(30, role="ROLE_USER").mask
    30
    """
    kind = "user" if user else "role"
    return Permission(kind, QualifiedName.parse(user or role), mask)


def attribute(name: str, value: str, *permissions: Permission) -> Attribute:
    """A profile attribute; a value written as `ENC<…>` is a secret."""
    return Attribute(name, Secret(value) if is_encrypted(value) else value, permissions)


def user(
    name: str,
    /,
    *,
    tenant: str | None = None,
    roles: Iterable[str] = ("ROLE_USER",),
    password: str | None = None,
    attributes: Attributes = (),
    **fields: object,
) -> User:
    """A user.

    Args:
        name: unqualified name.
        tenant: id of the organization; None for the root.
        roles: names of roles.
        password: as written; None for an invented one.
        attributes: profile attributes.
        fields: other elements by XML name.
    """
    given: dict[str, object] = {
        "username": name,
        "fullName": name,
        "password": old_secret(name) if password is None else password,
        "externallyDefined": False,
        "enabled": True,
        "role": [QualifiedName.parse(role) for role in roles],
        "attribute": [
            {"@name": a.name, "value": a.value, "permission": a.permissions} for a in _attributes(attributes)
        ],
        "previousPasswordChangeTime": DATE,
        "tenantId": tenant,
        **fields,
    }
    return User(simple_fields(USER, given), "")


def role(name: str, /, *, tenant: str | None = None, **fields: object) -> UserRole:
    """A role; `tenant` is the id of its organization."""
    given = {"name": name, "tenantId": tenant, "externallyDefined": False, **fields}
    return UserRole(simple_fields(ROLE, given), "")


def organization(
    id: str = ROOT_ORGANIZATION,  # noqa: A002 - the word of the format
    /,
    *,
    parent: Organization | None = None,
    attributes: Attributes = (),
    **fields: object,
) -> Organization:
    """An organization; without an id the root, whose attributes are server settings.

    Args:
        id: its id.
        parent: the organization above it; None for the root.
        attributes: its attributes.
        fields: other elements by XML name.
    """
    is_root = id == ROOT_ORGANIZATION
    above = _text(parent, "tenantUri"), _text(parent, "tenantFolderUri")
    given: dict[str, object] = {
        "id": id,
        "alias": id,
        "parentId": None if is_root else parent.id if parent else ROOT_ORGANIZATION,
        "tenantName": "root" if is_root else id,
        "tenantDesc": id if is_root else " ",
        "tenantNote": " ",
        "tenantUri": "/" if is_root else f"{above[0]}/{id}",
        "tenantFolderUri": "/" if is_root else f"{above[1]}/organizations/{id}",
        "attribute": [
            {"name": a.name, "value": a.value, "permissions": a.permissions} for a in _attributes(attributes)
        ],
        "theme": "default",
        **fields,
    }
    return Organization(simple_fields(ORGANIZATION, given), "")


def _attributes(given: Attributes) -> Iterable[Attribute]:
    if isinstance(given, Mapping):
        return [attribute(name, value) for name, value in given.items()]
    return given


def _text(parent: Organization | None, name: str) -> str:
    """A path of the parent, without the `/` of the root."""
    return ((parent.text(name) if parent else None) or "").rstrip("/")
