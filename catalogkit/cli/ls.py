"""`catalogkit ls`."""

from __future__ import annotations

from pathlib import Path

import click

from ..inspection.listing import REPOSITORY, Filter, list_names, list_objects
from ..model.objects import ObjectKind
from ..sources import opened_archive, opened_catalog
from .options import Command, Common, catalog_argument, common, progress_bar
from .output import Output, output_of, template_option, write
from .patterns import GLOB, Filled

_KINDS = [kind.value for kind in ObjectKind]


@click.command("ls", cls=Command)
@catalog_argument
@click.option(
    "-t", "--type", "types", type=Filled("TYPE"), multiple=True, help="Only resources of this type."
)
@click.option("-u", "--uri", "uris", type=GLOB, multiple=True, help="Only URIs that match; * spans /.")
@click.option("--label", default="", metavar="TEXT", help="Only labels that hold TEXT, in any case.")
@click.option(
    "-k",
    "--kind",
    "kinds",
    type=click.Choice(_KINDS),
    multiple=True,
    metavar="KIND",
    help=f"Only this kind of object; folders and resources if not given. One of {', '.join(_KINDS)}.",
)
@click.option("-l", "--long", "detailed", is_flag=True, help="Show types and labels too.")
@click.option("--local", is_flag=True, help="List embedded resources too.")
@output_of("ls")
@template_option
@common
def command(
    catalog: str,
    types: tuple[str, ...],
    uris: tuple[str, ...],
    label: str,
    kinds: tuple[str, ...],
    detailed: bool,
    local: bool,
    outputs: tuple[Output, ...],
    templates: Path | None,
    common: Common,
) -> None:
    """List the objects of CATALOG, one line each.

    Plain URIs come from the names in the archive alone, however large it is; types, labels and embedded
    resources need the descriptors.
    """
    wanted = Filter(tuple(ObjectKind(kind) for kind in kinds) or REPOSITORY, types, uris, label)
    if detailed or local or wanted.needs_descriptors:
        with (
            progress_bar(common, "Reading") as reading,
            opened_catalog(catalog, common.limits, reading) as opened,
        ):
            result = list_objects(opened, wanted, local=local)
    else:
        with opened_archive(catalog, common.limits) as archive:
            result = list_names(archive, wanted)
    write(result.to_dict(), outputs, verbose=common.verbose, templates=templates)
