"""Recorded imports, and what a rehearsal says of them, in one and the same form.

The form is that of `outcome` in `case.json` (README of the recordings), group by group; everything that has
no order of its own is sorted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from catalogkit.archive import open_archive
from catalogkit.errors import UnreadableError
from catalogkit.model.target import StoredFolder, StoredJob, StoredResource, StoredUser, Target
from catalogkit.rehearsal.options import ImportOptions, Server, from_form, from_query, from_restart
from catalogkit.rehearsal.outcome import Action, Phase
from catalogkit.rehearsal.rehearse import Rehearsal, rehearse_sequence, unreadable
from tests.rehearsal.recorded_targets import FILES, UNKNOWN_DATA

_GROUPS = ("created", "updated", "removed", "created_local", "updated_local", "removed_local")
"""What became of the repository; of what is embedded by itself."""

# Runs


def options_of(request: Mapping[str, Any]) -> list[ImportOptions]:
    """The options of the upload, then those of each restart."""
    if request["form"] == "zip":
        first = from_query(request["args"])
    else:
        first = from_form([(name, value) for name, value in request["fields"]])
    return [first, *(from_restart(body) for body in request.get("restart", ()))]


def run(case: Path, request: Mapping[str, Any], target: Target) -> Sequence[Rehearsal]:
    """Rehearse a case: the states before each restart, then the outcome."""
    try:
        with open_archive(case / "catalog.zip") as archive:
            return rehearse_sequence(archive, target, options_of(request), server=Server.CE_6_4)
    except UnreadableError:
        return [unreadable(target)]


# Outcomes


def recorded(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """What was recorded."""
    error = outcome["error"]
    told: dict[str, Any] = {
        "phase": outcome["phase"],
        "message": outcome["message"],
        "error code": error and error["errorCode"],
        "error parameters": error and error.get("parameters"),
        "opaque": outcome.get("parameters_opaque", False),
        "warnings": [(item["code"], item["parameters"]) for item in outcome["warnings"]],
        "before restart": [
            (state["message"], state["error"]["errorCode"], state["error"]["parameters"])
            for state in outcome.get("before_restart", ())
        ],
        "worker died": outcome.get("worker_died", False),
        "links": {
            uri: {name: _ordered(name, targets) for name, targets in links.items()}
            for uri, links in outcome.get("links", {}).items()
        },
    }
    for group in _GROUPS:
        told[group] = _sorted(_plain(item) for item in outcome.get(group, ()))
    users = outcome.get("users", {})
    told["users created"] = _sorted(users.get("created", ()))
    told["users updated"] = _sorted(
        {"name": item["name"], "changes": item["changes"]} for item in users.get("updated", ())
    )
    told["passwords changed"] = sorted(
        item["name"] for item in users.get("updated", ()) if item.get("passwordChanged")
    )
    for group in ("roles", "tenants", "permissions", "attributes", "events"):
        for way in ("added", "removed"):
            told[f"{group} {way}"] = _sorted(outcome.get(group, {}).get(way, ()))
    for group in ("jobs", "calendars"):
        for way in ("created", "updated", "removed"):
            told[f"{group} {way}"] = _sorted(outcome.get(group, {}).get(way, ()))
    told["users removed"] = _sorted(users.get("removed", ()))
    return told


def rehearsed(before: Target, states: Sequence[Rehearsal]) -> dict[str, Any]:
    """What a rehearsal says, in the same form."""
    last = states[-1]
    error, after = last.error, last.after
    parameters = error.parameters if error is not None else None
    told: dict[str, Any] = {
        "phase": last.phase.value,
        "message": last.message,
        "error code": error and error.code,
        "error parameters": None if parameters is None else list(parameters),
        "opaque": error is not None and error.opaque,
        "warnings": [(warning.code, list(warning.parameters)) for warning in last.warnings],
        "before restart": [
            (state.message, state.error.code, list(state.error.parameters or ()))
            for state in states[:-1]
            if state.error is not None
        ],
        "worker died": last.phase is Phase.IN_PROGRESS,
    }
    told |= _repository(before, after)
    told |= _people(before, after)
    told |= _schedules(before, after)
    told["calendars replaced"] = sorted(
        item.uri for item in last.actions if item.kind == "calendar" and item.action is Action.UPDATE
    )
    return told


def compared(before: Target, states: Sequence[Rehearsal], outcome: Mapping[str, Any]) -> tuple[Any, Any]:
    """Rehearsed and recorded, without what only one of them can tell."""
    ours, theirs = rehearsed(before, states), recorded(outcome)
    if theirs["opaque"]:
        for key in ("message", "error parameters"):
            # The text of a database, parser or JVM.
            ours.pop(key)
            theirs.pop(key)
    # A model knows who was given a password and which calendar was replaced, not whether by another one.
    given = {user.name for user in states[-1].after.users.values() if user.password_changes}
    assert given.issuperset(theirs.pop("passwords changed"))
    assert set(ours.pop("calendars replaced")).issuperset(theirs.pop("calendars updated"))
    return ours, theirs


def _plain(item: Mapping[str, Any]) -> dict[str, Any]:
    """An object with its changes; of hidden ones no label is recorded."""
    keys = ("uri", "kind", "fileType", "label", "description", "changed")
    return {key: item[key] for key in keys if key in item}


def _sorted(items: Iterable[Any]) -> list[Any]:
    return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))


def _repository(before: Target, after: Target) -> dict[str, Any]:
    groups: dict[str, list[dict[str, Any]]] = {group: [] for group in _GROUPS}
    _folders(before, after, groups)
    links = _resources(before, after, groups)
    return {"links": links} | {group: _sorted(items) for group, items in groups.items()}


def _folders(before: Target, after: Target, groups: dict[str, list[dict[str, Any]]]) -> None:
    for uri, folder in after.folders.items():
        where = "_local" if _is_hidden(after, uri) else ""
        if uri not in before.folders:
            groups[f"created{where}"].append(_described(folder, "folder", where))
        elif changed := _folder_changes(before, folder, where):
            told = _described(folder, "folder", "")
            if "description" in changed:
                told["description"] = folder.description or None
            groups[f"updated{where}"].append({**told, "changed": changed})
    for uri, lost in before.folders.items():
        if uri not in after.folders:
            where = "_local" if _is_hidden(before, uri) else ""
            groups[f"removed{where}"].append(_described(lost, "folder", where))


def _resources(
    before: Target, after: Target, groups: dict[str, list[dict[str, Any]]]
) -> dict[str, dict[str, list[str]]]:
    """Fills the groups, and gives the links of everything that is new or changed."""
    links: dict[str, dict[str, list[str]]] = {}
    for uri, resource in after.resources.items():
        where = "_local" if resource.owner else ""
        existing = before.resources.get(uri)
        if existing is None:
            groups[f"created{where}"].append(_described(resource, resource.type, where))
        elif changed := _changes(after, existing, resource):
            told = {**_described(resource, resource.type, ""), "changed": changed}
            groups[f"updated{where}"].append(told)
        else:
            continue
        if resource.links:
            links[uri] = _links(resource)
    for uri, gone in before.resources.items():
        if uri not in after.resources:
            where = "_local" if gone.owner else ""
            groups[f"removed{where}"].append(_described(gone, gone.type, where))
    return links


def _is_hidden(target: Target, uri: str) -> bool:
    """Whether a folder holds what is embedded in a resource."""
    return uri.endswith("_files") and uri.removesuffix("_files") in target.resources


def _described(item: StoredFolder | StoredResource, kind: str, where: str) -> dict[str, Any]:
    told: dict[str, Any] = {"uri": item.uri, "kind": kind}
    if isinstance(item, StoredResource) and item.file_type:
        told["fileType"] = item.file_type
    return told if where else told | {"label": item.label}


def _folder_changes(before: Target, folder: StoredFolder, where: str) -> list[str]:
    """A hidden folder gets another version with its owner; one inside another is made again."""
    if not folder.changes:
        return []
    if where:
        return ["version"] if _depth(folder.uri) == 1 else ["version", "updateDate", "replaced"]
    existing = before.folders[folder.uri]
    names = [name for name in ("label", "description") if getattr(existing, name) != getattr(folder, name)]
    return ["version", *names]


def _changes(after: Target, existing: StoredResource, resource: StoredResource) -> list[str]:
    owner = after.resources[resource.owner] if resource.owner else resource
    if not owner.changes:
        return []
    changed = ["version"] if not resource.owner or _depth(resource.uri) == 1 else []
    changed += [
        name for name in ("label", "description") if getattr(existing, name) != getattr(resource, name)
    ]
    if UNKNOWN_DATA not in (existing.data, resource.data) and existing.data != resource.data:
        changed.append("data")
    if _links(existing) != _links(resource):
        changed.append("links")
    if existing.type != resource.type:
        changed.append("kind")
    if existing.file_type != resource.file_type:
        changed.append("fileType")
    return [*changed, "replaced"] if resource.owner else changed


def _links(resource: StoredResource) -> dict[str, list[str]]:
    return {name: _ordered(name, targets) for name, targets in resource.links.items()}


def _ordered(name: str, targets: Iterable[str]) -> list[str]:
    """Links in the stored order; data sources of virtual ones have none, and others have one at most."""
    return sorted(targets) if name == "dataSource" else list(targets)


def _depth(uri: str) -> int:
    """How many resources something is embedded in."""
    return f"{uri}/".count(FILES)


def _people(before: Target, after: Target) -> dict[str, Any]:
    created, updated = [], []
    for user in after.users.values():
        existing = before.user(user.name)
        if existing is None:
            created.append({"name": user.name, **_told(user), "tenant": user.tenant})
        else:
            old, new = _told(existing), _told(user)
            changes = {key: [old[key], new[key]] for key in new if old[key] != new[key]}
            if existing.name != user.name:
                changes["name"] = [existing.name, user.name]
            if changes:
                updated.append({"name": user.name, "changes": changes})
    gone = [name for name in before.users if after.user(name) is None]
    told: dict[str, Any] = {"users created": _sorted(created), "users updated": _sorted(updated)}
    told["users removed"] = sorted(gone)
    told["roles added"] = _sorted({"name": name, "tenant": None} for name in after.roles - before.roles)
    told["roles removed"] = _sorted({"name": name, "tenant": None} for name in before.roles - after.roles)
    for group, items in (
        ("tenants", _tenants),
        ("permissions", _permissions),
        ("attributes", _attributes),
        ("events", _events),
    ):
        told[f"{group} added"] = _more(items(after), items(before))
        told[f"{group} removed"] = _more(items(before), items(after))
    return told


def _told(user: StoredUser) -> dict[str, Any]:
    return {
        "fullName": user.full_name,
        "email": user.email,
        "enabled": user.enabled,
        "external": user.external,
        "roles": list(user.roles),
    }


def _more(items: list[dict[str, Any]], others: list[dict[str, Any]]) -> list[Any]:
    """The items of the first list that the second lacks, as often as it lacks them."""
    more = Counter(json.dumps(item) for item in items) - Counter(json.dumps(item) for item in others)
    return _sorted(json.loads(text) for text in more.elements())


def _tenants(target: Target) -> list[dict[str, Any]]:
    return [
        {
            "id": item.id,
            "alias": item.alias,
            "name": item.name,
            "desc": item.description,
            "note": item.note,
            "uri": item.uri,
            "folder": item.folder,
            "theme": item.theme,
        }
        for item in target.organizations.values()
    ]


def _permissions(target: Target) -> list[dict[str, Any]]:
    return [
        {"uri": uri, "recipientType": kind, "recipient": name, "mask": mask}
        for uri, masks in target.permissions.items()
        for (kind, name), mask in masks.items()
    ]


def _attributes(target: Target) -> list[dict[str, Any]]:
    return [{"holder": h, "name": n, "value": value} for (h, n), value in target.attributes.items()]


def _events(target: Target) -> list[dict[str, Any]]:
    return [
        {"user": event.user, "uri": event.uri, "updating": event.updating, "date": _date(event.date)}
        for event in target.events
    ]


def _date(text: str) -> str:
    """A date to the second: exports write the milliseconds and the zone as well."""
    return text[:19]


def _schedules(before: Target, after: Target) -> dict[str, Any]:
    updated = [
        {**_scheduled(new), "versionChanged": new.changes > 0}
        for old, new in zip(before.jobs, after.jobs, strict=False)
        if new.changes or _scheduled(old) != _scheduled(new)
    ]
    return {
        "jobs created": _sorted(map(_scheduled, after.jobs[len(before.jobs) :])),
        "jobs updated": _sorted(updated),
        "jobs removed": _sorted(map(_scheduled, before.jobs[len(after.jobs) :])),
        "calendars created": sorted(after.calendars - before.calendars),
        "calendars removed": sorted(before.calendars - after.calendars),
    }


def _scheduled(job: StoredJob) -> dict[str, Any]:
    return {
        "label": job.label,
        "report": job.report,
        "owner": job.owner,
        "output": job.output,
        "folder": job.folder,
        "formats": [int(code) for code in job.formats],
        "state": "PAUSED" if job.paused else "WAITING",
    }
