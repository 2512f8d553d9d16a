"""The export service's rules: from a repository and a request to the zip (rest-services §2, §7)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..model.index import Index, IndexItem, Module, Property
from ..model.objects import ROOT_ORGANIZATION, CatalogObject
from ..model.uri import URI
from ..parsing.catalog_writer import calendar_file, write_catalog
from ..rehearsal.options import Server
from ..rehearsal.rehearse import recipients_of
from .export_jobs import jobs_of
from .export_people import People, exported_organizations, exported_people
from .export_request import ExportRequest
from .export_walk import RefusedError, Walk
from .repository import VERSIONS, Repository

BROKEN_DEPENDENCY = "export.broken.dependency"


@dataclass(frozen=True, slots=True)
class Exported:
    """What comes of an export.

    Args:
        catalog: the zip; None where the export failed.
        broken: URIs of resources that need something which is not in it, in order.
    """

    catalog: bytes | None
    broken: tuple[URI, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether it failed: servers do not say why (rest-services §2)."""
        return self.catalog is None


@dataclass(slots=True)
class _Export:
    """One export: its objects and the modules of its index."""

    objects: list[CatalogObject] = field(default_factory=list)
    modules: list[Module] = field(default_factory=list)

    def add(self, module: str, items: Iterator[IndexItem]) -> None:
        self.modules.append(Module(module, tuple(items)))


def export(repository: Repository, request: ExportRequest, user: str) -> Exported:
    """Export what a request asks for.

    Args:
        repository: the repository; it is not changed.
        request: what is asked for.
        user: who asks; it gets only what it may read.
    """
    walk = Walk(repository, request, recipients_of(repository.target, user))
    run = _Export()
    try:
        _people(run, repository, request)
        found = _resources_and_jobs(run, repository, request, walk)
    except RefusedError:
        return Exported(None)
    _usage(run, repository, request)
    broken = tuple(walk.broken()) if found else ()
    stream = io.BytesIO()
    index = Index(tuple(_properties(repository, request)), tuple(run.modules))
    files = {path: repository.files[path].content for path in walk.files}
    write_catalog(stream, index, [*run.objects, *walk.objects()], files, broken or None, directories=True)
    return Exported(stream.getvalue(), broken)


def _people(run: _Export, repository: Repository, request: ExportRequest) -> None:
    if request.with_organizations:
        organizations = list(exported_organizations(repository, request))
        run.objects += organizations
        run.add("tenants", (IndexItem("organization", item.id) for item in organizations))
    people: People | None = exported_people(repository, request)
    if people is not None:
        run.objects += [*people.users, *people.roles]
        run.add("authority", people.items())


def _resources_and_jobs(run: _Export, repository: Repository, request: ExportRequest, walk: Walk) -> bool:
    """The modules of resources and of jobs; whether there are resources.

    Raises:
        RefusedError: something that is asked for is not there, or may not be read.
    """
    roots = request.roots
    if roots:
        walk.walk(roots)
    jobs = None
    if request.job_roots is not None:
        jobs = list(jobs_of(repository, request.job_roots, walk))
        for key in (key for _, keys in jobs for key in keys):
            if not roots:  # the module is not there to take it (rest-services §7)
                raise RefusedError(key)
            walk.add(key)
    if roots:
        walk.follow()
        run.add("repositoryResources", iter(walk.items))
    if request.everything or request.has("calendars"):
        calendars = sorted(repository.contents.calendars.items())
        run.objects += {calendar_file(name): calendar for name, calendar in calendars}.values()
        run.add("calendars", (IndexItem("calendar", name) for name, _ in calendars))
    if jobs is not None:
        run.objects += [job for job, _ in jobs]
        run.add("reportJobs", (IndexItem("report", uri) for uri in dict.fromkeys(j.report for j, _ in jobs)))
    return bool(roots)


def _usage(run: _Export, repository: Repository, request: ExportRequest) -> None:
    """Access events and favorites: with everything only (rest-services §2)."""
    contents = repository.contents
    left_out = request.types or request.has("skip-suborganizations")
    if request.everything and request.has("include-access-events") and not left_out:
        run.objects += contents.events
        run.add("accessEvents", iter([IndexItem("accessEventsCount", str(len(contents.events)))]))
    if repository.server is not Server.CE_6_4 and request.everything:
        if request.has("skip-favorite-resources"):
            return
        run.objects += contents.favorites
        folders = dict.fromkeys(favorite.folder for favorite in contents.favorites)
        run.add("favorites", (IndexItem("favorite", uri) for uri in folders))


def _properties(repository: Repository, request: ExportRequest) -> Iterator[Property]:
    """The properties of the index; those of the key as the catalogs had them."""
    kept = {p.name: p for p in repository.contents.properties}
    keyed = repository.server is not Server.CE_6_4
    if keyed and "keyalias" in kept:
        yield kept["keyalias"]
    yield Property("pathProcessorId", "zip")
    yield Property("rootTenantId", request.organization.strip() or ROOT_ORGANIZATION)
    yield Property("jsVersion", VERSIONS[repository.server])
    if keyed and "encrypted" in kept:
        yield kept["encrypted"]
