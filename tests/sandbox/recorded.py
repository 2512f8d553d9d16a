"""Repositories made from the recordings."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

from catalogkit import open_catalog
from catalogkit.model.people import User
from catalogkit.model.repository import Folder, Resource
from catalogkit.model.target import Target
from catalogkit.model.types import TYPES
from catalogkit.model.uri import URI
from catalogkit.rehearsal.options import Server
from catalogkit.sandbox.loading import repository_of
from catalogkit.sandbox.repository import Repository
from tests.conftest import SHARED

CONFORMANCE = SHARED / "conformance"
_KEY_JOB = "Sftp with key"
PLAIN = "bo"
"""A user without rights."""


@cache
def target_repository(name: str) -> Repository:
    """The repository of a recorded target."""
    if name == "hidden":
        return _hidden()
    with open_catalog(CONFORMANCE / "targets" / f"{name}.zip") as catalog:
        return repository_of([catalog], Server.CE_6_4)


@cache
def source_repository(name: str) -> Repository:
    """The repository that recorded exports were made from."""
    if name not in ("exportsrc", "jobsrc"):
        return target_repository(name)
    with open_catalog(CONFORMANCE / "exports" / "everything-events.zip") as catalog:
        found = repository_of([catalog], Server.CE_6_4)
    return found if name == "exportsrc" else _without_key_job(found)


def with_plain_user(repository: Repository) -> Repository:
    """A repository that has a user without rights."""
    if PLAIN in repository.contents.users:
        return repository
    draft = repository.draft()
    fields = {"username": PLAIN, "fullName": PLAIN, "enabled": "true", "role": ({"#text": "ROLE_USER"},)}
    draft.users[PLAIN] = User(fields, "")
    return draft.done(repository.server)


def _without_key_job(repository: Repository) -> Repository:
    """The same source without the job that needs a key file; the job after it had another id then."""
    draft = repository.draft()
    jobs = [job for job in draft.jobs if job.label != _KEY_JOB]
    draft.jobs = [
        replace(job, id="3314", fields={**job.fields, "jobId": "3314"}) if job.id == "3317" else job
        for job in jobs
    ]
    return draft.done(repository.server)


def _hidden() -> Repository:
    """The state `hidden`: what nobody may read is not in its export, but in that of `locked`."""
    state = json.loads((CONFORMANCE / "targets" / "hidden.state.json").read_text())
    draft = target_repository("locked").draft()
    draft.permissions = {}
    for entry in state["permissions"]:
        if not entry["uri"].startswith("attr:"):
            masks = draft.permissions.setdefault(entry["uri"], {})
            masks[entry["recipientType"], entry["recipient"]] = entry["mask"]
    versions = {item["uri"]: str(item["version"]) for item in state["resources"]}
    for uri, resource in draft.resources.items():
        draft.resources[uri] = replace(resource, fields={**resource.fields, "version": versions[uri]})
    _add_inner(draft.folders, draft.resources)
    return draft.done(Server.CE_6_4)


def _add_inner(folders: dict[URI, Folder], resources: dict[URI, Resource]) -> None:
    """What `hidden` has more than `locked`: a folder with a data source."""
    inner = URI("/quay/img/inner")
    folders[inner] = Folder({"parent": inner.parent, "name": inner.name, "label": "inner"}, "", inner)
    deep = inner.child("deep")
    fields = {"folder": inner, "name": "deep", "label": "deep", "jndiName": "jdbc/vx_demo"}
    resources[deep] = Resource(fields, "", deep, TYPES["jndiJdbcDataSource"])


def comparable(target: Target) -> dict[str, object]:
    """A target without what counts changes and tells where it comes from."""
    copy = target.copy()
    for item in (*copy.folders.values(), *copy.resources.values(), *copy.jobs):
        item.changes = 0
    for user in copy.users.values():
        user.password_changes = 0
    names = (
        "folders", "resources", "permissions", "users", "roles", "organizations", "attributes", "jobs",
        "calendars", "events", "favorites",
    )  # fmt: skip
    return {name: getattr(copy, name) for name in names}
