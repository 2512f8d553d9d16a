"""`catalogkit export`."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import UsageError
from ..inspection.exporting import export_catalog
from ..server import Connection, ExportRequest, Pace, connect
from ..server.export_request import PARAMETERS
from .options import Command, Common, common, gathered, progress_bar
from .output import Output, output_of, write
from .patterns import Filled
from .server_options import connection_options, server_argument
from .waiting import Watcher, ended, wait_option

_parameters = gathered(
    "parameters",
    lambda **given: tuple(name for name in PARAMETERS if given[name.replace("-", "_")]),
    *(click.option(f"--{name}", is_flag=True, help=text) for name, text in PARAMETERS.items()),
)
"""A switch for each parameter of the service; they arrive as one argument `parameters`."""


@click.command("export", cls=Command)
@server_argument
@click.option(
    "--to",
    "path",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="The catalog to write.",
)
@click.option(
    "-u", "--uri", "uris", type=Filled("URI"), multiple=True, help="Export this folder or resource."
)
@click.option("--role", "roles", type=Filled("ROLE"), multiple=True, help="Export this role.")
@click.option("--all-roles", is_flag=True, help="Export all roles.")
@click.option(
    "--user",
    "users",
    type=Filled("USER"),
    multiple=True,
    envvar="CATALOGKIT_EXPORT_USER",
    help="Export this user.",
)
@click.option("--all-users", is_flag=True, help="Export all users.")
@click.option("--jobs-of", type=Filled("URI"), multiple=True, help="Export the jobs of this report.")
@click.option("--all-jobs", is_flag=True, help="Export the jobs of all exported reports.")
@click.option(
    "-t",
    "--type",
    "types",
    type=Filled("TYPE"),
    multiple=True,
    help="Export only resources of this type (v2 name).",
)
@click.option("--organization", default="", metavar="ID", help="Export from this organization.")
@click.option(
    "--keyalias", default="", metavar="ALIAS", help="Encrypt secrets with this key of the server (8.2)."
)
@_parameters
@wait_option()
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if the export failed or has warnings.")
@connection_options
@output_of("export")
@common
def command(
    server: str,
    path: Path,
    uris: tuple[str, ...],
    roles: tuple[str, ...],
    all_roles: bool,
    users: tuple[str, ...],
    all_users: bool,
    jobs_of: tuple[str, ...],
    all_jobs: bool,
    types: tuple[str, ...],
    organization: str,
    keyalias: str,
    parameters: tuple[str, ...],
    wait: float,
    exit_zero: bool,
    connection: Connection,
    outputs: tuple[Output, ...],
    common: Common,
) -> int:
    """Export from SERVER into a file.

    The file is there when all of it arrived, and every entry of it can be read. The login comes from
    CATALOGKIT_USER and CATALOGKIT_PASSWORD, or as `catalogkit list --help` tells. An export that does not end
    within --wait goes on, and `catalogkit task download` fetches it later; one that is stopped is cancelled.

    Exit code 0: everything was exported. 1: the export failed, or has warnings. 4: the server cannot be
    reached, or refuses.
    """
    request = ExportRequest(
        uris=uris or None,
        scheduled_jobs=_list(jobs_of, all_jobs, "jobs"),
        roles=_list(roles, all_roles, "roles"),
        users=_list(users, all_users, "users"),
        resource_types=types or None,
        organization=organization.strip(),
        parameters=parameters,
        key_alias=keyalias,
    )
    if request.is_empty:
        raise UsageError("nothing is to be exported", hint="add --everything, or --uri /reports")
    with connect(server, connection) as opened, progress_bar(common, "Downloading") as downloading:
        result = export_catalog(
            opened,
            request,
            path,
            pace=Pace(patience=wait),
            observer=Watcher(common),
            progress=downloading,
            limits=common.limits,
        )
    reason = "the export failed, or has warnings" if result.fails else "everything was exported"
    code, said = ended(result.fails, reason, exit_zero)
    write({**result.to_dict(), "exit": said}, outputs, verbose=common.verbose)
    return code


def _list(names: tuple[str, ...], everything: bool, what: str) -> tuple[str, ...] | None:
    """A list of the service: absent for nothing, empty for all (rest-services §2)."""
    if everything and names:
        raise UsageError(f"all {what}, or some?", hint=f"leave out --all-{what}, or the names")
    return () if everything else names or None
