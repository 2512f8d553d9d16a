"""What nobody uses, and what could mean that somebody does after all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..model.catalog import Catalog
from ..model.fields import Role
from ..model.repository import Resource
from ..model.uri import URI, without_scheme
from .edge import Certainty, Strength
from .graph import Graph

OPENED = frozenset(
    {
        "reportUnit", "adhocReportUnit", "adhocDataView", "dashboardModelResource", "dashboardResource",
        "reportOptions", "olapUnit", "contentResource", "mondrianXmlaDefinition",
    }
)  # fmt: skip
"""Types that people or programs open; being referred to is not what they are for."""
_STARTING_POINTS = {
    "semanticLayerDataSource": "people can make Ad Hoc views of it",
    "dataDefinerUnit": "people can make Ad Hoc views of it",
}
"""Types that are used by hand, so that nobody refers to them."""
_SERVER_FOLDERS = ("/themes", "/jdbc", "/properties", "/organizations/org_template", "/public/templates")
"""Folders whose content the server itself uses."""
_THEMES = "/themes/"


class Unused(NamedTuple):
    """A resource that nothing in the catalog needs.

    Args:
        uri: its URI.
        type: its type.
        used_by: others that need it and are unused themselves.
        doubts: sentences: what could mean that it is used after all.
    """

    uri: URI
    type: str
    used_by: tuple[str, ...]
    doubts: tuple[str, ...]


def unused(catalog: Catalog, graph: Graph) -> tuple[Unused, ...]:
    """The resources that nothing which people open leads to, by URI."""
    start: list[str] = [uri for uri, resource in catalog.resources.items() if _is_start(resource)]
    start += sorted({edge.owner for edge in graph.edges if not edge.owner.startswith("/")})
    used = graph.reached(start, weakest=Strength.SOFT)
    prefixes = _prefixes(graph)
    unread = sorted({item.owner for item in graph.unread})
    shared = tuple(_shared_doubts(catalog, unread))
    return tuple(
        Unused(uri, resource.type.name, *_told(graph, resource, prefixes, shared))
        for uri, resource in sorted(catalog.resources.items())
        if uri not in used
    )


def _is_start(resource: Resource) -> bool:
    if resource.type.name in OPENED or not resource.type.is_known:
        return True
    return is_for_server(resource.uri)


def is_for_server(uri: URI) -> bool:
    """Whether it lies in a folder whose content the server itself uses."""
    return _THEMES in uri or any(uri.is_below(folder) for folder in _SERVER_FOLDERS)


def _shared_doubts(catalog: Catalog, unread: list[str]) -> Iterator[str]:
    """What holds for every unused resource of a catalog."""
    if catalog.index is None or "/" not in [
        item.text for item in catalog.index.items("repositoryResources", "folder")
    ]:
        yield "the catalog is part of a repository; the rest may use it"
    if unread:
        yield f"the content of {len(unread)} objects could not be searched, among them {unread[0]}"


def _told(
    graph: Graph, resource: Resource, prefixes: Mapping[str, str], shared: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who uses it, and the doubts."""
    uri = resource.uri
    edges = graph.into(uri)
    users = sorted({e.owner for e in edges if e.certainty is not Certainty.PROVENANCE})
    doubts = []
    if resource.type.name in _STARTING_POINTS:
        doubts.append(_STARTING_POINTS[resource.type.name])
    doubts += sorted(
        {f"{e.owner} names it as where it was made" for e in edges if e.certainty is Certainty.PROVENANCE}
    )
    doubts += [
        f"{prefixes[uri[:end]]} puts a path together that starts with {uri[:end]}"
        for end in sorted({len(prefix) for prefix in prefixes})
        if uri[:end] in prefixes
    ]
    return tuple(users), (*doubts, *shared)


def _prefixes(graph: Graph) -> dict[str, str]:
    """How the paths start that are put together at run time, each with an object that does so."""
    found: dict[str, str] = {}
    for edge in graph.edges:
        if edge.certainty is Certainty.DYNAMIC and edge.role is not Role.DRILL_DOWN:
            prefix = without_scheme(edge.target)
            if prefix.startswith("/") and prefix != "/":
                found.setdefault(prefix, edge.owner)
    return found
