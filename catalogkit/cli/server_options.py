"""Options of commands that talk to a server. None of them is a login: that comes from the environment."""

from __future__ import annotations

import click

from ..server import Api, Connection, Retry
from .options import gathered

server_argument = click.argument("server", metavar="SERVER")
"""The address of a server, as `https://reports.example.com/jasperserver`."""

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
