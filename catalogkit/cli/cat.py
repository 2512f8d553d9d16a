"""`catalogkit cat`."""

from __future__ import annotations

import sys

import click

from ..inspection.data import data_entry
from ..sources import opened_catalog
from .options import Command, Common, catalog_argument, common


@click.command("cat", cls=Command)
@catalog_argument
@click.argument("uri")
@click.option("--file", "name", default=None, metavar="NAME", help="Which file, where there are several.")
@common
def command(catalog: str, uri: str, name: str | None, common: Common) -> None:
    """Write the data file of the resource at URI in CATALOG to standard output, byte for byte."""
    with opened_catalog(catalog, common.limits) as opened:
        for chunk in opened.archive.chunks(data_entry(opened, uri, name)):
            sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()
