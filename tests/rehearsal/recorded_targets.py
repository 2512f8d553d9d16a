"""The repositories that were imported into, as models."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from catalogkit import open_catalog
from catalogkit.model.target import (
    StoredEvent,
    StoredFolder,
    StoredJob,
    StoredOrganization,
    StoredResource,
    StoredUser,
    Target,
)
from catalogkit.rehearsal.targets import target_of

UNKNOWN_DATA = "?"
"""Stands for bytes that nothing tells of: they are not compared."""
FILES = "_files/"
"""What the URI of something embedded has behind that of its owner."""


def target_from_zip(folder: Path, name: str) -> Target:
    """A target as its export of everything shows it."""
    with open_catalog(folder / f"{name}.zip") as catalog:
        return target_of(catalog)


def target_from_state(folder: Path, name: str) -> Target:
    """A target as it was read from the database; only bytes and dates of jobs come from the export."""
    state = json.loads((folder / f"{name}.state.json").read_text())
    exported = target_from_zip(folder, name)
    target = Target(name)
    for item in state["folders"]:
        target.folders[item["uri"]] = StoredFolder(item["uri"], item["label"], item["description"] or "")
    for item in state["resources"]:
        target.resources[item["uri"]] = _resource(item, exported)
    for item in state["permissions"]:
        entries = target.permissions.setdefault(item["uri"], {})
        entries[item["recipientType"], item["recipient"]] = item["mask"]
    for item in state["users"]:
        target.users[item["name"]] = _user(item)
    target.roles = {item["name"] for item in state["roles"]}
    for item in state["tenants"]:
        target.organizations[item["id"]] = _organization(item)
    for item in state["attributes"]:
        target.attributes[item["holder"], item["name"]] = item["value"]
    target.jobs = [_job(item, exported) for item in state["jobs"]]
    target.calendars = set(state["calendars"])
    target.events = [StoredEvent(e["user"], e["uri"], e["updating"], e["date"]) for e in state["events"]]
    return target


def _resource(item: Mapping[str, Any], exported: Target) -> StoredResource:
    uri = item["uri"]
    known = exported.resources.get(uri)
    return StoredResource(
        uri=uri,
        type=item["kind"],
        file_type=item.get("fileType") or "",
        label=item["label"],
        description=item["description"] or "",
        links={name: tuple(uris) for name, uris in item.get("links", {}).items()},
        owner=uri.partition(FILES)[0] if item.get("local") else "",
        data=known.data if known is not None else UNKNOWN_DATA,
    )


def _user(item: Mapping[str, Any]) -> StoredUser:
    return StoredUser(
        name=item["name"],
        full_name=item["fullName"],
        email=item["email"],
        enabled=item["enabled"],
        external=item["external"],
        roles=tuple(sorted(item["roles"])),
        tenant=item["tenant"],
    )


def _organization(item: Mapping[str, Any]) -> StoredOrganization:
    return StoredOrganization(
        id=item["id"],
        alias=item["alias"],
        name=item["name"],
        description=item["desc"],
        note=item["note"],
        uri=item["uri"],
        folder=item["folder"],
        theme=item["theme"],
    )


def _job(item: Mapping[str, Any], exported: Target) -> StoredJob:
    known = [job for job in exported.jobs if (job.report, job.label) == (item["report"], item["label"])]
    return StoredJob(
        report=item["report"],
        label=item["label"],
        owner=item["owner"],
        output=item["output"],
        folder=item["folder"],
        formats=tuple(map(str, item["formats"])),
        created=known[0].created if known else "",
        saves=known[0].saves if known else True,
        overwrites=known[0].overwrites if known else False,
        paused=item["state"] == "PAUSED",
    )
