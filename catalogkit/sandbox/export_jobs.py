"""Report jobs of an export, with the key files that they need (rest-services §7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..model.objects import many, records
from ..model.schedules import Job
from ..model.uri import URI
from ..model.values import Value
from .export_walk import RefusedError, Walk
from .repository import Repository

_KEY_FILE = "SSH_KEY_PROPERTY"


def jobs_of(
    repository: Repository, roots: Sequence[str], walk: Walk
) -> Iterator[tuple[Job, tuple[URI, ...]]]:
    """The jobs of reports, and of reports below folders; each with the key files that it needs.

    Args:
        repository: the repository.
        roots: URIs of reports and folders.
        walk: what tells what may be read.

    Raises:
        RefusedError: one of the URIs is not there, or may not be read.
    """
    reports = dict.fromkeys(report for root in roots for report in _reports(repository, root, walk))
    for report in reports:
        for job in repository.contents.jobs:
            if job.report == report:
                yield _exported(job), tuple(_key_files(job))


def _reports(repository: Repository, root: str, walk: Walk) -> Iterator[URI]:
    uri = URI(root)
    if not root.startswith("/") or not walk.may_read(uri):
        raise RefusedError(root)
    if uri in repository.contents.resources:
        yield uri
    elif repository.folder(uri) is not None:
        yield from walk.reports_below(uri)
    else:
        raise RefusedError(root)


def _exported(job: Job) -> Job:
    """An alert loses its identity, and a job without FTP gets a user for it (rest-services §7)."""
    fields: dict[str, Value | tuple[Value, ...]] = dict(job.fields)
    for alert in records(fields, "alert"):
        fields["alert"] = {**alert, "id": "0", "version": "-1"}
    for destination in records(job.fields, "contentRepositoryDestination"):
        if "outputFTPInfo" not in destination:
            ftp: Value = {"userName": "anonymous"}
            fields["contentRepositoryDestination"] = {**destination, "outputFTPInfo": ftp}
    return replace(job, fields=fields)


def _key_files(job: Job) -> Iterator[URI]:
    for destination in records(job.fields, "contentRepositoryDestination"):
        for ftp in records(destination, "outputFTPInfo"):
            keys, values = many(ftp, "propertiesMapKeys"), many(ftp, "propertiesMapValues")
            for key, value in zip(keys, values, strict=False):
                if key == _KEY_FILE and isinstance(value, str) and value:
                    yield URI(value)
