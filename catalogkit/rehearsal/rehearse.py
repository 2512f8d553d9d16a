"""The life of an import task, from upload to its last phase (import-semantics §1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ..archive import Archive
from ..errors import EntryError
from ..model.index import BROKEN_ENTRY, INDEX_ENTRY, Index, Module
from ..model.target import Recipient, Target
from ..parsing.index import read_broken_dependencies, read_index
from ..parsing.xml import Xml
from .files import ServerFiles
from .jobs import import_jobs
from .keys import check_key
from .options import ImportOptions, Server, Strategy
from .organizations import check_organization, import_organizations, is_root
from .outcome import (
    CONTENT_ERROR,
    FAILED,
    ZIP_ERROR,
    ImportStoppedError,
    Phase,
    PlannedAction,
    ServerError,
    ServerWarning,
    WorkerDiedError,
    content_error,
    unpredictable,
)
from .people import import_people
from .repository import RepositoryImport
from .small_modules import import_calendars, import_events, import_favorites
from .state import State

ADMINISTRATOR = "jasperadmin"
"""The administrator that every server has from the start."""
_SUPERUSER = "superuser"
"""The administrator of all organizations that every commercial server has from the start."""
BROKEN_DEPENDENCIES = "import.broken.dependencies"
_DEAD_END = "references go round in circles"


@dataclass(frozen=True, slots=True)
class Into:
    """What an import is told.

    Args:
        target: the repository that receives it.
        options: the import options.
        server: whose rules apply.
        user: who imports.
    """

    target: Target
    options: ImportOptions = field(default_factory=ImportOptions)
    server: Server = Server.CE_8_2
    user: str = ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What an import would come to.

    Args:
        phase: the state of the task in the end.
        message: the server's own message.
        error: its error, or None.
        warnings: its warnings, in order.
        actions: what becomes of each object.
        after: the target after the import.
        uncertain: what could not be told, in words.
    """

    phase: Phase
    message: str
    error: ServerError | None
    warnings: tuple[ServerWarning, ...]
    actions: tuple[PlannedAction, ...]
    after: Target
    uncertain: tuple[str, ...]


def rehearse(
    archive: Archive, target: Target, options: ImportOptions, *, server: Server, user: str = "jasperadmin"
) -> Rehearsal:
    """Rehearse the import of a catalog.

    Args:
        archive: the catalog, as it would be uploaded.
        target: the repository that receives it; it is not changed.
        options: the import options.
        server: whose rules apply.
        user: who imports.
    """
    state = State(ServerFiles(archive), target.copy(), options, server, recipients_of(target, user))
    phase, error = Phase.FINISHED, None
    try:
        _run(state)
    except ImportStoppedError as stopped:
        phase, error = stopped.phase, stopped.error
    except WorkerDiedError:
        phase, error = Phase.IN_PROGRESS, None
        if not server.is_6_4:
            phase, error = Phase.FAILED, ServerError(FAILED, (None,), opaque=True)
        state.uncertain.append(_DEAD_END)
    return Rehearsal(
        phase,
        message(phase, error),
        error,
        tuple(state.warnings),
        tuple(state.actions),
        state.target,
        (*state.uncertain, *state.files.beyond_limits),
    )


def rehearse_sequence(
    archive: Archive,
    target: Target,
    sequence: Sequence[ImportOptions],
    *,
    server: Server,
    user: str = "jasperadmin",
) -> tuple[Rehearsal, ...]:
    """Rehearse an upload and the restarts that follow it, as far as the server lets them happen.

    The options of a restart replace all that were given before. Only a pending task can be restarted, and a
    pending task has not imported anything (`rest-services.md` §1.4).

    Args:
        archive: the catalog, as it would be uploaded.
        target: the repository that receives it; it is not changed.
        sequence: the options of the upload, then those of each restart.
        server: whose rules apply.
        user: who imports.

    Returns:
        What each of them comes to; the last one is the outcome.
    """
    states: list[Rehearsal] = []
    for options in sequence:
        if states and states[-1].phase is not Phase.PENDING:
            break
        states.append(rehearse(archive, target, options, server=server, user=user))
    return tuple(states)


def unreadable(target: Target) -> Rehearsal:
    """What the server says to something that is no zip (§1.3); an encrypted upload is none to 6.4 (§1.1)."""
    error = ServerError(ZIP_ERROR)
    return Rehearsal(Phase.FAILED, message(Phase.FAILED, error), error, (), (), target, ())


def encrypted(target: Target) -> Rehearsal:
    """What a server of 8.2 says to an upload that is encrypted as a whole (§1.1, steps 1 and 4).

    The error code is the text of an exception, and only the key store tells whether there is one.
    """
    error = ServerError(FAILED, ("the upload cannot be decrypted",), opaque=True)
    uncertain = (
        "whether the server holds the key of the upload: if so it decrypts and imports it, and what is in it "
        "cannot be told here; if not, the error code is the text of an exception, or the upload is answered "
        "with HTTP 500 (import-semantics §1.1)"
    )
    return Rehearsal(Phase.FAILED, message(Phase.FAILED, error), error, (), (), target, (uncertain,))


