"""`catalogkit check`."""

from __future__ import annotations

import click

from ..errors import ExitCode
from ..inspection.checking import check
from ..rules import Level
from ..sources import opened_catalog
from .options import Command, Common, catalog_argument, common, progress_bar
from .output import Output, output_option, write

_LEVELS = [level.value for level in Level]


@click.command("check", cls=Command)
@catalog_argument
@click.option(
    "--fail-on",
    type=click.Choice(_LEVELS),
    default=Level.WARNING.value,
    show_default=True,
    help="The level from which findings make the exit code 1.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
@click.option("--no-verify", is_flag=True, help="Do not read data files to compare checksums.")
@output_option
@common
def command(
    catalog: str,
    fail_on: str,
    exit_zero: bool,
    no_verify: bool,
    outputs: tuple[Output, ...],
    common: Common,
) -> int:
    """Say what is wrong with CATALOG: a zip, a folder, or - for standard input.

    Checks the archive, the index, every descriptor, that everything that is listed is there and
    everything that is there is reached, data files and their checksums, and references.

    Exit code 0: nothing found at --fail-on or above. 1: something was found. 3: no readable catalog.
    """
    with (
        progress_bar(common, "Reading") as reading,
        opened_catalog(catalog, common.limits, reading) as opened,
        progress_bar(common, "Verifying") as verifying,
    ):
        result = check(opened, verify=not no_verify, progress=verifying)
    fails = result.fails(Level(fail_on))
    code = ExitCode.FINDINGS if fails and not exit_zero else ExitCode.CLEAN
    reason = f"findings at {fail_on} or above" if fails else f"no findings at {fail_on} or above"
    if fails and exit_zero:
        reason += ", but --exit-zero was given"
    data = {**result.to_dict(), "exit": {"code": int(code), "reason": reason}}
    write(data, outputs, verbose=common.verbose)
    return code
