"""A repository from catalogs: what they hold is taken over as it is, without the rules of an import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TypeVar

from ..errors import EntryError
from ..model.catalog import Catalog, find_entry
from ..model.index import Index, Property
from ..model.objects import ROOT_ORGANIZATION, QualifiedName
from ..model.people import Organization, User, UserRole
from ..model.repository import Folder, Permission, Resource
from ..model.schedules import Job
from ..model.target import Recipient, StoredFolder, Target, fresh_target
from ..model.uri import FILES_SUFFIX, URI
from ..model.usage import AccessEvent, Favorite
from ..model.values import Secret, Value
from ..rehearsal.options import Server
from .memory import Data, data_of
from .repository import Draft, Repository
from .storing import stored

_LISTS = ("@exportedWithPermissions", "permission", "folder", "resource")
"""What a folder's descriptor tells of an export, and not of the folder."""
_KEY_PROPERTIES = frozenset({"keyalias", "encrypted"})
DEFAULT_USERS = ("superuser", "jasperadmin", "joeuser")
"""The users of a server whose catalogs bring none; the password of each is its name."""
_Person = TypeVar("_Person", User, UserRole)
_Listed = TypeVar("_Listed", Job, Favorite)
_HELD = {
    "superuser": ("ROLE_USER", "ROLE_ADMINISTRATOR", "ROLE_SUPERUSER"),
    "jasperadmin": ("ROLE_USER", "ROLE_ADMINISTRATOR"),
    "joeuser": ("ROLE_USER",),
}


def repository_of(catalogs: Iterable[Catalog], server: Server | None = None) -> Repository:
    """The repository that some catalogs show together; where they disagree the last one counts.

    What none of them holds is as on a server right after it was set up: the root folder, users, roles and
    the root organization.

    Args:
        catalogs: the catalogs; none for a fresh server. They may be closed afterwards.
        server: whose rules it follows; None for 6.4, or 8.2 if one of the catalogs is commercial.

    Raises:
        EntryError: the bytes of a resource cannot be read.
    """
    draft = Draft()
    commercial = False
    for catalog in catalogs:
        commercial |= catalog.is_commercial
        _add(draft, catalog)
    rules = server or (Server.PRO_8_2 if commercial else Server.CE_6_4)
    _complete(draft, fresh_target(commercial=rules.is_commercial))
    draft.jobs.sort(key=lambda job: _number(job.id))
    return draft.done(rules)


def fresh_repository(server: Server) -> Repository:
    """A server right after it was set up (import-semantics §11, initial entries)."""
    return repository_of((), server)


def key_properties(index: Index) -> tuple[Property, ...]:
    """What an index says of the key of its secrets; nothing where it says nothing."""
    return tuple(item for item in index.properties if item.name in _KEY_PROPERTIES)


def _add(draft: Draft, catalog: Catalog) -> None:
    for folder in catalog.folders.values():
        _add_folder(draft, folder, catalog)
    for resource in catalog.resources.values():
        _add_resource(draft, resource, catalog)
    draft.users.update(_in_order(catalog, "user", catalog.users))
    draft.roles.update(_in_order(catalog, "role", catalog.roles))
    draft.organizations.update(catalog.organizations)
    draft.calendars.update(catalog.calendars)
    draft.jobs = _laid_over(draft.jobs, catalog.jobs.values())
    draft.events += [event for _, event in sorted(_numbered(catalog))]
    draft.favorites = _laid_over(draft.favorites, catalog.favorites.values())
    if catalog.index is not None:
        draft.properties = key_properties(catalog.index) or draft.properties


def _laid_over(below: Iterable[_Listed], above: Iterable[_Listed]) -> list[_Listed]:
    """Jobs or favorites of several catalogs; of two in the same place the last one counts."""
    return list({item.key.id: item for item in chain(below, above) if item.listed}.values())


def _numbered(catalog: Catalog) -> Iterator[tuple[tuple[int, str, int], AccessEvent]]:
    """Access events with the number of their file, which is their order."""
    for place, event in enumerate(catalog.access_events):
        name = event.entry.rpartition("/")[2].removesuffix(".xml")
        yield (*_number(name), place), event


def _in_order(catalog: Catalog, element: str, people: Mapping[str, _Person]) -> Mapping[str, _Person]:
    """People in the order of the index, which is that of their creation."""
    items = catalog.index.items("authority", element) if catalog.index is not None else []
    places = {str(item.name): place for place, item in enumerate(items)}
    return dict(sorted(people.items(), key=lambda pair: places.get(pair[0], len(places))))


