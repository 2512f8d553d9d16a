"""Report jobs, calendars, access events and favorites (`catalog-format.md` §11 and §12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..model.fields import XSI_TYPE
from ..model.schedules import Calendar, Job
from ..model.shapes import ACCESS_EVENT, CALENDAR, FAVORITE, JOB
from ..model.uri import URI
from ..model.usage import AccessEvent, Favorite
from .coerce import DATE, simple_fields

_JOB_DATE = "2024-01-15 08:00:00.0"


def simple_trigger(interval: int = 1, unit: str | int = "week", /, **fields: object) -> dict[str, object]:
    """A trigger that fires again and again; `unit` is a number or word of `model.codes`."""
    return {
        XSI_TYPE: "reportJobSimpleTrigger",
        **_trigger(),
        "occurrenceCount": -1,
        "recurrenceInterval": interval,
        "recurrenceIntervalUnit": unit,
        **fields,
    }


def calendar_trigger(hours: str = "6", minutes: str = "0", /, **fields: object) -> dict[str, object]:
    """A trigger that fires at times of the day, on every day unless `fields` say otherwise."""
    return {
        XSI_TYPE: "reportJobCalendarTrigger",
        **_trigger(),
        "minutes": minutes,
        "hours": hours,
        "daysType": "all",
        "months": "1,2,3,4,5,6,7,8,9,10,11,12",
        **fields,
    }


def job(
    report: str,
    id: int = 1,  # noqa: A002 - the word of the format
    /,
    *,
    label: str = "Job",
    owner: str = "jasperadmin",
    trigger: Mapping[str, object] | None = None,
    parameters: Mapping[str, object] | None = None,
    formats: Iterable[str | int] = ("pdf",),
    destination: Mapping[str, object] | None = None,
    mail: Mapping[str, object] | None = None,
    alert: Mapping[str, object] | None = None,
    listed: bool = True,
    **fields: object,
) -> Job:
    """A report job.

    Args:
        report: URI of what it runs; also the folder of its file.
        id: job id; its parts get the ids that follow.
        label: its label.
        owner: user name, `name` or `name|organization`.
        trigger: what `simple_trigger` or `calendar_trigger` made; None for every week.
        parameters: values by report parameter; several values as a list.
        formats: numbers or words of `model.codes.OUTPUT_FORMATS`.
        destination: more elements of `contentRepositoryDestination`; output goes beside the report.
        mail: elements of `mailNotification`; None for no mail.
        alert: elements of `alert`; None for no alert.
        listed: whether the index of the report lists it.
        fields: other elements by XML name.
    """
    given: dict[str, object] = {
        "jobId": id,
        "version": 0,
        "username": owner,
        "label": label,
        "trigger": {"triggerId": id + 1, **(trigger or simple_trigger())},
        "source": {"reportUnitURI": report, "parameter": _parameters(parameters or {})},
        "baseOutputFilename": label.replace(" ", "_"),
        "outputFormat": list(formats),
        "contentRepositoryDestination": _destination(id + 2, URI(report).parent, destination or {}),
        "mailNotification": None if mail is None else _mail(id + 3, mail),
        "alert": None if alert is None else _alert(id + 4, alert),
        "creationDate": _JOB_DATE,
        "paused": False,
        **fields,
    }
    made = simple_fields(JOB, given)
    return Job(made, "", URI(report), str(id), listed)


def calendar(name: str, dates: Iterable[str], /, **fields: object) -> Calendar:
    """A holiday calendar with its excluded dates."""
    given = {"name": name, "excludedDate": list(dates), **fields}
    return Calendar(simple_fields(CALENDAR, given), "")


def event(user: str, resource: str, /, *, updating: bool = False, **fields: object) -> AccessEvent:
    """An access of a user to a resource; events are numbered in the order they are given."""
    given = {
        "userName": user,
        "tenantId": "",
        "eventDate": DATE,
        "updating": updating,
        "resourceUri": f"repo:{resource}",
        **fields,
    }
    return AccessEvent(simple_fields(ACCESS_EVENT, given), "")


def favorite(
    resource: str,
    user: str,
    id: int = 1,  # noqa: A002 - the word of the format
    /,
    *,
    listed: bool = True,
    **fields: object,
) -> Favorite:
    """A favorite of a user, grouped under the folder of the resource.

    Args:
        resource: URI of the resource.
        user: `name` or `name|organization`.
        id: its id.
        listed: whether the index of the folder lists it.
        fields: other elements by XML name.
    """
    given = {"id": id, "resourceURI": resource, "userName": user, **fields}
    made = simple_fields(FAVORITE, given)
    return Favorite(made, "", URI(resource).parent, str(id), listed)


def _trigger() -> dict[str, object]:
    return {
        "version": 0,
        "timezone": "UTC",
        "startType": "at date",
        "startDate": "2030-01-07T06:00:00.000Z",
        "misfireInstruction": 0,
    }


def _parameters(given: Mapping[str, object]) -> list[dict[str, object]]:
    """Parameters; only those with one value say so (`catalog-format.md` §11)."""
    return [
        {"key": key, "value": value, "valueType": None if isinstance(value, list | tuple) else "single"}
        for key, value in given.items()
    ]


def _destination(id: int, folder: str, more: Mapping[str, object]) -> dict[str, object]:  # noqa: A002
    return {
        "id": id,
        "version": 0,
        "folderURI": folder,
        "sequentialFilenames": False,
        "overwriteFiles": True,
        "saveToRepository": True,
        "usingDefaultReportOutputFolderURI": False,
        **more,
    }


def _mail(id: int, more: Mapping[str, object]) -> dict[str, object]:  # noqa: A002
    return {
        "id": id,
        "version": 0,
        "subject": "",
        "messageText": "",
        "resultSendType": "attachments",
        "skipEmptyReports": False,
        "includingStackTraceWhenJobFails": False,
        "skipNotificationWhenJobFails": False,
        **more,
    }


def _alert(id: int, more: Mapping[str, object]) -> dict[str, object]:  # noqa: A002
    return {
        "id": id,
        "version": 0,
        "recipient": "owner",
        "jobState": "fail only",
        "includingStackTrace": False,
        "includingReportJobInfo": True,
        **more,
    }
