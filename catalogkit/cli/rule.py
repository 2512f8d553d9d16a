"""`catalogkit rule`."""

from __future__ import annotations

import click

from ..inspection.pages import rule_page
from .options import Command, Common, common
from .output import Output, output_option, write


@click.command("rule", cls=Command)
@click.argument("code")
@output_option
@common
def command(code: str, outputs: tuple[Output, ...], common: Common) -> None:
    """Show the page about CODE: meaning, cause and remedy.

    CODE is a rule of ours (`CK301` or its name), a code of the server (`import.access.denied`), or the
    name of something the server does without a word. `catalogkit rules` lists them.
    """
    write(rule_page(code).to_dict(), outputs, verbose=common.verbose)
