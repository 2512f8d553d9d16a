"""`catalogkit check`."""

from __future__ import annotations

import click

from ..errors import ExitCode, UnreadableError, UsageError
from ..inspection.checking import CheckResult, check, unreadable
from ..rehearsal.options import ImportOptions, Server
from ..rehearsal.rehearse import Into, administrator
from ..rules import Level, Policy
from ..sources import opened_catalog
from ..sources.targets import open_target
from .import_options import import_options
from .options import Command, Common, catalog_argument, common, progress_bar
from .output import Output, output_option, write
from .policy import policy_options

_LEVELS = [level.value for level in Level]
_SERVERS = [server.value for server in Server]


@click.command("check", cls=Command)
@catalog_argument
@click.option(
    "--into",
    metavar="TARGET",
    help="Rehearse the import into TARGET: `fresh`, an export of everything, or saved listings.",
)
@click.option(
    "--as",
    "user",
    metavar="USER",
    help="Who imports; an administrator of the root organization if not given.",
)
@click.option(
    "--server",
    type=click.Choice(_SERVERS),
    help="Whose rules apply; 8.2 with the edition of the target or catalog if not given.",
)
@click.option("--compare-strategies", is_flag=True, help="Show fail, skip and include side by side.")
@import_options
@policy_options
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
    into: str | None,
    user: str | None,
    server: str | None,
    compare_strategies: bool,
    options: ImportOptions,
    policy: Policy,
    fail_on: str,
    exit_zero: bool,
    no_verify: bool,
    outputs: tuple[Output, ...],
    common: Common,
) -> int:
    """Say what is wrong with CATALOG, and what its import would do.

    Checks the archive, the index, every descriptor, that everything that is listed is there and everything
    that is there is reached, data files and their checksums, references and what reports need when they run.

    With --into the import is rehearsed step by step as the server does it: phase, error and warnings in its
    words, and what becomes of each object. The options of js-import say how.

    Exit code 0: nothing found at --fail-on or above, and the import is clean. 1: something was found, or not
    everything arrives. 3: no readable catalog.
    """
    if into is None and (options != ImportOptions() or server or compare_strategies):
        raise UsageError("import options need a target", hint="add --into fresh, or --into FILE")
    code = ExitCode.CLEAN
    try:
        with (
            progress_bar(common, "Reading") as reading,
            opened_catalog(catalog, common.limits, reading) as opened,
            progress_bar(common, "Verifying") as verifying,
        ):
            told = None
            if into is not None:
                told = _into(into, opened.is_commercial, common, options, server, user)
            result = check(
                opened,
                verify=not no_verify,
                progress=verifying,
                into=told,
                compare=compare_strategies,
                policy=policy,
            )
        if result.fails(Level(fail_on)):
            code = ExitCode.FINDINGS
    except UnreadableError as error:
        if into is None:
            raise
        result = unreadable(catalog, error, _into(into, False, common, options, server, user))
        code = ExitCode.UNREADABLE
    return _told(result, code, fail_on, exit_zero, outputs, common)


def _into(
    name: str, commercial: bool, common: Common, options: ImportOptions, server: str | None, user: str | None
) -> Into:
    """What the import is told; without a server the rules of 8.2 in the edition of the target."""
    target = open_target(name, common.limits, commercial=commercial)
    commercial = target.commercial if target.commercial is not None else commercial
    rules = Server(server) if server else Server.PRO_8_2 if commercial else Server.CE_8_2
    return Into(target, options, rules, user or administrator(target))


def _told(
    result: CheckResult,
    code: ExitCode,
    fail_on: str,
    exit_zero: bool,
    outputs: tuple[Output, ...],
    common: Common,
) -> int:
    """Write the result, with the exit code and its reason."""
    reasons = {
        ExitCode.CLEAN: f"no findings at {fail_on} or above",
        ExitCode.FINDINGS: f"findings at {fail_on} or above",
        ExitCode.UNREADABLE: "no readable catalog",
    }
    reason = reasons[code]
    if code is ExitCode.FINDINGS and result.rehearsal is not None:
        reason = f"the import is {result.rehearsal.verdict.value}, or there are {reason}"
    if code is ExitCode.FINDINGS and exit_zero:
        code, reason = ExitCode.CLEAN, reason + ", but --exit-zero was given"
    write(
        {**result.to_dict(), "exit": {"code": int(code), "reason": reason}}, outputs, verbose=common.verbose
    )
    return code
