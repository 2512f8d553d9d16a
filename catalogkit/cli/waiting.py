"""Waits for tasks of a server, and tells what it says meanwhile."""

from __future__ import annotations

import click

from ..errors import ExitCode
from ..report.safe import visible
from ..server import TaskState
from .options import Common, Decorator


def wait_option(usual: float = 3600.0, text: str = "Wait that long for the server to finish.") -> Decorator:
    """An option `--wait`: how long to wait for a task.

    Args:
        usual: seconds if it is not given.
        text: its help.
    """
    return click.option(
        "--wait",
        type=click.FloatRange(min=0, max=1e6),
        default=usual,
        show_default=True,
        metavar="SECONDS",
        help=text,
    )


def ended(fails: bool, reason: str, exit_zero: bool) -> tuple[int, dict[str, object]]:
    """The exit code, and what a result says about it."""
    code = ExitCode.FINDINGS if fails else ExitCode.CLEAN
    if fails and exit_zero:
        code, reason = ExitCode.CLEAN, f"{reason}, but --exit-zero was given"
    return code, {"code": int(code), "reason": reason}


class Watcher:
    """Tells on standard error which task runs, and what the server says about it, each thing once.

    Attributes:
        task: the id of the task as long as it has not ended; else empty.

    Args:
        common: whether to be quiet.
    """

    def __init__(self, common: Common) -> None:
        self.task = ""
        self._quiet = common.quiet
        self._told: set[str] = set()

    def __call__(self, state: TaskState) -> None:
        """Take a state."""
        self.task = state.id if state.is_running else ""
        said = f"{state.message or state.phase.value} (task {state.id})"
        if state.is_running and not self._quiet and said not in self._told:
            self._told.add(said)
            click.echo(visible(said), err=True)
