"""Applies what an import wrote of folders and resources (import-semantics §4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..model.objects import ROOT_ORGANIZATION, plain, records
from ..model.repository import Folder, Resource
from ..model.target import StoredFolder
from ..model.types import TYPES
from ..model.uri import FILES_SUFFIX, URI
from ..model.values import Record, Value
from ..model.walk import with_locals
from ..rehearsal.renames import renamed
from ..rehearsal.repository import SETTINGS
from ..rehearsal.shapes import FOLDER_SHAPE, resource_shape
from .applying_people import merge_attributes
from .applying_run import Applying
from .memory import Data, data_of
from .storing import Stamp, date_text, stored, version_of


def apply_repository(run: Applying) -> None:
    """Folders, resources, their bytes and their permissions."""
    for uri, folder in run.after.folders.items():
        _folder(run, URI(uri), folder)
    for uri, source in _sources(run).items():
        _resource(run, uri, source)
    if SETTINGS in run.written("resource"):
        _settings(run)
    for uri in [uri for uri in run.draft.resources if uri not in run.after.resources]:
        _forget_bytes(run, run.draft.resources.pop(uri))
    run.draft.permissions = {uri: dict(masks) for uri, masks in run.after.permissions.items()}


def _folder(run: Applying, uri: URI, folder: StoredFolder) -> None:
    """A folder that is new or changed; its dates come from the catalog as far as it tells."""
    before = run.before.folders.get(uri)
    if before is not None and before.changes == folder.changes:
        return
    hidden = _is_hidden(run, uri)
    places = run.draft.hidden if hidden else run.draft.folders
    kept = places.get(uri)
    fields: dict[str, Value | tuple[Value, ...]] = dict(kept.fields) if kept is not None else {}
    if kept is None:
        fields = {"name": uri.name, "creationDate": date_text(run.moment)}
        if uri != "/":
            fields["parent"] = uri.parent
    fields |= {"label": folder.label, "updateDate": _update_date(run, uri) or date_text(run.moment)}
    fields.pop("description", None)
    if folder.description:
        fields["description"] = folder.description
    places[uri] = Folder(fields, "", uri)


def _is_hidden(run: Applying, uri: URI) -> bool:
    """Whether a folder holds what is, or was, embedded in a resource."""
    owner = uri.removesuffix(FILES_SUFFIX)
    if owner == uri or uri in run.draft.folders:
        return False
    return owner in run.after.resources or uri in run.draft.hidden


def _update_date(run: Applying, uri: str) -> Value | None:
    path = f"resources{uri.rstrip('/')}/.folder.xml"
    if run.files.find(path) is None:
        return None
    value = run.files.descriptor(path, FOLDER_SHAPE).get("updateDate")
    return value if isinstance(value, str) else None


def _sources(run: Applying) -> dict[URI, Resource]:
    """The descriptors of the listed resources that were written, by the URI that they were given.

    That is the URI in the body (import-semantics §10.12); an import that ended while permissions were
    written names no action for what it had just stored.
    """
    found: dict[URI, Resource] = {}
    for name in run.written("resource"):
        resource = _descriptor(run, name)
        found[_body(run, resource)] = resource
    for uri, item in run.after.resources.items():
        before = run.before.resources.get(uri)
        is_new = before is None or before.changes != item.changes
        if is_new and not item.owner and URI(uri) not in found:
            found[URI(uri)] = _descriptor(run, uri)
    return {uri: resource for uri, resource in found.items() if uri in run.after.resources}


def _descriptor(run: Applying, uri: str) -> Resource:
    path = f"resources{'' if uri.startswith('/') else '/'}{uri}.xml"
    root = run.files.root(path)
    kind = TYPES[str(root.tag)]
    return Resource(run.files.fields(path, root, resource_shape(kind)), path, URI(uri), kind)


def _body(run: Applying, resource: Resource) -> URI:
    above, name = resource.text("folder"), resource.text("name") or ""
    return URI(f"/{name}") if above is None else URI(renamed(above, run.renames)).child(name)


def _resource(run: Applying, uri: URI, source: Resource) -> None:
    existing = run.draft.resources.get(uri)
    stamp = Stamp(date_text(run.moment))
    if existing is not None:
        created = existing.text("creationDate") or stamp.created
        stamp = Stamp(created, version_of(existing) + 1)
        _forget_bytes(run, existing)
    made = stored(source, uri, stamp=stamp, renames=run.renames)
    run.draft.resources[uri] = made.resource
    for part, paths in made.files.items():
        run.draft.data[part] = tuple(_data(run, path) for path in paths)


def _forget_bytes(run: Applying, resource: Resource) -> None:
    for part in with_locals(resource):
        run.draft.data.pop(part.uri, None)


def _data(run: Applying, path: str) -> Data:
    entry = run.files.find(path)
    assert entry is not None, "the rehearsal has read it"
    return data_of(run.files.archive.read(entry))


def _settings(run: Applying) -> None:
    """The items of the old list of settings become attributes of the root (import-semantics §4.3)."""
    fields = _descriptor(run, SETTINGS).fields
    root = run.draft.organizations[ROOT_ORGANIZATION]
    run.draft.organizations[ROOT_ORGANIZATION] = replace(
        root, fields=merge_attributes(run, f"tenant:{root.id}", root.fields, tuple(_items(fields)))
    )


def _items(fields: Record) -> Iterator[Record]:
    for item in records(fields, "item"):
        value = item.get("itemValue")
        yield {"name": plain(item, "itemLabel"), "value": getattr(value, "text", None) or ""}
