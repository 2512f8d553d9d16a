"""Report jobs mail or upload to others after the import.

What: a job that is added or overwritten mails its output or its alerts to addresses, or uploads it to a
server.

Why it matters: jobs of a catalog are active at once unless they are paused: what was meant for customers is
sent from a test server too, with the data of the test, and from both servers as long as both run
(`catalog-format.md` §11, `import-semantics.md` §7.4). Paused ones are told as notes.

Example: a weekly report that goes to `sales@customer.example`, imported into a server for acceptance tests.

Remedy: pause the jobs on the source before the export, or export without jobs; a test server is best given
a mail server that delivers nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.objects import many, plain, records
from ..model.schedules import Job
from ._import import written_jobs
from .base import Certainty, Hit, Level, Rule, Subject

_ADDRESSES = (
    ("mailNotification", "toAddress"),
    ("mailNotification", "ccAddress"),
    ("mailNotification", "bccAddress"),
    ("alert", "toAddresses"),
)
_SHOWN = 5


def check(subject: Subject) -> Iterator[Hit]:
    """At most one hit per job for mail, and one for uploads."""
    for job, _ in written_jobs(subject):
        is_paused = job.text("paused") == "true"
        level = Level.INFO if is_paused else None
        when = ", once it is resumed" if is_paused else ""
        addresses = _addresses(job)
        if addresses:
            shown = ", ".join(addresses[:_SHOWN])
            more = f" and {len(addresses) - _SHOWN} more" if len(addresses) > _SHOWN else ""
            message = f"a job mails to {shown}{more}{when}"
            yield Hit(message, uri=job.report, entry=job.entry, detail="mail", level=level)
        server = _upload(job)
        if server:
            message = f"a job uploads to {server}{when}"
            yield Hit(message, uri=job.report, entry=job.entry, detail="upload", level=level)


def _addresses(job: Job) -> list[str]:
    found = (
        address
        for part, name in _ADDRESSES
        for record in records(job.fields, part)
        for address in many(record, name)
        if isinstance(address, str)
    )
    return list(dict.fromkeys(address for address in found if address.strip()))


def _upload(job: Job) -> str:
    """The server that the output is uploaded to; empty if there is none."""
    for destination in records(job.fields, "contentRepositoryDestination"):
        for upload in records(destination, "outputFTPInfo"):
            return plain(upload, "serverName")
    return ""


RULE = Rule(
    code="CK603",
    name="jobs-send-outside",
    level=Level.WARNING,
    certainty=Certainty.CERTAIN,
    remedy="Pause the jobs on the source before the export, or export without jobs.",
    check=check,
    page=__doc__,
    needs_target=True,
)
