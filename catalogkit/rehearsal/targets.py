"""The repository that a catalog shows: an export of everything, as a target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from ..archive import Entry
from ..model.catalog import Catalog
from ..model.connections import connection
from ..model.dates import seconds_of
from ..model.objects import QualifiedName, many, plain, records
from ..model.repository import Folder, Resource
from ..model.schedules import Job
from ..model.target import (
    OUTSIDE,
    StoredEvent,
    StoredFolder,
    StoredJob,
    StoredOrganization,
    StoredResource,
    StoredUser,
    Target,
)
from ..model.uri import FILES_SUFFIX, URI, without_scheme
from ..model.values import Secret, TypedValue
from ..model.walk import data_paths
from .references import saved

_MODULES = {
    "authority": "users and roles",
    "tenants": "organizations",
    "repositoryResources": "folders and resources",
    "reportJobs": "report jobs",
    "calendars": "calendars",
    "accessEvents": "access events",
}
"""What is not known of a repository if the module is not in its export."""


def target_of(catalog: Catalog) -> Target:
    """The target that a catalog describes; what it does not hold is not known."""
    target = Target(
        name=catalog.archive.path,
        unknown=frozenset(_unknown(catalog)),
        commercial=catalog.is_commercial,
    )
    exported_with = catalog.index.value("keyalias") if catalog.index is not None else None
    target.keys = frozenset({exported_with} if exported_with else ())
    for folder in catalog.folders.values():
        target.folders[folder.uri] = StoredFolder(folder.uri, folder.label, folder.description)
    for uri, resource in catalog.resources.items():
        _add_resource(target, catalog, resource, uri, "")
    for item in (*catalog.folders.values(), *catalog.resources.values()):
        masks = {
            (p.recipient_type, str(p.recipient)): p.mask or 0 for p in item.permissions if p.recipient.name
        }
        if masks:
            target.permissions[item.uri] = masks
    if "/" not in target.permissions:  # what is inherited by everything is not told
        target.unknown |= {"permissions"}
        target.permissions["/"] = {("role", "ROLE_ADMINISTRATOR"): 1}
    _add_people(target, catalog)
    target.jobs = [_job(job) for job in catalog.jobs.values() if job.listed]
    target.calendars = set(catalog.calendars)
    for event in catalog.access_events:
        seen = without_scheme(event.text("resourceUri") or "")
        updating = event.text("updating") == "true"
        made = StoredEvent(event.text("userName") or "", seen, updating, event.text("eventDate") or "")
        target.events.append(made)
    for favorite in catalog.favorites.values():
        user = str(QualifiedName.parse(favorite.text("userName") or ""))
        target.favorites.add((user, favorite.text("resourceURI") or ""))
    return target


def listed_of(catalog: Catalog) -> Target:
    """What a listing of the repository that a catalog describes would tell: nothing of embedded resources."""
    target = Target(name=catalog.archive.path, unknown=frozenset(_unknown(catalog)))
    for uri, folder in catalog.folders.items():
        target.folders[uri] = _dated(StoredFolder(uri, folder.label, folder.description), folder)
    for uri, resource in catalog.resources.items():
        target.resources[uri] = _dated(_listed(uri, resource), resource)
    return target


_Listed = TypeVar("_Listed", StoredFolder, StoredResource)


def _dated(listed: _Listed, item: Folder | Resource) -> _Listed:
    listed.created = seconds_of(item.text("creationDate") or "")
    listed.updated = seconds_of(item.text("updateDate") or "")
    return listed


def _listed(uri: str, resource: Resource) -> StoredResource:
    link = resource.text("referenceUri")
    links: dict[str, tuple[str, ...]] = {"referenceUri": (link,)} if link else {}
    label, description = resource.label, resource.description
    return StoredResource(uri, resource.type.name, label=label, description=description, links=links)


def _unknown(catalog: Catalog) -> Iterator[str]:
    modules = {module.id for module in catalog.index.modules} if catalog.index is not None else set()
    yield from (words for module, words in _MODULES.items() if module not in modules)
    if "/" not in catalog.folders:
        yield OUTSIDE


def _add_resource(target: Target, catalog: Catalog, resource: Resource, uri: str, owner: str) -> None:
    links: dict[str, tuple[str, ...]] = {}
    has_parts = False
    for held, _ in saved(resource, is_6_4=True):
        if held.local is not None:
            part = f"{uri}{FILES_SUFFIX}/{held.local.text('name') or ''}"
            _add_resource(target, catalog, held.local, part, owner or uri)
            links[held.name] = (*links.get(held.name, ()), part)
            has_parts = True
        elif held.uri is not None:
            links[held.name] = (*links.get(held.name, ()), held.uri)
    if has_parts:
        folder = uri + FILES_SUFFIX
        target.folders[folder] = StoredFolder(folder, resource.label, resource.description)
    target.resources[uri] = StoredResource(
        uri=uri,
        type=resource.type.name,
        file_type=resource.text("fileType") or "",
        label=resource.label,
        description=resource.description,
        links=links if resource.type.name != "contentResource" else {},
        owner=owner,
        data=",".join(map(_digest, catalog.data_entries(resource))) if data_paths(resource) else "",
        leads_to=connection(resource),
    )


def _digest(entry: Entry) -> str:
    return f"{entry.size}:{entry.crc:08x}" if entry.crc is not None else ""


def _add_people(target: Target, catalog: Catalog) -> None:
    target.roles = {str(role.name) for role in catalog.roles.values()}
    for user in catalog.users.values():
        name = str(user.name)
        target.users[name] = StoredUser(
            name=name,
            full_name=user.label,
            email=user.text("email"),
            enabled=user.enabled,
            external=user.text("externallyDefined") == "true",
            roles=tuple(sorted(str(role) for role in user.roles)),
            tenant=user.name.tenant,
        )
        for attribute in user.attributes:
            target.attributes[f"user:{name}", attribute.name] = _value(attribute.value)
    for item in catalog.organizations.values():
        target.organizations[item.id] = StoredOrganization(
            id=item.id,
            alias=item.text("alias") or "",
            name=item.label,
            description=item.text("tenantDesc") or "",
            note=item.text("tenantNote") or "",
            uri=item.text("tenantUri") or "",
            folder=item.text("tenantFolderUri") or "",
            parent=item.text("parentId"),
            theme=item.text("theme") or "default",
        )
        for attribute in item.attributes:
            target.attributes[f"tenant:{item.id}", attribute.name] = _value(attribute.value)


def _value(value: str | Secret) -> str:
    return "(secret)" if isinstance(value, Secret) else value


def _job(job: Job) -> StoredJob:
    destination = next(iter(records(job.fields, "contentRepositoryDestination")), {})
    created = job.fields.get("creationDate")
    return StoredJob(
        report=URI(job.report),
        label=job.label,
        owner=QualifiedName.parse(job.text("username") or "").name,
        output=job.text("baseOutputFilename") or "",
        folder=plain(destination, "folderURI"),
        formats=tuple(value for value in many(job.fields, "outputFormat") if isinstance(value, str)),
        description=job.text("description") or "",
        created=str(created.text or "") if isinstance(created, TypedValue) else "",
        saves=plain(destination, "saveToRepository") != "false",
        overwrites=plain(destination, "overwriteFiles") == "true",
        paused=job.text("paused") == "true",
    )
