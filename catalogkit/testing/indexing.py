"""The index that a server would write for some objects (`catalog-format.md` §2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from ..model.index import MODULE_CHILDREN, Index, IndexItem, Module, Property
from ..model.objects import CatalogObject, QualifiedName
from ..model.people import Organization, User, UserRole
from ..model.repository import Folder, Resource
from ..model.schedules import Calendar, Job
from ..model.usage import AccessEvent, Favorite

Requested: TypeAlias = "str | IndexItem"
"""What an index asks for: a URI, or an item where the URI alone does not tell what it is."""

_FIRST = "keyalias"
"""The one property that is written before the modules run, and so before the others (§2.1)."""


def index_for(
    objects: Sequence[CatalogObject],
    requested: Iterable[Requested],
    properties: Mapping[str, str | None],
    modules: Mapping[str, Sequence[Requested]],
) -> Index:
    """The index of a catalog; a module without items is left out unless it is asked for.

    Args:
        objects: everything in the catalog.
        requested: what `repositoryResources` asks for when there are folders or resources.
        properties: values by name; None leaves one out.
        modules: items by module id, in place of those worked out; a text is an item of the first kind.
    """
    people = [_person("user", o.name) for o in objects if isinstance(o, User)]
    people += [_person("role", o.name) for o in objects if isinstance(o, UserRole)]
    events = sum(isinstance(o, AccessEvent) for o in objects)
    found: dict[str, list[IndexItem]] = {
        "tenants": [IndexItem("organization", o.id) for o in objects if isinstance(o, Organization)],
        "authority": people,
        "repositoryResources": _requested(objects, requested),
        "calendars": [IndexItem("calendar", o.name) for o in objects if isinstance(o, Calendar)],
        "reportJobs": _once(IndexItem("report", o.report) for o in objects if isinstance(o, Job)),
        "accessEvents": [IndexItem("accessEventsCount", str(events))] if events else [],
        "favorites": _once(IndexItem("favorite", o.folder) for o in objects if isinstance(o, Favorite)),
    }
    wanted = {name: items for name, items in found.items() if items or name in modules}
    for name, given in modules.items():
        wanted[name] = [_item(name, item) for item in given]
    names = sorted(properties, key=lambda name: name != _FIRST)
    return Index(
        tuple(Property(name, properties[name]) for name in names if properties[name] is not None),
        tuple(Module(name, tuple(items)) for name, items in wanted.items()),
    )


def _person(element: str, name: QualifiedName) -> IndexItem:
    return IndexItem(element, name.name, name.tenant or None)


def _requested(objects: Sequence[CatalogObject], requested: Iterable[Requested]) -> list[IndexItem]:
    """What was asked for: an item as it is, a URI as a resource where only a resource is there."""
    folders = {o.uri for o in objects if isinstance(o, Folder)}
    resources = {o.uri for o in objects if isinstance(o, Resource)} - folders
    if not folders and not resources:
        return []
    return [
        asked
        if isinstance(asked, IndexItem)
        else IndexItem("resource" if asked in resources else "folder", asked)
        for asked in requested
    ]


def _once(items: Iterable[IndexItem]) -> list[IndexItem]:
    return list(dict.fromkeys(items))


def _item(module: str, item: Requested) -> IndexItem:
    """An item of a module; a text is one of the first element that the module knows."""
    if isinstance(item, IndexItem):
        return item
    return IndexItem(next(iter(MODULE_CHILDREN.get(module, ())), "item"), item)
