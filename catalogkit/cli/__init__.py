"""The command line: parse options, call one function, render, exit. No logic lives here.

Nothing is imported before it is needed: `catalogkit --help` costs what click costs.
"""

from __future__ import annotations

import atexit
import builtins
import gc
import os
import signal
import sys
import threading
from dataclasses import dataclass
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, NoReturn

import click

from .. import errors
from ..errors import CatalogkitError, ExitCode

if TYPE_CHECKING:
    from ..rules.sifting import Ignore

COMMANDS = {
    "check": "Say what is wrong with a catalog.",
    "diff": "Tell what differs between two catalogs, risks first.",
    "info": "Tell what a catalog is and holds, at a glance.",
    "tree": "Draw the folders of a catalog.",
    "ls": "List the objects of a catalog.",
    "show": "Show one object with all its fields.",
    "dump": "Write everything in a catalog as one text, for git and grep.",
    "cat": "Write the data file of a resource to standard output.",
    "refs": "Tell who needs whom, why, what is missing, and what is unused.",
    "access": "Tell who may do what, and where that is written.",
    "key": "Tell how secrets are protected, and whether a key fits.",
    "list": "List what a running server holds, and save the listing.",
    "export": "Export from a running server into a file.",
    "import": "Rehearse an import into a running server, and do it.",
    "task": "Look after exports and imports that run on a server.",
    "explain": "Explain what a server said about an import.",
    "rule": "Show the page about a rule or a code of the server.",
    "rules": "List every rule and every code of the server.",
    "serve": "Serve catalogs as a stand-in server, a sandbox for imports.",
    "render": "Render a saved result again, in other formats.",
    "config": "Show the settings that hold, and where each comes from.",
    "schema": "Print the JSON Schema of a result.",
    "git-diff": "Tell git what differs between two versions of a catalog.",
}
"""Every command with its short help; the module of the same name defines it (`module_of`)."""


@dataclass(slots=True)
class Settings:
    """What holds for a whole run.

    Args:
        debug: whether to show tracebacks.
        config: the configuration file that was read; empty for none.
        ignores: findings that it ignores.
    """

    debug: bool = False
    config: str = ""
    ignores: tuple[Ignore, ...] = ()


class Commands(click.Group):
    """Commands that are imported when they are run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            near = errors.did_you_mean(cmd_name, COMMANDS)
            ctx.fail(f"no such command: {cmd_name}" + (f"; {near}" if near else ""))
        from ..collector import collector_paused

        with collector_paused():
            command: click.Command = import_module(f"{__name__}.{module_of(cmd_name)}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Commands,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
@click.version_option(package_name="catalogkit", prog_name="catalogkit")
@click.option(
    "--config",
    metavar="FILE",
    envvar="CATALOGKIT_CONFIG",
    help="Read this configuration; `none` reads none. If not given: the nearest catalogkit.toml, or "
    "[tool.catalogkit] of a pyproject.toml, up to the root of the repository.",
)
@click.pass_context
def cli(context: click.Context, config: str | None) -> None:
    """Open, check, compare and explain JasperReports Server export catalogs.

    A catalog is the zip that an export writes, or the folder of a directory export; `REF:path` names one
    in git, `-` standard input. Nothing is ever changed in it.

    `catalogkit COMMAND --help` tells about a command. Every option can also come from a variable like
    CATALOGKIT_FAIL_ON, or from the configuration; `catalogkit config` shows what holds.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(ExitCode.USAGE)
    from .configuration import configure

    configure(context, config)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with the code that `architecture.md` gives."""
    _tidy_up_when_terminated()
    atexit.register(gc.freeze)  # all that was made goes with the process: nobody has to walk through it
    settings = Settings(debug=_flag("CATALOGKIT_DEBUG"))
    try:
        code = cli.main(arguments, prog_name="catalogkit", standalone_mode=False, obj=settings)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.UsageError as error:
        code = _fail(ExitCode.USAGE, error.format_message(), _usage_hint(error))
    except click.ClickException as error:
        code = _fail(ExitCode.USAGE, error.format_message())
    except CatalogkitError as error:
        _trace(settings)
        code = _fail(errors.exit_code(error), str(error), error.hint)
    except (KeyboardInterrupt, click.Abort):
        code = _fail(ExitCode.INTERRUPTED, "interrupted")
    except Exception as error:  # noqa: BLE001 - told in one line, and in full with --debug
        _trace(settings)
        name = type(error).__name__
        hint = "report it with this traceback" if settings.debug else "run again with --debug and report it"
        code = _fail(ExitCode.INTERNAL, f"internal error: {name}", hint)
    sys.exit(int(code or 0))


def _tidy_up_when_terminated() -> None:
    """Let SIGTERM end the program as an exception does: drafts and tasks on servers go on the way."""

    def end(number: int, frame: object) -> NoReturn:  # noqa: ARG001 - the signature of a handler
        sys.exit(int(ExitCode.TERMINATED))

    if threading.current_thread() is threading.main_thread():  # no other may set a handler
        signal.signal(signal.SIGTERM, end)


def module_of(command: str) -> str:
    """The module of a command: `git_diff` for `git-diff`; names that Python has itself end in `_`."""
    name = command.replace("-", "_")
    return f"{name}_" if iskeyword(name) or hasattr(builtins, name) else name


def _trace(settings: Settings) -> None:
    """Write where the error arose that is being handled, if that is asked for."""
    if settings.debug:
        from traceback import format_exc

        from ..report.safe import visible_lines

        click.echo(visible_lines(format_exc()), err=True, nl=False)


def _fail(code: ExitCode, what: str, hint: str = "") -> ExitCode:
    from ..report.safe import visible

    for name, text in (("error", what), ("hint", hint)):
        if text:
            click.echo(f"{name}: {visible(text)}", err=True)
    return code


def _usage_hint(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx else "catalogkit"
    return f"`{command} --help` tells what there is"


def _flag(variable: str) -> bool:
    return os.environ.get(variable, "").lower() not in ("", "0", "false", "no", "off")
