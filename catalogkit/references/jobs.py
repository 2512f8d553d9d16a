"""What report jobs need (`catalog-format.md` §11)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ..model.catalog import Catalog
from ..model.fields import Role
from ..model.objects import ObjectKind, QualifiedName, many, plain, records
from ..model.values import Record
from .edge import Edge, Strength, object_id
from .extraction import Place, edge
from .people import People
from .resolve import Found, Resolver

_KEY = "SSH_KEY_PROPERTY"
_DESTINATION = "/reportJob/contentRepositoryDestination"


def job_edges(catalog: Catalog, resolver: Resolver, people: People) -> Iterator[Edge]:
    """Jobs to their report, output folders, key file and owner."""
    for job in catalog.jobs.values():
        at = partial(_edge, object_id(job.key), job.entry)
        for source in records(job.fields, "source"):
            report = plain(source, "reportUnitURI")
            if report:
                where = "/reportJob/source/reportUnitURI"
                yield at(where, report, resolver.exact(report), Role.REPORT, Strength.HARD)
        for destination in records(job.fields, "contentRepositoryDestination"):
            for name, strength in _folders(destination):
                folder = plain(destination, name)
                if folder:
                    found = resolver.exact(folder)
                    yield at(f"{_DESTINATION}/{name}", folder, found, Role.OUTPUT_FOLDER, strength)
            for key in _keys(destination):
                where = f"{_DESTINATION}/outputFTPInfo/propertiesMapValues"
                yield at(where, key, resolver.exact(key), Role.KEY_FILE, Strength.HARD)
        user = job.text("username")
        if user:
            found = people.find(ObjectKind.USER, str(QualifiedName.parse(user)))
            yield at("/reportJob/username", user, found, Role.USER, Strength.SOFT)


def _edge(
    owner: str, entry: str, where: str, text: str, found: Found, role: Role, strength: Strength
) -> Edge:
    return edge(owner, found, role, Place(entry, 0, where, text), strength)


def _folders(destination: Record) -> list[tuple[str, Strength]]:
    """The fields that name folders; one that nothing is saved to is not needed (§11.2)."""
    saves = plain(destination, "saveToRepository") != "false"
    needed = Strength.RUN_TIME if saves else Strength.SOFT
    return [("folderURI", needed), ("defaultReportOutputFolderURI", Strength.SOFT)]


def _keys(destination: Record) -> Iterator[str]:
    """Repository paths of key files, in the two parallel lists of the transfer settings."""
    for ftp in records(destination, "outputFTPInfo"):
        values = many(ftp, "propertiesMapValues")
        for key, value in zip(many(ftp, "propertiesMapKeys"), values, strict=False):
            if key == _KEY and isinstance(value, str) and value:
                yield value
