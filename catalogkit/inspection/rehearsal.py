"""The rehearsal of an import as a result: verdict first, then what becomes of each object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from ..archive import Archive
from ..errors import EncryptedExportError, UnreadableError, UsageError
from ..model.catalog import Catalog
from ..model.repository import Resource
from ..model.target import OUTSIDE, Target
from ..model.uri import URI
from ..rehearsal.codes import advice, silent_page
from ..rehearsal.options import Server, Strategy
from ..rehearsal.outcome import Action, Phase, PlannedAction, ServerError, ServerWarning
from ..rehearsal.rehearse import Into, Rehearsal, default_user, encrypted, may_import, rehearse, unreadable
from ..rehearsal.state import THEMES_SKIPPED


class Verdict(Enum):
    """What an administrator wants to know first."""

    CLEAN = "clean"
    """Everything arrives."""
    PARTIAL = "partial"
    """The import finishes, and part of the catalog does not arrive."""
    NEEDS_DECISION = "needs-decision"
    """The server waits for other options."""
    REFUSED = "refused"
    """The import fails; what was saved before stays."""


@dataclass(frozen=True, slots=True)
class RehearsedError:
    """The server's error.

    Args:
        code: its code.
        parameters: its parameters; None where the server leaves them out.
        opaque: whether their text is known to a database, parser or JVM only.
        advice: what to do next.
    """

    code: str
    parameters: tuple[str | None, ...] | None
    opaque: bool
    advice: str


@dataclass(frozen=True, slots=True)
class RehearsedWarning:
    """A warning of the server.

    Args:
        code: its code.
        parameters: its parameters; None where the server says null.
        advice: what to do next.
    """

    code: str
    parameters: tuple[str | None, ...]
    advice: str


@dataclass(frozen=True, slots=True)
class RehearsedAction:
    """What becomes of an object.

    Args:
        uri: its URI, or its name.
        kind: folder, resource, user, role, organization, calendar, job, event or favorite.
        type: its resource type; empty for all but resources.
        action: create, update, keep, skip or reject.
        reason: why.
        certainty: `certain`, or `uncertain` where the document or the target leaves it open.
        page: the page of `catalogkit rule` about an outcome that the server says nothing of; or None.
    """

    uri: str
    kind: str
    type: str
    action: Action
    reason: str
    certainty: str
    page: str | None


@dataclass(frozen=True, slots=True)
class StrategyOutcome:
    """What one strategy for broken dependencies comes to."""

    strategy: Strategy
    verdict: Verdict
    phase: Phase
    warnings: int
    created: int
    updated: int
    rejected: int
    best: bool


@dataclass(frozen=True, slots=True)
class RehearsalResult:
    """What an import would do.

    Args:
        target: what receives it.
        server: whose rules apply.
        user: who imports.
        options: the import options, as `js-import` spells them.
        verdict: see `Verdict`.
        phase: the state of the task in the end.
        message: the server's message.
        error: the server's error, or None.
        warnings: the server's warnings, in its order.
        actions: what becomes of each object, in the order in which the server comes to it.
        created: URIs that are new afterwards.
        overwritten: URIs that are overwritten: save them before, to be able to go back.
        removed: URIs that are gone afterwards.
        permissions_deleted: entries that are deleted, as `URI: role or user NAME (mask)`.
        permissions_written: entries that are written or changed.
        uncertain: what could not be told, and why.
        strategies: the three strategies side by side; empty if they were not compared.
    """

    target: str
    server: Server
    user: str
    options: tuple[str, ...]
    verdict: Verdict
    phase: Phase
    message: str
    error: RehearsedError | None
    warnings: tuple[RehearsedWarning, ...]
    actions: tuple[RehearsedAction, ...]
    created: tuple[str, ...]
    overwritten: tuple[str, ...]
    removed: tuple[str, ...]
    permissions_deleted: tuple[str, ...]
    permissions_written: tuple[str, ...]
    uncertain: tuple[str, ...]
    strategies: tuple[StrategyOutcome, ...]


def rehearsed(archive: Archive, into: Into) -> Rehearsal:
    """Rehearse an import.

    Args:
        archive: the catalog.
        into: what the import is told.

    Raises:
        UsageError: the user is not in the target, or may not import.
    """
    _check_user(into.target, into.user)
    return rehearse(archive, into.target, into.options, server=into.server, user=into.user)


def rehearsed_unread(error: UnreadableError, into: Into) -> Rehearsal:
    """Rehearse the import of something that cannot be read here, and is nothing that a server reads.

    Args:
        error: why it cannot be read; a limit of ours says nothing about a server.
        into: what the import is told.

    Raises:
        UsageError: the user is not in the target, or may not import.
    """
    _check_user(into.target, into.user)
    is_encrypted = isinstance(error, EncryptedExportError) and not into.server.is_6_4
    return encrypted(into.target) if is_encrypted else unreadable(into.target)


def rehearsal_result(rehearsal: Rehearsal, into: Into, catalog: Catalog | None = None) -> RehearsalResult:
    """What comes of a rehearsal.

    Args:
        rehearsal: the rehearsal.
        into: what it was told.
        catalog: the catalog as we read it, to tell what the import never comes to.
    """
    target, after = into.target, rehearsal.after
    before_entries, after_entries = _entries(target), _entries(after)
    return RehearsalResult(
        target=target.name,
        server=into.server,
        user=into.user,
        options=into.options.spelled(),
        verdict=verdict_of(rehearsal),
        phase=rehearsal.phase,
        message=rehearsal.message,
        error=_error(rehearsal.error),
        warnings=tuple(_warning(warning) for warning in rehearsal.warnings),
        actions=tuple(_action(action, target) for action in _settled(rehearsal, catalog)),
        created=tuple(sorted(listed_uris(after) - listed_uris(target))),
        overwritten=tuple(sorted(_overwritten(after) & listed_uris(target))),
        removed=tuple(sorted(listed_uris(target) - listed_uris(after))),
        permissions_deleted=tuple(sorted(before_entries - after_entries)),
        permissions_written=tuple(sorted(after_entries - before_entries)),
        uncertain=tuple(dict.fromkeys((*_unknown(target, rehearsal), *rehearsal.uncertain))),
        strategies=(),
    )


def verdict_of(rehearsal: Rehearsal) -> Verdict:
    """What it comes to."""
    if rehearsal.phase is Phase.PENDING:
        return Verdict.NEEDS_DECISION
    if rehearsal.phase is not Phase.FINISHED:
        return Verdict.REFUSED
    lost = any(
        a.action is Action.REJECT or (a.action is Action.SKIP and a.reason != THEMES_SKIPPED)
        for a in rehearsal.actions
    )
    return Verdict.PARTIAL if lost or rehearsal.warnings else Verdict.CLEAN


def _check_user(target: Target, user: str) -> None:
    if "users and roles" in target.unknown or user == default_user(target):
        return
    if target.user(user) is None:
        known = ", ".join(sorted(target.users)[:5])
        raise UsageError("there is no such user in the target", where=user, hint=f"known: {known}")
    if not may_import(target, user):
        raise UsageError(
            "the server answers 403: this user may not import",
            where=user,
            hint="import as somebody with ROLE_ADMINISTRATOR, or ROLE_SUPERUSER on a commercial server",
        )


def _error(error: ServerError | None) -> RehearsedError | None:
    if error is None:
        return None
    next_step = advice(error.code, error.parameters or ())
    return RehearsedError(error.code, error.parameters, error.opaque, next_step)


def _warning(warning: ServerWarning) -> RehearsedWarning:
    return RehearsedWarning(warning.code, warning.parameters, advice(warning.code, warning.parameters))


def _settled(rehearsal: Rehearsal, catalog: Catalog | None) -> Iterator[PlannedAction]:
    """What became of each object in the end, and of those that the import never comes to."""
    settled = {(action.kind, action.uri): action for action in rehearsal.actions}
    yield from settled.values()
    is_over = rehearsal.phase is Phase.FINISHED
    reason = "nothing in the index leads to it" if is_over else "the import ends before it"
    above = {folder for _, uri in settled if uri.startswith("/") for folder in URI(uri).ancestors()}
    for item in catalog.objects() if catalog is not None else ():
        key = (item.key.kind.value, item.key.id)
        if key in settled:
            continue
        if is_over and key[0] == "folder" and key[1] in above:
            yield PlannedAction(key[1], key[0], "", Action.KEEP, "it is above what is imported, and exists")
        else:
            kind = item.type.name if isinstance(item, Resource) else ""
            refused = _refused_above(key, settled) if is_over else ""
            why = f"its folder {refused} is not imported" if refused else reason
            yield PlannedAction(item.key.id, item.key.kind.value, kind, Action.SKIP, why)


def _refused_above(key: tuple[str, str], settled: Mapping[tuple[str, str], PlannedAction]) -> str:
    """The nearest folder above an object that was refused; what lies in it is never visited (§2.2)."""
    if key[0] not in ("folder", "resource"):
        return ""
    above = (settled.get(("folder", folder)) for folder in URI(key[1]).ancestors())
    return next((a.uri for a in above if a is not None and a.action in (Action.REJECT, Action.SKIP)), "")


_PARTS = {
    "user": "users and roles",
    "role": "users and roles",
    "organization": "organizations",
    "folder": "folders and resources",
    "resource": "folders and resources",
    "job": "report jobs",
    "calendar": "calendars",
}
"""The part of a target that decides what becomes of each kind of object."""


def _action(action: PlannedAction, target: Target) -> RehearsedAction:
    page = silent_page(action)
    is_known = action.certain and not target.unknown & _deciding(action, target)
    return RehearsedAction(
        action.uri,
        action.kind,
        action.type,
        action.action,
        action.reason,
        "certain" if is_known else "uncertain",
        page.code if page is not None else None,
    )


def _deciding(action: PlannedAction, target: Target) -> set[str]:
    """The parts of a target that decide what becomes of an object."""
    parts = {_PARTS[action.kind]} if action.kind in _PARTS else set()
    if action.kind in ("folder", "resource") and not target.has(action.uri):
        parts.add(OUTSIDE)
    return parts


def _unknown(target: Target, rehearsal: Rehearsal) -> Iterator[str]:
    """What is not known of a target, of the parts that the import asks about."""
    asked = {part for action in rehearsal.actions for part in _deciding(action, target)}
    parts = sorted(target.unknown & asked)
    if parts:
        yield f"of the target these are not known, and taken to be empty: {', '.join(parts)}"
    if "permissions" in target.unknown:
        yield "the permissions of the target are not known: administrators are taken to have all rights"


def listed_uris(target: Target) -> set[str]:
    """The URIs of all folders and resources that a listing shows: what is embedded is not among them."""
    listed = {uri for uri, resource in target.resources.items() if not resource.owner}
    hidden = {f"{uri}_files" for uri in target.resources}
    return listed | (target.folders.keys() - hidden)


def _overwritten(after: Target) -> set[str]:
    changed = {uri for uri, resource in after.resources.items() if resource.changes and not resource.owner}
    return changed | {uri for uri, folder in after.folders.items() if folder.changes}


def _entries(target: Target) -> set[str]:
    return {
        f"{uri}: {kind} {name} ({mask})"
        for uri, masks in target.permissions.items()
        for (kind, name), mask in masks.items()
    }


def compared(archive: Archive, into: Into) -> tuple[StrategyOutcome, ...]:
    """The three strategies side by side: the best brings most, and leaves the fewest warnings."""
    outcomes = [
        (strategy, rehearsed(archive, replace(into, options=into.options.with_strategy(strategy))))
        for strategy in Strategy
    ]
    best = min(_rank(rehearsal) for _, rehearsal in outcomes)
    first = next(strategy for strategy, rehearsal in outcomes if _rank(rehearsal) == best)
    return tuple(
        StrategyOutcome(
            strategy,
            verdict_of(rehearsal),
            rehearsal.phase,
            len(rehearsal.warnings),
            _count(rehearsal, Action.CREATE),
            _count(rehearsal, Action.UPDATE),
            _count(rehearsal, Action.REJECT),
            strategy is first,
        )
        for strategy, rehearsal in outcomes
    )


def _rank(rehearsal: Rehearsal) -> tuple[int, int, int]:
    """The best has the lowest."""
    arrived = _count(rehearsal, Action.CREATE) + _count(rehearsal, Action.UPDATE)
    return list(Verdict).index(verdict_of(rehearsal)), -arrived, len(rehearsal.warnings)


def _count(rehearsal: Rehearsal, action: Action) -> int:
    return sum(1 for item in rehearsal.actions if item.action is action)
