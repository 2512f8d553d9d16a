"""Import options, in the spellings of `js-import`, of the REST services and of a restart (§6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from ..keys import Key, key_numbers, key_of_numbers


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

    @classmethod
    def of(cls, version: str, *, commercial: bool) -> Server:
        """The rules that come nearest to those of a server.

        Args:
            version: as in `7.1.0`; empty if it is not known.
            commercial: whether it is a commercial one.
        """
        if commercial:
            return cls.PRO_8_2
        head = version.partition(".")[0]
        return cls.CE_6_4 if head.isdecimal() and int(head) < 7 else cls.CE_8_2


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
        keyalias: alias of a key in the key store of the target; empty for none.
        secret_key: the key itself, or None.
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
    keyalias: str = ""
    secret_key: Key | None = None

    def with_strategy(self, strategy: Strategy) -> ImportOptions:
        """The same options with another strategy for broken dependencies."""
        return replace(self, broken_dependencies=strategy)

    def spelled(self) -> tuple[str, ...]:
        """As `js-import` spells them; what is not given is left out."""
        given = [f"--{name}" for name, member in FLAGS.items() if getattr(self, member)]
        if self.broken_dependencies is not Strategy.FAIL:
            given.append(f"--broken-dependencies {self.broken_dependencies.value}")
        if self.organization:
            given.append(f"--organization {self.organization}")
        if self.keyalias:
            given.append(f"--keyalias {self.keyalias}")
        if self.secret_key is not None:
            given.append("--secret-key ***")
        return tuple(given)


FLAGS = {
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
        member: arguments.get(_camel(name), "").lower() == "true" for name, member in FLAGS.items()
    }
    return ImportOptions(
        **given,  # type: ignore[arg-type]
        broken_dependencies=Strategy.parse(arguments.get("brokenDependencies", "")),
        organization=arguments.get("organization", "").strip(),
        keyalias=arguments.get("keyAlias", ""),
    )


def from_form(fields: Iterable[tuple[str, str]]) -> ImportOptions:
    """The options of a form upload (§9, §12): hyphenated names only; any value but `true` switches on."""
    options = ImportOptions()
    for name, value in fields:
        if name in FLAGS:
            options = replace(options, **{FLAGS[name]: value.lower() != "true"})  # type: ignore[arg-type]
        elif name == "broken-dependencies":
            options = replace(options, broken_dependencies=Strategy.parse(value))
        elif name == "organization":
            options = replace(options, organization=value.strip())
        elif name == "key-alias":
            options = replace(options, keyalias=value)
        elif name == "secret-key":
            options = replace(options, secret_key=_key(value))
    return options


def _key(text: str) -> Key | None:
    """A key as the server reads it; None without one, or with one that it refuses beforehand (§1.5)."""
    numbers = key_numbers(text)
    return None if numbers is None else key_of_numbers(numbers)


def from_restart(body: Mapping[str, object]) -> ImportOptions:
    """The options of a restart: they replace all that were given before (`rest-services.md`)."""
    parameters = body.get("parameters")
    names = {str(name) for name in parameters} if isinstance(parameters, list) else set()
    given: dict[str, object] = {member: name in names for name, member in FLAGS.items()}
    return ImportOptions(
        **given,  # type: ignore[arg-type]
        broken_dependencies=Strategy.parse(str(body.get("brokenDependencies") or "")),
        organization=str(body.get("organization") or "").strip(),
        keyalias=str(body.get("keyAlias") or ""),
        secret_key=_key(str(body.get("secretKey") or "")),
    )
