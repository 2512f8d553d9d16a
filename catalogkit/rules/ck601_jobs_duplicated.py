"""A report job is added although the target has one like it.

What: the import adds a job to a report that has a job of that label already.

Why it matters: jobs are matched only where the import overwrites their report; otherwise, and always
without `--update`, each import adds them again: the report then runs, and mails, twice
(`import-semantics.md` §7.4, §12).

Example: a catalog with jobs that is imported a second time to bring one more report.

Remedy: delete the jobs on the target before or after the import; or add `--update` and have the reports in
the catalog, so that a job of the same label and creation date is overwritten in place.
"""

from __future__ import annotations

from collections.abc import Iterator

from ._import import added_jobs, told
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per job that is added."""
    into, _ = told(subject)
    there = {(job.report, job.label.lower()) for job in into.target.jobs}
    for job, stored in added_jobs(subject):
        if (stored.report, job.label.lower()) in there:
            label = "" if stored.label == job.label else f", as {stored.label}"
            message = f"the job {job.label} is added beside one of that label{label}"
            yield Hit(message, uri=job.report, entry=job.entry, detail=job.id)


RULE = Rule(
    code="CK601",
    name="jobs-duplicated",
    level=Level.WARNING,
    certainty=Certainty.CERTAIN,
    remedy="Delete the jobs on the target, or add --update and have the reports in the catalog.",
    check=check,
    page=__doc__,
    needs_target=True,
)
