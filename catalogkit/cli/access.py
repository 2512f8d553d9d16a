"""`catalogkit access`."""

from __future__ import annotations

from pathlib import Path

import click

from ..inspection.access import access
from ..sources import opened_catalog
from .options import Command, Common, catalog_argument, common, progress_bar
from .output import Output, output_of, template_option, write
from .patterns import Filled


@click.command("access", cls=Command)
@catalog_argument
@click.option(
    "--user",
    metavar="NAME",
    envvar="CATALOGKIT_ACCESS_USER",
    help="Only this user: name or name|organization.",
)
@click.option("--role", metavar="NAME", help="Only this role: name or name|organization.")
@click.option("--uri", type=Filled("URI"), help="What everybody may do at this object.")
@output_of("access")
@template_option
@common
def command(
    catalog: str,
    user: str | None,
    role: str | None,
    uri: str | None,
    outputs: tuple[Output, ...],
    templates: Path | None,
    common: Common,
) -> None:
    """Tell who may do what in CATALOG, and where that is written.

    Without --uri, the objects are listed where somebody may do something else than in the folder above.
    """
    with (
        progress_bar(common, "Reading") as reading,
        opened_catalog(catalog, common.limits, reading) as opened,
    ):
        result = access(opened, user=user, role=role, uri=uri)
    write(result.to_dict(), outputs, verbose=common.verbose, templates=templates)
