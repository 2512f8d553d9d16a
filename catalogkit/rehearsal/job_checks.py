"""Which report jobs the server passes over without a word, and which it cannot store (§5.2, §12)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from ..model.dates import date_of
from ..model.fields import XSI_TYPE
from ..model.objects import many, plain, records
from ..model.target import StoredJob
from ..model.values import Record
from .access import may_write
from .state import State

_OUTPUT_NAME = re.compile(r"[\w.\-;@]{1,100}")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_MAX_URI, _MAX_LABEL, _MAX_DESCRIPTION = 200, 100, 2_000
_NOW, _WEEK_DAYS = "1", "2"
_COLUMNS = {
    "trigger": {"minutes": 200, "hours": 80, "monthDays": 100, "months": 40, "weekDays": 20},
    "mailNotification": {"subject": 100, "messageText": 2_000},
}
"""Characters of texts that are not validated, but have to fit into the database."""


def refusal(state: State, job: StoredJob, fields: Record) -> str:
    """Why a job is passed over; empty if it is not."""
    return next(_refusals(state, job, fields), "")


def overflow(fields: Record) -> str:
    """What of a job the database cannot store, which ends the whole import; empty if it can."""
    for struct, limits in _COLUMNS.items():
        for record in records(fields, struct):
            for name, limit in limits.items():
                if len(plain(record, name)) > limit:
                    return f"{name} of a job is longer than {limit:,} characters"
    return ""


def _refusals(state: State, job: StoredJob, fields: Record) -> Iterator[str]:
    if state.target.user(job.owner) is None:
        yield f"its owner {job.owner} is not in the target"
    if not job.label or len(job.label) > _MAX_LABEL:
        yield "its label is empty or too long"
    if len(job.description) > _MAX_DESCRIPTION:
        yield "its description is too long"
    if not job.formats:
        yield "it has no output format"
    if not any(True for _ in records(fields, "source")):
        yield "it has no source"
    if _OUTPUT_NAME.fullmatch(job.output) is None:
        yield "the name of its output is not allowed"
    if len(job.folder) > _MAX_URI or len(job.report) > _MAX_URI:
        yield "a URI in it is too long"
    yield from _destination(state, job, fields)
    yield from _trigger(fields)
    if _mail_is_wrong(fields):
        yield "its mail is not valid"


def _destination(state: State, job: StoredJob, fields: Record) -> Iterator[str]:
    found = next(iter(records(fields, "contentRepositoryDestination")), None)
    if found is None:
        yield "it has no destination"
    elif job.saves and plain(found, "usingDefaultReportOutputFolderURI") != "true":
        is_there = job.folder in state.target.folders
        if not is_there or not may_write(state.target, state.recipients, job.folder):
            yield "its output folder is not in the target, or may not be written"


def _trigger(fields: Record) -> Iterator[str]:
    trigger = next(iter(records(fields, "trigger")), None)
    if trigger is None:
        yield "it has no trigger"
        return
    start, end = date_of(plain(trigger, "startDate")), date_of(plain(trigger, "endDate"))
    if plain(trigger, "startType") == _NOW:
        if plain(trigger, "startDate"):
            yield "it starts now, and has a start date"
        if end is not None and end < datetime.now(UTC):
            yield "it starts now, and has ended"
    if start is not None and end is not None and end < start:
        yield "it ends before it starts"
    if str(trigger.get(XSI_TYPE, "")).endswith("CalendarTrigger"):
        if not plain(trigger, "months"):
            yield "its trigger has no months"
        if plain(trigger, "daysType") == _WEEK_DAYS and not plain(trigger, "weekDays"):
            yield "its trigger has no week days"
    elif plain(trigger, "occurrenceCount") not in ("", "1") and not (
        plain(trigger, "recurrenceInterval") and plain(trigger, "recurrenceIntervalUnit")
    ):
        yield "its trigger recurs without an interval"


def _mail_is_wrong(fields: Record) -> bool:
    for mail in records(fields, "mailNotification"):
        addresses = [value for value in many(mail, "toAddress") if isinstance(value, str)]
        if addresses and not plain(mail, "subject"):
            return True
        if not all(map(_ADDRESS.fullmatch, addresses)):
            return True
    return False
