"""`catalogkit cat`."""

from __future__ import annotations

import click

from ..inspection.data import data_entry
from ..sources import opened_catalog
from .options import Command, Common, catalog_argument, common
from .output import to_standard_output
from .patterns import Filled


@click.command("cat", cls=Command)
@catalog_argument
@click.argument("uri", type=Filled("URI", "name a resource"))
@click.option("--file", "name", default=None, metavar="NAME", help="Which file, where there are several.")
@common
def command(catalog: str, uri: str, name: str | None, common: Common) -> None:
    """Write the data file of the resource at URI in CATALOG to standard output, byte for byte."""
    with opened_catalog(catalog, common.limits) as opened:
        to_standard_output(opened.archive.chunks(data_entry(opened, uri, name)))
