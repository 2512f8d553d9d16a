"""What an import comes to, as the rules that need a target look at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..model.objects import QualifiedName
from ..model.people import User
from ..model.repository import Folder, Resource
from ..model.schedules import Job
from ..model.target import StoredJob, StoredUser
from ..model.uri import URI
from ..rehearsal.organizations import is_root
from ..rehearsal.outcome import Action, PlannedAction
from ..rehearsal.rehearse import Into, Rehearsal
from ..rehearsal.renames import renamed
from .base import Subject

WRITTEN = (Action.CREATE, Action.UPDATE)
PEOPLE, JOBS, PERMISSIONS = "users and roles", "report jobs", "permissions"
"""Parts of a target that may not be known."""


class Written(NamedTuple):
    """A folder or resource that the import creates or overwrites.

    Args:
        item: as it is in the catalog.
        uri: where it is in the target.
        is_new: whether the target did not have it.
    """

    item: Folder | Resource
    uri: str
    is_new: bool


class WrittenUser(NamedTuple):
    """A user that the import creates or overwrites.

    Args:
        user: as it is in the catalog.
        before: as the target had it; None for a new one.
        after: as the target has it then.
    """

    user: User
    before: StoredUser | None
    after: StoredUser


def told(subject: Subject) -> tuple[Into, Rehearsal]:
    """What the import is told, and what comes of it; rules without a target are not asked."""
    assert subject.into is not None
    assert subject.rehearsal is not None
    return subject.into, subject.rehearsal


def settled(subject: Subject, kind: str) -> dict[str, PlannedAction]:
    """What became in the end of each object of a kind that the import came to, by URI or name."""
    _, rehearsal = told(subject)
    return {action.uri: action for action in rehearsal.actions if action.kind == kind}


def written(subject: Subject) -> Iterator[Written]:
    """The folders and resources that the import creates or overwrites."""
    renames = organizations_renamed(subject)
    kinds: tuple[tuple[str, Mapping[URI, Folder | Resource]], ...] = (
        ("folder", subject.catalog.folders),
        ("resource", subject.catalog.resources),
    )
    for kind, items in kinds:
        for uri, action in settled(subject, kind).items():
            item = items.get(URI(uri))
            if item is not None and action.action in WRITTEN:
                yield Written(item, renamed(uri, renames), action.action is Action.CREATE)


def written_resources(subject: Subject) -> Iterator[tuple[Resource, Written]]:
    """The resources among them."""
    for one in written(subject):
        if isinstance(one.item, Resource):
            yield one.item, one


def name_in(subject: Subject, name: QualifiedName) -> str:
    """The name of a user or role in the target (import-semantics §2.3, §12)."""
    into, _ = told(subject)
    if not into.server.is_commercial:
        return name.name
    tenant = organizations_renamed(subject).get(name.tenant or "", name.tenant)
    return str(QualifiedName(name.name, tenant))


def written_users(subject: Subject) -> Iterator[WrittenUser]:
    """The users that the import creates or overwrites."""
    into, rehearsal = told(subject)
    actions = settled(subject, "user")
    for user in subject.catalog.users.values():
        name = name_in(subject, user.name)
        action = actions.get(name)
        after = rehearsal.after.users.get(name)
        if action is not None and after is not None and action.action in WRITTEN:
            yield WrittenUser(user, into.target.user(name), after)


def written_jobs(subject: Subject) -> Iterator[tuple[Job, bool]]:
    """The report jobs that the import adds or overwrites, and whether they are added."""
    for job, action in jobs_met(subject):
        if action.action in WRITTEN:
            yield job, action.action is Action.CREATE


def jobs_met(subject: Subject) -> Iterator[tuple[Job, PlannedAction]]:
    """The report jobs that the import came to, and what became of them."""
    actions = settled(subject, "job")
    renames = organizations_renamed(subject)
    for key, job in subject.catalog.jobs.items():
        action = actions.get(renamed(key, renames))
        if action is not None and job.listed:
            yield job, action


def added_jobs(subject: Subject) -> Iterator[tuple[Job, StoredJob]]:
    """The report jobs that the import adds: as they are in the catalog, and as they are stored."""
    into, rehearsal = told(subject)
    renames = organizations_renamed(subject)
    jobs = {renamed(key, renames): job for key, job in subject.catalog.jobs.items()}
    names = [a.uri for a in rehearsal.actions if a.kind == "job" and a.action is Action.CREATE]
    stored = rehearsal.after.jobs[len(into.target.jobs) :]
    for name, made in zip(names, stored, strict=True):
        if name in jobs:
            yield jobs[name], made


def organizations_renamed(subject: Subject) -> dict[str, str]:
    """The organization of the catalog, and the one that replaces it (import-semantics §2.1)."""
    into, _ = told(subject)
    index = subject.catalog.index
    source = index.organization if index is not None else None
    goal = into.options.organization
    if source is None or is_root(goal) or source == goal or not into.options.merge_organization:
        return {}
    return {source: goal}
