"""`catalogkit explain`."""

from __future__ import annotations

import click

from ..inspection.explain import explain
from .options import Command, Common, common
from .output import Output, output_option, write


@click.command("explain", cls=Command)
@click.argument("file", metavar="FILE")
@output_option
@common
def command(file: str, outputs: tuple[Output, ...], common: Common) -> None:
    """Explain what a server said about an import, and tell what to do next.

    FILE is the state of an import as JSON or XML, an error of the import service, or the log of js-import;
    `-` for standard input. Secrets are masked.
    """
    write(explain(file, common.limits).to_dict(), outputs, verbose=common.verbose)
