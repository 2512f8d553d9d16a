"""Import options as each form of the import service reads them (rest-services §1.1, §1.2, §1.4).

The documents spell some of them so that no server reads them; these spellings are understood and translated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ..errors import UsageError, did_you_mean
from ..keys import Key, read_key
from ..rehearsal.options import ImportOptions, Strategy, from_restart

FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "update": "update",
        "skip-user-update": "skipUserUpdate",
        "include-access-events": "includeAccessEvents",
        "include-audit-events": "includeAuditEvents",
        "include-monitoring-events": "includeMonitoringEvents",
        "include-server-settings": "includeServerSettings",
        "skip-themes": "skipThemes",
        "merge-organization": "mergeOrganization",
    }
)
"""Switches by the name of the form and of a restart, with the name of the URL argument."""
_TEXTS = ("organization", "broken-dependencies", "key-alias", "secret-key", "secret-uri")
_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        **{camel: name for name, camel in FLAGS.items()},
        "includeServerSetting": "include-server-settings",  # the documents' URL argument
        "include-server-setting": "include-server-settings",  # what the web interface of 6.4 sends
        "mergeOrganizations": "merge-organization",  # the documents' table of errors
        "brokenDependencies": "broken-dependencies",
        "keyalias": "key-alias",  # the documents' URL argument, and js-import
        "keyAlias": "key-alias",
        "secretKey": "secret-key",
        "secretUri": "secret-uri",
    }
)
"""Other spellings: of URL arguments, of a restart, of js-import and of the documents."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What an import is told.

    Args:
        options: the options of js-import.
        secret_uri: URI of a file in the repository that holds the key of the catalog; empty for none.
        form: whether to send a form even where URL arguments can say everything.
    """

    options: ImportOptions = field(default_factory=ImportOptions)
    secret_uri: str = ""
    form: bool = False

    @property
    def needs_form(self) -> bool:
        """Whether URL arguments cannot say it: they know no key but by alias (§1.1)."""
        return self.form or self.options.secret_key is not None or bool(self.secret_uri)

    def arguments(self) -> tuple[tuple[str, str], ...]:
        """As URL arguments: only `true` switches on (§1.1)."""
        options = self.options
        given = [(FLAGS[name], "true") for name in _given(options)]
        if options.broken_dependencies is not Strategy.FAIL:
            given.append(("brokenDependencies", options.broken_dependencies.value))
        if options.organization:
            given.append(("organization", options.organization))
        if options.keyalias:
            given.append(("keyAlias", options.keyalias))
        return tuple(given)

    def fields(self) -> dict[str, str]:
        """As parts of a form: any value but `true` switches on (§1.2)."""
        options = self.options
        given = dict.fromkeys(_given(options), "on")
        if options.broken_dependencies is not Strategy.FAIL:
            given["broken-dependencies"] = options.broken_dependencies.value
        texts = {
            "organization": options.organization,
            "key-alias": options.keyalias,
            "secret-key": _spelled(options.secret_key),
            "secret-uri": self.secret_uri,
        }
        return given | {name: text for name, text in texts.items() if text}

    def body(self) -> dict[str, object]:
        """As the body of a restart, which replaces everything that was given before (§1.4)."""
        options = self.options
        texts = {
            "organization": options.organization,
            "keyAlias": options.keyalias,
            "secretKey": _spelled(options.secret_key),
            "secretUri": self.secret_uri,
        }
        return {
            "brokenDependencies": options.broken_dependencies.value,
            "parameters": list(_given(options)),
            **{name: text for name, text in texts.items() if text},
        }


def read_request(given: Iterable[tuple[str, str]]) -> ImportRequest:
    """The request that names and values mean, whatever form or document they come from.

    A switch is on for `true` in any case, or an empty value as on a command line.

    Args:
        given: names with values, as `("includeServerSetting", "true")`.

    Raises:
        UsageError: nobody knows a name, or a value is none.
    """
    said = {name_of(name): value.strip() for name, value in given}
    names = [name for name in FLAGS if name in said and _is_on(name, said[name])]
    strategy = said.get("broken-dependencies", Strategy.FAIL.value).lower()
    if strategy not in {item.value for item in Strategy}:
        raise UsageError("no such strategy", where=strategy, hint="fail, skip or include")
    key = said.get("secret-key", "")
    options = ImportOptions(
        **{name.replace("-", "_"): True for name in names},
        broken_dependencies=Strategy(strategy),
        organization=said.get("organization", ""),
        keyalias=said.get("key-alias", ""),
        secret_key=read_key(key, "secret-key") if key else None,
    )
    return ImportRequest(options, said.get("secret-uri", ""))


def given_request(body: Mapping[str, object]) -> ImportRequest:
    """The request that the options of a task are (§1.4); keys are never shown."""
    return ImportRequest(from_restart(body))


def name_of(spelling: str) -> str:
    """The name of the form and of a restart for any spelling of an option.

    >>> name_of("includeServerSetting")
    'include-server-settings'

    Raises:
        UsageError: there is no such option.
    """
    name = spelling.strip().removeprefix("--")
    name = _ALIASES.get(name, name)
    if name in FLAGS or name in _TEXTS:
        return name
    raise UsageError(
        "there is no such import option",
        where=spelling,
        hint=did_you_mean(name, (*FLAGS, *_TEXTS, *_ALIASES)) or f"there is {', '.join((*FLAGS, *_TEXTS))}",
    )


def _is_on(name: str, value: str) -> bool:
    if value.lower() not in ("", "true", "false"):
        raise UsageError(f"{name} is a switch", where=f"{name}={value}", hint="true or false")
    return value.lower() != "false"


def _given(options: ImportOptions) -> list[str]:
    return [name for name in FLAGS if getattr(options, name.replace("-", "_"))]


def _spelled(key: Key | None) -> str:
    """A key as servers read it (import-semantics §1.5)."""
    return "" if key is None else " ".join(f"0x{byte:02x}" for byte in key.reveal())
