"""Applies an import: what the rehearsal says was written is written, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ..archive import Archive
from ..errors import EntryError
from ..model.index import INDEX_ENTRY, Index
from ..parsing.index import read_index
from ..parsing.xml import Xml
from ..rehearsal.files import ServerFiles
from ..rehearsal.options import ImportOptions
from ..rehearsal.organizations import check_organization, is_root
from ..rehearsal.outcome import Action, ImportStoppedError
from ..rehearsal.rehearse import ADMINISTRATOR, Rehearsal
from .applying_objects import apply_repository
from .applying_people import apply_people
from .applying_run import Applying
from .applying_schedules import apply_schedules
from .loading import key_properties
from .repository import Repository

_WRITTEN = frozenset({Action.CREATE, Action.UPDATE})


def applied(
    repository: Repository,
    archive: Archive,
    rehearsal: Rehearsal,
    options: ImportOptions,
    moment: datetime,
    user: str = ADMINISTRATOR,
) -> Repository:
    """The repository after an import; the one before is not changed.

    Args:
        repository: the one that the import was rehearsed against.
        archive: the catalog.
        rehearsal: what the import comes to.
        options: the import options.
        moment: what new objects are dated with (import-semantics §4.3).
        user: who imports.
    """
    files = ServerFiles(archive)
    index = _index(files)
    if index is None:
        return repository
    renames = _renames(repository, index, options, user)
    if renames is None:
        return repository
    actions = tuple(action for action in rehearsal.actions if action.action in _WRITTEN)
    run = Applying(
        repository.draft(),
        files,
        index,
        repository.target,
        rehearsal.after,
        actions,
        renames,
        moment,
        repository.server.is_commercial,
    )
    apply_people(run)
    apply_repository(run)
    apply_schedules(run)
    if actions:
        run.draft.properties = key_properties(index) or run.draft.properties
    return run.draft.done(repository.server)


def _index(files: ServerFiles) -> Index | None:
    """The index; None where the import ended at it, and so before anything was written."""
    entry = files.find(INDEX_ENTRY)
    if entry is None:
        return None
    try:
        index = read_index(files.archive, Xml(files.archive.limits), entry, [])
        files.choose(index.value("pathProcessorId"))
    except (EntryError, ImportStoppedError):
        return None
    return index


def _renames(
    repository: Repository, index: Index, options: ImportOptions, user: str
) -> Mapping[str, str] | None:
    """The organizations that were renamed; None where the import ended before anything was written."""
    importer = repository.target.user(user)
    own = importer.tenant if importer is not None else None
    try:
        source, target = check_organization(index, options, own)
    except ImportStoppedError:
        return None
    return {} if is_root(target) or source == target else {source: target}
