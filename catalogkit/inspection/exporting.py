"""`export`: a catalog that a running server wrote."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ..archive import Limits, Progress
from ..rehearsal.outcome import Phase
from ..server import ExportRequest, Pace, Server
from ..server.tasks import Observer
from .rehearsal import RehearsedError, RehearsedWarning
from .result import Result
from .task_states import told_error, told_warnings

WHY_IT_FAILED = (
    "servers do not say why: most times a URI, role or user is not there, or a URI may not be read; "
    "the log of the server tells"
)
"""What to do about an export that failed."""


@dataclass(frozen=True, slots=True)
class ExportResult(Result):
    """What came of an export.

    Args:
        server: the address of the server.
        id: the id of the task.
        phase: its last phase.
        message: the server's message.
        error: the server's error; None if it gives none.
        warnings: the server's warnings: owners of references that were not followed.
        advice: what to do about a failure; empty if there is none.
        notes: what servers do with these options that nobody may expect.
        path: the catalog; empty if the export failed.
        size: its bytes.
        sha256: of the catalog, in hexadecimal; empty if the export failed.
        entries: entries in it; 0 if it is encrypted as a whole.
    """

    schema: ClassVar[str] = "catalogkit/export/1"

    server: str
    id: str
    phase: Phase
    message: str
    error: RehearsedError | None
    warnings: tuple[RehearsedWarning, ...]
    advice: str
    notes: tuple[str, ...]
    path: str
    size: int
    sha256: str
    entries: int

    @property
    def fails(self) -> bool:
        """Whether not everything that was asked for is there."""
        return self.phase is not Phase.FINISHED or bool(self.warnings)


def export_catalog(
    server: Server,
    request: ExportRequest,
    path: Path,
    *,
    pace: Pace | None = None,
    observer: Observer | None = None,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> ExportResult:
    """Export from a server into a file; see `Exports.run` for the arguments.

    Raises:
        UsageError: the file cannot be written.
        RemoteError: there is no usable answer.
    """
    exported = server.export(request, path, pace=pace, observer=observer, progress=progress, limits=limits)
    state, download = exported.state, exported.download
    return ExportResult(
        server=server.address,
        id=state.id,
        phase=state.phase,
        message=state.message,
        error=told_error(state),
        warnings=told_warnings(state.warnings),
        advice=WHY_IT_FAILED if download is None else "",
        notes=request.notes(),
        path=str(download.path) if download is not None else "",
        size=download.size if download is not None else 0,
        sha256=download.sha256 if download is not None else "",
        entries=download.entries if download is not None else 0,
    )
