"""Applies what an import wrote of jobs, calendars, events, favorites (import-semantics §7.3 to §7.6, §12)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from ..model.objects import QualifiedName, records
from ..model.schedules import Calendar, Job
from ..model.target import StoredEvent, StoredJob
from ..model.uri import URI
from ..model.usage import AccessEvent, Favorite
from ..model.values import Record, Value
from ..parsing.catalog_writer import calendar_file
from ..rehearsal.renames import renamed
from ..rehearsal.shapes import CALENDAR_SHAPE, EVENT_SHAPE, FAVORITE_SHAPE, JOB_SHAPE
from .applying_run import Applying
from .storing import version_of


def apply_schedules(run: Applying) -> None:
    """Jobs, calendars, access events and favorites."""
    _jobs(run)
    _calendars(run)
    _events(run)
    _favorites(run)


def _jobs(run: Applying) -> None:
    """Jobs stand in the same order in the repository and in the target; new ones follow (§7.4)."""
    before, after = run.before.jobs, run.after.jobs
    numbers = _numbers(run.draft.jobs)
    jobs: list[Job] = []
    for kept, old, new in zip(run.draft.jobs, before, after[: len(before)], strict=True):
        job = kept
        if new.changes != old.changes:
            job = replace(kept, fields=_fields(run, new, kept.id, version_of(kept) + 1))
        elif new.owner != old.owner:
            job = replace(kept, fields={**kept.fields, "username": new.owner})
        jobs.append(job)
    for new in after[len(before) :]:
        number = next(numbers)
        jobs.append(Job(_fields(run, new, number, 0), "", URI(new.report), number, True))
    run.draft.jobs = jobs


def _numbers(items: Iterable[Job | Favorite]) -> Iterator[str]:
    """Ids that none of these has."""
    return map(str, count(1 + max((int(item.id) for item in items if item.id.isdecimal()), default=0)))


def _fields(run: Applying, job: StoredJob, number: str, version: int) -> Record:
    """The fields of a job as it is stored: those of its descriptor, but what a target tells counts."""
    fields = run.files.descriptor(job.origin, JOB_SHAPE)
    made: dict[str, Value | tuple[Value, ...]] = dict(fields)
    made |= {"jobId": number, "version": str(version), "username": job.owner, "label": job.label}
    for source in records(fields, "source"):
        made["source"] = {**source, "reportUnitURI": job.report}
    for destination in records(fields, "contentRepositoryDestination"):
        if destination.get("folderURI"):
            made["contentRepositoryDestination"] = {**destination, "folderURI": job.folder}
    return made


def _calendars(run: Applying) -> None:
    """The name in the file counts; several files of one name are written in order."""
    written = deque(run.written("calendar"))
    for item in run.index.items("calendars", "calendar"):
        path = f"calendars/{calendar_file(item.text)}.xml"
        if not written or run.files.find(path) is None:
            continue
        fields = run.files.descriptor(path, CALENDAR_SHAPE)
        if fields.get("name") == written[0]:
            run.draft.calendars[written.popleft()] = Calendar(fields, "")


def _events(run: Applying) -> None:
    """Events are added at the end; the user of an old one may have been renamed (§7.5, §12)."""
    paths = deque(run.written("event"))
    events: list[AccessEvent] = []
    for place, stored in enumerate(run.after.events):
        if place < len(run.draft.events):
            event = run.draft.events[place]
        else:
            event = AccessEvent(run.files.descriptor(paths.popleft(), EVENT_SHAPE), "")
        events.append(_named(event, stored))
    run.draft.events = events


def _named(event: AccessEvent, stored: StoredEvent) -> AccessEvent:
    told = {"userName": stored.user, "resourceUri": f"repo:{stored.uri}"}
    return (
        event
        if event.text("userName") == stored.user and event.entry
        else replace(event, fields={**event.fields, **told}, entry="accessEvents/event.xml")
    )


def _favorites(run: Applying) -> None:
    """Favorites that are new (§7.6)."""
    numbers = _numbers(run.draft.favorites)
    for name in run.written("favorite"):
        folder, _, identity = name.rpartition("/")
        fields = run.files.descriptor(f"favorites{folder.rstrip('/')}/{identity}.xml", FAVORITE_SHAPE)
        uri = renamed(str(fields.get("resourceURI", "")), run.renames)
        owner = QualifiedName.parse(str(fields.get("userName", "")))
        number = next(numbers)
        told = {"id": number, "resourceURI": uri, "userName": str(owner)}
        made = Favorite({**fields, **told}, "", URI(renamed(folder, run.renames)), number, True)
        run.draft.favorites.append(made)
