"""A repository: everything a server holds, as model objects; a value that is replaced as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..archive import Entry
from ..model.catalog import AccessEvents, Catalog
from ..model.index import MODULE_CHILDREN, Index, Module, Property
from ..model.people import Organization, User, UserRole
from ..model.problems import Problem
from ..model.repository import Folder, Resource
from ..model.schedules import Calendar, Job
from ..model.target import Recipient, StoredFolder, Target
from ..model.uri import FILES_SUFFIX, URI
from ..model.usage import AccessEvent, Favorite
from ..model.values import Value
from ..model.walk import local_resources
from ..rehearsal.options import Server
from ..rehearsal.targets import target_of
from .memory import Data, MemoryArchive
from .placing import Placed, placed

VERSIONS = {Server.CE_6_4: "6.4.0 CE", Server.CE_8_2: "8.1.0 CE", Server.PRO_8_2: "8.1.0 PRO"}
"""What each server writes as `jsVersion` (rest-services §2)."""
NAME = "sandbox"


@dataclass(slots=True)
class Draft:
    """What a repository holds, while it is put together.

    Args:
        folders: folders by URI.
        hidden: folders of embedded resources, which no export writes.
        resources: listed resources by URI, with what is embedded in them.
        permissions: masks by recipient, by URI; objects themselves carry none.
        users: users by `name|organization`, in the order in which they were created.
        roles: roles by `name|organization`, likewise.
        organizations: organizations by id.
        jobs: report jobs, in the order of their ids.
        calendars: calendars by name.
        events: access events, oldest first.
        favorites: favorites.
        data: the bytes of each resource, embedded ones too, by its URI, in the order of `data_paths`.
        properties: what the index of a catalog says of its key.
    """

    folders: dict[URI, Folder] = field(default_factory=dict)
    hidden: dict[URI, Folder] = field(default_factory=dict)
    resources: dict[URI, Resource] = field(default_factory=dict)
    permissions: dict[str, dict[Recipient, int]] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    roles: dict[str, UserRole] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    jobs: list[Job] = field(default_factory=list)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    events: list[AccessEvent] = field(default_factory=list)
    favorites: list[Favorite] = field(default_factory=list)
    data: dict[URI, tuple[Data, ...]] = field(default_factory=dict)
    properties: tuple[Property, ...] = ()

    def done(self, server: Server) -> Repository:
        """The repository; this draft must not be changed any more."""
        found = placed(self.folders.values(), self.resources, self.data)
        catalog = _catalog(self, server, found)
        return Repository(self, server, catalog, _target(self, catalog), found.files)


@dataclass(frozen=True, slots=True, eq=False)
class Repository:
    """Everything a server holds. It is never changed: an import makes a new one.

    Args:
        contents: what it holds; treat it as frozen, or take `draft`.
        server: whose rules it follows.
        catalog: the same as a catalog: every file has a place of its own.
        target: the same as what a rehearsal imports into.
        files: the bytes of the resources of `catalog`, by logical path.
    """

    contents: Draft
    server: Server
    catalog: Catalog
    target: Target
    files: Mapping[str, Data]

    def draft(self) -> Draft:
        """A copy that can be changed without changing this."""
        now = self.contents
        return replace(
            now,
            folders=dict(now.folders),
            hidden=dict(now.hidden),
            resources=dict(now.resources),
            permissions={uri: dict(masks) for uri, masks in now.permissions.items()},
            users=dict(now.users),
            roles=dict(now.roles),
            organizations=dict(now.organizations),
            jobs=list(now.jobs),
            calendars=dict(now.calendars),
            events=list(now.events),
            favorites=list(now.favorites),
            data=dict(now.data),
        )

    def folder(self, uri: str) -> Folder | None:
        """The folder at a URI, hidden ones included."""
        here = URI(uri)
        found = self.contents.folders.get(here) or self.contents.hidden.get(here)
        stored = self.target.folders.get(uri)
        if found is not None or stored is None:
            return found
        owner = self.contents.resources.get(URI(here.removesuffix(FILES_SUFFIX)))
        fields: dict[str, Value | tuple[Value, ...]] = {
            "parent": here.parent,
            "name": here.name,
            "label": stored.label,
        }
        if stored.description:
            fields["description"] = stored.description
        if owner is not None and "creationDate" in owner.fields:
            fields |= dict.fromkeys(("creationDate", "updateDate"), owner.fields["creationDate"])
        return Folder(fields, "", here)


def _catalog(draft: Draft, server: Server, found: Placed) -> Catalog:
    """The contents as a catalog over an archive in memory."""
    properties = (Property("jsVersion", VERSIONS[server]), *draft.properties)
    events = {f"accessEvents/{number}.xml": event for number, event in enumerate(draft.events, 1)}

    def parse(entry: Entry) -> tuple[AccessEvent | None, list[Problem]]:
        return events[entry.name], []

    return Catalog(
        archive=MemoryArchive(NAME, found.files),
        index=Index(properties, tuple(Module(name) for name in MODULE_CHILDREN)),
        broken_dependencies=None,
        folders=draft.folders,
        resources=found.resources,
        owners={local.uri: uri for uri, item in draft.resources.items() for local in local_resources(item)},
        users=draft.users,
        roles=draft.roles,
        organizations=draft.organizations,
        jobs={job.key.id: job for job in draft.jobs},
        calendars=draft.calendars,
        access_events=AccessEvents(tuple(Entry(name, name, 0, 0, None, None) for name in events), parse),
        favorites={favorite.key.id: favorite for favorite in draft.favorites},
        job_ids=_ids(draft.jobs),
        favorite_ids={},
        claims={},
        unclaimed=(),
        missing_data=(),
        problems=(),
    )


def _ids(jobs: Sequence[Job]) -> Mapping[URI, tuple[str, ...]]:
    found: dict[URI, tuple[str, ...]] = {}
    for job in jobs:
        found[job.report] = (*found.get(job.report, ()), job.id)
    return found


def _target(draft: Draft, catalog: Catalog) -> Target:
    """What a rehearsal sees: nothing of it is unknown."""
    target = target_of(catalog)
    for uri, folder in draft.hidden.items():
        target.folders[uri] = StoredFolder(uri, folder.label, folder.description)
    target.permissions = {uri: dict(masks) for uri, masks in draft.permissions.items()}
    target.unknown = frozenset()
    return target
