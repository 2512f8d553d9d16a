"""`catalogkit schema`."""

from __future__ import annotations

import click

from ..sources.results import schema_names, schema_text
from .options import Command, Common, common
from .output import to_standard_output


@click.command("schema", cls=Command)
@click.argument("name", metavar="[NAME]", required=False)
@common
def command(name: str | None, common: Common) -> None:  # noqa: ARG001 - every command takes them
    """Print the JSON Schema of a result: NAME is `check`, `diff`, …; all names are listed without it.

    The number of a schema rises when the meaning of a member changes, not when a member is added that may
    be missing. Readers refuse a number that they do not know.
    """
    text = schema_text(name) if name is not None else "".join(f"{one}\n" for one in schema_names())
    to_standard_output([text.encode()])
