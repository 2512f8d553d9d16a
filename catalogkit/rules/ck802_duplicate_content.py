"""Several resources hold the same.

What: files with the same bytes (1 kB or more), or data sources that differ in nothing but name, label,
description and secrets. Told are listed resources and what is embedded in reports and other resources that
can refer to shared ones. Not told are copies that the server makes itself (in Ad Hoc views, Ad Hoc reports,
topics, Domains, dashboards, themes, and its own audit and monitoring folders), copies in different
organizations, and the files of one resource bundle.

Why it matters: a correction of one copy does not reach the others; each copy of a data source has a password
of its own to change.

Example: the logo of the company, uploaded into each of fifty reports.

Remedy: keep one, let files link to it and reports refer to it, and delete the others on the server.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping

from ..archive import Entry
from ..errors import EntryError
from ..model.catalog import Catalog
from ..model.repository import Resource
from ..model.shapes import HEADER
from ..model.uri import URI
from ..model.values import Reference, Secret
from ..model.walk import local_resources
from ..references.usage import is_for_server
from ._hygiene import some
from .base import Certainty, Hit, Level, Rule, Subject

MIN_SIZE = 1024
"""Bytes below which two files may well be alike."""

_SERVER_COPIES = frozenset(
    {
        "adhocDataView", "adhocReportUnit", "dataDefinerUnit", "dashboardModelResource", "dashboardResource",
        "semanticLayerDataSource",
    }
)  # fmt: skip
"""Types whose embedded resources the server puts there, so that they cannot be shared."""
_STATE = "stateXML"
"""The embedded file that makes an Ad Hoc report of a report (`catalog-format.md` §7.1)."""
_SERVER_FOLDERS = ("/public/audit", "/public/monitoring", "/public/diagnostic")
_ORGANIZATION = re.compile(r"(?:/organizations/[^/]+)+")
_SOURCES = frozenset(
    {
        "jdbcDataSource", "jndiJdbcDataSource", "awsDataSource", "azureSqlDataSource", "beanDataSource",
        "customDataSource", "virtualDataSource", "mondrianConnection", "secureMondrianConnection",
        "xmlaConnection",
    }
)  # fmt: skip
_HEADER = frozenset(field.name for field in HEADER)
_BUNDLE = "prop"


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per group, at its first member."""
    resources = list(_resources(subject.catalog))
    yield from _same_files(subject.catalog, resources)
    yield from _same_sources(resources)


def _resources(catalog: Catalog) -> Iterator[Resource]:
    """What somebody put where it is, and could share."""
    for uri, listed in sorted(catalog.resources.items()):
        if is_for_server(uri) or any(uri.is_below(folder) for folder in _SERVER_FOLDERS):
            continue
        yield listed
        if listed.type.name in _SERVER_COPIES:
            continue
        inner = list(local_resources(listed))
        if not any(local.uri.name == _STATE for local in inner):
            yield from inner


def _organization(uri: URI) -> str:
    match = _ORGANIZATION.match(uri)
    return match.group() if match else ""


def _same_files(catalog: Catalog, resources: Iterable[Resource]) -> Iterator[Hit]:
    alike: dict[Hashable, list[tuple[Resource, Entry]]] = {}
    seen: set[str] = set()
    for resource in resources:
        for entry in catalog.data_entries(resource) if resource.type.name == "fileResource" else ():
            if entry.size >= MIN_SIZE and entry.name not in seen:
                seen.add(entry.name)
                key = (_organization(resource.uri), entry.size, entry.crc)
                alike.setdefault(key, []).append((resource, entry))
    for candidates in alike.values():
        if len(candidates) > 1:
            for group in _equal(catalog, candidates):
                size = f"{candidates[0][1].size:,} bytes"
                yield from _hit(group, "file", f"the same {size} as")


def _equal(catalog: Catalog, candidates: Iterable[tuple[Resource, Entry]]) -> Iterable[list[Resource]]:
    """The candidates by content; those that cannot be read are left out."""
    groups: dict[bytes, list[Resource]] = {}
    for resource, entry in candidates:
        digest = hashlib.sha256()
        try:
            for chunk in catalog.archive.chunks(entry):
                digest.update(chunk)
        except EntryError:
            continue  # the damage is a finding of its own
        groups.setdefault(digest.digest(), []).append(resource)
    return map(_without_bundles, groups.values())


def _without_bundles(group: list[Resource]) -> list[Resource]:
    """One file of each folder for resource bundles: the locales of a bundle may say the same."""
    kept: list[Resource] = []
    folders: set[str] = set()
    for resource in group:
        if resource.text("fileType") == _BUNDLE:
            if resource.uri.parent in folders:
                continue
            folders.add(resource.uri.parent)
        kept.append(resource)
    return kept


def _same_sources(resources: Iterable[Resource]) -> Iterator[Hit]:
    alike: dict[Hashable, list[Resource]] = {}
    for resource in resources:
        if resource.type.name in _SOURCES:
            key = (_organization(resource.uri), resource.type.name, _shape(resource))
            alike.setdefault(key, []).append(resource)
    for group in alike.values():
        yield from _hit(group, "data source", "the same settings as")


def _shape(value: object) -> Hashable:
    """What a value says, to compare; of a secret only that there is one."""
    match value:
        case Secret():
            return Secret
        case Resource():
            fields = (name for name in value.fields if name not in _HEADER)
            return (value.type.name, *((name, _shape(value.fields[name])) for name in fields))
        case Reference(uri, local):
            return (uri, _shape(local))
        case Mapping():
            return tuple((name, _shape(part)) for name, part in value.items())
        case tuple():
            return tuple(map(_shape, value))
    return value


def _hit(group: list[Resource], what: str, same: str) -> Iterator[Hit]:
    if len(group) > 1:
        first, *others = group
        message = f"the {what} has {same} {some([other.uri for other in others])}"
        yield Hit(message, uri=first.uri, entry=first.entry, detail=what)


RULE = Rule(
    code="CK802",
    name="duplicate-content",
    level=Level.INFO,
    certainty=Certainty.CERTAIN,
    remedy="Keep one, refer to it in place of the others, and delete those on the server.",
    check=check,
    page=__doc__,
)
