"""A report job does not arrive, and the server does not say so.

What: the import passes over a job: its report or owner is not in the target, its output folder is missing
or closed to the importing user, or something in it is not valid.

Why it matters: no server ever warns about a job (`import-semantics.md` §7.4, §12). The import finishes, and
on Monday the report does not come.

Example: a job of `ana`, exported without users.

Remedy: bring what the finding names: export it too, create it in the target first, or correct the job.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..rehearsal.outcome import Action
from ..rehearsal.renames import renamed
from ._import import jobs_met, organizations_renamed, settled
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per job, or one for all jobs of a report that is not there."""
    for job, action in jobs_met(subject):
        if action.action is Action.SKIP:
            message = f"a job is skipped: {action.reason}"
            yield Hit(message, uri=job.report, entry=job.entry, detail=job.id)
    actions = settled(subject, "job")
    renames = organizations_renamed(subject)
    for report in subject.catalog.job_ids:
        skipped = actions.get(renamed(report, renames))
        if skipped is not None and skipped.action is Action.SKIP:
            message = f"its jobs are skipped: {skipped.reason}"
            yield Hit(message, uri=report, detail="all")


RULE = Rule(
    code="CK602",
    name="jobs-skipped",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Export what the finding names too, create it in the target first, or correct the job.",
    check=check,
    page=__doc__,
    needs_target=True,
)