def _add_folder(draft: Draft, folder: Folder, catalog: Catalog) -> None:
    owner = folder.uri.removesuffix(FILES_SUFFIX)
    fields = {name: value for name, value in folder.fields.items() if name not in _LISTS}
    kept = Folder(fields, "", folder.uri)
    if owner != folder.uri and URI(owner) in catalog.resources:
        draft.hidden[folder.uri] = kept
        return
    draft.folders[folder.uri] = kept
    _add_permissions(draft, folder.uri, folder.permissions)


def _add_resource(draft: Draft, resource: Resource, catalog: Catalog) -> None:
    made = stored(resource, resource.uri)
    draft.resources[resource.uri] = made.resource
    for uri, paths in made.files.items():
        draft.data[uri] = tuple(_data(catalog, resource, path) for path in paths)
    _add_permissions(draft, resource.uri, resource.permissions)


def _data(catalog: Catalog, resource: Resource, path: str) -> Data:
    entry = find_entry(catalog.archive, path, escaped=catalog.escaped)
    if entry is None:
        raise EntryError(
            f"the bytes of {resource.uri} are not in the catalog",
            where=path,
            hint="export it again, or check it with `catalogkit check`",
        )
    return data_of(catalog.archive.read(entry))


def _add_permissions(draft: Draft, uri: URI, permissions: tuple[Permission, ...]) -> None:
    masks: dict[Recipient, int] = {
        (item.recipient_type, str(item.recipient)): item.mask or 0
        for item in permissions
        if item.recipient.name
    }
    if masks:
        draft.permissions[uri] = masks


def _complete(draft: Draft, fresh: Target) -> None:
    """Add what a fresh server has, where the catalogs do not tell."""
    if URI("/") not in draft.folders:
        for item in fresh.folders.values():
            draft.folders.setdefault(URI(item.uri), folder_of(item))
        for uri, masks in fresh.permissions.items():
            draft.permissions.setdefault(uri, dict(masks))
    if "/" not in draft.permissions:  # they were not exported: without any nobody could read anything
        draft.permissions["/"] = dict(fresh.permissions["/"])
    for uri in [*draft.folders, *draft.resources]:
        for above in uri.ancestors():
            draft.folders.setdefault(above, folder_of(StoredFolder(above, above.name)))
    if ROOT_ORGANIZATION in draft.organizations:
        root_first = {ROOT_ORGANIZATION: draft.organizations[ROOT_ORGANIZATION]}
        draft.organizations = root_first | draft.organizations
    else:
        root = fresh.organizations[ROOT_ORGANIZATION]
        fields: dict[str, Value | tuple[Value, ...]] = {
            "id": root.id,
            "alias": root.alias,
            "tenantName": root.name,
            "tenantDesc": root.description,
            "tenantNote": root.note,
            "tenantUri": root.uri,
            "tenantFolderUri": root.folder,
            "theme": root.theme,
        }
        draft.organizations = {root.id: Organization(fields, ""), **draft.organizations}
    _complete_people(draft, fresh)


def _complete_people(draft: Draft, fresh: Target) -> None:
    if not draft.users:
        draft.users = {name: _user(name) for name in DEFAULT_USERS}
    held = {str(role) for user in draft.users.values() for role in user.roles}
    for name in sorted(fresh.roles | held, key=lambda name: (name not in fresh.roles, name)):
        draft.roles.setdefault(name, role_of(name))


def _user(name: str) -> User:
    roles: tuple[Value, ...] = tuple({"#text": role} for role in _HELD[name])
    return User(
        {
            "username": name,
            "fullName": f"{name} User",
            "password": Secret(name),
            "externallyDefined": "false",
            "enabled": "true",
            "role": roles,
        },
        "",
    )


def role_of(name: str) -> UserRole:
    """A role that nobody described, by `name` or `name|organization`."""
    role, tenant = QualifiedName.parse(name)
    fields: dict[str, Value | tuple[Value, ...]] = {"name": role, "externallyDefined": "false"}
    if tenant is not None:
        fields["tenantId"] = tenant
    return UserRole(fields, "")


def folder_of(item: StoredFolder) -> Folder:
    """A folder that nobody described further."""
    uri = URI(item.uri)
    fields: dict[str, Value | tuple[Value, ...]] = {"name": uri.name, "label": item.label}
    if uri != "/":
        fields["parent"] = uri.parent
    if item.description:
        fields["description"] = item.description
    return Folder(fields, "", uri)


def _number(text: str) -> tuple[int, str]:
    return (int(text) if text.isdecimal() else 0, text)
