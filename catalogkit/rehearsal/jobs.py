"""Report jobs: which are added, matched, or passed over (import-semantics §7.4, §10.10, §12)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..model.index import Module
from ..model.objects import QualifiedName, many, plain, records
from ..model.shapes import JOB, JOB_INDEX
from ..model.target import StoredJob
from ..model.values import Record, TypedValue
from ..parsing.bind import Plan
from .access import may_read, may_write
from .outcome import Action, content_error
from .renames import renamed
from .state import State

_PLAN, _INDEX_PLAN = Plan(JOB), Plan(JOB_INDEX)
_OUTPUT_NAME = re.compile(r"[\w.\-;@]{1,100}")
_MAX_URI = 200
_MAX_LABEL, _MAX_DESCRIPTION = 100, 2_000


@dataclass(slots=True)
class _Incoming:
    """A job of the catalog."""

    id: str
    fields: Record
    job: StoredJob


def import_jobs(state: State, modules: Iterable[Module]) -> None:
    """The module `reportJobs`. No job ever leads to a warning.

    Raises:
        ImportStoppedError: a file is missing or cannot be read.
    """
    for module in modules:
        for item in module.items:
            if item.element == "report":
                _report(state, item.text)


def _report(state: State, uri: str) -> None:
    report = renamed(uri, state.renames)
    if report not in state.target.resources or not may_read(state.target, state.recipients, report):
        state.act(report, "job", Action.SKIP, "its report is not in the target")
        return
    folder = f"reportJobs{uri}"
    index = state.files.descriptor(f"{folder}/index.xml", _INDEX_PLAN)
    ids = [value for value in many(index, "jobId") if isinstance(value, str)]
    if report in state.updated:
        incoming = [_read(state, folder, report, identity) for identity in ids]
        _label(state, report, incoming)
        for one in incoming:
            _match(state, report, one)
    else:
        for identity in ids:
            _add(state, report, _read(state, folder, report, identity))


def _read(state: State, folder: str, report: str, identity: str) -> _Incoming:
    fields = state.files.descriptor(f"{folder}/{identity}.xml", _PLAN)
    destination = next(iter(records(fields, "contentRepositoryDestination")), {})
    created = fields.get("creationDate")
    owner = QualifiedName.parse(plain(fields, "username"))
    job = StoredJob(
        report=report,
        label=plain(fields, "label"),
        owner=owner.name,
        output=plain(fields, "baseOutputFilename"),
        folder=renamed(plain(destination, "folderURI"), state.renames),
        formats=tuple(value for value in many(fields, "outputFormat") if isinstance(value, str)),
        description=plain(fields, "description"),
        created=str(created.text or "") if isinstance(created, TypedValue) else "",
        saves=plain(destination, "saveToRepository") != "false",
        overwrites=plain(destination, "overwriteFiles") == "true",
        paused=plain(fields, "paused") == "true",
    )
    return _Incoming(identity, fields, job)


def _label(state: State, report: str, incoming: list[_Incoming]) -> None:
    """Equal labels in an updated report: a duplicate keeps its label while no job carries it (§12)."""
    groups: dict[tuple[str, str], list[_Incoming]] = {}
    for one in incoming:
        groups.setdefault((one.job.label, one.job.created), []).append(one)
    labels = {label for label, _ in groups}
    for label in labels:
        dated = {created for other, created in groups if other == label}
        if "" in dated and len(dated) > 1:
            raise content_error()
    taken = {job.label for job in state.target.jobs if job.report == report}
    for group in groups.values():
        if len(group) > 1:
            for one in group:
                one.job.label = _free(one.job.label, taken)
                taken.add(one.job.label)


def _free(label: str, taken: set[str]) -> str:
    if label not in taken:
        return label
    number = 1
    while f"{label}_SYSDUP_{number}" in taken:
        number += 1
    return f"{label}_SYSDUP_{number}"


def _match(state: State, report: str, one: _Incoming) -> None:
    """A job of an updated report: exactly one match is updated in place (§7.4)."""
    wanted = one.job.label.lower()
    found = [
        job
        for job in state.target.jobs
        if job.report == report
        and wanted == job.label.lower()
        and (not one.job.created or not job.created or job.created[:16] == one.job.created[:16])
    ]
    if len(found) != 1:
        if found:
            taken = {job.label for job in state.target.jobs if job.report == report}
            one.job.label = _free(one.job.label, taken)
        _add(state, report, one)
        return
    reason = _invalid(state, one, update=found[0])
    if reason:
        state.act(_name(report, one), "job", Action.SKIP, reason)
        return
    job = found[0]
    for member in ("label", "output", "folder", "formats", "description", "created", "saves", "overwrites"):
        setattr(job, member, getattr(one.job, member))
    job.paused = one.job.paused
    job.changes += 1
    state.act(_name(report, one), "job", Action.UPDATE)


def _add(state: State, report: str, one: _Incoming) -> None:
    reason = _invalid(state, one)
    if reason:
        state.act(_name(report, one), "job", Action.SKIP, reason)
        return
    owner = state.target.user(one.job.owner)
    assert owner is not None
    one.job.owner = owner.name
    state.target.jobs.append(one.job)
    state.act(_name(report, one), "job", Action.CREATE)


def _name(report: str, one: _Incoming) -> str:
    return f"{report}/{one.id}"


def _invalid(state: State, one: _Incoming, update: StoredJob | None = None) -> str:
    """Why the server skips a job without a word; empty if it does not (§12)."""
    job, fields = one.job, one.fields
    trigger = next(iter(records(fields, "trigger")), None)
    destination = next(iter(records(fields, "contentRepositoryDestination")), None)
    checks = (
        (state.target.user(job.owner) is None, f"its owner {job.owner} is not in the target"),
        (not job.label or len(job.label) > _MAX_LABEL, "its label is empty or too long"),
        (len(job.description) > _MAX_DESCRIPTION, "its description is too long"),
        (not job.formats, "it has no output format"),
        (trigger is None, "it has no trigger"),
        (not any(True for _ in records(fields, "source")), "it has no source"),
        (_OUTPUT_NAME.fullmatch(job.output) is None, "the name of its output is not allowed"),
        (len(job.folder) > _MAX_URI or len(job.report) > _MAX_URI, "a URI in it is too long"),
        (destination is None, "it has no destination"),
        (
            destination is not None and _folder_is_missing(state, job, destination),
            "its output folder is missing",
        ),
        (trigger is not None and _trigger_is_wrong(trigger), "its trigger is not valid"),
        (_mail_is_wrong(fields), "its mail is not valid"),
        (update is not None and _writes_the_same(state, job, update), "another job writes the same files"),
    )
    return next((reason for is_wrong, reason in checks if is_wrong), "")


def _folder_is_missing(state: State, job: StoredJob, destination: Record | None) -> bool:
    if destination is None or not job.saves:
        return False
    if plain(destination, "usingDefaultReportOutputFolderURI") == "true":
        return False
    exists = job.folder in state.target.folders
    return not exists or not may_write(state.target, state.recipients, job.folder)


def _trigger_is_wrong(trigger: Record) -> bool:
    start, start_date, end_date = (plain(trigger, name) for name in ("startType", "startDate", "endDate"))
    if start == "1" and start_date:
        return True
    if start_date and end_date and end_date < start_date:
        return True
    if str(trigger.get("@xsi:type", "")).endswith("CalendarTrigger"):
        days = plain(trigger, "daysType")
        return not plain(trigger, "months") or (days == "2" and not plain(trigger, "weekDays"))
    recurs = plain(trigger, "occurrenceCount") not in ("", "1")
    has_interval = bool(plain(trigger, "recurrenceInterval") and plain(trigger, "recurrenceIntervalUnit"))
    return recurs and not has_interval


def _mail_is_wrong(fields: Record) -> bool:
    for mail in records(fields, "mailNotification"):
        addresses = [value for value in many(mail, "toAddress") if isinstance(value, str)]
        if addresses and (not plain(mail, "subject") or any("@" not in a for a in addresses)):
            return True
    return False


def _writes_the_same(state: State, job: StoredJob, update: StoredJob) -> bool:
    if job.overwrites:
        return False
    output, folder = job.output.lower(), job.folder.lower()
    return any(
        other is not update
        and not other.overwrites
        and output in other.output.lower()
        and folder in other.folder.lower()
        for other in state.target.jobs
    )
