"""`catalogkit show`."""

from __future__ import annotations

import click

from ..inspection.show import show
from ..references.graph import build_graph
from ..sources import opened_catalog
from .options import Command, Common, catalog_argument, common, progress_bar
from .output import Output, output_option, write
from .patterns import Filled


@click.command("show", cls=Command)
@catalog_argument
@click.argument("uri", type=Filled("URI", "name an object"))
@output_option
@common
def command(catalog: str, uri: str, outputs: tuple[Output, ...], common: Common) -> None:
    """Show what is at URI in CATALOG: fields, permissions, files, and references both ways.

    URI may also be the name of a user (`name` or `name|organization`), role, organization or calendar, or
    `<report URI>/<id>` of a report job. Secrets are masked.
    """
    with (
        progress_bar(common, "Reading") as reading,
        opened_catalog(catalog, common.limits, reading) as opened,
    ):
        result = show(opened, build_graph(opened), uri)
    write(result.to_dict(), outputs, verbose=common.verbose)
