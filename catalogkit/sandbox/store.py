"""A repository in a folder: one zip, which is replaced as a whole, so that it survives any end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ..archive import Limits, open_archive
from ..errors import UnreadableError, UsageError
from ..model.index import Index, IndexItem, Module, Property
from ..model.objects import CatalogObject
from ..model.people import User, UserRole
from ..model.repository import Folder
from ..parsing.builder import build_catalog
from ..parsing.catalog_writer import write_catalog
from ..rehearsal.options import Server
from .loading import repository_of
from .repository import VERSIONS, Repository
from .storing import marks_of, with_marks

NAME = "repository.zip"
_DRAFT = ".repository.zip.new"
_SERVERS: dict[str | None, Server] = {version: server for server, version in VERSIONS.items()}
"""Whose rules a state follows, by the `jsVersion` that it was written with."""


class Store:
    """The folder that a repository is kept in.

    Args:
        folder: the folder; it is made if it is not there.

    Raises:
        UsageError: it cannot be made, or another server uses it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as failure:
            raise _unusable(folder, failure) from failure
        if not _locked(self._lock):
            os.close(self._lock)
            hint = "stop it, or name another folder"
            raise UsageError("another sandbox keeps its state there", where=str(folder), hint=hint)
        try:
            (folder / _DRAFT).unlink(missing_ok=True)
        except OSError as failure:
            self.close()
            raise _unusable(folder / _DRAFT, failure) from failure

    def load(self, server: Server | None, limits: Limits) -> Repository | None:
        """The repository that is kept; None if there is none yet.

        Args:
            server: whose rules it must follow; None for those that it followed.
            limits: the limits of reading it.

        Raises:
            UnreadableError: what is kept cannot be read.
            UsageError: it followed the rules of another server.
        """
        path = self._folder / NAME
        if not path.exists():
            return None
        try:
            with open_archive(path, limits) as archive:
                catalog = build_catalog(archive)
                kept = _SERVERS.get(catalog.index.value("jsVersion")) if catalog.index is not None else None
                if kept is not None and server not in (None, kept):
                    what = f"the state that is kept there is one of {kept.value}"
                    hint = f"leave out --server, say --server {kept.value}, or name another folder"
                    raise UsageError(what, where=str(self._folder), hint=hint)
                return repository_of([catalog], kept or server)
        except UnreadableError as error:
            what, hint = f"the state cannot be read: {error.what}", "move it away, or name another folder"
            raise UnreadableError(what, where=str(path), hint=hint) from error

    def keep(self, repository: Repository) -> None:
        """Replace what is kept: it is on the disk before it has its name.

        Raises:
            UsageError: it cannot be written; what was kept stays.
        """
        try:
            self._replace(repository)
        except OSError as failure:
            raise _unusable(self._folder, failure) from failure

    def _replace(self, repository: Repository) -> None:
        draft = self._folder / _DRAFT
        with open(draft, "wb") as stream:
            files = {path: data.content for path, data in repository.files.items()}
            write_catalog(stream, _index(repository), _objects(repository), files)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(self._folder / NAME)
        _sync_folder(self._folder)

    def close(self) -> None:
        """Let another server use the folder."""
        os.close(self._lock)


def _unusable(folder: Path, failure: OSError) -> UsageError:
    what, hint = f"the state cannot be kept: {failure.strerror}", "name a folder that can be written to"
    return UsageError(what, where=str(folder), hint=hint)


def _locked(descriptor: int) -> bool:
    """Whether we are the only one; where the system has no such locks, that is taken for granted."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sync_folder(folder: Path) -> None:
    """Make a new name last; some systems cannot open folders, and need not."""
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _index(repository: Repository) -> Index:
    """An index that keeps the order of users and roles, which their files do not."""
    contents = repository.contents
    people: list[IndexItem] = []
    persons: list[User | UserRole] = [*contents.users.values(), *contents.roles.values()]
    for person in persons:
        element = "user" if isinstance(person, User) else "role"
        people.append(IndexItem(element, person.name.name, person.name.tenant or None))
    properties = (
        Property("pathProcessorId", "zip"),
        Property("jsVersion", VERSIONS[repository.server]),
        *contents.properties,
    )
    modules = (
        Module("tenants", tuple(IndexItem("organization", name) for name in contents.organizations)),
        Module("authority", tuple(people)),
        Module("repositoryResources", (IndexItem("folder", "/"),)),
        Module("calendars", tuple(IndexItem("calendar", name) for name in contents.calendars)),
        Module("reportJobs", tuple(IndexItem("report", uri) for uri in repository.catalog.job_ids)),
        Module("accessEvents", (IndexItem("accessEventsCount", str(len(contents.events))),)),
    )
    return Index(properties, modules)


def _objects(repository: Repository) -> Iterator[CatalogObject]:
    contents = repository.contents
    for folder in (*contents.folders.values(), *contents.hidden.values()):
        marks = marks_of(contents.permissions.get(folder.uri, {}))
        yield Folder({**folder.fields, **marks}, "", folder.uri)
    for resource in repository.catalog.resources.values():
        yield with_marks(resource, marks_of(contents.permissions.get(resource.uri, {})))
    yield from contents.organizations.values()
    yield from contents.users.values()
    yield from contents.roles.values()
    yield from contents.calendars.values()
    yield from contents.jobs
    yield from contents.events
    yield from contents.favorites
