"""`catalogkit render`."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import UsageError
from ..report import all_formats, formats_of, schema_name
from ..sources.results import read_result
from .options import Command, Common, common
from .output import Output, OutputType, template_option, write


@click.command("render", cls=Command)
@click.argument("result", metavar="RESULT")
@click.option(
    "-o",
    "--output",
    "outputs",
    type=OutputType(all_formats()),
    multiple=True,
    default=("text",),
    show_default=True,
    help=f"One of {', '.join(all_formats())}; with :FILE written to a file.",
)
@template_option
@common
def command(result: str, outputs: tuple[Output, ...], templates: Path | None, common: Common) -> None:
    """Render RESULT again: the JSON that another command wrote.

    RESULT is a file, or `-` for standard input. Which formats there are depends on what it is the result
    of: a check has all of them, a list of objects only a few.
    """
    data = read_result(result)
    formats = formats_of(schema_name(data))
    for output in outputs:
        if output.form not in formats:
            raise UsageError(
                f"there is no {output.form} of this result",
                where=f"-o {output.form}",
                hint=f"there is {', '.join(formats)}",
            )
    write(data, outputs, verbose=common.verbose, templates=templates)
