"""Who belongs to whom: users, roles, organizations, recipients of permissions, favorites, access events."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.catalog import Catalog
from ..model.fields import Role
from ..model.objects import ROOT_ORGANIZATION, CatalogObject, ObjectKey, ObjectKind, QualifiedName
from ..model.people import Organization, User
from ..model.repository import Permission
from ..model.uri import URI, without_scheme
from .edge import Edge, Strength, attribute_id, object_id
from .extraction import Place, edge
from .resolve import NOT_THERE, Found, Resolver, organizations_of

_EVERYWHERE = {
    ObjectKind.ROLE: frozenset({"ROLE_USER", "ROLE_ADMINISTRATOR", "ROLE_ANONYMOUS", "ROLE_SUPERUSER"}),
    ObjectKind.USER: frozenset({"jasperadmin", "superuser", "anonymousUser"}),
    ObjectKind.ORGANIZATION: frozenset({ROOT_ORGANIZATION}),
}
"""What servers have from the start, so that a catalog need not bring it."""
_RECIPIENTS = {"user": ObjectKind.USER, "role": ObjectKind.ROLE}


class People:
    """Looks people up in one catalog.

    Args:
        catalog: the catalog.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._own = catalog.index.organization if catalog.index is not None else None
        self._known = {
            ObjectKind.USER: frozenset(str(user.name) for user in catalog.users.values()),
            ObjectKind.ROLE: frozenset(str(role.name) for role in catalog.roles.values()),
            ObjectKind.ORGANIZATION: frozenset(item.id for item in catalog.organizations.values()),
        }

    def find(self, kind: ObjectKind, name: str) -> Found:
        """A user, role or organization by name; users and roles as `name|organization`."""
        target = object_id(ObjectKey(kind, name))
        if name in self._known[kind]:
            return Found(target, target, resolved=True)
        if name in _EVERYWHERE[kind]:
            return Found(target, target, resolved=False, reason="every server has it", external=True)
        return Found(target, target, resolved=False, reason=NOT_THERE)

    def find_near(self, kind: ObjectKind, name: str, owner: str) -> Found:
        """A user or role that content names without its organization: that of the owner comes first.

        Args:
            kind: user or role.
            name: as written.
            owner: URI of the object whose content names it.
        """
        ids = [folder.name for folder in organizations_of(URI(owner))]
        for organization in (*ids, self._own):
            if organization and f"{name}|{organization}" in self._known[kind]:
                return self.find(kind, f"{name}|{organization}")
        return self.find(kind, name)


def people_edges(catalog: Catalog, resolver: Resolver, people: People) -> Iterator[Edge]:
    """Users to roles, both to organizations, organizations to their parents, folders and themes."""
    for user in catalog.users.values():
        for role in user.roles:
            yield _edge(
                user, people.find(ObjectKind.ROLE, str(role)), Role.USER_ROLE, "/user/role", role.name
            )
        yield from _tenant(user, people, "/user/tenantId")
    for item in catalog.roles.values():
        yield from _tenant(item, people, "/role/tenantId")
    for organization in catalog.organizations.values():
        parent = organization.text("parentId")
        if parent and organization.id != ROOT_ORGANIZATION:
            found = people.find(ObjectKind.ORGANIZATION, parent)
            yield _edge(organization, found, Role.ORGANIZATION, "/organization/parentId", parent)
        folder = organization.text("tenantFolderUri")
        if folder:
            found = resolver.exact(folder)
            yield _edge(organization, found, Role.FOLDER, "/organization/tenantFolderUri", folder)
        yield from _theme(organization, resolver, folder or "/")


def permission_edges(catalog: Catalog, people: People) -> Iterator[Edge]:
    """Folders, resources and profile attributes to those who have a permission on them."""
    for item in (*catalog.folders.values(), *catalog.resources.values()):
        for permission in item.permissions:
            yield from _recipient(item, permission, people, "permission/recipient")
    for holder in _attribute_holders(catalog):
        for attribute in holder.attributes:
            for permission in attribute.permissions:
                yield from _recipient(holder, permission, people, "attribute//recipient")


def favorite_edges(catalog: Catalog, resolver: Resolver, people: People) -> Iterator[Edge]:
    """Favorites to what is liked, and by whom."""
    for favorite in catalog.favorites.values():
        uri, name = favorite.text("resourceURI"), favorite.text("userName")
        if uri:
            found = resolver.exact(uri)
            yield _edge(favorite, found, Role.FAVORITE, "/favorite/resourceURI", uri, Strength.SOFT)
        if name:
            found = people.find(ObjectKind.USER, str(QualifiedName.parse(name)))
            yield _edge(favorite, found, Role.USER, "/favorite/userName", name, Strength.SOFT)


def access_edges(catalog: Catalog, resolver: Resolver, people: People) -> Iterator[Edge]:
    """Access events to what was opened, and by whom; parses all of them."""
    for event in catalog.access_events:
        uri, name = event.text("resourceUri"), event.text("userName")
        if uri:
            found = resolver.exact(without_scheme(uri))
            yield _edge(event, found, Role.ACCESS, "/accessEvent/resourceUri", uri, Strength.SOFT)
        if name:
            user = str(QualifiedName(name, event.text("tenantId") or None))
            found = people.find(ObjectKind.USER, user)
            yield _edge(event, found, Role.USER, "/accessEvent/userName", name, Strength.SOFT)


def attribute_found(catalog: Catalog) -> dict[str, Found]:
    """The profile attributes that users and organizations of a catalog have, by name."""
    names = {attribute.name for holder in _attribute_holders(catalog) for attribute in holder.attributes}
    return {name: Found(attribute_id(name), attribute_id(name), resolved=True) for name in names}


def _attribute_holders(catalog: Catalog) -> Iterator[User | Organization]:
    yield from catalog.users.values()
    yield from catalog.organizations.values()


def _edge(
    item: CatalogObject,
    found: Found,
    role: Role,
    where: str,
    text: str,
    strength: Strength = Strength.HARD,
) -> Edge:
    return edge(object_id(item.key), found, role, Place(item.entry, 0, where, text), strength)


def _tenant(item: CatalogObject, people: People, where: str) -> Iterator[Edge]:
    tenant = item.text("tenantId")
    if tenant:
        found = people.find(ObjectKind.ORGANIZATION, tenant)
        yield _edge(item, found, Role.ORGANIZATION, where, tenant)


def _theme(item: CatalogObject, resolver: Resolver, folder: str) -> Iterator[Edge]:
    """An organization may have the theme itself, or take it from the root."""
    theme = item.text("theme")
    if theme:
        own, shared = (resolver.exact(URI(f"{above.rstrip('/')}/themes/{theme}")) for above in (folder, "/"))
        found = own if own.resolved else shared
        yield _edge(item, found, Role.THEME, "/organization/theme", theme, Strength.SOFT)


def _recipient(item: CatalogObject, permission: Permission, people: People, where: str) -> Iterator[Edge]:
    kind = _RECIPIENTS.get(permission.recipient_type)
    if kind is not None and permission.recipient.name:
        found = people.find(kind, str(permission.recipient))
        name = permission.recipient.name
        yield _edge(item, found, Role.RECIPIENT, f"//{where}", name, Strength.SOFT)
