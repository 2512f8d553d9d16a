"""What an export is told (rest-services §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..errors import UsageError, did_you_mean

PARAMETERS: Mapping[str, str] = MappingProxyType(
    {
        "everything": "Export the whole repository with permissions, people, jobs and settings.",
        "repository-permissions": "Export permissions of folders and resources.",
        "role-users": "Export the users of each exported role.",
        "users-roles": "Export the roles of each exported user.",
        "include-access-events": "Export access events; servers do so with --everything only.",
        "include-audit-events": "Export audit events; commercial servers only.",
        "include-monitoring-events": "Export monitoring events; commercial servers only.",
        "include-server-settings": "Export server settings.",
        "include-attributes": "Export attributes of users and organizations.",
        "skip-attribute-values": "Export attributes without their values.",
        "report-jobs": "Export report jobs.",
        "calendars": "Export calendars.",
        "organizations": "Export organizations.",
        "skip-dependent-resources": "Do not export what exported resources need.",
        "skip-favorite-resources": "Do not export favorites.",
        "skip-suborganizations": "Do not export the organizations below that of --organization.",
    }
)
"""Switches of an export, with what they do. A server ignores names that it does not know."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is to be exported. None means that a list is not sent; an empty list means all (§2, list rule).

    Args:
        uris: folders and resources; a missing slash at the start is added, one at the end taken away, since
            servers find nothing then (§2, §7).
        scheduled_jobs: reports whose jobs are exported; empty for those of `uris`.
        roles: names; empty for all.
        users: names; empty for all.
        resource_types: v2 names of the only types that are exported.
        organization: its id; empty for that of the user.
        parameters: names of `PARAMETERS`.
        key_alias: the key that secrets are encrypted with (8.2); empty for the server's own.

    Raises:
        UsageError: a parameter is not known.
    """

    uris: tuple[str, ...] | None = None
    scheduled_jobs: tuple[str, ...] | None = None
    roles: tuple[str, ...] | None = None
    users: tuple[str, ...] | None = None
    resource_types: tuple[str, ...] | None = None
    organization: str = ""
    parameters: tuple[str, ...] = ()
    key_alias: str = ""

    def __post_init__(self) -> None:
        for name in self.parameters:
            if name not in PARAMETERS:
                hint = did_you_mean(name, PARAMETERS) or f"there is {', '.join(PARAMETERS)}"
                raise UsageError("there is no such parameter of an export", where=name, hint=hint)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        lists = (self.uris, self.scheduled_jobs, self.roles, self.users, self.resource_types)
        return not self.parameters and not self.organization and all(items is None for items in lists)

    def body(self) -> dict[str, object]:
        """As the service reads it."""
        lists = {
            "uris": _uris(self.uris),
            "scheduledJobs": _uris(self.scheduled_jobs),
            "roles": self.roles,
            "users": self.users,
            "resourceTypes": self.resource_types,
        }
        found: dict[str, object] = {name: list(items) for name, items in lists.items() if items is not None}
        if self.organization:
            found["organization"] = self.organization
        if self.parameters:
            found["parameters"] = list(self.parameters)
        if self.key_alias:
            found["keyAlias"] = self.key_alias
        return found

    def notes(self) -> tuple[str, ...]:
        """What servers do with it that nobody may expect (§2)."""
        given = set(self.parameters)
        found = []
        if "include-access-events" in given and "everything" not in given:
            found.append("access events are exported with `everything` only: there will be none")
        if "include-access-events" in given and (self.resource_types or "skip-suborganizations" in given):
            found.append("access events are not exported together with types, or without suborganizations")
        if "skip-dependent-resources" in given:
            found.append(
                "an import of the result stops, unless it is told --broken-dependencies skip or include: "
                "whatever refers to something counts as broken"
            )
        if "role-users" in given and self.roles is None and "everything" not in given:
            found.append("`role-users` does something if roles are exported")
        if self.organization:
            found.append("on a community server the result cannot be imported into the root")
        if self.scheduled_jobs is not None and self.uris is None:
            found.append("an export of jobs alone fails if one has an SSH key; add the URIs of reports")
        return tuple(found)


def _uris(given: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if given is None else tuple("/" + uri.strip().strip("/") for uri in given)
