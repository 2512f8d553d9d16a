"""Stores a resource with what is embedded in it (import-semantics §3.2, §5)."""

from __future__ import annotations

from ..model.connections import connection
from ..model.repository import Resource
from ..model.target import StoredFolder, StoredResource
from ..model.uri import FILES_SUFFIX, URI
from ..model.walk import data_paths
from .limits import MAX_DATA, MAX_FOLDER_URI, overflow
from .outcome import failed, unpredictable
from .references import Held, is_of, saved
from .renames import renamed
from .state import State
from .values import check_secrets


class UnresolvedError(Exception):
    """A reference that is needed leads nowhere when its owner is saved (§3.3)."""


class Saving:
    """Stores resources in the target of a run.

    Args:
        state: the run.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._parts: dict[str, set[str]] = {}
        for resource in state.target.resources.values():
            if resource.owner:
                self._parts.setdefault(resource.owner, set()).add(resource.uri)

    def is_too_long(self, resource: Resource, uri: str) -> bool:
        """Whether a hidden folder that a resource needs would have too long a URI (§5.1)."""
        inner = [held.local for held, _ in self._saved(resource) if held.local is not None]
        if not inner:
            return False
        files = uri + FILES_SUFFIX
        return len(files) > MAX_FOLDER_URI or any(
            self.is_too_long(local, f"{files}/{local.text('name') or ''}") for local in inner
        )

    def save(self, resource: Resource, uri: str, existing: StoredResource | None) -> None:
        """Store a resource in the place of an existing one, or as a new one.

        Raises:
            UnresolvedError: a reference that is needed leads nowhere.
            ImportStoppedError: it cannot be stored, and the whole import ends.
        """
        made: list[StoredResource] = []
        folders: list[StoredFolder] = []
        stored = self._made(resource, uri, "", made, folders)
        changes = existing.changes + 1 if existing is not None else 0
        stored.changes = changes
        self._replace(uri, made)
        self._state.target.resources[uri] = stored
        for part in made:
            self._state.target.resources[part.uri] = part
        for folder in folders:
            self._state.target.folders.setdefault(folder.uri, folder).changes += existing is not None

    def _replace(self, uri: str, made: list[StoredResource]) -> None:
        """Take away what was embedded before; what comes again is a new object under the old URI."""
        for part in self._parts.get(uri, ()):
            self._state.target.resources.pop(part, None)
        self._parts[uri] = {part.uri for part in made}

    def _made(
        self,
        resource: Resource,
        uri: str,
        owner: str,
        made: list[StoredResource],
        folders: list[StoredFolder],
    ) -> StoredResource:
        """A resource as it will be stored; what is embedded in it is added to `made`."""
        check_secrets(resource.fields)
        reason = overflow(resource, URI(uri).name)
        links: dict[str, tuple[str, ...]] = {}
        has_parts = False
        for held, expected in self._saved(resource):
            if held.local is not None:
                part = f"{uri}{FILES_SUFFIX}/{held.local.text('name') or ''}"
                made.append(self._made(held.local, part, owner or uri, made, folders))
                links[held.name] = (*links.get(held.name, ()), part)
                has_parts = True
            elif held.uri is not None:
                found = self._resolved(resource, held.uri, expected)
                links[held.name] = (*links.get(held.name, ()), found)
        if reason is not None:
            raise unpredictable(f"{uri}: {reason}")
        if has_parts:
            folders.append(StoredFolder(uri + FILES_SUFFIX, resource.label, resource.description))
        return StoredResource(
            uri=uri,
            type=resource.type.name,
            file_type="" if resource.text("referenceUri") else resource.text("fileType") or "",
            label=resource.label,
            description=resource.description,
            links=links if resource.type.name != "contentResource" else {},
            owner=owner,
            data=self._data(resource),
            leads_to=connection(resource),
        )

    def _saved(self, resource: Resource) -> list[tuple[Held, frozenset[str]]]:
        return list(saved(resource, is_6_4=self._state.server.is_6_4))

    def _resolved(self, owner: Resource, uri: str, expected: frozenset[str]) -> str:
        """The target of a reference, in the repository as it is by now."""
        if owner.type.name != "fileResource":
            uri = renamed(uri, self._state.renames)
        found = self._state.target.resources.get(uri.rstrip("/"))
        if found is None or (expected and not is_of(found.type, expected)):
            raise UnresolvedError(uri)
        file_type = owner.text("fileType")
        if owner.type.name == "fileResource" and file_type and found.file_type not in ("", file_type):
            raise failed("jsexception.file.resource.no.match.type")
        return found.uri

    def _data(self, resource: Resource) -> str:
        return ",".join(self._digest(path) for path in data_paths(resource))

    def _digest(self, path: str) -> str:
        found = self._state.files.digest(path)
        if found.size > MAX_DATA:
            self._state.uncertain.append(
                f"whether the database takes {path}, which is larger than {MAX_DATA:,} bytes"
            )
        return str(found)