def recipients_of(target: Target, user: str) -> tuple[Recipient, ...]:
    """Through whom a user has rights: itself and the roles it holds at login (§11)."""
    found = target.user(user)
    roles = found.roles if found is not None else ("ROLE_ADMINISTRATOR", "ROLE_USER")
    return (("user", found.name if found is not None else user), *(("role", role) for role in roles))


def default_user(target: Target) -> str:
    """Who imports if nobody is named: who asked the server, or an administrator of the root organization."""
    if target.asked_by:
        return target.asked_by
    roots = [name for name in sorted(target.users) if "|" not in name and may_import(target, name)]
    first = _SUPERUSER if target.commercial else ADMINISTRATOR
    return first if first in roots or not roots else ADMINISTRATOR if ADMINISTRATOR in roots else roots[0]


def may_import(target: Target, user: str) -> bool:
    """Whether the server lets a user import (`rest-services.md` §1): an administrator, or everybody's."""
    found = target.user(user)
    return found is not None and not {"ROLE_ADMINISTRATOR", "ROLE_SUPERUSER"}.isdisjoint(found.roles)


def message(phase: Phase, error: ServerError | None) -> str:
    """The server's message for a state (§1.3)."""
    if error is None:
        return "Import succeeded." if phase is Phase.FINISHED else "Import in progress."
    if phase is Phase.PENDING:
        return "Import is pending"
    if error.code == ZIP_ERROR:
        return "Import failed. Reason: cannot read zip file."
    if error.code == CONTENT_ERROR:
        return "Import failed. Reason: provided zip file is not valid JasperReports Server export file."
    if error.code == FAILED:
        return f"Import failed. Reason: {(error.parameters or (None,))[0]}"
    return error.code


def _run(state: State) -> None:
    """The steps of §1.1 from the opened zip on."""
    index = _index(state)
    own = _own_organization(state)
    source, target = check_organization(index, state.options, own)
    state.source_organization, state.target_organization = source, target
    broken = _broken(state)
    if broken and state.options.broken_dependencies is Strategy.FAIL:
        error = ServerError(BROKEN_DEPENDENCIES, tuple(java_order(broken)))
        raise ImportStoppedError(error, Phase.PENDING)
    if state.options.broken_dependencies is Strategy.SKIP:
        state.broken = frozenset(broken)
    if not is_root(target) and source != target:
        state.renames = {source: target}
    if any(item.value is None for item in index.properties):
        raise content_error()
    state.files.choose(index.value("pathProcessorId"))
    check_key(index, state)
    for module in index.modules:
        _module(state, module)


def _own_organization(state: State) -> str | None:
    """The organization of the importing user; what its administrators may do is known in part only (§11)."""
    user = state.target.user(state.recipients[0][1])
    own = user.tenant if user is not None else None
    if is_root(own):
        return None
    state.uncertain.append(f"what an administrator of {own} may import and write (import-semantics §8, §11)")
    return own


def _module(state: State, module: Module) -> None:
    if module.id is None:
        raise content_error()
    if module.id in _COMMERCIAL_MODULES and state.server.is_commercial:
        state.uncertain.append(f"what becomes of the module {module.id} is not known (import-semantics §8)")
        return
    run = _MODULES.get(module.id)
    if run is None or (module.id == "favorites" and state.server.is_6_4):
        raise ImportStoppedError(ServerError(FAILED, ("jsexception.import.module.not.found",)))
    run(state, [module])


_COMMERCIAL_MODULES = frozenset({"audit", "reportMonitoring"})


def _repository(state: State, modules: Iterable[Module]) -> None:
    RepositoryImport(state).run(modules)


_MODULES: dict[str, Callable[[State, Iterable[Module]], None]] = {
    "tenants": import_organizations,
    "authority": import_people,
    "repositoryResources": _repository,
    "calendars": import_calendars,
    "reportJobs": import_jobs,
    "accessEvents": import_events,
    "favorites": import_favorites,
}


def _index(state: State) -> Index:
    entry = state.files.find(INDEX_ENTRY)
    if entry is None:
        raise content_error()
    archive = state.files.archive
    try:
        index = read_index(archive, Xml(archive.limits), entry, [])
    except EntryError as error:
        raise unpredictable(error.what) from None
    if any(item.name is None for item in index.properties):
        raise content_error()
    return index


def _broken(state: State) -> tuple[str, ...]:
    entry = state.files.find(BROKEN_ENTRY)
    if entry is None:
        return ()
    archive = state.files.archive
    try:
        return read_broken_dependencies(archive, Xml(archive.limits), entry, [])
    except EntryError as error:
        raise unpredictable(error.what) from None


def java_order(texts: Sequence[str]) -> list[str]:
    """Distinct texts in the order in which a Java hash set gives them (§3.1).

    >>> java_order(["b", "a", "b"])
    ['a', 'b']
    """
    distinct = list(dict.fromkeys(texts))
    size = 16
    while len(distinct) > size * 3 // 4:
        size *= 2
    return sorted(distinct, key=lambda text: _spread(text) % size)


def _spread(text: str) -> int:
    value = 0
    units = text.encode("utf-16-be", "surrogatepass")
    for position in range(0, len(units), 2):
        value = (31 * value + (units[position] << 8 | units[position + 1])) & 0xFFFFFFFF
    return value ^ (value >> 16)
