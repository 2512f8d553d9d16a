"""A report job starts as soon as it is imported.

What: a job that is added or overwritten is not paused, and its trigger says that it starts now (`startType`
1) instead of at a date.

Why it matters: "now" counts from when the server gets the job, not from when it was made on the source: a
job that ran there long ago starts again, and many of them start together (`catalog-format.md` §11.1).

Example: a job that somebody ran once, "immediately", last year, and that is in an export of everything.

Remedy: pause the job on the source before the export, or delete it there if it was meant to run once.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.objects import plain, records
from ._import import written_jobs
from .base import Certainty, Hit, Level, Rule, Subject

_NOW = "1"


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per job."""
    for job, _ in written_jobs(subject):
        starts_now = any(plain(t, "startType") == _NOW for t in records(job.fields, "trigger"))
        if starts_now and job.text("paused") != "true":
            message = f"the job {job.label} starts as soon as it is imported"
            yield Hit(message, uri=job.report, entry=job.entry, detail=job.id)


RULE = Rule(
    code="CK604",
    name="jobs-start-at-once",
    level=Level.WARNING,
    certainty=Certainty.LIKELY,
    remedy="Pause the job on the source before the export, or delete it there if it was meant to run once.",
    check=check,
    page=__doc__,
    needs_target=True,
)
