"""Options of commands that talk to a server. None of them is a login: that comes from the environment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from ..errors import ExitCode
from ..report.safe import visible
from ..server import Connection, Pace, Retry, TaskState
from .options import Common

_Function = TypeVar("_Function", bound=Callable[..., Any])

server_argument = click.argument("server", metavar="SERVER")
"""The address of a server, as `https://reports.example.com/jasperserver`."""

wait_option = click.option(
    "--wait",
    type=click.FloatRange(min=0, max=1e6),
    default=3600.0,
    show_default=True,
    metavar="SECONDS",
    help="Wait that long for the server to finish.",
)
"""How long to wait for a task."""


def connection_options(function: _Function) -> _Function:
    """Add how a server is reached; it arrives as one argument `connection`."""

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        timeout, ca_file, retries = (kwargs.pop(name) for name in ("timeout", "ca_file", "retries"))
        return function(*args, connection=Connection(timeout, ca_file, Retry(retries + 1)), **kwargs)

    wrapped.__doc__ = function.__doc__
    wrapped.__name__ = function.__name__
    decorated: Any = wrapped
    if hasattr(function, "__click_params__"):
        decorated.__click_params__ = function.__click_params__
    decorated = click.option(
        "--retries",
        type=click.IntRange(0, 20),
        default=3,
        show_default=True,
        help="How often to ask again after a failure that may pass; nothing is uploaded or started twice.",
    )(decorated)
    decorated = click.option(
        "--ca-file",
        default="",
        metavar="FILE",
        help="Trust the certificates in this file (PEM) instead of the usual ones.",
    )(decorated)
    return click.option(  # type: ignore[no-any-return]
        "--timeout",
        type=click.FloatRange(min=0, min_open=True, max=1e6),
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        help="Wait that long for a connection or the next piece of an answer.",
    )(decorated)


def pace(wait: float) -> Pace:
    """How often to ask for the state of a task, within some seconds."""
    return Pace(patience=wait)


def ended(fails: bool, reason: str, exit_zero: bool) -> tuple[int, dict[str, object]]:
    """The exit code, and what a result says about it."""
    code = ExitCode.FINDINGS if fails else ExitCode.CLEAN
    if fails and exit_zero:
        code, reason = ExitCode.CLEAN, f"{reason}, but --exit-zero was given"
    return code, {"code": int(code), "reason": reason}


def watcher(common: Common) -> Callable[[TaskState], None]:
    """Tells on standard error which task runs, and what the server says about it, each thing once."""
    told: set[str] = set()

    def tell(state: TaskState) -> None:
        said = f"{state.message or state.phase.value} (task {state.id})"
        if state.is_running and not common.quiet and said not in told:
            told.add(said)
            click.echo(visible(said), err=True)

    return tell
