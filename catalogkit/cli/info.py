"""`catalogkit info`."""

from __future__ import annotations

from pathlib import Path

import click

from ..inspection.info import info
from ..sources import opened_archive
from .options import Command, Common, catalog_argument, common, progress_bar
from .output import Output, output_of, template_option, write


@click.command("info", cls=Command)
@catalog_argument
@output_of("info")
@template_option
@common
def command(catalog: str, outputs: tuple[Output, ...], templates: Path | None, common: Common) -> None:
    """Tell what CATALOG is and holds, at a glance.

    Which servers could have written it, told by its features and not by what it claims; edition,
    organization, keys, counts by type, people, sizes and what makes it big, and its problems.
    """
    with (
        progress_bar(common, "Reading") as reading,
        opened_archive(catalog, common.limits) as archive,
    ):
        result = info(archive, reading)
    write(result.to_dict(), outputs, verbose=common.verbose, templates=templates)
