"""A catalog: everything an export holds, and what became of each of its entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import NamedTuple, Self, TypeAlias

from ..archive import Archive, Entry
from ..archive.escaping import escape, escapes
from .index import Index
from .objects import CatalogObject, ObjectKey, ObjectKind
from .people import Organization, User, UserRole
from .problems import Problem
from .repository import Folder, Resource
from .schedules import Calendar, Job
from .uri import URI
from .usage import AccessEvent, Favorite
from .walk import data_paths, local_resources, with_locals

Claims: TypeAlias = dict[str, ObjectKey | None]
"""The object that each entry belongs to, by entry name; None for parts of the catalog itself."""


class Unclaimed(NamedTuple):
    """An entry that belongs to no object.

    Args:
        entry: its name.
        size: bytes, uncompressed.
        reason: why nothing claims it.
    """

    entry: str
    size: int
    reason: str


class MissingData(NamedTuple):
    """A file that a resource names and the archive lacks.

    Args:
        owner: the listed resource.
        resource: the resource that names it: the owner or one embedded in it.
        entry: the entry name that was looked for.
    """

    owner: URI
    resource: URI
    entry: str


@dataclass(frozen=True, slots=True)
class AccessEvents:
    """The access events of a catalog: counted at once, parsed when iterated."""

    entries: tuple[Entry, ...]
    _parse: Callable[[Entry], tuple[AccessEvent | None, list[Problem]]]

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[AccessEvent]:
        for entry in self.entries:
            event, _ = self._parse(entry)
            if event is not None:
                yield event

    def problems(self) -> Iterator[Problem]:
        """What is noticed when all of them are read; an event that cannot be read is not iterated."""
        for entry in self.entries:
            yield from self._parse(entry)[1]


@dataclass(frozen=True, slots=True, eq=False)
class Catalog:
    """Everything in an export catalog. Use it as a context manager, or call `close`.

    Args:
        archive: the entries it was read from.
        index: the index; None where there is none or it cannot be read.
        broken_dependencies: URIs of `broken_dependencies.xml`, in document order; None without it.
        folders: folders by URI.
        resources: listed resources by URI; local ones are inside their owners.
        owners: the listed owner of each local resource, by the URI of the local resource.
        users: users by `name|organization`.
        roles: roles by `name|organization`.
        organizations: organizations by id.
        jobs: report jobs by `<report URI>/<id>`.
        calendars: calendars by name.
        access_events: access events, parsed only when iterated.
        favorites: favorites by `<folder URI>/<id>`.
        job_ids: job ids that the index of a report lists, by report URI.
        favorite_ids: favorite ids that the index of a folder lists, by folder URI.
        claims: the object that each entry belongs to; None for parts of the catalog itself.
        unclaimed: the entries that belong to nothing.
        missing_data: files named by resources and not there.
        problems: what was noticed while reading.
    """

    archive: Archive
    index: Index | None
    broken_dependencies: tuple[URI, ...] | None
    folders: Mapping[URI, Folder]
    resources: Mapping[URI, Resource]
    owners: Mapping[URI, URI]
    users: Mapping[str, User]
    roles: Mapping[str, UserRole]
    organizations: Mapping[str, Organization]
    jobs: Mapping[str, Job]
    calendars: Mapping[str, Calendar]
    access_events: AccessEvents
    favorites: Mapping[str, Favorite]
    job_ids: Mapping[URI, tuple[str, ...]]
    favorite_ids: Mapping[URI, tuple[str, ...]]
    claims: Claims
    unclaimed: tuple[Unclaimed, ...]
    missing_data: tuple[MissingData, ...]
    problems: tuple[Problem, ...]

    @property
    def escaped(self) -> bool:
        """Whether entry names are escaped (`catalog-format.md` §3.1)."""
        return names_are_escaped(self.index)

    @property
    def is_commercial(self) -> bool:
        """Whether a commercial server wrote it: it says so, or holds what only those have."""
        version = self.index.value("jsVersion") if self.index is not None else None
        if version and version.split()[-1] in ("PRO", "EE", "CE"):
            return not version.endswith("CE")
        return len(self.organizations) > 1 or any(r.type.is_commercial for r in self.resources.values())

    def close(self) -> None:
        """Close the archive."""
        self.archive.close()

    def objects(self) -> Iterator[CatalogObject]:
        """Every object except access events, kind by kind."""
        for objects in (
            self.folders,
            self.resources,
            self.users,
            self.roles,
            self.organizations,
            self.jobs,
            self.calendars,
            self.favorites,
        ):
            yield from objects.values()

    def all_resources(self) -> Iterator[Resource]:
        """Every resource, local ones right after their owners."""
        for resource in self.resources.values():
            yield from with_locals(resource)

    def find(self, uri: str) -> list[Folder | Resource]:
        """What is at a URI: a folder, a resource, both, or a local resource; else nothing."""
        here = URI(uri)
        found: list[Folder | Resource] = []
        if here in self.folders:
            found.append(self.folders[here])
        resource = self.resource(here)
        if resource is not None:
            found.append(resource)
        return found

    def resource(self, uri: str) -> Resource | None:
        """The resource at a URI, listed or local."""
        here = URI(uri)
        if here in self.resources:
            return self.resources[here]
        owner = self.owners.get(here)
        if owner is None:
            return None
        return next(r for r in local_resources(self.resources[owner]) if r.uri == here)

    def has(self, uri: str) -> bool:
        """Whether the catalog holds something at a URI (`catalog-format.md` §15)."""
        here = URI(uri)
        return here in self.resources or here in self.folders or here in self.owners

    def data_entries(self, resource: Resource) -> list[Entry]:
        """The entries that hold the files of a resource, those that are there."""
        found = (find_entry(self.archive, path, escaped=self.escaped) for path in data_paths(resource))
        return [entry for entry in found if entry is not None]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Catalog {self.archive.path}: {len(self.resources)} resources>"


def names_are_escaped(index: Index | None) -> bool:
    """Whether entry names are escaped; a catalog without a readable index is taken to be."""
    if index is None:
        return True
    return escapes(index.path_processor)


def entry_name(path: str, *, escaped: bool) -> str:
    """The entry name of a logical path."""
    return escape(path) if escaped else path


def find_entry(archive: Archive, path: str, *, escaped: bool) -> Entry | None:
    """The entry at a logical path, by its escaped or (leniently) its plain name."""
    by_name = archive.by_name
    found = by_name.get(entry_name(path, escaped=escaped))
    return found if found is not None else by_name.get(path)


KINDS: dict[ObjectKind, str] = {
    ObjectKind.FOLDER: "folders",
    ObjectKind.RESOURCE: "resources",
    ObjectKind.USER: "users",
    ObjectKind.ROLE: "roles",
    ObjectKind.ORGANIZATION: "organizations",
    ObjectKind.CALENDAR: "calendars",
    ObjectKind.JOB: "jobs",
    ObjectKind.EVENT: "access_events",
    ObjectKind.FAVORITE: "favorites",
}
"""The attribute of `Catalog` that holds each kind of object."""
