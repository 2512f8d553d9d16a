"""Every reference of a catalog (`catalog-format.md` §15): the one place that knows all who look for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..collector import collector_paused
from ..errors import EntryError
from ..model.catalog import Catalog
from ..model.fields import Role
from ..model.uri import FILES_SUFFIX, URI
from ..model.walk import local_resources, with_locals
from . import domains, jrxml
from .dashboards import dashboard_edges
from .descriptors import descriptor_edges
from .edge import Edge, Strength
from .extraction import Content, Place, Unread, edge
from .files import CSS, JSON, Files
from .hidden import hidden_edges, placeholder_edges
from .jobs import job_edges
from .people import (
    People,
    access_edges,
    attribute_found,
    favorite_edges,
    people_edges,
    permission_edges,
)
from .reports import Reports
from .resolve import Resolver
from .small_files import adapter_edges, grant_edges, style_sheet_edges, view_edges


class References(NamedTuple):
    """What was found.

    Args:
        edges: every reference, in the order in which it was found.
        unread: content that could not be searched.
    """

    edges: tuple[Edge, ...]
    unread: tuple[Unread, ...]


def extract(catalog: Catalog, *, access_events: bool = False, structure: bool = False) -> References:
    """Find every reference of a catalog, in descriptors and in content.

    Args:
        catalog: the catalog.
        access_events: whether to read access events too.
        structure: whether folders count as needed by what is in them, and embedded resources by their owners.
    """
    with collector_paused():
        extractor = _Extractor(catalog)
        edges = list(extractor.edges())
        if access_events:
            edges.extend(access_edges(catalog, extractor.resolver, extractor.people))
        if structure:
            edges.extend(structure_edges(catalog, extractor.resolver))
        return References(tuple(edges), tuple(extractor.files.unread))


class _Extractor:
    """One search."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.resolver = Resolver(catalog)
        self.people = People(catalog)
        self.files = Files(catalog)
        self.attributes = attribute_found(catalog)
        self.searched: dict[URI, jrxml.Searched] = {}
        self.parts = [(uri, tuple(with_locals(listed))) for uri, listed in catalog.resources.items()]

    def edges(self) -> Iterator[Edge]:
        catalog, resolver, people = self.catalog, self.resolver, self.people
        yield from descriptor_edges(catalog, resolver)
        yield from hidden_edges(catalog, self.parts, resolver, self.attributes, self.files.unread)
        yield from self._contents()
        yield from Reports(catalog, resolver, self.files, self.searched).edges(self.parts)
        yield from job_edges(catalog, resolver, people)
        yield from people_edges(catalog, resolver, people)
        yield from permission_edges(catalog, people)
        yield from favorite_edges(catalog, resolver, people)

    def _contents(self) -> Iterator[Edge]:
        """What is in data files, except reports: those wait until all places are known."""
        for owner, holders in self.parts:
            for holder in holders:
                for content in self.files.contents(owner, holder):
                    if content.kind in jrxml.ROOTS:
                        self.searched[holder.uri] = jrxml.search(content)
                    else:
                        yield from self._content(content)

    def _content(self, content: Content) -> Iterator[Edge]:
        search = _SEARCHES.get(content.kind, _adapter)
        try:
            yield from search(self, content)
        except EntryError as error:
            self.files.unread.append(Unread(content.owner, content.entry, error.line, error.what))


def _domain(extractor: _Extractor, content: Content) -> Iterator[Edge]:
    domain = domains.domain_of(extractor.catalog, content)
    if domain is not None:
        yield from domains.schema_edges(content, domain, extractor.resolver, extractor.files)
    yield from _placeholders(extractor, content)


def _security(extractor: _Extractor, content: Content) -> Iterator[Edge]:
    yield from domains.security_edges(content, extractor.people, extractor.attributes)
    yield from _placeholders(extractor, content)


def _placeholders(extractor: _Extractor, content: Content) -> Iterator[Edge]:
    return placeholder_edges(content.owner, content.entry, content.data, extractor.attributes)


def _dashboard(extractor: _Extractor, content: Content) -> Iterator[Edge]:
    holder = extractor.catalog.resource(content.holder.uri.parent.removesuffix(FILES_SUFFIX))
    return dashboard_edges(content, holder, extractor.resolver)


def _adapter(extractor: _Extractor, content: Content) -> Iterator[Edge]:
    return adapter_edges(content, extractor.resolver)


def _grants(extractor: _Extractor, content: Content) -> Iterator[Edge]:
    return grant_edges(content, extractor.people)


def _view(extractor: _Extractor, content: Content) -> Iterator[Edge]:
    return view_edges(content, extractor.resolver)


def _style_sheet(extractor: _Extractor, content: Content) -> Iterator[Edge]:
    return style_sheet_edges(content, extractor.resolver)


_SEARCHES: dict[str, Callable[[_Extractor, Content], Iterator[Edge]]] = {
    domains.SCHEMA: _domain,
    domains.SECURITY: _security,
    "Schema": _grants,
    "Roles": _grants,
    "Role": _grants,
    "java": _view,
    JSON: _dashboard,
    CSS: _style_sheet,
}
"""Who searches a file, by its kind; what is not here is a data adapter."""


def structure_edges(catalog: Catalog, resolver: Resolver) -> Iterator[Edge]:
    """Everything in the repository to its folder, and owners to what is embedded in them (§15)."""
    for item in (*catalog.folders.values(), *catalog.resources.values()):
        if item.uri != "/":
            parent = item.uri.parent
            place = Place(item.entry, 0, "", parent)
            yield edge(item.uri, resolver.exact(parent), Role.FOLDER, place, Strength.HARD)
    for uri, resource in catalog.resources.items():
        for local in local_resources(resource):
            place = Place(resource.entry, 0, f"//localResource[name='{local.uri.name}']", local.uri)
            yield edge(uri, resolver.exact(local.uri), Role.LOCAL_RESOURCE, place, Strength.HARD)
