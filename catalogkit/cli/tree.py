"""`catalogkit tree`."""

from __future__ import annotations

import click

from ..inspection.tree import tree
from ..sources import opened_catalog
from .options import Command, Common, catalog_argument, common, progress_bar
from .output import Output, output_option, write
from .patterns import Filled


@click.command("tree", cls=Command)
@catalog_argument
@click.argument("folder", type=Filled("FOLDER", "leave it out"), default="/")
@click.option("--depth", type=click.IntRange(min=0), metavar="N", help="Levels to show; all if not given.")
@click.option("--local", is_flag=True, help="Show embedded resources below their owners.")
@output_option
@common
def command(
    catalog: str,
    folder: str,
    depth: int | None,
    local: bool,
    outputs: tuple[Output, ...],
    common: Common,
) -> None:
    """Draw the folders of CATALOG below FOLDER and what is in them."""
    with (
        progress_bar(common, "Reading") as reading,
        opened_catalog(catalog, common.limits, reading) as opened,
    ):
        result = tree(opened, folder, depth=depth, local=local)
    write(result.to_dict(), outputs, verbose=common.verbose)
