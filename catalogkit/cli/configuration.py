"""The configuration file: options of commands, and findings that are ignored (`conventions.md`).

What it says becomes the default of an option, so that the command line and the environment outrank it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from click.core import ParameterSource

from ..errors import UsageError, did_you_mean
from . import COMMANDS, Settings
from .output import OutputType
from .target import TargetType

if TYPE_CHECKING:
    from ..rules.sifting import Ignore

FILE = "catalogkit.toml"
NONE = "none"
SECRETS = frozenset({"secret-key", "keystore-password", "key-password"})
"""Options that never stand in a file that goes into a repository."""
_PROJECT = "pyproject.toml"
_META = "catalogkit.configuration"
_IGNORE = ("rule", "uri", "reason", "expires")


class _Config(NamedTuple):
    """A configuration file.

    Args:
        path: where it is.
        content: what it says.
        folder: the folder that paths in it start from.
    """

    path: Path
    content: Mapping[str, Any]
    folder: Path

    def place(self, command: str, option: str) -> str:
        """Where it says something about an option of a command."""
        table = self.content.get(command)
        is_own = isinstance(table, dict) and option in table
        return f"[{command}] {option} in {self.path}" if is_own else f"{option} in {self.path}"


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
    context.meta[_META] = config
    _check_tables(config)
    _check_top(context, command, config)
    context.default_map = {command: configured(context, command)}


def configured(context: click.Context, name: str) -> dict[str, Any]:
    """What the configuration that was read says about the options of a command, by their parameters.

    Raises:
        UsageError: it names an option that the command has not, or gives it a value that it cannot have.
    """
    config = context.find_root().meta.get(_META)
    if config is None:
        return {}
    options = dict(options_of(_command(context, name)))
    table = config.content.get(name, {})
    for option in table:
        _check(option, options, f"[{name}] {option}", config.path)
    said = {option: value for option, value in _top(config).items() if option in options} | table
    return {
        str(options[option].name): _value(value, options[option], config.place(name, option), config.folder)
        for option, value in said.items()
    }


@contextmanager
def told_where_it_stands(context: click.Context) -> Iterator[None]:
    """Tell of a wrong value by the variable, or by the line of the configuration, that it comes from.

    Raises:
        UsageError: a value that does not come from the command line is wrong.
    """
    try:
        yield
    except click.BadParameter as error:
        option = error.param
        if not isinstance(option, click.Option) or option.name is None or context.info_name is None:
            raise
        source = context.get_parameter_source(option.name)
        if source is ParameterSource.ENVIRONMENT:
            where = str(option.envvar)
        elif source is ParameterSource.DEFAULT_MAP:
            where = context.meta[_META].place(context.info_name, name_of(option))
        else:
            raise
        hint = f"`catalogkit {context.info_name} --help` tells what there is"
        raise UsageError(error.message.rstrip("."), where=where, hint=hint) from None


def name_of(option: click.Option) -> str:
    """The longest name of an option, without the hyphens before it."""
    return max(option.opts, key=len).lstrip("-")


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
        return _Config(path, _project(content, path) if path.name == _PROJECT else content, path.parent)
    here = Path.cwd()
    for above, folder in enumerate((here, *here.parents)):
        start = Path(*[os.pardir] * above)
        if (folder / FILE).is_file():
            return _Config(folder / FILE, _read(folder / FILE), start)
        if (folder / _PROJECT).is_file():
            content = _project(_read(folder / _PROJECT), folder / _PROJECT)
            if content:
                return _Config(folder / _PROJECT, content, start)
        if (folder / ".git").exists():
            return None
    return None


def _project(content: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    tool = content.get("tool")
    found = tool.get("catalogkit", {}) if isinstance(tool, dict) else {}
    if not isinstance(found, dict):
        raise UsageError("write it as a table", where=f"tool.catalogkit in {path}", hint="[tool.catalogkit]")
    return found


def _read(path: Path) -> Mapping[str, Any]:
    import tomllib

    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise UsageError(
            f"the configuration cannot be read: {error.strerror}", where=str(path), hint="check the path"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the configuration is no TOML: {error}", where=str(path)) from None


def _top(config: _Config) -> dict[str, Any]:
    """What stands at the top, for every command."""
    return {
        name: value
        for name, value in config.content.items()
        if not isinstance(value, dict) and name != "ignore"
    }


def _command(context: click.Context, name: str) -> click.Command:
    root = context.find_root()
    assert isinstance(root.command, click.Group)
    command = root.command.get_command(root, name)
    assert command is not None
    return command


def _check_tables(config: _Config) -> None:
    """Tables are those of commands, and none holds a secret."""
    for name, table in config.content.items():
        if isinstance(table, dict):
            _check(name, COMMANDS, f"[{name}]", config.path)
            for option in SECRETS & table.keys():
                _check(option, (), f"[{name}] {option}", config.path)


def _check_top(context: click.Context, command: str, config: _Config) -> None:
    """What stands at the top must be an option of some command: a misspelt setting would silently not hold.

    Commands are imported until one is found that has it, that which follows first.
    """
    missing = _top(config).keys() - SECRETS
    known: set[str] = set()
    for name in (command, *COMMANDS):
        if missing <= known:
            break
        known |= {option for option, _ in options_of(_command(context, name))}
    for name in _top(config):
        _check(name, known, name, config.path)


def _check(name: str, known: Iterable[str], where: str, path: Path) -> None:
    if name in SECRETS:
        raise UsageError(
            "secrets do not belong into a configuration",
            where=f"{where} in {path}",
            hint="give it in the environment, or in a file of its own",
        )
    if name in COMMANDS and where == name:
        raise UsageError(
            "this is a command", where=f"{where} in {path}", hint=f"write its settings below [{name}]"
        )
    if name not in known:
        hint = did_you_mean(name, known) or "`catalogkit config` shows what there is"
        raise UsageError("there is no such setting", where=f"{where} in {path}", hint=hint)


def _value(value: Any, option: click.Option, where: str, folder: Path) -> Any:
    """A value as click takes it: of several, each by itself; a path as seen from the current folder.

    Raises:
        UsageError: it is of a kind that the option does not take.
    """
    if option.is_flag:
        if not isinstance(value, bool):
            raise UsageError("it is true or false", where=where)
        return value
    several = option.multiple or option.nargs != 1
    values = value if several and isinstance(value, list) else [value]
    for one in values:
        if isinstance(one, bool) or not isinstance(one, str | int | float):
            what = "texts or numbers" if several else "one text or number"
            raise UsageError(f"it takes {what}", where=where)
    found = [_seen_from_here(str(one), option, folder) for one in values]
    return found if several else found[0]


def _seen_from_here(value: str, option: click.Option, folder: Path) -> str:
    """A path in the configuration, which starts from its folder; anything else as it is."""
    kind = option.type
    if isinstance(kind, OutputType):
        form, _, path = value.partition(":")
        return f"{form}:{folder / path}" if path else value
    if isinstance(kind, click.Path) or (isinstance(kind, TargetType) and kind.is_path(value, folder)):
        return str(folder / value)
    return value


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
            hint = did_you_mean(name, _IGNORE) or f"there is {', '.join(_IGNORE)}"
            raise UsageError(f"there is no {name}", where=where, hint=hint)
    rule, reason, expires = (item.get(name) for name in ("rule", "reason", "expires"))
    uri = item.get("uri", "*")
    if not isinstance(rule, str) or not isinstance(reason, str) or not reason.strip():
        raise UsageError("an ignore needs a rule and a reason", where=where, hint='reason = "…"')
    if not isinstance(uri, str) or not uri.strip():
        raise UsageError("uri is no pattern", where=where, hint='uri = "*", or none, holds for everything')
    if expires is not None and type(expires) is not date:  # a time of the day is a date, too
        raise UsageError("expires is no day", where=where, hint="expires = 2027-01-31, without quotes")
    from ..rules.sifting import Ignore

    return Ignore(rule, reason, uri, expires)
