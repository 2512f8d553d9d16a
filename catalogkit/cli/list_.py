"""`catalogkit list`."""

from __future__ import annotations

from pathlib import Path

import click

from ..inspection.listing_server import list_server
from ..server import Api, Connection, Query, connect
from .options import Command, Common, common, progress_bar
from .output import Output, output_of, write
from .patterns import Filled
from .server_options import api_option, connection_options, server_argument


@click.command("list", cls=Command)
@server_argument
@click.argument("folder", metavar="[FOLDER]", default="/")
@click.option(
    "-s",
    "--search",
    "--q",
    "text",
    default="",
    metavar="TEXT",
    help="Only what has all these words in label or description.",
)
@click.option(
    "-t", "--type", "types", type=Filled("TYPE"), multiple=True, help="Only resources of this type."
)
@click.option(
    "--recursive/--no-recursive",
    default=True,
    show_default=True,
    help="List what lies in folders below, too.",
)
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    show_default=True,
    help="At most N objects; 0 for all.",
)
@api_option
@click.option(
    "--save",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Save the listing as .json (v2) or .xml: `check --into FILE` and `diff` read it.",
)
@connection_options
@output_of("list")
@common
def command(
    server: str,
    folder: str,
    text: str,
    types: tuple[str, ...],
    recursive: bool,
    limit: int,
    api: Api,
    save: Path | None,
    connection: Connection,
    outputs: tuple[Output, ...],
    common: Common,
) -> None:
    """List what SERVER holds in FOLDER, or everything.

    SERVER is an address like https://reports.example.com/jasperserver. The login never comes from an option,
    but from CATALOGKIT_USER (user or user|organization) and CATALOGKIT_PASSWORD, from CATALOGKIT_HEADER
    (NAME: VALUE) or CATALOGKIT_COOKIE, from a file that CATALOGKIT_LOGIN_FILE names, or from the key ring.

    Exit code 4: the server cannot be reached, or refuses.
    """
    query = Query(folder, text, types, recursive, limit)
    with connect(server, connection) as opened, progress_bar(common, "Listing") as listing:
        result = list_server(opened, query, api, save=save, progress=listing)
    write(result.to_dict(), outputs, verbose=common.verbose, streamed=True)
