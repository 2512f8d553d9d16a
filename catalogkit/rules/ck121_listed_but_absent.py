"""The index lists an object whose descriptor is not in the catalog.

What: a folder, resource, user, role, organization, calendar or job is promised and not delivered.

Why it matters: a listed resource without file gives the warning `import.resource.not.found`; a folder ends
the import with `import.failed`; people, calendars and jobs end it with `import.failed.content.error`.

Example: a user file deleted from the zip while the index still lists the user.

Remedy: put the file back, or remove the line from the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model.catalog import Catalog
from ..model.index import INDEX_ENTRY, IndexItem
from ..model.objects import CatalogObject, ObjectKind
from ..model.uri import URI
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per index entry, and per listed job or favorite, without a file."""
    if subject.catalog.index is None:
        return
    for (module, element), (what, kind, code) in _LISTED.items():
        for item in subject.catalog.index.items(module, element):
            if not _is_there(subject.catalog, kind, item):
                yield Hit(
                    f"index.xml lists the {what} {item.name}, which is not there",
                    uri=item.text,
                    entry=INDEX_ENTRY,
                    line=item.line,
                    detail=f"{element} {item.name}",
                    server_code=code,
                )
    yield from _events(subject.catalog)
    yield from _ids("job", subject.catalog.job_ids, subject.catalog.jobs)
    yield from _ids("favorite", subject.catalog.favorite_ids, subject.catalog.favorites)


_CONTENT = "import.failed.content.error"
_LISTED = {
    ("repositoryResources", "folder"): ("folder", ObjectKind.FOLDER, "import.failed"),
    ("repositoryResources", "resource"): (
        "resource",
        ObjectKind.RESOURCE,
        "import.resource.not.found",
    ),
    ("authority", "user"): ("user", ObjectKind.USER, _CONTENT),
    ("authority", "role"): ("role", ObjectKind.ROLE, _CONTENT),
    ("tenants", "organization"): ("organization", ObjectKind.ORGANIZATION, _CONTENT),
    ("calendars", "calendar"): ("calendar", ObjectKind.CALENDAR, _CONTENT),
    ("reportJobs", "report"): ("job index of report", ObjectKind.JOB, _CONTENT),
    ("favorites", "favorite"): ("favorites of", ObjectKind.FAVORITE, _CONTENT),
}


def _is_there(catalog: Catalog, kind: ObjectKind, item: IndexItem) -> bool:
    match kind:
        case ObjectKind.FOLDER:
            return item.text in catalog.folders
        case ObjectKind.RESOURCE:
            return item.text in catalog.resources
        case ObjectKind.USER:
            return str(item.name) in catalog.users
        case ObjectKind.ROLE:
            return str(item.name) in catalog.roles
        case ObjectKind.ORGANIZATION:
            return item.text in catalog.organizations
        case ObjectKind.CALENDAR:
            return item.text in catalog.calendars
        case ObjectKind.JOB:
            return item.text in catalog.job_ids
        case _:
            return item.text in catalog.favorite_ids


def _events(catalog: Catalog) -> Iterator[Hit]:
    """The index gives the number of access events; the files are numbered from 1."""
    assert catalog.index is not None
    for item in catalog.index.items("accessEvents", "accessEventsCount"):
        there = len(catalog.access_events)
        if item.text.strip().isdecimal() and int(item.text) > there:
            yield Hit(
                f"index.xml counts {item.text.strip()} access events, but there are files for {there}",
                entry=INDEX_ENTRY,
                line=item.line,
                detail="accessEventsCount",
                server_code=_CONTENT,
            )


def _ids(
    what: str,
    listed: Mapping[URI, tuple[str, ...]],
    there: Mapping[str, CatalogObject],
) -> Iterator[Hit]:
    for uri, ids in listed.items():
        for name in ids:
            if f"{uri.rstrip('/')}/{name}" not in there:
                yield Hit(
                    f"the {what} {name} of {uri} is listed, but its file is not there",
                    uri=uri,
                    detail=f"{what} {name}",
                    server_code=_CONTENT,
                )


RULE = Rule(
    code="CK121",
    name="listed-but-absent",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Export the object again, or take it out of index.xml.",
    check=check,
    page=__doc__,
)
