"""`import`: an import into a running server, rehearsed first, and held against the rehearsal afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from io import FileIO
from typing import ClassVar

from ..archive import Progress
from ..errors import RemoteError, UnreadableError
from ..model.catalog import Catalog
from ..rehearsal.options import Server as Rules
from ..rehearsal.options import Strategy
from ..rehearsal.outcome import Phase
from ..rehearsal.rehearse import Into, Rehearsal, default_user
from ..server import Api, ImportRequest, Pace, Server, TaskState
from ..server.connection import CountedFile
from ..server.imports import advice_on
from ..server.tasks import Observer
from .checking import NotChecked
from .outcomes import Difference, differences, different_objects, why_not_listed
from .rehearsal import (
    RehearsalResult,
    Verdict,
    rehearsal_result,
    rehearsed,
    rehearsed_unread,
)
from .result import Input, Result
from .task_states import TaskOutcome, told_outcome

DRY_RUN = "this is a rehearsal only"
"""Why nothing was uploaded, if nobody wanted that."""


class IfPending(Enum):
    """What to do if the server waits for a decision."""

    CANCEL = "cancel"
    """Cancel the import: nothing was imported."""
    LEAVE = "leave"
    """Leave it waiting, for somebody else to decide."""
    SKIP = "skip"
    """Restart it, and skip what has broken dependencies."""
    INCLUDE = "include"
    """Restart it, and import what has broken dependencies."""


@dataclass(frozen=True, slots=True)
class ImportResult(Result):
    """What came of an import.

    Args:
        server: the address of the server.
        version: its version; empty where it does not tell.
        edition: its edition; empty where it does not tell.
        path: the catalog.
        inputs: what was, or would be, uploaded.
        rehearsal: what the import would do, rehearsed against the listing of the server.
        not_started: why nothing was uploaded; empty if it was.
        outcome: what the server did; None if nothing was uploaded.
        differences: what came out otherwise than it was rehearsed.
        not_compared: what could not be held against the rehearsal.
        notes: what else is to be known.
    """

    schema: ClassVar[str] = "catalogkit/import/1"

    server: str
    version: str
    edition: str
    path: str
    inputs: tuple[Input, ...]
    rehearsal: RehearsalResult
    not_started: str
    outcome: TaskOutcome | None
    differences: tuple[Difference, ...]
    not_compared: tuple[NotChecked, ...]
    notes: tuple[str, ...]

    @property
    def fails(self) -> bool:
        """Whether not everything arrived or would arrive, or it came out otherwise than rehearsed."""
        if self.rehearsal.verdict is not Verdict.CLEAN or self.outcome is None:
            return self.rehearsal.verdict is not Verdict.CLEAN
        is_whole = self.outcome.phase is Phase.FINISHED and not self.outcome.warnings
        return not is_whole or bool(self.differences)


@dataclass(frozen=True, slots=True)
class Upload:
    """What is to be imported.

    Args:
        path: what the user named.
        size: its bytes.
        catalog: the catalog, or why it cannot be read.
        inputs: what it is made from.
    """

    path: str
    size: int
    catalog: Catalog | UnreadableError
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """An import that was rehearsed.

    Args:
        upload: what is to be imported.
        request: what the import is told.
        into: what the rehearsal was told.
        rehearsal: what it came to.
        api: the listing that the server is asked for.
    """

    upload: Upload
    request: ImportRequest
    into: Into
    rehearsal: Rehearsal
    api: Api

    def told(self) -> RehearsalResult:
        """What the rehearsal came to, as a result."""
        catalog = self.upload.catalog
        return rehearsal_result(self.rehearsal, self.into, catalog if isinstance(catalog, Catalog) else None)

    def restarted(self, strategy: Strategy) -> Plan:
        """The same import with another strategy for broken dependencies."""
        options = self.into.options.with_strategy(strategy)
        into = replace(self.into, options=options)
        request, rehearsal = replace(self.request, options=options), _rehearsed(self.upload, into)
        return replace(self, request=request, into=into, rehearsal=rehearsal)


def plan_import(
    server: Server,
    upload: Upload,
    request: ImportRequest,
    *,
    rules: Rules | None = None,
    user: str = "",
    api: Api = Api.AUTO,
    progress: Progress | None = None,
) -> Plan:
    """Rehearse an import against what the server holds now.

    Args:
        server: the server.
        upload: what is to be imported.
        request: what the import is told.
        rules: whose rules apply; None for those of the server.
        user: who imports; empty for the user of the login, or an administrator where it names none.
        api: which listing to ask.
        progress: told how far the listing is.

    Raises:
        RemoteError: there is no usable answer.
    """
    target = server.target(api, progress=progress)
    own = Rules.of(target.version, commercial=bool(target.commercial))
    into = Into(target, request.options, rules or own, user or default_user(target))
    return Plan(upload, request, into, _rehearsed(upload, into), api)


def refusal(told: RehearsalResult) -> str:
    """Why an import should not be started; empty if it may."""
    if told.verdict is Verdict.REFUSED:
        return "the import would fail; --force uploads it all the same"
    if told.verdict is Verdict.NEEDS_DECISION:
        return (
            "the server would wait for a decision; choose other options, or --force uploads it all the same"
        )
    return ""


def not_started(server: Server, plan: Plan, why: str) -> ImportResult:
    """The result of an import that was not started."""
    return _result(server, plan, why=why)


def run_import(
    server: Server,
    plan: Plan,
    raw: FileIO,
    if_pending: IfPending,
    *,
    pace: Pace | None = None,
    observer: Observer | None = None,
    progress: Progress | None = None,
    listing: Progress | None = None,
) -> ImportResult:
    """Import, and hold what comes of it against the rehearsal.

    Args:
        server: the server.
        plan: the import.
        raw: the upload; it is closed afterwards.
        if_pending: what to do if the server waits for a decision.
        pace: how often to ask whether it is done.
        observer: told each state.
        progress: told how far the upload is.
        listing: told how far the listing afterwards is.

    Raises:
        RemoteError: there is no usable answer; the import may run all the same.
    """
    size = plan.upload.size
    raw.seek(0)
    with CountedFile(raw, size, progress) as file:
        state = server.import_(file, size, plan.request, pace=pace, observer=observer)
    notes = []
    if state.phase is Phase.PENDING:
        plan, state, said = _decided(server, plan, state, if_pending, pace, observer)
        notes.append(said)
    if state.phase is Phase.IN_PROGRESS:
        tells = f"`catalogkit task state {server.address} {state.id}` tells its outcome, once"
        notes.append(f"the import goes on as task {state.id}: {tells}")
    return _result(server, plan, state=state, notes=notes, listing=listing)


def _decided(
    server: Server,
    plan: Plan,
    state: TaskState,
    if_pending: IfPending,
    pace: Pace | None,
    observer: Observer | None,
) -> tuple[Plan, TaskState, str]:
    """What a decision about a waiting import comes to."""
    if if_pending is IfPending.LEAVE:
        tells = f"`catalogkit task restart {server.address} {state.id}` gives it other options"
        return plan, state, f"the import waits on the server as task {state.id}: {tells}"
    if if_pending is IfPending.CANCEL:
        server.cancel_import(state.id)
        return plan, state, "the import was cancelled; nothing was imported"
    plan = plan.restarted(Strategy(if_pending.value))
    said = f"the server waited, and the import was restarted with --broken-dependencies {if_pending.value}"
    state = server.restart_import(state.id, plan.request, pace=pace, observer=observer)
    if state.phase is Phase.PENDING:
        server.cancel_import(state.id)
        said += "; it waited again and was cancelled: nothing was imported"
    return plan, state, said


def _rehearsed(upload: Upload, into: Into) -> Rehearsal:
    if isinstance(upload.catalog, Catalog):
        return rehearsed(upload.catalog.archive, into)
    return rehearsed_unread(upload.catalog, into)


def _result(
    server: Server,
    plan: Plan,
    *,
    why: str = "",
    state: TaskState | None = None,
    notes: list[str] | None = None,
    listing: Progress | None = None,
) -> ImportResult:
    info, found, missing = server.info(), list[Difference](), list[NotChecked]()
    outcome = None
    if state is not None:
        found = list(differences(plan.rehearsal, state))
        found += _objects(server, plan, state, missing, listing)
        outcome = told_outcome(state)
    return ImportResult(
        server=server.address,
        version=info.version,
        edition=info.edition,
        path=plan.upload.path,
        inputs=plan.upload.inputs,
        rehearsal=plan.told(),
        not_started=why,
        outcome=outcome,
        differences=tuple(found),
        not_compared=tuple(missing),
        notes=(*advice_on(plan.upload.size), *(notes or ())),
    )


def _objects(
    server: Server, plan: Plan, state: TaskState, missing: list[NotChecked], listing: Progress | None
) -> Iterator[Difference]:
    """What a second listing shows; what it cannot show joins `missing`."""
    what = "what is there after the import"
    why = why_not_listed(state, plan.into.target)
    if why:
        missing.append(NotChecked(what, why))
        return
    try:
        after = server.target(plan.api, progress=listing)
    except RemoteError as error:
        missing.append(NotChecked(what, str(error)))  # what the import came to is told all the same
        return
    yield from different_objects(plan.rehearsal, plan.into.target, after)
    missing.append(NotChecked("what was updated, people, permissions and jobs", "no listing tells"))
