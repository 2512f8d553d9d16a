"""`catalogkit rules`."""

from __future__ import annotations

import click

from ..inspection.pages import rule_list
from .options import Command, Common, common
from .output import Output, output_option, write


@click.command("rules", cls=Command)
@output_option
@common
def command(outputs: tuple[Output, ...], common: Common) -> None:
    """List every rule of ours and every code of the server, one line each."""
    write(rule_list().to_dict(), outputs, verbose=common.verbose)
