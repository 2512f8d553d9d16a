"""Import options, in the spellings of `js-import`, of the REST services and of a restart (§6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum


class Strategy(Enum):
    """What to do about references that lead out of the catalog (import-semantics §3)."""

    FAIL = "fail"
    SKIP = "skip"
    INCLUDE = "include"

    @classmethod
    def parse(cls, text: str) -> Strategy:
        """A strategy by name, in any case; whatever is not known means `fail`."""
        return next((item for item in cls if item.value == text.strip().lower()), cls.FAIL)


class Server(Enum):
    """Whose rules apply."""

    CE_6_4 = "6.4-ce"
    CE_8_2 = "8.2-ce"
    PRO_8_2 = "8.2-pro"

    @property
    def is_commercial(self) -> bool:
        """Whether it knows commercial types and organizations."""
        return self is Server.PRO_8_2

    @property
    def is_6_4(self) -> bool:
        """Whether the rules of 6.4 apply."""
        return self is Server.CE_6_4


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What `js-import` is told.

    Args:
        update: overwrite what exists.
        skip_user_update: leave existing users as they are.
        include_access_events: import access events.
        include_audit_events: import audit events.
        include_monitoring_events: import monitoring events.
        include_server_settings: import server settings.
        skip_themes: leave out everything in folders of themes.
        merge_organization: import into another organization than the one of the catalog.
        broken_dependencies: see `Strategy`.
        organization: where to import; empty for the organization of the importing user.
    """

    update: bool = False
    skip_user_update: bool = False
    include_access_events: bool = False
    include_audit_events: bool = False
    include_monitoring_events: bool = False
    include_server_settings: bool = False
    skip_themes: bool = False
    merge_organization: bool = False
    broken_dependencies: Strategy = Strategy.FAIL
    organization: str = ""


_FLAGS = {
    "update": "update",
    "skip-user-update": "skip_user_update",
    "include-access-events": "include_access_events",
    "include-audit-events": "include_audit_events",
    "include-monitoring-events": "include_monitoring_events",
    "include-server-settings": "include_server_settings",
    "skip-themes": "skip_themes",
    "merge-organization": "merge_organization",
}
"""Task parameters that are switches (§6)."""


def _camel(name: str) -> str:
    head, *rest = name.split("-")
    return head + "".join(part.capitalize() for part in rest)


def from_query(arguments: Mapping[str, str]) -> ImportOptions:
    """The options of a zip upload, from its URL arguments (§6): only `true` switches on."""
    given: dict[str, object] = {
        member: arguments.get(_camel(name), "").lower() == "true" for name, member in _FLAGS.items()
    }
    return ImportOptions(
        **given,  # type: ignore[arg-type]
        broken_dependencies=Strategy.parse(arguments.get("brokenDependencies", "")),
        organization=arguments.get("organization", "").strip(),
    )


def from_form(fields: Iterable[tuple[str, str]]) -> ImportOptions:
    """The options of a form upload (§9, §12): hyphenated names only; any value but `true` switches on."""
    options = ImportOptions()
    for name, value in fields:
        if name in _FLAGS:
            options = replace(options, **{_FLAGS[name]: value.lower() != "true"})  # type: ignore[arg-type]
        elif name == "broken-dependencies":
            options = replace(options, broken_dependencies=Strategy.parse(value))
        elif name == "organization":
            options = replace(options, organization=value.strip())
    return options


def from_restart(body: Mapping[str, object]) -> ImportOptions:
    """The options of a restart: they replace all that were given before (`rest-services.md`)."""
    parameters = body.get("parameters")
    names = {str(name) for name in parameters} if isinstance(parameters, list) else set()
    given: dict[str, object] = {member: name in names for name, member in _FLAGS.items()}
    return ImportOptions(
        **given,  # type: ignore[arg-type]
        broken_dependencies=Strategy.parse(str(body.get("brokenDependencies") or "")),
        organization=str(body.get("organization") or "").strip(),
    )
