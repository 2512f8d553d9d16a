"""Folders and resources: the queue, and what becomes of each (import-semantics §4)."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator

from ..model.index import Module
from ..model.repository import Resource
from ..model.target import StoredFolder, StoredResource
from ..model.types import TYPES
from ..model.uri import URI
from ..model.values import Record
from ..model.walk import data_paths, local_resources
from .access import may_read, may_write
from .limits import MAX_FOLDER_URI, folder_overflow
from .outcome import Action, WorkerDiedError, failed, unpredictable
from .permissions import write_permissions
from .references import OWN_URI_KEPT, Held, followed, is_known, is_of
from .renames import renamed, renamed_folder_name
from .saving import Saving, UnresolvedError
from .settings import import_settings
from .shapes import FOLDER_SHAPE, resource_shape
from .state import (
    ACCESS_DENIED,
    NO_ORGANIZATION,
    OTHER_TYPE,
    REFERENCE_NOT_FOUND,
    RESOURCE_NOT_FOUND,
    THEMES_SKIPPED,
    TOO_LONG,
    State,
)
from .tasks import Task, drive

SETTINGS = "/properties/GlobalPropertiesList"
"""The list of values that older servers kept their settings in (§4.3)."""
_PAIRS = re.compile(r"(?:/organizations/[^/]+)+")
_TEMPLATE = "/organizations/org_template"
_THEMES = re.compile(r"/themes/.")


class MissingReferenceError(Exception):
    """A reference leads out of the catalog, and that stops its owner (§3.3)."""

    def __init__(self, uri: str) -> None:
        super().__init__(uri)
        self.uri = uri


class RepositoryImport:
    """One run of the module.

    Args:
        state: the run.

    A resource that a missing reference stopped is tried again whenever its turn comes (§3.3). `_stopped`
    tells how that ends, so that long chains are not walked again from each link; a folder may change it.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._saving = Saving(state)
        self._folders: deque[str] = deque()
        self._resources: deque[str] = deque()
        self._done: set[str] = set()
        self._active: set[str] = set()
        self._stopped: dict[str, str] = {}
        self._foreign = 0
        self._organization_folders = {item.folder for item in state.target.organizations.values()}

    def run(self, modules: Iterable[Module]) -> None:
        """Work off the queue (§4.1).

        Raises:
            ImportStoppedError: the whole import ends.
            WorkerDiedError: references go round in circles.
        """
        items = [item for module in modules for item in module.items]
        self._folders.extend(sorted((i.text for i in items if i.element == "folder"), key=_utf_16))
        self._resources.extend(i.text for i in items if i.element == "resource")
        while self._folders or self._resources:
            if self._folders:
                drive(self._folder(self._folders.popleft()))
            else:
                self._queued(self._resources.popleft())

    def _queued(self, uri: str) -> None:
        """A resource whose turn has come: what stops it is told about it (§3.3)."""
        if self._is_passed_over(uri):
            return
        if self._state.files.find(_resource_path(uri)) is None:
            self._state.warn(RESOURCE_NOT_FOUND, uri)
            self._state.act(uri, "resource", Action.REJECT, "its descriptor is not in the catalog")
            return
        foreign = self._foreign
        try:
            drive(self._resource(uri))
        except MissingReferenceError as missing:
            if self._foreign == foreign:
                self._stopped.update(dict.fromkeys(self._active, missing.uri))
            self._active.clear()
            self._state.warn(REFERENCE_NOT_FOUND, missing.uri, uri)
            self._state.act(uri, "resource", Action.REJECT, f"{missing.uri} is not in the catalog")

    def _is_passed_over(self, uri: str, kind: str = "resource") -> bool:
        """Whether an object is skipped without a word (§4.2, §4.3)."""
        options = self._state.options
        if uri in self._done:
            return True
        if uri in self._state.broken:
            self._state.act(uri, kind, Action.SKIP, "the exporter lists it as broken, and such are skipped")
            return True
        if options.skip_themes and _THEMES.search(uri):
            self._state.act(uri, kind, Action.SKIP, THEMES_SKIPPED)
            self._done.add(uri)
            return True
        return False

    # Folders

    def _folder(self, uri: str) -> Task:
        """A folder of the queue, or above something that is created (§4.2)."""
        state = self._state
        if self._is_passed_over(uri, "folder"):
            return
        self._stopped.clear()
        if self._is_foreign(uri):
            self._foreign += 1
            state.warn(NO_ORGANIZATION, uri)
            state.act(uri, "folder", Action.REJECT, "its organization does not exist")
            return
        fields = self._folder_fields(uri)
        self._done.add(uri)
        existing = None
        if may_read(state.target, state.recipients, uri):
            existing = state.target.folders.get(uri)
        else:
            state.warn(ACCESS_DENIED, uri)
        if existing is None:
            yield self._above(uri)
            self._create_folder(uri, fields)
            write_permissions(state, uri, fields, existed=False)
        else:
            self._meet_folder(existing, fields)
            write_permissions(state, uri, fields, existed=True)
        parent = URI(uri)
        self._folders.extend(parent.child(name) for name in _texts(fields, "folder"))
        self._resources.extend(parent.child(name) for name in _texts(fields, "resource"))

    def _folder_fields(self, uri: str) -> Record:
        """The descriptor of a folder; that of an organization is renamed, and labelled, with it (§2.3)."""
        files = self._state.files
        path = _folder_path(uri)
        if files.find(path) is None:
            raise failed(f'Folder details for folder "{uri}" were not found in the import information.')
        fields = files.descriptor(path, FOLDER_SHAPE)
        above, name = _text(fields, "parent"), _text(fields, "name")
        if above is not None and name is not None:
            other = renamed_folder_name(above, name, self._state.renames)
            if other != name:
                fields = {**fields, "name": other, "label": other}
        return fields

    def _is_foreign(self, uri: str) -> bool:
        """Whether a folder lies in an organization that does not exist (§2.2)."""
        if _TEMPLATE in uri:
            uri = uri.partition(_TEMPLATE)[0]
        found = _PAIRS.match(uri)
        return found is not None and found.group() not in self._organization_folders

    def _create_folder(self, uri: str, fields: Record) -> None:
        state = self._state
        body = self._body(fields, "parent")
        reason = ""
        if not may_write(state.target, state.recipients, body):
            state.warn(ACCESS_DENIED, uri)
            reason = "writing there is not allowed"
        elif len(body) > MAX_FOLDER_URI:
            state.warn(TOO_LONG, uri, str(MAX_FOLDER_URI))
            reason = f"its URI is longer than {MAX_FOLDER_URI} characters"
        elif body in state.target.resources:
            state.warn(OTHER_TYPE, uri)
            reason = "a resource has this URI"
        elif body in state.target.folders:
            reason = "it exists, and may not be read"
        elif body != "/" and URI(body).parent not in state.target.folders:
            state.warn(REFERENCE_NOT_FOUND, None, body)
            reason = "its folder could not be created"
        if reason:
            state.act(uri, "folder", Action.REJECT, reason)
            return
        label, description = _text(fields, "label"), _text(fields, "description") or ""
        self._refuse(folder_overflow(URI(body).name, label, description))
        state.target.folders[body] = StoredFolder(body, label or "", description)
        state.act(uri, "folder", Action.CREATE)

    def _meet_folder(self, existing: StoredFolder, fields: Record) -> None:
        """A folder that the target has: with `update` its label and description are overwritten."""
        state = self._state
        if not state.options.update:
            state.act(existing.uri, "folder", Action.KEEP, "it exists")
            return
        if not may_write(state.target, state.recipients, existing.uri):
            state.warn(ACCESS_DENIED, existing.uri)
            state.act(existing.uri, "folder", Action.REJECT, "writing there is not allowed")
            return
        label, description = _text(fields, "label"), _text(fields, "description") or ""
        self._refuse(folder_overflow(URI(existing.uri).name, label, description))
        if (existing.label, existing.description) != (label, description):
            existing.label, existing.description = label or "", description
            existing.changes += 1
        state.act(existing.uri, "folder", Action.UPDATE)

    def _above(self, uri: str) -> Task:
        """The folder above something that is created: from the catalog if it is there (§4.2, §10.1)."""
        state = self._state
        if uri == "/" or not uri.startswith("/"):
            return
        parent = URI(uri).parent
        if parent in self._done:
            return
        if state.files.find(_folder_path(parent)) is not None:
            yield self._folder(parent)
        elif parent not in state.target.folders:
            self._done.add(parent)
            yield self._above(parent)
            self._create_folder(parent, {"parent": parent.parent, "name": parent.name, "label": parent.name})

    def _body(self, fields: Record, parent: str) -> str:
        """The URI that a descriptor states, which is the one that is stored (§10.12)."""
        name = _text(fields, "name")
        above = _text(fields, parent)
        if name is None:
            raise unpredictable("the descriptor has no name")
        if above is None:
            return "/" if name == "/" else f"/{name}"
        return URI(renamed(above, self._state.renames)).child(name)

    # Resources

    def _resource(self, uri: str) -> Task:
        """A resource of the queue, or one that another needs (§4.3); its descriptor is in the catalog."""
        state = self._state
        if uri in self._active:
            raise WorkerDiedError
        if not may_read(state.target, state.recipients, uri):
            self._rejected(uri, "reading there is not allowed", ACCESS_DENIED, uri)
            return
        existing = state.target.resources.get(uri)
        update = state.options.include_server_settings if uri == SETTINGS else state.options.update
        if existing is not None and not update:
            self._done.add(uri)
            state.act(uri, "resource", Action.KEEP, "it exists", existing.type)
            return
        if existing is not None:
            state.updated.add(uri)
        missing = self._stopped.get(uri)
        if missing is not None and missing not in self._done:
            raise MissingReferenceError(missing)
        resource = self._descriptor(uri)
        self._active.add(uri)
        if existing is None:
            yield self._above(uri)
        yield from self._references(resource, resource)
        self._active.discard(uri)
        self._save(uri, resource, existing)

    def _descriptor(self, uri: str) -> Resource:
        files = self._state.files
        path = _resource_path(uri)
        root = files.root(path)
        tag = str(root.tag)
        self._refuse_unknown(tag)
        kind = TYPES[tag]
        resource = Resource(files.fields(path, root, resource_shape(kind)), path, URI(uri), kind)
        for inner in local_resources(resource):
            self._refuse_unknown(inner.type.name)
        return resource

    def _refuse_unknown(self, type_name: str) -> None:
        if not is_known(type_name, commercial=self._state.server.is_commercial):
            raise unpredictable(f"no server of this edition knows the type {type_name}")

    def _references(self, resource: Resource, listed: Resource) -> Iterator[Task]:
        """What a resource refers to, depth first; its bytes are read on the way (§10.13)."""
        for path in data_paths(resource):
            self._state.files.digest(path)
        for held in followed(resource):
            if held.local is not None:
                yield from self._references(held.local, listed)
            elif held.uri is not None and not (held.name in OWN_URI_KEPT and held.uri == listed.uri):
                yield from self._reference(resource, held)

    def _reference(self, owner: Resource, held: Held) -> Iterator[Task]:
        """One reference (§3.3, §3.4)."""
        state = self._state
        uri = renamed(held.uri or "", state.renames) if owner.type.name != "fileResource" else held.uri or ""
        if uri in self._done or uri in state.broken:
            return
        if state.files.find(_resource_path(uri)) is not None:
            if not self._is_passed_over(uri):
                yield self._resource(uri)
            return
        strategy = state.options.broken_dependencies.value
        if strategy == "fail" or (strategy == "skip" and owner.type.name == "fileResource"):
            raise MissingReferenceError(uri)
        self._done.add(uri)

    def _save(self, uri: str, resource: Resource, existing: StoredResource | None) -> None:
        """All references were followed: the resource is stored, or refused (§4.3, §10.2, §11)."""
        state, target = self._state, self._state.target
        if existing is not None and not _same_kind(existing, resource):
            return self._rejected(uri, f"the target has a {existing.type} there", OTHER_TYPE, uri)
        body = self._body(resource.fields, "folder")
        if not may_write(target, state.recipients, body):
            refused = uri if existing is not None else body
            return self._rejected(uri, "writing there is not allowed", ACCESS_DENIED, refused)
        if existing is not None and body != uri:
            raise failed("jsexception.resource.does.not.exist")
        if self._saving.is_too_long(resource, body):
            reason = "the URI of its embedded resources would be too long"
            return self._rejected(uri, reason, TOO_LONG, uri, str(MAX_FOLDER_URI))
        if body in target.folders:
            return self._rejected(uri, "a folder has this URI", OTHER_TYPE, body)
        if existing is None and body in target.resources:
            return self._rejected(uri, "another resource has the URI that it states", OTHER_TYPE, body)
        if URI(body).parent not in target.folders:
            return self._rejected(uri, "its folder could not be created", REFERENCE_NOT_FOUND, None, body)
        try:
            self._saving.save(resource, body, existing)
        except UnresolvedError as unresolved:
            reason = f"{unresolved} is neither in the catalog nor of the right kind in the target"
            return self._rejected(uri, reason, REFERENCE_NOT_FOUND, None, body)
        self._done.add(uri)
        write_permissions(state, body, resource.fields, existed=existing is not None)
        action = Action.CREATE if existing is None else Action.UPDATE
        certain = not resource.type.is_commercial  # what they follow is not known (§3.2)
        state.act(uri, "resource", action, type_name=resource.type.name, certain=certain)
        if uri == SETTINGS:
            import_settings(state, resource)

    def _rejected(self, uri: str, reason: str, code: str, *parameters: str | None) -> None:
        self._state.warn(code, *parameters)
        self._state.act(uri, "resource", Action.REJECT, reason)
        self._done.add(uri)

    def _refuse(self, reason: str | None) -> None:
        if reason is not None:
            raise unpredictable(reason)


def _same_kind(existing: StoredResource, resource: Resource) -> bool:
    """Two files are of one kind unless both say of which type they are, and differ (§4.3)."""
    if not is_of(existing.type, frozenset({resource.type.name})):
        return False
    file_type = resource.text("fileType")
    differ = existing.file_type and file_type and existing.file_type != file_type
    return not (existing.type == "fileResource" and differ)


def _resource_path(uri: str) -> str:
    return f"resources{'' if uri.startswith('/') else '/'}{uri}.xml"


def _folder_path(uri: str) -> str:
    return f"resources{'' if uri.startswith('/') else '/'}{uri.rstrip('/')}/.folder.xml"


def _text(fields: Record, name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) else None


def _texts(fields: Record, name: str) -> list[str]:
    value = fields.get(name, ())
    values = value if isinstance(value, tuple) else (value,)
    return [item for item in values if isinstance(item, str)]


def _utf_16(text: str) -> bytes:
    """Java compares strings by their UTF-16 code units."""
    return text.encode("utf-16-be", "surrogatepass")
