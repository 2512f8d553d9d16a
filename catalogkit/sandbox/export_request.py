"""What an export is asked for (rest-services §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Names = tuple[str, ...] | None
"""A list of names; None where it was not given, which is not the same as an empty one."""
EVERYTHING = "everything"
_TENANTS = frozenset(
    {"organizations", "include-attributes", "include-server-settings", "skip-attribute-values"}
)
"""Parameters that switch the module of organizations on."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """The body of an export request.

    Args:
        uris: folders and resources; an empty list selects nothing.
        jobs: reports and folders whose jobs are exported; an empty list means those of `uris`, or all.
        roles: roles; an empty list means all.
        users: users; an empty list means all.
        types: kinds of resources to keep, by their names in the v2 service.
        organization: becomes `rootTenantId`.
        parameters: switches; unknown ones are ignored.
    """

    uris: Names = None
    jobs: Names = None
    roles: Names = None
    users: Names = None
    types: Names = None
    organization: str = ""
    parameters: frozenset[str] = frozenset()

    def has(self, parameter: str) -> bool:
        """Whether a switch is given."""
        return parameter in self.parameters

    @property
    def everything(self) -> bool:
        """Whether everything is asked for."""
        return EVERYTHING in self.parameters

    @property
    def with_permissions(self) -> bool:
        """Whether permissions are written."""
        return self.everything or self.has("repository-permissions")

    @property
    def with_organizations(self) -> bool:
        """Whether the module of organizations is written."""
        return self.everything or bool(self.organization.strip()) or not _TENANTS.isdisjoint(self.parameters)

    @property
    def with_attributes(self) -> bool:
        """Whether attributes of organizations and users are written."""
        asked = {"include-attributes", "include-server-settings", "skip-attribute-values"}
        return self.everything or not asked.isdisjoint(self.parameters)

    @property
    def roots(self) -> Names:
        """Where the walk through the repository starts; None where there is none."""
        if self.everything:
            return ("/",)
        return ("/",) if self.uris is None and self.types else self.uris

    @property
    def job_roots(self) -> Names:
        """Where jobs are looked for; None where they are not."""
        if self.everything or (self.jobs is None and self.has("report-jobs")):
            return ("/",)
        if self.jobs == ():
            return self.uris or ("/",)
        return self.jobs


_LISTS = {
    "uris": "uris",
    "scheduledJobs": "jobs",
    "roles": "roles",
    "users": "users",
    "resourceTypes": "types",
    "parameters": "parameters",
}


def request_of(body: Mapping[str, object]) -> ExportRequest:
    """The request in a JSON object whose members are of the right types; unknown ones are ignored."""
    given: dict[str, Names] = {}
    for name, member in _LISTS.items():
        value = body.get(name)
        if isinstance(value, list):
            given[member] = tuple(map(str, value))
    parameters = frozenset(given.pop("parameters", None) or ())
    organization = str(body.get("organization") or "")
    return ExportRequest(**given, organization=organization, parameters=parameters)
