"""Report jobs, calendars, access events and favorites that nothing points at, or that point at nothing."""

from __future__ import annotations

from catalogkit.parsing.serialise import serialise, serialise_ids
from catalogkit.testing import (
    Part,
    calendar,
    calendar_trigger,
    event,
    favorite,
    job,
    keyed_secret,
    raw,
    simple_trigger,
)

from ..orchard import BASE

_WEEKLY = f"{BASE}/Reports/Weekly-Deliveries"
_STATEMENT = f"{BASE}/Reports/Grower_Statement"


def faults() -> list[Part]:
    """All faults in schedules and favorites."""
    return [*jobs(), *others()]


def jobs() -> list[Part]:
    """Jobs that are not imported, or that would fail or surprise."""
    ftp = {
        "userName": "orchards",
        "password": keyed_secret("file server"),
        "serverName": "files.hazelford.example",
        "propertiesMapKeys": ["FTP_TYPE_PROPERTY", "SSH_KEY_PROPERTY"],
        "propertiesMapValues": ["TYPE_SFTP", f"{BASE}/Keys/gone"],
    }
    return [
        job(_STATEMENT, 3101, label="Not in the index of its report", listed=False),
        raw(
            "reportJobs" + _WEEKLY.replace("-", "-002d") + "/index.xml",
            serialise_ids("reportUnitJobs", "jobId", ("3111", "3999")),
        ),
        job(_WEEKLY, 3111, label="Beside a job that is not there"),
        job(f"{BASE}/Reports/Gone", 3121, label="Report is gone"),
        job(_STATEMENT, 3131, label="Owner is gone", owner="nobody|orchards"),
        job(_STATEMENT, 3141, label="Folder is gone", destination={"folderURI": f"{BASE}/Gone"}),
        job(_STATEMENT, 3151, label="Key is gone", destination={"outputFTPInfo": ftp}),
        job(
            _STATEMENT,
            3161,
            label="Ended long ago",
            trigger=calendar_trigger(
                startDate="2015-01-01T06:00:00.000Z", endDate="2016-01-01T06:00:00.000Z"
            ),
        ),
        job(_STATEMENT, 3171, label="Unknown parameter", parameters={"gone": "1"}),
        job(
            _STATEMENT,
            3181,
            label="Every minute by mail to another company",
            trigger=simple_trigger(1, "minute"),
            mail={"toAddress": ["someone@another-company.example", "no address"]},
        ),
        raw(f"reportJobs{_STATEMENT}/3191.xml", "<reportJob><jobId>3191</jobId>"),
    ]


def others() -> list[Part]:
    """A calendar under a wrong name, an event of nobody, favorites of nothing."""
    return [
        raw("calendars/Wrong_Name.xml", serialise(calendar("Right Name", ["2024-05-01T00:00:00.000Z"]))),
        event("nobody", f"{BASE}/Reports/Gone"),
        favorite(f"{BASE}/Reports/Gone", "ana-luise|orchards", 41),
        favorite(_STATEMENT, "nobody|orchards", 42),
        favorite(_WEEKLY, "ana-luise|orchards", 43, listed=False),
    ]
