"""`catalogkit dump`."""

from __future__ import annotations

import click

from ..inspection.dump import dump
from ..sources import opened_catalog
from .options import AMOUNT, Command, Common, catalog_argument, common, progress_bar
from .output import Output, output_option, write


@click.command("dump", cls=Command)
@catalog_argument
@click.option(
    "--max-text",
    type=AMOUNT,
    default="1M",
    show_default=True,
    help="Characters of a text file; of longer ones only size and SHA-256 are told.",
)
@output_option
@common
def command(catalog: str, max_text: int, outputs: tuple[Output, ...], common: Common) -> None:
    """Write everything in CATALOG as one text, in stable order.

    Every field and every line of text files has a line of its own; secrets are masked, and what differs
    between any two exports (dates, counters, ids, order) is left out. So git can show what changed in a zip:

    \b
      echo '*.zip diff=catalog' >> .gitattributes
      git config diff.catalog.textconv 'catalogkit dump'
      git log -p -- export.zip
    """  # noqa: D301 - click reads the character
    with (
        progress_bar(common, "Reading") as reading,
        opened_catalog(catalog, common.limits, reading) as opened,
    ):
        write(dump(opened, max_text=max_text).to_dict(), outputs, verbose=common.verbose, streamed=True)
