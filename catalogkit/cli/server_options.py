"""Options of commands that talk to a server. None of them is a login: that comes from the environment."""

from __future__ import annotations

import click

from ..errors import ExitCode
from ..report.safe import visible
from ..server import Api, Connection, Pace, Retry, TaskState
from .options import Common, gathered

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


connection_options = gathered(
    "connection",
    lambda timeout, ca_file, retries: Connection(timeout, ca_file, Retry(retries + 1)),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True, max=1e6),
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        help="Wait that long for a connection or the next piece of an answer.",
    ),
    click.option(
        "--ca-file",
        type=click.Path(),
        default="",
        metavar="FILE",
        help="Trust the certificates in this file (PEM) instead of the usual ones.",
    ),
    click.option(
        "--retries",
        type=click.IntRange(0, 20),
        default=3,
        show_default=True,
        help="How often to ask again after a failure that may pass; nothing is uploaded or started twice.",
    ),
)
"""How a server is reached; it arrives as one argument `connection`."""


api_option = gathered(
    "api",
    lambda api: Api(api),
    click.option(
        "--api",
        type=click.Choice([api.value for api in Api]),
        default=Api.AUTO.value,
        show_default=True,
        help="The listing to ask a server for: v2 knows all types, v1 (gone in 8.2) tells types of files; "
        "auto: v2, or v1 where there is none.",
    ),
)
"""Which listing a server is asked for; it arrives as `api`."""


def pace(wait: float) -> Pace:
    """How often to ask for the state of a task, within some seconds."""
    return Pace(patience=wait)


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
