"""`task`: exports and imports that run on a server, wait there, or have ended, by their ids."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import ClassVar

from ..archive import Limits, Progress
from ..rehearsal.outcome import Phase
from ..server import Download, ImportRequest, Pace, Server, TaskState
from ..server.tasks import Observer
from .exporting import WHY_IT_FAILED
from .result import Result
from .task_states import TaskOutcome, told_outcome


class Action(Enum):
    """What to do with a task."""

    LIST = "list"
    """Tell the ids of all tasks."""
    STATE = "state"
    """Tell how far a task is."""
    OPTIONS = "options"
    """Tell the options of an import."""
    RESTART = "restart"
    """Restart an import that waits, with other options."""
    CANCEL = "cancel"
    """Cancel a task."""
    DOWNLOAD = "download"
    """Fetch what an export wrote."""


class Kind(Enum):
    """What a task is."""

    EXPORT = "export"
    """It writes a catalog."""
    IMPORT = "import"
    """It reads one."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A catalog that arrived.

    Args:
        path: where it is.
        size: its bytes.
        sha256: of the catalog, in hexadecimal.
        entries: entries in it; 0 if it is encrypted as a whole.
    """

    path: str
    size: int
    sha256: str
    entries: int


@dataclass(frozen=True, slots=True)
class TaskResult(Result):
    """What was done with a task, or the tasks there are.

    Args:
        server: the address of the server.
        action: what was done.
        kind: what the task is; None for all tasks.
        ids: the id of the task, or those of all tasks.
        outcome: what the server said about the task; None if it was not asked.
        late: whether it did not end within the time that it was waited for.
        options: the options of the import, as `js-import` spells them; None if they were not asked for.
        download: the catalog; None if none was fetched.
        notes: what else is to be known.
    """

    schema: ClassVar[str] = "catalogkit/task/1"

    server: str
    action: Action
    kind: Kind | None
    ids: tuple[str, ...]
    outcome: TaskOutcome | None = None
    late: bool = False
    options: tuple[str, ...] | None = None
    download: Fetched | None = None
    notes: tuple[str, ...] = ()

    @property
    def fails(self) -> bool:
        """Whether the task failed, waits for a decision, has warnings, or did not end in time."""
        if self.outcome is None or self.outcome.phase is Phase.IN_PROGRESS:
            return self.late
        return self.outcome.phase is not Phase.FINISHED or bool(self.outcome.warnings)


def list_tasks(server: Server) -> TaskResult:
    """The ids of all tasks of a server, those of other users included.

    Raises:
        RemoteError: there is no usable answer.
    """
    return TaskResult(server=server.address, action=Action.LIST, kind=None, ids=server.tasks())


def task_state(
    server: Server, task: str, pace: Pace | None = None, observer: Observer | None = None
) -> TaskResult:
    """How far a task is; the last state of an import is told once (rest-services §1.3).

    Args:
        server: the server.
        task: the id.
        pace: how often to ask whether it has ended; None to ask once.
        observer: told each state.

    Raises:
        UsageError: this is no id of a task.
        RemoteError: there is no usable answer, or no such task.
    """
    service = server.service_of(task)
    kind = Kind.EXPORT if service is server.exports else Kind.IMPORT
    state = service.state(task)
    if pace is not None:
        state = service.follow(state, pace, observer)
    return _stated(server, Action.STATE, kind, state, late=pace is not None and state.is_running)


def task_options(server: Server, task: str) -> TaskResult:
    """The options of an import.

    Raises:
        UsageError: this is no id of a task.
        RemoteError: there is no usable answer, or no such import.
    """
    options = server.import_options(task).spelled()
    notes = ("keys are never told, nor an organization that the server chose",)
    return TaskResult(
        server=server.address,
        action=Action.OPTIONS,
        kind=Kind.IMPORT,
        ids=(task,),
        options=options,
        notes=notes,
    )


def restart_task(
    server: Server,
    task: str,
    request: ImportRequest,
    pace: Pace | None = None,
    observer: Observer | None = None,
) -> TaskResult:
    """Restart an import that waits, with options that replace all that it was given before (§1.4).

    Args:
        server: the server.
        task: the id.
        request: what the import is told now.
        pace: how often to ask whether it has ended; None to ask not at all.
        observer: told each state.

    Raises:
        UsageError: this is no id of a task.
        RemoteError: there is no usable answer, no such import, or it does not wait.
    """
    state = server.imports.restart(task, request)
    if pace is not None:
        state = server.imports.follow(state, pace, observer)
    late = pace is not None and state.is_running
    options, note = request.options.spelled(), "these options replace all that the import was given before"
    return _stated(server, Action.RESTART, Kind.IMPORT, state, late=late, options=options, notes=(note,))


def cancel_task(server: Server, task: str) -> TaskResult:
    """Cancel a task (§1.5).

    Raises:
        UsageError: this is no id of a task.
        RemoteError: there is no usable answer, or no such task.
    """
    service = server.service_of(task)
    service.cancel(task)
    if service is server.exports:
        return TaskResult(server=server.address, action=Action.CANCEL, kind=Kind.EXPORT, ids=(task,))
    notes = ("what was imported by then stays",)
    return TaskResult(server=server.address, action=Action.CANCEL, kind=Kind.IMPORT, ids=(task,), notes=notes)


def download_task(
    server: Server,
    task: str,
    path: Path,
    pace: Pace | None = None,
    *,
    observer: Observer | None = None,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> TaskResult:
    """Fetch what an export wrote; the server hands it out once (§2).

    Args:
        server: the server.
        task: the id.
        path: the file; one of that name is replaced.
        pace: how often to ask whether it has ended; None to ask once.
        observer: told each state.
        progress: told how far the download is.
        limits: how much an archive may hold.

    Returns:
        The state of the export, and the catalog if it has finished.

    Raises:
        UsageError: this is no id of a task, or the file cannot be written.
        RemoteError: there is no usable answer, or no such export.
    """
    state = server.exports.state(task)
    if pace is not None:
        state = server.exports.follow(state, pace, observer)
    if state.phase is not Phase.FINISHED:
        return _stated(server, Action.DOWNLOAD, Kind.EXPORT, state, late=state.is_running)
    download = server.exports.fetch(task, path, progress=progress, limits=limits)
    return _stated(server, Action.DOWNLOAD, Kind.EXPORT, state, download=_fetched(download))


def _fetched(download: Download) -> Fetched:
    return Fetched(str(download.path), download.size, download.sha256, download.entries)


def _stated(
    server: Server,
    action: Action,
    kind: Kind,
    state: TaskState,
    *,
    late: bool = False,
    options: tuple[str, ...] | None = None,
    download: Fetched | None = None,
    notes: tuple[str, ...] = (),
) -> TaskResult:
    return TaskResult(
        server=server.address,
        action=action,
        kind=kind,
        ids=(state.id,),
        outcome=told_outcome(state),
        late=late,
        options=options,
        download=download,
        notes=(*notes, *_next_steps(action, kind, state)),
    )


def _next_steps(action: Action, kind: Kind, state: TaskState) -> tuple[str, ...]:
    """What can be done with a task in a state."""
    if state.phase is Phase.PENDING:
        return (
            "it waits: `catalogkit task restart` gives it other options, `catalogkit task cancel` ends it",
        )
    if state.is_running:
        return ()
    if kind is Kind.IMPORT:
        return ("the server has told this once, and forgotten the task",)
    if state.phase is not Phase.FINISHED:
        return (WHY_IT_FAILED,)
    if action is Action.STATE:
        return ("`catalogkit task download` fetches it; the server hands it out once",)
    return ()
