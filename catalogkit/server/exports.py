"""The export service (rest-services §2)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from ..archive import Limits, Progress, open_archive
from ..archive.defects import DefectKind
from ..atomic import drafting
from ..errors import (
    BadAnswerError,
    EncryptedExportError,
    RefusedError,
    RemoteError,
    UnreachableError,
    UnreadableError,
)
from ..rehearsal.outcome import Phase
from .export_request import ExportRequest
from .states import TaskState
from .tasks import Observer, Tasks
from .waiting import Pace

_NAME = "catalog.zip"
"""The name in the URL is free (§2)."""


@dataclass(frozen=True, slots=True)
class Download:
    """A catalog that arrived.

    Args:
        path: where it is.
        size: its bytes.
        sha256: of the whole file, in hexadecimal.
        entries: entries in it.
    """

    path: Path
    size: int
    sha256: str
    entries: int


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export.

    Args:
        state: the last state of the task, with its warnings.
        download: the catalog; None if the export failed.
    """

    state: TaskState
    download: Download | None


class Exports(Tasks):
    """Starts exports, and fetches what they write. Their state is told as often as one asks (§2)."""

    service = "/rest_v2/export"
    may_have_begun = "the export may have begun: `catalogkit task list` shows what runs; or export again"
    may_have_ended = "the export goes on, or has ended: ask for its state again"
    no_task = "no export has this id: it was fetched, which is possible once, or cancelled"

    def start(self, request: ExportRequest) -> TaskState:
        """Start an export; the request is sent once.

        Raises:
            RemoteError: there is no usable answer.
        """
        return self._posted((), json.dumps(request.body()).encode(), "application/json")

    def run(
        self,
        request: ExportRequest,
        path: Path,
        *,
        pace: Pace | None = None,
        observer: Observer | None = None,
        progress: Progress | None = None,
        limits: Limits | None = None,
    ) -> Exported:
        """Export into a file, which is there when all of it arrived, and is a readable zip.

        A task that is not fetched is cancelled, whatever happens; only one that does not end in time goes on.

        Args:
            request: what to export.
            path: the file; one of that name is replaced.
            pace: how often to ask whether it is done.
            observer: told each state.
            progress: told (bytes, bytes in all) of the download; the second is 0 where it is not known.
            limits: how much an archive may hold.

        Raises:
            UsageError: the file cannot be written.
            UnreachableError: the export does not end in time.
            RemoteError: there is no usable answer.
        """
        pace = pace or Pace()
        try:
            with drafting(path) as (file, draft):  # before anything is asked of the server
                state = self.start(request)
                with self._cancelled(state):
                    state = self.follow(state, pace, observer)
                    if state.phase is Phase.FINISHED:
                        return Exported(state, self._fetch(state.id, file, draft, path, progress, limits))
                    if not state.is_running:
                        raise _NotFinishedError(state)
                what = f"the export does not end in time ({pace.patience:,.0f} s)"
                hint = f"`catalogkit task download` fetches it later, as task {state.id}; or raise --wait"
                raise UnreachableError(what, where=self.transport.address.url(self.path(state.id)), hint=hint)
        except _NotFinishedError as stopped:
            return Exported(stopped.state, None)

    def fetch(
        self, task: str, path: Path, *, progress: Progress | None = None, limits: Limits | None = None
    ) -> Download:
        """Write the result of a finished export into a file; the server hands it out once (§2).

        Args:
            task: the id of the export.
            path: the file; one of that name is replaced.
            progress: told (bytes, bytes in all); the second is 0 where it is not known.
            limits: how much an archive may hold.

        Raises:
            UsageError: this is no id of a task, or the file cannot be written.
            RemoteError: there is no usable answer, no such task, or it is not finished.
        """
        with drafting(path) as (file, draft):
            return self._fetch(task, file, draft, path, progress, limits)

    def _fetch(
        self,
        task: str,
        file: BinaryIO,
        draft: Path,
        path: Path,
        progress: Progress | None,
        limits: Limits | None,
    ) -> Download:
        """Write the result of a task, which the server hands out once, and look whether it is one."""
        digest, size = hashlib.sha256(), 0
        service = f"{self.path(task)}/{_NAME}"
        with _lost_after_all(), self.transport.download(service, "*/*") as (headers, pieces):
            total = _length(headers)
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
                if progress is not None:
                    progress(size, total)
        file.flush()
        where = f"GET {self.transport.address.url(service)}"
        if total and size != total:
            raise _damaged(f"{size:,} of {total:,} bytes arrived", where)
        return Download(path, size, digest.hexdigest(), _entries(draft, where, limits))

    @contextmanager
    def _cancelled(self, state: TaskState) -> Iterator[None]:
        """Cancel the task if its result is not fetched; that it cannot be is no second error."""
        try:
            yield
        except BaseException:
            with suppress(RemoteError):
                self.cancel(state.id)
            raise


class _NotFinishedError(Exception):
    """The export ended in another phase: nothing can be fetched."""

    def __init__(self, state: TaskState) -> None:
        super().__init__(state.message)
        self.state = state


_DAMAGE = frozenset(
    {
        DefectKind.HEADER_MISMATCH,
        DefectKind.BAD_CRC,
        DefectKind.BAD_DATA,
        DefectKind.SIZE_MISMATCH,
        DefectKind.OUTSIDE,
        DefectKind.OVERLAP,
    }
)
"""Defects of a file that did not arrive as it was sent."""


def _entries(draft: Path, where: str, limits: Limits | None) -> int:
    """The number of entries of a zip whose bytes are what it declares; 0 for one that is encrypted."""
    try:
        with open_archive(draft, limits) as archive:
            archive.verify()
            damage = next((defect for defect in archive.defects if defect.kind in _DAMAGE), None)
            if damage is not None:
                raise _damaged(f"{damage.kind.text}: {damage.entry}", where)
            return len(archive.entries)
    except EncryptedExportError:
        return 0  # servers of 8.2 encrypt exports as a whole if they are told so (import-semantics §1.1)
    except UnreadableError as error:
        raise _damaged(error.what, where) from None


@contextmanager
def _lost_after_all() -> Iterator[None]:
    """Tell of a result that is gone because an earlier request for it arrived, and its answer did not."""
    try:
        yield
    except RefusedError as error:
        if error.status != HTTPStatus.NOT_FOUND or error.tries == 1:
            raise
        what = "the server handed out the export, and it was lost with the connection"
        raise UnreachableError(what, where=error.where, hint="export again; nothing was kept") from None


def _damaged(why: str, where: str) -> BadAnswerError:
    return BadAnswerError(
        f"what the server sent is no whole catalog: {why}", where=where, hint="export again; nothing was kept"
    )


def _length(headers: Mapping[str, str]) -> int:
    """The bytes that are to come; 0 where it is not known."""
    text = headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and "content-encoding" not in headers else 0
