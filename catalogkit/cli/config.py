"""`catalogkit config`."""

from __future__ import annotations

from collections.abc import Iterator

import click
from click.core import ParameterSource

from ..errors import UsageError
from ..inspection.settings import Setting, SettingList
from ..model.redaction import redacted
from ..model.values import MASK
from . import COMMANDS, Settings
from .configuration import SECRETS, configured, options_of, told_where_it_stands
from .options import Command, Common, common
from .output import Output, output_option, write


@click.command("config", cls=Command)
@click.argument("name", metavar="[COMMAND]", required=False)
@click.option("--all", "everything", is_flag=True, help="Show settings that are as they are by default too.")
@output_option
@common
@click.pass_context
def command(
    context: click.Context, name: str | None, everything: bool, outputs: tuple[Output, ...], common: Common
) -> None:
    """Show the settings of COMMAND, or of all commands, and where each comes from.

    The command line outranks the environment (CATALOGKIT_…), which outranks the configuration file, which
    outranks the default.
    """
    if name is not None and name not in COMMANDS:
        raise UsageError("there is no such command", where=name, hint=f"there is {', '.join(COMMANDS)}")
    settings = context.ensure_object(Settings)
    names = [name] if name is not None else list(COMMANDS)
    found = [setting for one in names for setting in _settings(context, one, settings.config)]
    result = SettingList(
        settings.config or None,
        tuple(setting for setting in found if everything or setting.origin != "default"),
        tuple(
            f"{ignore.rule} at {ignore.uri}"
            + (f" until {ignore.expires}" if ignore.expires else "")
            + f": {ignore.reason}"
            for ignore in settings.ignores
        ),
    )
    write(result.to_dict(), outputs, verbose=common.verbose)


def _settings(context: click.Context, name: str, config: str) -> Iterator[Setting]:
    """The options of a command as they would hold, if it were called without any."""
    parent = context.parent
    assert parent is not None
    assert isinstance(parent.command, click.Group)
    found = parent.command.get_command(parent, name)
    assert found is not None
    empty = click.Context(parent.command, info_name=parent.info_name, obj=Settings())
    empty.meta.update(parent.meta)
    empty.default_map = {name: configured(context, name)}
    held = found.make_context(name, [], parent=empty, resilient_parsing=True)
    strict = click.Context(found, parent=empty, info_name=name)
    for option, parameter in options_of(found):
        assert parameter.name is not None
        source = held.get_parameter_source(parameter.name)
        value, origin = held.params.get(parameter.name, parameter.get_default(held)), "default"
        if source in (ParameterSource.ENVIRONMENT, ParameterSource.DEFAULT_MAP):
            origin = str(parameter.envvar) if source is ParameterSource.ENVIRONMENT else config
            with told_where_it_stands(strict):
                value, _ = parameter.handle_parse_result(strict, {}, [])
        yield Setting(name, option, MASK if option in SECRETS and value else _shown(value), origin)


def _shown(value: object) -> str:
    """A value as a configuration would write it."""
    if isinstance(value, Output):
        return value.form + (f":{value.path}" if value.path else "")
    if isinstance(value, tuple | list):
        return ", ".join(map(_shown, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else redacted(str(value))
