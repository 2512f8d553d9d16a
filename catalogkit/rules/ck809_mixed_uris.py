"""An export of an organization also writes the path of this organization.

What: the index says that the export was made from an organization (`rootTenantId`), so that all URIs are
relative to it; some objects or references say `/organizations/<id>/…` all the same. Sub-organizations, whose
paths start alike, are not meant.

Why it matters: both spellings cannot lead to the same place: the server takes the longer one for a path
inside the organization.

Example: `rootTenantId` set by hand in the export of a whole server, or a report pasted in from one.

Remedy: export again from one place, or take the path of the organization out of the URIs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.catalog import Catalog
from ..model.objects import plain, records
from ..references.descriptors import descriptor_references
from ._hygiene import counted
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """At most one hit, at the first object that is concerned."""
    catalog = subject.catalog
    organization = catalog.index.organization if catalog.index is not None else None
    if organization is None:
        return
    own = re.compile(rf"(?:/organizations/[^/]+)*/organizations/{re.escape(organization)}(?:/|\Z)")
    in_repository = (*catalog.folders.values(), *catalog.resources.values())
    objects = [item for item in in_repository if own.match(item.uri)]
    named = [place for place in _named(catalog) if own.match(place[0])]
    if not objects and not named:
        return
    first = min([(item.uri, item.entry, 0) for item in objects] + [place[1:] for place in named])
    found = [counted(len(objects), "object")] if objects else []
    found += [counted(len(named), "reference")] if named else []
    yield Hit(
        f"{' and '.join(found)} with the path of the organization {organization}, although the export is "
        "relative to it",
        uri=first[0],
        entry=first[1],
        line=first[2],
        detail=organization,
    )


def _named(catalog: Catalog) -> Iterator[tuple[str, str, str, int]]:
    """Every URI in a descriptor, with the URI (if it has one), entry and line of what names it."""
    for owner, found in descriptor_references(catalog):
        yield found.uri or "", owner, catalog.resources[owner].entry, found.line
    for favorite in catalog.favorites.values():
        yield favorite.text("resourceURI") or "", favorite.folder, favorite.entry, 0
    for job in catalog.jobs.values():
        for name, inner in (
            ("source", "reportUnitURI"),
            ("contentRepositoryDestination", "folderURI"),
        ):
            for part in records(job.fields, name):
                yield plain(part, inner), job.report, job.entry, 0


RULE = Rule(
    code="CK809",
    name="mixed-uris",
    level=Level.WARNING,
    certainty=Certainty.LIKELY,
    remedy="Export again from one place, or write all URIs relative to the organization.",
    check=check,
    page=__doc__,
)
