"""Tasks: what was started, how far it is, and what a caller is told of it (rest-services §1.3, §2)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from ..rehearsal.options import ImportOptions
from ..rehearsal.outcome import Phase, ServerError, ServerWarning
from .export_request import ExportRequest

KEPT = 24 * 60 * 60
"""Seconds that a task is kept which ended and was not asked for (§1.3)."""


@dataclass(frozen=True, slots=True)
class TaskState:
    """How far a task is.

    Args:
        phase: see `Phase`.
        message: the server's words.
        error: what went wrong, or None.
        warnings: what the server says besides.
        retyped: URIs of existing resources of another type, of which the server says so in more words.
    """

    phase: Phase
    message: str
    error: ServerError | None = None
    warnings: tuple[ServerWarning, ...] = ()
    retyped: frozenset[str] = frozenset()

    @property
    def is_over(self) -> bool:
        """Whether nothing can come of it any more."""
        return self.phase not in (Phase.IN_PROGRESS, Phase.PENDING)


IMPORTING = TaskState(Phase.IN_PROGRESS, "Import in progress.")
EXPORTING = TaskState(Phase.IN_PROGRESS, "Export in progress.")


@dataclass(frozen=True, slots=True)
class GivenOptions:
    """Import options, and how the caller named the organization, which is shown as it was sent (§1.4, §7)."""

    options: ImportOptions
    organization: str | None = None


@dataclass(slots=True)
class Task:
    """Something that was started.

    Args:
        user: who started it.
        state: how far it is; replaced as a whole.
        id: what callers name it by.
        cancelled: set when nobody waits for it any more.
        changed: when its state was last replaced, in seconds.
    """

    user: str
    state: TaskState
    id: str = field(default_factory=lambda: str(uuid4()))
    cancelled: threading.Event = field(default_factory=threading.Event)
    changed: float = field(default_factory=time.monotonic)

    def become(self, state: TaskState) -> None:
        """Replace the state."""
        self.state = state
        self.changed = time.monotonic()

    def discard(self) -> None:
        """Take away what belongs to it."""
        self.cancelled.set()


@dataclass(slots=True)
class ImportTask(Task):
    """An import.

    Args:
        upload: the catalog, which is kept as long as the task may be restarted.
        given: the options of the upload or of the last restart.
        encrypted: whether the upload is encrypted as a whole; a restart forgets that (§1.4).
    """

    upload: Path = field(default_factory=Path)
    given: GivenOptions = field(default_factory=lambda: GivenOptions(ImportOptions()))
    encrypted: bool = False

    def become(self, state: TaskState) -> None:
        if state.is_over:
            self.upload.unlink(missing_ok=True)
        Task.become(self, state)

    def discard(self) -> None:
        Task.discard(self)
        self.upload.unlink(missing_ok=True)


@dataclass(slots=True)
class ExportTask(Task):
    """An export.

    Args:
        request: what was asked for.
        result: the zip; None until it is there.
    """

    request: ExportRequest = field(default_factory=ExportRequest)
    result: bytes | None = None


class Tasks:
    """The tasks of a server. They live in memory only, and everybody who may call sees all of them (§1).

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tasks: dict[str, Task] = {}

    def add(self, task: Task) -> None:
        """Keep a task."""
        with self._lock:
            self._expire()
            self._tasks[task.id] = task

    def get(self, identity: str, kind: type[Task]) -> Task | None:
        """A task of a kind by its id."""
        with self._lock:
            self._expire()
            task = self._tasks.get(identity)
        return task if isinstance(task, kind) else None

    def take(self, task: Task) -> bool:
        """Forget a task; whether it was there, which of several callers is told to one only."""
        with self._lock:
            found = self._tasks.pop(task.id, None) is not None
        if found:
            task.discard()
        return found

    def restart(self, task: ImportTask, given: GivenOptions) -> bool:
        """Put a pending import in progress again; whether it was pending: of several callers, one is told so.

        Args:
            task: the import.
            given: the options that replace those it had.
        """
        with self._lock:
            if task.id not in self._tasks or task.state.phase is not Phase.PENDING:
                return False
            task.given = given
            task.encrypted = False
            task.become(IMPORTING)
        return True

    def ids(self) -> list[str]:
        """The ids of all tasks, oldest first."""
        with self._lock:
            self._expire()
            return list(self._tasks)

    def has_upload(self, upload: Path) -> bool:
        """Whether an import has taken an uploaded file."""
        with self._lock:
            return any(isinstance(t, ImportTask) and t.upload == upload for t in self._tasks.values())

    def close(self) -> None:
        """Forget all tasks."""
        with self._lock:
            tasks, self._tasks = list(self._tasks.values()), {}
        for task in tasks:
            task.discard()

    def _expire(self) -> None:
        """Forget what ended a day ago and was not asked for."""
        limit = self._clock() - KEPT
        for task in [t for t in self._tasks.values() if t.state.is_over and t.changed < limit]:
            del self._tasks[task.id]
            task.discard()
