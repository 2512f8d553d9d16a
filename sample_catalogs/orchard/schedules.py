"""Report jobs, calendars, access events and favorites."""

from __future__ import annotations

from catalogkit.model.schedules import Calendar, Job
from catalogkit.model.usage import AccessEvent, Favorite
from catalogkit.testing import calendar, calendar_trigger, event, favorite, job, keyed_secret, simple_trigger

GROWER, PACKER, OFFICE = "ana-luise|orchards", "jürgen|orchards", "jasperadmin|orchards"


def weekly_mail(base: str, to: str = "growers@hazelford.example", hours: int = 24 * 7) -> Job:
    """The weekly deliveries by mail, at an interval."""
    return job(
        f"{base}/Reports/Weekly-Deliveries",
        2101,
        label="Weekly deliveries to all growers",
        description="",
        owner=GROWER,
        trigger=simple_trigger(hours, "hour", startType="now", startDate=None),
        parameters={"week": 41, "grower": ["7", "12"]},
        formats=["pdf", "xlsx"],
        destination={"folderURI": f"{base}/Output", "sequentialFilenames": True, "overwriteFiles": False},
        mail={
            "toAddress": [to],
            "ccAddress": ["office@hazelford.example"],
            "bccAddress": ["archive@hazelford.example"],
            "subject": "Deliveries of the week",
            "messageText": "The list is attached.",
            "messageTextWhenJobFails": "There is no list this week.",
        },
    )


def nightly_transfer(base: str) -> Job:
    """The statements to a file server every working night, with an alert."""
    return job(
        f"{base}/Reports/Grower_Statement",
        2111,
        label="Statements to the file server",
        owner=OFFICE,
        trigger=calendar_trigger("2", "30", daysType="week days", weekDays="2,3,4,5,6"),
        parameters={"grower": "7"},
        formats=["csv", "json"],
        outputLocale="de_DE",
        destination={
            "folderURI": f"{base}/Output",
            "timestampPattern": "yyyyMMdd",
            "outputDescription": "Statements",
            "saveToRepository": False,
            "defaultReportOutputFolderURI": f"{base}/Output",
            "outputLocalFolder": "",
            "outputFTPInfo": _file_server(base),
        },
        alert={
            "recipient": "both",
            "jobState": "fail only",
            "toAddresses": ["office@hazelford.example"],
            "subject": "Transfer failed",
            "messageText": "",
            "messageTextWhenJobFails": "See the log.",
        },
    )


def _file_server(base: str) -> dict[str, object]:
    properties = {
        "FTP_TYPE_PROPERTY": "TYPE_SFTP",
        "PORT_PROPERTY": "22",
        "SSH_KEY_PROPERTY": f"{base}/Keys/transfer_key",
        "SSH_PASSPHRASE_PROPERTY": keyed_secret("transfer"),
    }
    return {
        "userName": "orchards",
        "password": keyed_secret("file server"),
        "folderPath": "/statements",
        "serverName": "files.hazelford.example",
        "propertiesMapKeys": list(properties),
        "propertiesMapValues": list(properties.values()),
    }


def paused_job(base: str) -> Job:
    """A job that rests, without mail."""
    return job(
        f"{base}/Reports/Weekly-Deliveries",
        2121,
        label="Deliveries at noon",
        owner=PACKER,
        trigger=calendar_trigger("12", daysType="month days", monthDays="1-7", months="8,9,10"),
        destination={"folderURI": f"{base}/Output"},
        paused=True,
    )


def jobs(base: str) -> list[Job]:
    """All jobs."""
    return [weekly_mail(base), nightly_transfer(base), paused_job(base)]


def calendars() -> list[Calendar]:
    """Days without packing."""
    return [
        calendar(
            "Frost & Bank Holidays",
            ["2024-05-01T00:00:00.000Z", "2024-12-25T00:00:00.000Z"],
            description="No packing",
            timezone="Europe/Berlin",
        ),
        calendar("Erntedank-Fest", ["2024-10-06T00:00:00.000Z"]),
    ]


def events(base: str) -> list[AccessEvent]:
    """Who read and changed what."""
    return [
        event("ana-luise", f"{base}/Reports/Weekly-Deliveries", tenantId="orchards"),
        event("superuser", f"{base}/Data_Sources/Packing_DB", updating=True),
    ]


def favorites(base: str) -> list[Favorite]:
    """What users marked."""
    return [
        favorite(f"{base}/Reports/Weekly-Deliveries", GROWER, 31),
        favorite(f"{base}/Reports/Grower_Statement", PACKER, 32),
        favorite(f"{base}/Dashboards/Season_2024", GROWER, 33),
    ]
