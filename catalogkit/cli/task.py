"""`catalogkit task`."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import click
from click.core import ParameterSource

from ..errors import UsageError
from ..inspection.tasks import (
    Action,
    TaskResult,
    cancel_task,
    download_task,
    list_tasks,
    restart_task,
    task_options,
    task_state,
)
from ..rehearsal.options import ImportOptions
from ..server import Connection, ImportRequest, Pace, connect
from .import_options import import_options, secret_uri_option
from .options import Command, Common, common, progress_bar
from .output import Output, output_of, write
from .server_options import connection_options, server_argument
from .waiting import Watcher, ended, wait_option

_ACTIONS = [action.value for action in Action]
_ONLY = {
    **dict.fromkeys((field.name for field in fields(ImportOptions)), (Action.RESTART,)),
    "secret_key_file": (Action.RESTART,),
    "secret_uri": (Action.RESTART,),
    "path": (Action.DOWNLOAD,),
    "wait": (Action.STATE, Action.RESTART, Action.DOWNLOAD),
}
"""The actions of options that do not belong to all of them, by the names of their parameters."""


@click.command("task", cls=Command)
@click.argument("action", type=click.Choice(_ACTIONS), metavar="ACTION")
@server_argument
@click.argument("task", metavar="[ID]", default="")
@click.option(
    "--to", "path", type=click.Path(path_type=Path), metavar="FILE", help="download: the catalog to write."
)
@wait_option(0.0, "state, restart, download: wait that long for the task to end.")
@import_options
@secret_uri_option
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if the task failed, waits or has warnings.")
@connection_options
@output_of("task")
@common
@click.pass_context
def command(
    context: click.Context,
    action: str,
    server: str,
    task: str,
    path: Path | None,
    wait: float,
    options: ImportOptions,
    secret_uri: str,
    exit_zero: bool,
    connection: Connection,
    outputs: tuple[Output, ...],
    common: Common,
) -> int:
    """Look after tasks of SERVER: exports and imports that run, wait or have ended.

    ACTION is one of these; ID is what `catalogkit export`, `import` and `task list` tell:

    \b
    list      tell the ids of all tasks
    state     tell how far a task is; the outcome of an import is told once
    options   tell the options of an import, without keys
    restart   restart an import that waits; the import options given now
              replace all that it was given before
    cancel    cancel a task; what was imported by then stays
    download  fetch what an export wrote into --to FILE; it is handed out once

    The login comes from CATALOGKIT_USER and CATALOGKIT_PASSWORD, or as `catalogkit list --help` tells.

    Exit code 0: done; a task that has ended ended well. 1: the task failed, waits for a decision, has
    warnings, or did not end within --wait. 4: the server cannot be reached, or refuses.
    """  # noqa: D301 - click reads the character
    wanted = Action(action)
    _check(context, wanted, task, path)
    pace, watcher = Pace(patience=wait) if wait else None, Watcher(common)
    with connect(server, connection) as opened, progress_bar(common, "Downloading") as downloading:
        result: TaskResult
        match wanted:
            case Action.LIST:
                result = list_tasks(opened)
            case Action.STATE:
                result = task_state(opened, task, pace, watcher)
            case Action.OPTIONS:
                result = task_options(opened, task)
            case Action.RESTART:
                result = restart_task(opened, task, ImportRequest(options, secret_uri), pace, watcher)
            case Action.CANCEL:
                result = cancel_task(opened, task)
            case Action.DOWNLOAD:
                assert path is not None
                result = download_task(
                    opened, task, path, pace, observer=watcher, progress=downloading, limits=common.limits
                )
    code, said = ended(result.fails, _reason(result), exit_zero)
    write({**result.to_dict(), "exit": said}, outputs, verbose=common.verbose)
    return code


def _reason(result: TaskResult) -> str:
    if result.late:
        return "the task has not ended"
    return "the task failed, waits or has warnings" if result.fails else "done"


def _check(context: click.Context, action: Action, task: str, path: Path | None) -> None:
    """Refuse what does not belong to an action, and ask for what does."""
    if action is Action.LIST and task:
        raise UsageError(
            "all tasks are listed, not one", where=task, hint="`task state SERVER ID` tells of one"
        )
    if action is not Action.LIST and not task:
        hint = "`catalogkit task list SERVER` shows the ids of all tasks"
        raise UsageError("name the id of the task", where=f"task {action.value}", hint=hint)
    if action is Action.DOWNLOAD and path is None:
        raise UsageError("name the file to write", where="task download", hint="add --to FILE")
    for parameter in context.command.params:
        name = parameter.name or ""
        given = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if given and action not in _ONLY.get(name, (action,)):
            actions = ", ".join(f"`task {one.value}`" for one in _ONLY[name])
            raise UsageError(f"this option is for {actions}", where=parameter.opts[0], hint="leave it out")
