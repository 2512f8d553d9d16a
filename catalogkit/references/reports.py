"""What the JRXML of reports needs at run time (`catalog-format.md` §14.1, §14.2).

A file is searched once, whoever uses it. Absolute paths in a shared file are its own; relative ones are
resolved for each report that uses it, because a report may bring a file of its own under that name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model.catalog import Catalog
from ..model.fields import Role
from ..model.repository import Resource
from ..model.uri import FILES_SUFFIX, URI
from ..model.walk import references, with_locals
from .bundles import bundle_files
from .edge import Certainty, Edge, Strength
from .extraction import dynamic, edge
from .files import Files
from .jrxml import Site
from .resolve import Found, Resolver

UNIT_TYPES = frozenset({"reportUnit", "adhocReportUnit", "dataDefinerUnit", "adhocDataView"})
"""Types whose embedded files are looked up by bare name."""
_LEADS_ON = frozenset({Role.SUB_REPORT, Role.STYLE_TEMPLATE})
"""Files whose own relative paths are looked up in the same report."""


class _Unit(NamedTuple):
    """A report with the files embedded in it."""

    owner: URI
    uri: URI
    local: dict[str, URI]


class Reports:
    """The reports of one catalog, and the places in their files.

    Args:
        catalog: the catalog.
        resolver: looks up paths in it.
        files: opens its files.
        sites: the places of each JRXML file and style template, by the URI of the file.
    """

    def __init__(
        self, catalog: Catalog, resolver: Resolver, files: Files, sites: dict[URI, list[Site]]
    ) -> None:
        self._catalog = catalog
        self._resolver = resolver
        self._files = files
        self._sites = sites
        self._used: set[URI] = set()

    def edges(self) -> Iterator[Edge]:
        """Reports first, then the absolute paths of shared files, and what only those hold."""
        for owner, listed in self._catalog.resources.items():
            for resource in with_locals(listed):
                if resource.type.name in UNIT_TYPES:
                    yield from self._unit(owner, resource)
        for uri in self._sites:
            if uri in self._catalog.resources:
                yield from self._shared(uri)
            elif uri not in self._used:
                yield from self._stray(uri)

    def _unit(self, owner: URI, resource: Resource) -> Iterator[Edge]:
        """All that the files of one report need: its own, and what they lead to."""
        local: dict[str, URI] = {}
        pending: list[URI] = []
        for found in references(resource):
            if found.local is not None:
                local.setdefault(found.local.text("name") or "", found.local.uri)
                pending.append(found.local.uri)
            elif found.uri and found.role is Role.MAIN_REPORT:
                pending.append(found.uri)
        unit = _Unit(owner, resource.uri, local)
        seen: set[URI] = set()
        for uri in pending:  # grows while it is walked
            file = self._files.followed(uri)
            if file is None or file.uri in seen or file.uri not in self._sites:
                continue
            seen.add(file.uri)
            self._used.add(file.uri)
            shared = file.uri in self._catalog.resources
            for site in self._sites[file.uri]:
                for item in self._in_unit(unit, site, file.uri.parent if shared else None):
                    if not (shared and site.is_absolute):
                        yield item
                    if item.resolved and site.role in _LEADS_ON:
                        pending.append(URI(item.target))

    def _in_unit(self, unit: _Unit, site: Site, beside: URI | None) -> Iterator[Edge]:
        if site.role is Role.BUNDLE:
            yield from self._bundle(unit, site)
        elif site.role is Role.BUNDLE_KEY:
            yield from self._bundle_key(unit, site)
        elif site.certainty is Certainty.DYNAMIC:
            yield dynamic(unit.owner, site.path, site.role, site.place, site.strength)
        elif not site.local_only or site.path in unit.local:
            found = self._resolver.in_report(site.path, unit.uri, unit.local, beside)
            yield edge(unit.owner, found, site.role, site.place, site.strength, site.certainty)

    def _bundle(self, unit: _Unit, site: Site) -> Iterator[Edge]:
        """A bundle is every embedded file of its name; else the server looks on its class path."""
        names = bundle_files(site.path, unit.local)
        for name in names:
            found = self._resolver.exact(unit.local[name])
            yield edge(unit.owner, found, site.role, site.place, site.strength)
        if not names:
            target = f"bundle {site.path}"
            reason = "the report holds no such bundle; the server may have it on its class path"
            missing = Found(target, target, resolved=False, reason=reason)
            yield edge(unit.owner, missing, site.role, site.place, Strength.SOFT)

    def _bundle_key(self, unit: _Unit, site: Site) -> Iterator[Edge]:
        """A key that no bundle of the report has; without a bundle that can be read nothing can be told."""
        files = [uri for name, uri in unit.local.items() if name.removesuffix(".properties") != name]
        known = [self._files.keys(uri) for uri in files]
        if known and all(keys is not None and site.path not in keys for keys in known):
            yield missing_key(unit.owner, site)

    def _shared(self, uri: URI) -> Iterator[Edge]:
        """The paths of a listed file that mean the same wherever it is used; all of one nobody uses."""
        unit = _Unit(uri, uri, {})
        for site in self._sites[uri]:
            if site.role in (Role.BUNDLE, Role.BUNDLE_KEY) or site.local_only:
                continue
            if site.is_absolute:
                yield from self._in_unit(unit, site, None)
            elif uri not in self._used:
                yield self._unused(uri, site)

    def _unused(self, uri: URI, site: Site) -> Edge:
        if site.certainty is Certainty.DYNAMIC:
            return dynamic(uri, site.path, site.role, site.place, site.strength)
        found = self._resolver.in_report(site.path, uri, {}, uri.parent)
        if found.resolved:
            return edge(uri, found, site.role, site.place, site.strength)
        reason = "relative to a report that uses it, and none in the catalog does"
        return edge(uri, found._replace(reason=reason), site.role, site.place, Strength.SOFT)

    def _stray(self, uri: URI) -> Iterator[Edge]:
        """A file embedded in something that is no report."""
        owner = self._catalog.owners[uri]
        holder = URI(uri.parent.removesuffix(FILES_SUFFIX))
        for site in self._sites[uri]:
            yield from self._in_unit(_Unit(owner, holder, {}), site, None)


def missing_key(owner: str, site: Site) -> Edge:
    """An edge to a bundle key that no bundle has: its text is shown as it is."""
    target = f"key {site.path}"
    found = Found(target, target, resolved=False, reason="no bundle of its owner has this key")
    return edge(owner, found, Role.BUNDLE_KEY, site.place, Strength.SOFT)
