"""A report job overwrites files that the target has.

What: a job that is added saves its output to the repository, overwriting, without a number or time in the
name; and the target has a file of that name in the output folder.

Why it matters: the first run on the target replaces that file, whoever it comes from (`catalog-format.md`
§11.2).

Example: a job that writes `/out/weekly.pdf` every Monday, where people of the target keep their own
`weekly.pdf`.

Remedy: let the job write to a folder of its own, or let it number its files.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.codes import OUTPUT_FORMATS
from ..model.objects import plain, records
from ..model.schedules import Job
from ..model.uri import URI
from ..rehearsal.renames import renamed
from ._import import organizations_renamed, told, written_jobs
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per job and file."""
    into, _ = told(subject)
    renames = organizations_renamed(subject)
    for job, is_new in written_jobs(subject):
        for name in _outputs(job) if is_new else ():
            uri = renamed(name, renames)
            if uri in into.target.resources:
                message = f"the job {job.label} overwrites {uri}, which the target has"
                yield Hit(message, uri=job.report, entry=job.entry, detail=f"{job.id} {uri}")


def _outputs(job: Job) -> Iterator[str]:
    """URIs of the files that a job writes again and again."""
    for destination in records(job.fields, "contentRepositoryDestination"):
        varies = plain(destination, "sequentialFilenames") == "true" or plain(destination, "timestampPattern")
        overwrites = plain(destination, "overwriteFiles") == "true"
        if varies or not overwrites or plain(destination, "saveToRepository") == "false":
            continue
        folder, name = URI(plain(destination, "folderURI")), job.text("baseOutputFilename") or ""
        for code in job.texts("outputFormat"):
            extension = OUTPUT_FORMATS.get(code, "").partition(" ")[0]
            if extension not in ("", "data"):
                yield folder.child(f"{name}.{extension}")


RULE = Rule(
    code="CK605",
    name="output-overwrites",
    level=Level.WARNING,
    certainty=Certainty.LIKELY,
    remedy="Let the job write to a folder of its own, or number its files.",
    check=check,
    page=__doc__,
    needs_target=True,
)
