"""What the components of a dashboard name (`catalog-format.md` §8.3, §14.5).

What a dashboard shows is told by its descriptor: descriptor `i` describes resource `i`. The paths in the file
of components are historical and never taken for references, except links.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from ..errors import EntryDamagedError
from ..model.fields import Role
from ..model.objects import many, plain, records
from ..model.repository import Resource
from ..model.uri import URI
from ..model.values import Reference
from .edge import Certainty, Edge, Strength
from .extraction import Content, Place, dynamic, edge
from .resolve import Found, Resolver, is_address

_MAX_DEPTH_ERROR = "it is nested too deeply"
_HISTORY = "dataSourceUri"


def dashboard_edges(content: Content, dashboard: Resource | None, resolver: Resolver) -> Iterator[Edge]:
    """Components without a resource, links to open, and where components were made.

    Raises:
        EntryDamagedError: the file is no JSON.
    """
    shown = {} if dashboard is None else described(dashboard)
    for position, component in enumerate(_components(content)):
        if dashboard is not None:
            yield from _undescribed(content, component, position, shown, resolver)
        yield from _link(content, component, position, resolver)
        yield from _history(content, component, position, resolver)


def described(dashboard: Resource) -> dict[str, str]:
    """The URI of what each descriptor of a dashboard stands for, by descriptor id."""
    ids = [plain(entry, "id") for entry in records(dashboard.fields, "resourceDescriptor")]
    found = {}
    for name, value in zip(ids, many(dashboard.fields, "resource"), strict=False):
        if isinstance(value, Reference):
            found[name] = value.uri or (value.local.uri if value.local is not None else "")
    return found


def _components(content: Content) -> list[Mapping[str, object]]:
    try:
        found = json.loads(content.data)
    except (ValueError, RecursionError) as error:
        what = _MAX_DEPTH_ERROR if isinstance(error, RecursionError) else f"no JSON: {error}"
        raise EntryDamagedError(what, where=content.entry) from None
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _undescribed(
    content: Content,
    component: Mapping[str, object],
    position: int,
    shown: Mapping[str, str],
    resolver: Resolver,
) -> Iterator[Edge]:
    """A component whose resource no descriptor describes: it names a path, or is lost."""
    name = component.get("resource")
    if not isinstance(name, str) or not name or name in shown:
        return
    if name.startswith("repo:"):
        found = resolver.path(name, URI(content.owner))
    else:
        target = f"component {name}"
        found = Found(target, target, resolved=False, reason="no descriptor of the dashboard has this id")
    place = Place(content.entry, 0, f"/{position}/resource", name)
    yield edge(content.owner, found, Role.COMPONENT, place, Strength.RUN_TIME)


def _link(
    content: Content, component: Mapping[str, object], position: int, resolver: Resolver
) -> Iterator[Edge]:
    link = component.get("dashletHyperlinkUrl")
    if not isinstance(link, str) or not link or (is_address(link) or not link.startswith(("repo:", "/"))):
        return
    place = Place(content.entry, 0, f"/{position}/dashletHyperlinkUrl", link)
    path = link.partition("?")[0]
    if "$P{" in path or "${" in path:
        prefix = path.partition("$")[0]
        yield dynamic(content.owner, prefix, Role.DRILL_DOWN, place, Strength.SOFT)
    else:
        found = resolver.path(path, URI(content.owner))
        yield edge(content.owner, found, Role.DRILL_DOWN, place, Strength.SOFT)


def _history(
    content: Content, component: Mapping[str, object], position: int, resolver: Resolver
) -> Iterator[Edge]:
    places = [(f"/{position}/{_HISTORY}", component.get(_HISTORY), Role.DATA_SOURCE)]
    parameters = component.get("parameters")
    for number, parameter in enumerate(parameters if isinstance(parameters, list) else ()):
        if isinstance(parameter, dict):
            where = f"/{position}/parameters/{number}/uri"
            places.append((where, parameter.get("uri"), Role.INPUT_CONTROL))
    for where, uri, role in places:
        if isinstance(uri, str) and uri.startswith("/"):
            found = resolver.path(uri, URI(content.owner))
            place = Place(content.entry, 0, where, uri)
            yield edge(content.owner, found, role, place, Strength.SOFT, Certainty.PROVENANCE)
