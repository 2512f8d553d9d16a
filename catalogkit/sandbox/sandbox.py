"""The server behind the services: a repository that imports replace, and the tasks that do so."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from ..archive import Limits, open_archive
from ..errors import CatalogkitError, LimitError, UnreadableError
from ..rehearsal.outcome import FAILED, Action, Phase, ServerError, ServerWarning
from ..rehearsal.rehearse import Rehearsal, encrypted, message, rehearse, unreadable
from .applying import applied
from .exporting import BROKEN_DEPENDENCY, export
from .repository import Repository
from .tasks import ExportTask, ImportTask, Tasks, TaskState

_EXPORTED = "Export succeeded."
_NOT_EXPORTED = "Export failed."
_FAULT = "a fault of the sandbox; its standard error tells more"
_IMPORT_BROKE = TaskState(Phase.FAILED, f"Import failed. Reason: {_FAULT}", ServerError(FAILED, (_FAULT,)))
_Task = TypeVar("_Task", ImportTask, ExportTask)
Keep = Callable[[Repository], None]
"""Keeps a repository before it counts; raises `CatalogkitError` where that is not possible."""


class Sandbox:
    """A server without its web services.

    Args:
        repository: what it begins with.
        uploads: a folder for catalogs that are imported.
        keep: keeps each new repository before it counts; None to keep it in memory only.
        slow: seconds that every task takes at least.
        limits: how much of an upload may be read; None for the defaults.
    """

    def __init__(
        self,
        repository: Repository,
        uploads: Path,
        *,
        keep: Keep | None = None,
        slow: float = 0,
        limits: Limits | None = None,
    ) -> None:
        self.repository = repository
        self.uploads = uploads
        self.tasks = Tasks()
        self._keep = keep
        self._slow = slow
        self._limits = limits
        self._changing = threading.Lock()

    def start_import(self, task: ImportTask) -> None:
        """Start an import that is in progress by its state."""
        self._start(lambda: _run(self._import, task, _IMPORT_BROKE))

    def start_export(self, task: ExportTask) -> None:
        """Start an export."""
        self._start(lambda: _run(self._export, task, TaskState(Phase.FAILED, _NOT_EXPORTED)))

    def _start(self, work: Callable[[], None]) -> None:
        """Servers do not limit how many tasks run at once (import-semantics §1.1)."""
        threading.Thread(target=work, daemon=True).start()

    def _import(self, task: ImportTask) -> None:
        """One run: rehearsed, applied to a copy, kept, and only then visible, all of it or nothing."""
        if task.cancelled.wait(self._slow):
            return
        with self._changing:
            before = self.repository
            told, after = self._outcome(task, before)
            if task.cancelled.is_set():
                return
            try:
                if after is not before and self._keep is not None:
                    self._keep(after)
            except CatalogkitError as failure:
                told = _failed(before, failure.what)
            else:
                self.repository = after
        retyped = _retyped(told, before)
        task.become(TaskState(told.phase, told.message, told.error, told.warnings, retyped))

    def _outcome(self, task: ImportTask, before: Repository) -> tuple[Rehearsal, Repository]:
        """What an import comes to, and the repository after it."""
        options, user = task.given.options, task.user
        if task.encrypted:
            return (unreadable if before.server.is_6_4 else encrypted)(before.target), before
        try:
            with open_archive(task.upload, self._limits) as archive:
                told = rehearse(archive, before.target, options, server=before.server, user=user)
                if told.phase is Phase.PENDING:
                    return told, before
                return told, applied(before, archive, told, options, datetime.now(UTC), user)
        except LimitError as limit:
            return _failed(before, limit.what), before
        except (UnreadableError, FileNotFoundError):
            return unreadable(before.target), before

    def _export(self, task: ExportTask) -> None:
        if task.cancelled.wait(self._slow):
            return
        try:
            done = export(self.repository, task.request, task.user)
        except CatalogkitError as failure:  # no catalog can hold this; what a server does there is not known
            task.become(TaskState(Phase.FAILED, f"{_NOT_EXPORTED} Reason: {failure.what}"))
            return
        if done.failed:
            task.become(TaskState(Phase.FAILED, _NOT_EXPORTED))
            return
        task.result = done.catalog
        warnings = tuple(ServerWarning(BROKEN_DEPENDENCY, (uri,)) for uri in done.broken)
        task.become(TaskState(Phase.FINISHED, _EXPORTED, None, warnings))


def _run(work: Callable[[_Task], None], task: _Task, broke: TaskState) -> None:
    """Do the work of a task; a fault of ours ends it, and is told on standard error."""
    try:
        work(task)
    except Exception:
        task.become(broke)
        raise


def _retyped(told: Rehearsal, before: Repository) -> frozenset[str]:
    """The existing resources that were refused, each by its own URI."""
    refused = {item.uri for item in told.actions if (item.kind, item.action) == ("resource", Action.REJECT)}
    return frozenset(refused & before.target.resources.keys())


def _failed(repository: Repository, text: str) -> Rehearsal:
    failure = ServerError(FAILED, (text,))
    words = message(Phase.FAILED, failure)
    return Rehearsal(Phase.FAILED, words, failure, (), (), repository.target, ())
