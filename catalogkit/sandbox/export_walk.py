"""The walk of an export through folders, resources and what they need (rest-services §2)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from ..model.index import IndexItem
from ..model.objects import CatalogObject
from ..model.repository import Folder, Resource
from ..model.target import Recipient
from ..model.uri import URI
from ..model.values import Value
from ..model.walk import data_paths, with_locals
from ..rehearsal.access import may_read
from ..rehearsal.references import followed
from ..rehearsal.rehearse import java_order
from .export_request import ExportRequest
from .repository import Repository
from .storing import marks_of, with_marks


class RefusedError(Exception):
    """Something that is asked for is not there or may not be read: the export fails."""


class Walk:
    """The folders and resources of one export.

    Args:
        repository: the repository.
        request: what is asked for.
        recipients: through whom the exporting user has rights.

    Attributes:
        items: what the index lists.
        files: logical paths of the bytes that are needed.
    """

    def __init__(
        self, repository: Repository, request: ExportRequest, recipients: tuple[Recipient, ...]
    ) -> None:
        self._repository = repository
        self._request = request
        self._recipients = recipients
        self._children = _children(repository)
        self._folders: dict[URI, tuple[list[str], list[str]]] = {}
        self._resources: dict[URI, Resource] = {}
        self._queue: deque[URI] = deque()
        self._queued: set[URI] = set()
        self._needs: dict[URI, set[URI]] = {}
        self._broken: set[URI] = set()
        self.items: list[IndexItem] = []
        self.files: list[str] = []

    def walk(self, roots: Sequence[str]) -> None:
        """Write what is asked for, in the order of a Java hash set.

        Raises:
            RefusedError: something of it is not there, or may not be read.
        """
        for text in java_order(roots):
            uri = URI(text)
            if not text.startswith("/") or not self._may_read(uri):
                raise RefusedError(text)
            if uri in self._repository.contents.resources:
                if self._take(uri):
                    self.items.append(IndexItem("resource", uri))
            elif self._repository.folder(uri) is not None:
                if self._folder(uri):
                    self.items.append(IndexItem("folder", uri))
            else:
                raise RefusedError(text)
            if uri in self._resources or uri in self._folders:
                self._above(uri)

    def add(self, uri: URI) -> None:
        """Write a resource that something else than a resource needs; it joins the index.

        Raises:
            RefusedError: it is not there, or may not be read.
        """
        resource = self._repository.contents.resources.get(uri)
        if resource is None or not self._may_read(uri):
            raise RefusedError(uri)
        types = self._request.types
        if uri not in self._resources and (not types or _is_of(resource, types)):
            self._write(uri)
            self._above(uri)
            self.items.append(IndexItem("resource", uri))

    def follow(self) -> None:
        """Write what the resources need, breadth first; dependencies are not in the index."""
        while self._queue:
            uri = self._queue.popleft()
            if uri not in self._resources:
                self._write(uri)
                self._above(uri)

    def broken(self) -> list[URI]:
        """The resources that need, directly or not, something that is not in the export."""
        found = set(self._broken)
        growing = True
        while growing:
            more = {owner for owner, needs in self._needs.items() if not needs.isdisjoint(found)} - found
            growing = bool(more)
            found |= more
        return sorted(found)

    def objects(self) -> Iterator[CatalogObject]:
        """The folders and resources as they are written."""
        for uri, (folders, resources) in self._folders.items():
            yield self._exported_folder(uri, folders, resources)
        for uri, resource in self._resources.items():
            yield with_marks(resource, self._marks(uri))

    def reports_below(self, folder: URI) -> Iterator[URI]:
        """The readable resources below a folder, by URI."""
        for uri in sorted(self._repository.contents.resources):
            if uri.is_below(folder) and self._may_read(uri):
                yield uri

    def may_read(self, uri: URI) -> bool:
        """Whether the exporting user may read something."""
        return self._may_read(uri)

    def _may_read(self, uri: str) -> bool:
        return may_read(self._repository.target, self._recipients, uri)

    def _folder(self, uri: URI) -> bool:
        """A folder with all below it, sub-folders first; whether it is written."""
        folders, resources = self._children.get(uri, ((), ()))
        below = [name for name in folders if self._visit_folder(uri.child(name))]
        here = [name for name in resources if self._visit(uri.child(name))]
        types = self._request.types
        if types and "folder" not in types and not below and not here:
            return False
        self._folders[uri] = (below, here)
        return True

    def _visit_folder(self, uri: URI) -> bool:
        return self._may_read(uri) and self._folder(uri)

    def _visit(self, uri: URI) -> bool:
        return self._may_read(uri) and self._take(uri)

    def _take(self, uri: URI) -> bool:
        """A resource of the walk; with types, one of them or one that was found to be needed."""
        types = self._request.types
        resource = self._repository.contents.resources[uri]
        if types and not _is_of(resource, types) and uri not in self._queued:
            return False
        self._write(uri)
        return True

    def _write(self, uri: URI) -> None:
        if uri in self._resources:
            return
        resource = self._repository.catalog.resources[uri]
        self._resources[uri] = resource
        self.files += (path for part in with_locals(resource) for path in data_paths(part))
        for needed, is_link in _external(resource):
            self._need(uri, needed, is_link=is_link)

    def _need(self, owner: URI, needed: URI, *, is_link: bool) -> None:
        """One reference: followed, skipped, or denied; links never count as broken.

        A link that is embedded in a resource is not followed in an export of some kinds only, as recorded in
        `types-report-in-quay`.
        """
        if is_link and self._request.types and not self._is_link(owner):
            return
        contents, catalog = self._repository.contents, self._repository.catalog
        uri = needed if needed in contents.resources else catalog.owners.get(needed, needed)
        denied = uri not in contents.resources or not self._may_read(uri)
        if self._request.has("skip-dependent-resources") or denied:
            if not is_link:
                self._broken.add(owner)
            return
        if not is_link:
            self._needs.setdefault(owner, set()).add(uri)
        if uri not in self._queued:
            self._queued.add(uri)
            self._queue.append(uri)

    def _is_link(self, uri: URI) -> bool:
        return self._resources[uri].type.name == "fileResource"

    def _above(self, uri: URI) -> None:
        """The folders above, without lists of children; the root only if it was asked for (§5)."""
        for folder in uri.ancestors():
            if folder != "/":
                self._folders.setdefault(folder, ([], []))

    def _exported_folder(self, uri: URI, folders: list[str], resources: list[str]) -> Folder:
        kept = self._repository.folder(uri)
        assert kept is not None
        fields: dict[str, Value | tuple[Value, ...]] = {**kept.fields, **self._marks(uri)}
        if folders:
            fields["folder"] = tuple(folders)
        if resources:
            fields["resource"] = tuple(resources)
        return Folder(fields, "", uri)

    def _marks(self, uri: URI) -> dict[str, Value | tuple[Value, ...]]:
        """What a descriptor tells of permissions."""
        if not self._request.with_permissions:
            return {"@exportedWithPermissions": "false"}
        return marks_of(self._repository.contents.permissions.get(uri, {}))


def _external(resource: Resource) -> Iterator[tuple[URI, bool]]:
    """The URIs that a resource and what is embedded in it refer to, and whether a link does so."""
    for held in followed(resource):
        if held.local is not None:
            yield from _external(held.local)
        elif held.uri is not None:
            yield URI(held.uri), resource.type.name == "fileResource"


def _is_of(resource: Resource, types: Iterable[str]) -> bool:
    """Whether a resource is of one of some kinds, by their names in the v2 service."""
    if resource.text("fileType") == "secureFile" and "secureFile" in types:
        return True
    return resource.type.v2 in types


def _children(repository: Repository) -> dict[URI, tuple[list[str], list[str]]]:
    """The names of what is in each folder, sorted; hidden folders are in none."""
    found: dict[URI, tuple[list[str], list[str]]] = {}
    contents = repository.contents
    for kind, uris in enumerate((list(contents.folders), list(contents.resources))):
        for uri in sorted(uris):
            if uri != "/":
                found.setdefault(uri.parent, ([], []))[kind].append(uri.name)
    return found
