"""Report jobs: which are added, matched, or passed over (import-semantics §7.4, §10.10, §12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..model.index import Module
from ..model.names import sql_like
from ..model.objects import QualifiedName, many, plain, records
from ..model.target import StoredJob
from ..model.values import Record, TypedValue
from .access import may_read
from .job_checks import overflow, refusal
from .outcome import Action, content_error, unpredictable
from .renames import renamed
from .shapes import JOB_SHAPE, JOBS_SHAPE
from .state import State

_MINUTE = 16
"""Characters of a date up to the minute."""


@dataclass(slots=True)
class _Incoming:
    """A job of the catalog."""

    id: str
    fields: Record
    job: StoredJob

    @property
    def name(self) -> str:
        """What actions name it by."""
        return f"{self.job.report}/{self.id}"


def import_jobs(state: State, modules: Iterable[Module]) -> None:
    """The module `reportJobs`. No job ever leads to a warning.

    Raises:
        ImportStoppedError: a file is missing or cannot be read, or a job cannot be stored.
    """
    run = _JobImport(state)
    for module in modules:
        for item in module.items:
            if item.element == "report":
                run.report(item.text)


class _JobImport:
    """One run of the module.

    Args:
        state: the run.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._stored: dict[str, list[StoredJob]] = {}
        self._by_folder: dict[str, dict[int, StoredJob]] = {}
        for job in state.target.jobs:
            self._stored.setdefault(job.report, []).append(job)
            self._index(job)

    def report(self, uri: str) -> None:
        """The jobs of one report."""
        state = self._state
        report = renamed(uri, state.renames)
        if not self._exists(report):
            state.act(report, "job", Action.SKIP, "its report is not in the target")
            return
        folder = f"reportJobs{uri}"
        index = state.files.descriptor(f"{folder}/index.xml", JOBS_SHAPE)
        ids = [value for value in many(index, "jobId") if isinstance(value, str)]
        if report in state.updated:
            incoming = [self._read(folder, report, identity) for identity in ids]
            self._label(report, incoming)
            for one in incoming:
                self._match(report, one)
        else:
            for identity in ids:
                self._add(self._read(folder, report, identity))

    def _exists(self, report: str) -> bool:
        """Commercial servers run more than report units."""
        state = self._state
        found = state.target.resources.get(report)
        if found is None or not may_read(state.target, state.recipients, report):
            return False
        return found.type == "reportUnit" or state.server.is_commercial

    def _read(self, folder: str, report: str, identity: str) -> _Incoming:
        state = self._state
        path = f"{folder}/{identity}.xml"
        fields = state.files.descriptor(path, JOB_SHAPE)
        destination = next(iter(records(fields, "contentRepositoryDestination")), {})
        created = fields.get("creationDate")
        owner = QualifiedName.parse(plain(fields, "username"))
        job = StoredJob(
            report=report,
            label=plain(fields, "label"),
            owner=state.qualified(owner.name, owner.tenant),
            output=plain(fields, "baseOutputFilename"),
            folder=renamed(plain(destination, "folderURI"), state.renames),
            formats=tuple(value for value in many(fields, "outputFormat") if isinstance(value, str)),
            description=plain(fields, "description"),
            created=str(created.text or "") if isinstance(created, TypedValue) else "",
            saves=plain(destination, "saveToRepository") != "false",
            overwrites=plain(destination, "overwriteFiles") == "true",
            paused=plain(fields, "paused") == "true",
            origin=path,
        )
        return _Incoming(identity, fields, job)

    def _label(self, report: str, incoming: list[_Incoming]) -> None:
        """Equal labels in an updated report: a duplicate keeps its label while no job carries it (§12)."""
        groups: dict[tuple[str, str], list[_Incoming]] = {}
        dates: dict[str, set[str]] = {}
        for one in incoming:
            groups.setdefault((one.job.label, one.job.created), []).append(one)
            dates.setdefault(one.job.label, set()).add(one.job.created)
        if any("" in dated and len(dated) > 1 for dated in dates.values()):
            raise content_error()
        taken = {job.label for job in self._stored.get(report, ())}
        for group in groups.values():
            if len(group) > 1:
                for one in group:
                    one.job.label = _free(one.job.label, taken)
                    taken.add(one.job.label)

    def _match(self, report: str, one: _Incoming) -> None:
        """A job of an updated report: exactly one match is updated in place (§7.4)."""
        stored = self._stored.get(report, [])
        found = [job for job in stored if self._is_match(job, one.job)]
        if len(found) != 1:
            if found:
                one.job.label = _free(one.job.label, {job.label for job in stored})
            self._add(one)
            return
        job = found[0]
        reason = refusal(self._state, one.job, one.fields)
        if not reason and self._writes_the_same(one.job, job):
            reason = "another job writes the same files"
        if self._is_passed_over(one, reason):
            return
        del self._by_folder[job.folder.lower()][id(job)]
        for member in _UPDATED:
            setattr(job, member, getattr(one.job, member))
        self._index(job)
        job.changes += 1
        self._state.act(one.name, "job", Action.UPDATE)

    def _is_match(self, job: StoredJob, incoming: StoredJob) -> bool:
        """The label is searched for, and the date compared to the minute if the catalog has one (§12)."""
        if incoming.created and job.created and incoming.created[:_MINUTE] != job.created[:_MINUTE]:
            return False
        search = sql_like(f"%{incoming.label.lower()}%").fullmatch
        report = self._state.target.resources[job.report]
        return any(search(text.lower()) for text in (job.label, job.description, report.label))

    def _writes_the_same(self, job: StoredJob, updated: StoredJob) -> bool:
        """Whether another job that does not overwrite writes the same output to the same folder (§12)."""
        output, folder = job.output.lower(), job.folder.lower()
        return any(
            other is not updated and not other.overwrites and output in other.output.lower()
            for found, others in self._by_folder.items()
            if folder in found
            for other in others.values()
        )

    def _index(self, job: StoredJob) -> None:
        """Note the folder that a job writes to."""
        self._by_folder.setdefault(job.folder.lower(), {})[id(job)] = job

    def _add(self, one: _Incoming) -> None:
        if self._is_passed_over(one, refusal(self._state, one.job, one.fields)):
            return
        owner = self._state.target.user(one.job.owner)
        assert owner is not None
        one.job.owner = owner.name
        self._state.target.jobs.append(one.job)
        self._stored.setdefault(one.job.report, []).append(one.job)
        self._index(one.job)
        self._state.act(one.name, "job", Action.CREATE)

    def _is_passed_over(self, one: _Incoming, reason: str) -> bool:
        """Whether a job is skipped without a word; one that cannot be stored ends everything (§5.2)."""
        if reason:
            self._state.act(one.name, "job", Action.SKIP, reason)
            return True
        too_long = overflow(one.fields)
        if too_long:
            raise unpredictable(too_long)
        return False


_UPDATED = (
    "label", "output", "folder", "formats", "description", "created", "saves", "overwrites", "paused",
    "origin",
)  # fmt: skip
"""What an update overwrites: all but the owner (§12)."""


def _free(label: str, taken: set[str]) -> str:
    if label not in taken:
        return label
    number = 1
    while f"{label}_SYSDUP_{number}" in taken:
        number += 1
    return f"{label}_SYSDUP_{number}"
