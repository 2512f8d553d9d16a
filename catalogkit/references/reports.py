"""What the JRXML of reports needs at run time (`catalog-format.md` §14.1, §14.2).

A file is searched once, whoever uses it. Absolute paths in a shared one are its own; relative ones are
resolved for each report that uses it, because a report may bring a file of its own under that name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import compress
from operator import not_
from typing import NamedTuple

from ..model.catalog import Catalog
from ..model.fields import Role
from ..model.repository import Resource
from ..model.uri import FILES_SUFFIX, URI
from ..model.walk import references
from .bundles import bundle_files, missing_key
from .edge import Certainty, Edge, Strength
from .extraction import Parts, Place, Unread, dynamic, edge
from .files import Files
from .jrxml import Searched, Site
from .lines import with_lines
from .resolve import Found, Resolver

UNIT_TYPES = frozenset({"reportUnit", "adhocReportUnit", "dataDefinerUnit", "adhocDataView"})
"""Types whose embedded files are looked up by bare name."""
MAX_SHARED = 100
"""Files of others that are searched for relative names on behalf of one report."""
_LEADS_ON = frozenset({Role.SUB_REPORT, Role.STYLE_TEMPLATE})
"""Files whose own relative paths are looked up in the same report."""
_BUNDLE = ".properties"


class _Unit(NamedTuple):
    """A report with the files embedded in it.

    Args:
        owner: the listed resource that it is, or is embedded in.
        uri: its own URI.
        local: URIs of the files by name; those that it names by URI are as good as embedded.
        bundles: URIs of those that are resource bundles.
    """

    owner: URI
    uri: URI
    local: dict[str, URI]
    bundles: tuple[URI, ...] = ()


class _File(NamedTuple):
    """The places of one file, parted by who is asked about them.

    Args:
        all: paths and bundles.
        absolute: those that mean the same wherever it is used, and those known only at run time.
        relative: those that are looked up in the report that uses it.
        entry: name of its entry.
        keys: bundle keys.
        leads: URIs of the files that its absolute paths lead on to.
    """

    all: tuple[Site, ...]
    absolute: tuple[Site, ...]
    relative: tuple[Site, ...]
    entry: str
    keys: tuple[str, ...]
    leads: tuple[URI, ...]


class Reports:
    """The reports of one catalog, and the places in their files.

    Args:
        catalog: the catalog.
        resolver: looks up paths in it.
        files: opens its files.
        searched: what each JRXML file and style template names, by the URI of the file.
    """

    def __init__(
        self, catalog: Catalog, resolver: Resolver, files: Files, searched: dict[URI, Searched]
    ) -> None:
        self._catalog = catalog
        self._resolver = resolver
        self._files = files
        self._searched = {uri: self._parted(uri, found) for uri, found in searched.items()}
        self._used: set[URI] = set()
        self._own: set[URI] = set()

    def edges(self, parts: Parts) -> Iterator[Edge]:
        """What reports need; then what is absolute in shared files, and all that is in unused ones."""
        for owner, resources in parts:
            for resource in resources:
                if resource.type.name in UNIT_TYPES:
                    yield from self._of_unit(owner, resource)
        for uri, file in self._searched.items():
            owner = self._catalog.owners.get(uri, uri)
            if uri not in self._own:
                yield from self._in_unit(_Unit(owner, uri, {}), file.absolute)
            if uri not in self._used:
                yield from self._unused(owner, uri, file.relative)

    def _parted(self, uri: URI, searched: Searched) -> _File:
        paths = searched.sites
        fixed = [site.is_absolute or site.certainty is not Certainty.LITERAL for site in paths]
        absolute = tuple(compress(paths, fixed))
        relative = tuple(compress(paths, map(not_, fixed)))
        owner = self._catalog.owners.get(uri, uri)
        leads = (
            self._resolver.in_report(site.path, owner, {}, None).target
            for site in absolute
            if site.role in _LEADS_ON and site.certainty is Certainty.LITERAL
        )
        return _File(paths, absolute, relative, searched.entry, searched.keys, tuple(map(URI, leads)))

    def _of_unit(self, owner: URI, resource: Resource) -> Iterator[Edge]:
        """What is in the files of one report, and what is relative in those that they lead to."""
        unit, pending = self._unit(owner, resource)
        own = {uri for uri in unit.local.values() if uri not in self._catalog.resources}
        self._own |= own
        seen: set[URI] = set()
        shared = 0
        for uri in pending:  # grows while it is walked
            found = self._files.followed(uri)
            if found is None or found.uri in seen or found.uri not in self._searched:
                continue
            seen.add(found.uri)
            self._used.add(found.uri)
            shared += found.uri not in own
            if shared > MAX_SHARED:
                what = (
                    f"it uses more than {MAX_SHARED} files of others; relative names in the rest are not told"
                )
                self._files.unread.append(Unread(owner, resource.entry, 0, what))
                return
            file = self._searched[found.uri]
            pending.extend(file.leads)
            if found.uri in own:
                edges = self._in_unit(unit, file.all)
            else:
                edges = self._in_unit(unit, file.relative, found.uri.parent)
            for item in edges:
                yield item
                if item.resolved and item.role in _LEADS_ON:
                    pending.append(URI(item.target))
            yield from self._missing_keys(unit, file)

    def _unit(self, owner: URI, resource: Resource) -> tuple[_Unit, list[URI]]:
        """A report, and the files it starts with."""
        local: dict[str, URI] = {}
        files: list[URI] = []
        for found in references(resource):
            if found.local is not None:
                local.setdefault(found.local.text("name") or "", found.local.uri)
                files.append(found.local.uri)
            elif found.uri and found.role is Role.MAIN_REPORT:
                files.append(found.uri)
            elif found.uri and found.role is Role.FILE:
                local.setdefault(found.uri.name, found.uri)
        bundles = tuple(uri for name, uri in local.items() if name.endswith(_BUNDLE))
        return _Unit(owner, resource.uri, local, bundles), files

    def _in_unit(self, unit: _Unit, sites: Iterable[Site], beside: URI | None = None) -> Iterator[Edge]:
        for site in sites:
            if site.role is Role.BUNDLE:
                yield from self._bundle(unit, site)
            elif site.certainty is Certainty.DYNAMIC:
                yield dynamic(unit.owner, site.path, site.role, site.place, site.strength)
            elif not site.local_only or site.path in unit.local:
                found = self._resolver.in_report(site.path, unit.uri, unit.local, beside)
                yield edge(unit.owner, found, site.role, site.place, site.strength, site.certainty)

    def _bundle(self, unit: _Unit, site: Site) -> Iterator[Edge]:
        """A bundle is every embedded file of its name; else the server looks on its class path."""
        names = bundle_files(site.path, unit.local) if unit.local else []
        for name in names:
            found = self._resolver.exact(unit.local[name])
            yield edge(unit.owner, found, site.role, site.place, site.strength)
        if not names:
            target = f"bundle {site.path}"
            reason = "the report holds no such bundle; the server may have it on its class path"
            missing = Found(target, target, resolved=False, reason=reason)
            yield edge(unit.owner, missing, site.role, site.place, Strength.SOFT)

    def _missing_keys(self, unit: _Unit, file: _File) -> tuple[Edge, ...]:
        """Keys that no bundle of the report has; without a bundle that can be read nothing can be told."""
        lost = self._files.lost_keys(file.keys, unit.bundles) if file.keys else ()
        edges = []
        for key in file.keys:
            if key in lost:
                written = f"$R{{{key}}}"
                place = Place(file.entry, 0, f'//*[contains(., "{written}")]', written)
                edges.append(missing_key(unit.owner, key, place))
        return with_lines(self._catalog.archive, edges)

    def _unused(self, owner: URI, uri: URI, sites: Iterable[Site]) -> Iterator[Edge]:
        """What is relative in a file that no report of the catalog uses."""
        holder = uri if uri == owner else URI(uri.parent.removesuffix(FILES_SUFFIX))
        for site in sites:
            if site.role is not Role.BUNDLE and not site.local_only:
                found = self._resolver.in_report(site.path, holder, {}, uri.parent)
                if found.resolved:
                    yield edge(owner, found, site.role, site.place, site.strength)
                else:
                    reason = "relative to a report that uses it, and none in the catalog does"
                    yield edge(owner, found._replace(reason=reason), site.role, site.place, Strength.SOFT)
