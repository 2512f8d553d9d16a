"""The configuration file: options of commands, and findings that are ignored (`conventions.md`).

What it says becomes the default of an option, so that the command line and the environment outrank it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from . import COMMANDS, Settings
from .options import name_of

if TYPE_CHECKING:
    from ..rules.sifting import Ignore

FILE = "catalogkit.toml"
NONE = "none"
SECRETS = frozenset({"secret-key", "keystore-password", "key-password"})
"""Options that never stand in a file that goes into a repository."""
_PROJECT = "pyproject.toml"
_META = "catalogkit.configuration"
_IGNORE = ("rule", "uri", "reason", "expires")


@dataclass(frozen=True, slots=True)
class _Config:
    """A configuration file.

    Args:
        path: where it is.
        content: what it says.
    """

    path: Path
    content: Mapping[str, Any]


def configure(context: click.Context, given: str | None) -> None:
    """Read the configuration, and let it decide the defaults of the command that follows.

    Raises:
        UsageError: it cannot be read, or says something that nobody knows.
    """
    config = _config(given)
    command = context.invoked_subcommand
    if config is None or command is None or command not in COMMANDS:
        return
    settings = context.ensure_object(Settings)
    settings.config = str(config.path)
    if "ignore" in config.content:
        settings.ignores = tuple(_ignores(config))
    group = context.command
    assert isinstance(group, click.Group)
    _check_names(context, group, config)
    context.meta[_META] = config.content
    context.default_map = {command: configured(context, command)}


def configured(context: click.Context, name: str) -> dict[str, Any]:
    """What the configuration that was read says about the options of a command."""
    root = context.find_root()
    assert isinstance(root.command, click.Group)
    return _defaults(_command(root, root.command, name), name, context.meta.get(_META, {}))


def _defaults(command: click.Command, name: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """What a configuration says about the options of one command, by the names of its parameters."""
    parameters = {option: parameter.name for option, parameter in options_of(command)}
    table = content.get(name)
    said = {**_scalars(content), **(table if isinstance(table, dict) else {})}
    return {
        parameter: _value(value)
        for option, value in said.items()
        if (parameter := parameters.get(option)) is not None
    }


def options_of(command: click.Command) -> Iterator[tuple[str, click.Option]]:
    """The options of a command that a configuration may hold, by their names without hyphens before."""
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            yield name_of(parameter), parameter


def _config(given: str | None) -> _Config | None:
    """The configuration that is named, or the nearest one."""
    if given == NONE:
        return None
    if given is not None:
        path = Path(given)
        content = _read(path)
        return _Config(path, _project(content) if path.name == _PROJECT else content)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return _Config(folder / FILE, _read(folder / FILE))
        if (folder / _PROJECT).is_file():
            content = _project(_read(folder / _PROJECT))
            if content:
                return _Config(folder / _PROJECT, content)
        if (folder / ".git").exists():
            return None
    return None


def _project(content: Mapping[str, Any]) -> Mapping[str, Any]:
    tool = content.get("tool")
    found = tool.get("catalogkit") if isinstance(tool, dict) else None
    return found if isinstance(found, dict) else {}


def _read(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise UsageError(
            f"the configuration cannot be read: {error.strerror}", where=str(path), hint="check the path"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the configuration is no TOML: {error}", where=str(path)) from None


def _scalars(content: Mapping[str, Any]) -> dict[str, Any]:
    """What stands at the top, for every command."""
    return {
        name: value for name, value in content.items() if not isinstance(value, dict) and name != "ignore"
    }


def _command(context: click.Context, group: click.Group, name: str) -> click.Command:
    command = group.get_command(context, name)
    assert command is not None
    return command


def _check_names(context: click.Context, group: click.Group, config: _Config) -> None:
    """Every name must be known: a misspelt setting would silently not hold."""
    known = {name: {option for option, _ in options_of(_command(context, group, name))} for name in COMMANDS}
    anywhere = set[str]().union(*known.values())
    for name in _scalars(config.content):
        _check(name, anywhere | COMMANDS.keys(), name, config.path)
    for name, table in config.content.items():
        if isinstance(table, dict):
            _check(name, COMMANDS.keys(), f"[{name}]", config.path)
            for option in table:
                _check(option, known[name], f"[{name}] {option}", config.path)


def _check(name: str, known: Iterable[str], where: str, path: Path) -> None:
    if name in SECRETS:
        raise UsageError(
            "secrets do not belong into a configuration",
            where=f"{where} in {path}",
            hint="give it in the environment, or in a file of its own",
        )
    if name not in known:
        near = get_close_matches(name, list(known), 1)
        hint = f"did you mean {near[0]}?" if near else "`catalogkit config` shows what there is"
        raise UsageError("there is no such setting", where=f"{where} in {path}", hint=hint)


def _value(value: Any) -> Any:
    """A value as click takes it from the command line: of several, each by itself."""
    return [str(item) for item in value] if isinstance(value, list) else value


def _ignores(config: _Config) -> Iterator[Ignore]:
    found = config.content["ignore"]
    if not isinstance(found, list):
        raise UsageError("write each as [[ignore]]", where=f"ignore in {config.path}")
    for number, item in enumerate(found, 1):
        yield _ignore(item, f"[[ignore]] {number} in {config.path}")


def _ignore(item: Any, where: str) -> Ignore:
    if not isinstance(item, dict):
        raise UsageError("write each as [[ignore]]", where=where)
    for name in item:
        if name not in _IGNORE:
            near = get_close_matches(name, _IGNORE, 1)
            hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(_IGNORE)}"
            raise UsageError(f"there is no {name}", where=where, hint=hint)
    rule, reason, expires = (item.get(name) for name in ("rule", "reason", "expires"))
    uri = item.get("uri", "*")
    if not isinstance(rule, str) or not isinstance(reason, str) or not reason.strip():
        raise UsageError("an ignore needs a rule and a reason", where=where, hint='reason = "…"')
    if not isinstance(uri, str) or not uri.strip():
        raise UsageError("uri is no pattern", where=where, hint='uri = "*", or none, holds for everything')
    if expires is not None and not isinstance(expires, date):
        raise UsageError("expires is no day", where=where, hint="expires = 2027-01-31, without quotes")
    from ..rules.sifting import Ignore

    return Ignore(rule, reason, uri, expires)
