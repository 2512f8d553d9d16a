"""What an import would get to see: everything the index leads to (import-semantics §4.1)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.catalog import Catalog
from ..model.objects import ObjectKey, ObjectKind
from ..model.uri import URI
from ..model.walk import references, with_locals


def reached(catalog: Catalog) -> set[ObjectKey]:
    """The keys of all objects that the index leads to, whether the catalog has them or not.

    Folders lead to the children they list, resources to what they refer to, and everything to the folders
    above it.
    """
    found = {ObjectKey(kind, name) for kind, name in _people(catalog)}
    found |= {job.key for job in catalog.jobs.values() if job.listed}
    found |= {favorite.key for favorite in catalog.favorites.values() if favorite.listed}
    found |= _repository(catalog)
    return found


def _people(catalog: Catalog) -> Iterator[tuple[ObjectKind, str]]:
    index = catalog.index
    if index is None:
        return
    for item in index.items("authority", "user"):
        yield ObjectKind.USER, str(item.name)
    for item in index.items("authority", "role"):
        yield ObjectKind.ROLE, str(item.name)
    for item in index.items("tenants", "organization"):
        yield ObjectKind.ORGANIZATION, item.text
    for item in index.items("calendars", "calendar"):
        yield ObjectKind.CALENDAR, item.text


def _repository(catalog: Catalog) -> set[ObjectKey]:
    index = catalog.index
    if index is None:
        return set()
    found: set[ObjectKey] = set()
    above: set[ObjectKey] = set()
    pending: list[ObjectKey] = [
        ObjectKey(ObjectKind(element), item.text)
        for element in ("folder", "resource")
        for item in index.items("repositoryResources", element)
    ]
    while pending:
        key = pending.pop()
        if key in found:
            continue
        found.add(key)
        pending.extend(_next(catalog, key))
        uri = URI(key.id)
        for ancestor in uri.ancestors() if uri in catalog.folders or uri in catalog.resources else ():
            folder = ObjectKey(ObjectKind.FOLDER, ancestor)
            if folder in above:
                break
            above.add(folder)
    return found | above


def _next(catalog: Catalog, key: ObjectKey) -> Iterator[ObjectKey]:
    uri = URI(key.id)
    if key.kind is ObjectKind.FOLDER and uri in catalog.folders:
        folder = catalog.folders[uri]
        for name in folder.texts("folder"):
            yield ObjectKey(ObjectKind.FOLDER, uri.child(name))
        for name in folder.texts("resource"):
            yield ObjectKey(ObjectKind.RESOURCE, uri.child(name))
    elif key.kind is ObjectKind.RESOURCE and uri in catalog.resources:
        for resource in with_locals(catalog.resources[uri]):
            for found in references(resource):
                if found.uri:
                    target = catalog.owners.get(found.uri, found.uri)
                    yield ObjectKey(ObjectKind.RESOURCE, target)
                    if target in catalog.folders:
                        yield ObjectKey(ObjectKind.FOLDER, target)
