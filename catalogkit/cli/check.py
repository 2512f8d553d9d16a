"""`catalogkit check`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import click

from ..errors import ExitCode, LimitError, UnreadableError, UsageError
from ..inspection.checking import CheckResult, check, unreadable
from ..inspection.rehearsal import Verdict
from ..rehearsal.options import ImportOptions, Server
from ..rehearsal.rehearse import Into, default_user
from ..rules import Level, Policy
from ..rules.sifting import ABOUT_IGNORES, Known
from ..server import Api, Connection
from ..sources import STANDARD_INPUT, opened_catalog
from ..sources.baseline import read_baseline, write_baseline
from ..sources.servers import Asking
from ..sources.targets import open_target
from . import Settings
from .import_options import as_option, import_options
from .options import Command, Common, catalog_argument, common, progress_bar
from .output import Output, has_pages, output_of, template_option, write
from .policy import policy_options
from .server_options import api_option, connection_options
from .target import TargetType

_LEVELS = [level.value for level in Level]
_SERVERS = [server.value for server in Server]


@click.command("check", cls=Command)
@catalog_argument
@click.option(
    "--into",
    type=TargetType(),
    help="Rehearse the import into TARGET: `fresh`, an export of everything, saved listings, or the "
    "address of a server.",
)
@as_option
@click.option(
    "--server",
    type=click.Choice(_SERVERS),
    help="Whose rules apply; those of the target if not given, or 8.2 if it does not tell.",
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
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Do not tell findings that this file holds.",
)
@click.option(
    "--update-baseline",
    is_flag=True,
    help="Write what is found now into the baseline; what it held and nothing has any more drops out.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
@click.option("--no-verify", is_flag=True, help="Do not read data files to compare checksums.")
@api_option
@connection_options
@output_of("check")
@template_option
@common
def command(
    catalog: str,
    into: str | None,
    user: str,
    server: str | None,
    compare_strategies: bool,
    options: ImportOptions,
    policy: Policy,
    fail_on: str,
    baseline: Path | None,
    update_baseline: bool,
    exit_zero: bool,
    no_verify: bool,
    api: Api,
    connection: Connection,
    outputs: tuple[Output, ...],
    templates: Path | None,
    common: Common,
) -> int:
    """Say what is wrong with CATALOG, and what its import would do.

    Checks the archive, the index, every descriptor, that everything that is listed is there and everything
    that is there is reached, data files and their checksums, references and what reports need when they run.

    With --into the import is rehearsed step by step as the server does it: phase, error and warnings in its
    words, and what becomes of each object. The options of js-import say how.

    Exit code 0: nothing found at --fail-on or above, and the import is clean. 1: something was found, or not
    everything arrives. 3: no readable catalog. 4: the server cannot be reached, or refuses.
    """
    if into is None and (options != ImportOptions() or server or compare_strategies):
        raise UsageError("import options need a target", hint="add --into fresh, or --into FILE")
    if update_baseline and baseline is None:
        raise UsageError("no baseline is named", where="--update-baseline", hint="add --baseline FILE")
    code, asking = ExitCode.CLEAN, Asking(connection, api)
    try:
        with (
            progress_bar(common, "Reading") as reading,
            opened_catalog(catalog, common.limits, reading) as opened,
            progress_bar(common, "Verifying") as verifying,
        ):
            told = None
            if into is not None:
                told = _into(into, opened.is_commercial, common, options, server, user, asking)
            result = check(
                opened,
                verify=not no_verify,
                progress=verifying,
                into=told,
                compare=compare_strategies,
                policy=policy,
                known=_known(None if update_baseline else baseline),
                references=has_pages(outputs),
            )
        if update_baseline and baseline is not None:
            old = [finding for finding in result.findings if finding.rule not in ABOUT_IGNORES]
            write_baseline(baseline, (finding.to_dict() for finding in old))
            result = replace(
                result,
                findings=tuple(f for f in result.findings if f.rule in ABOUT_IGNORES),
                held=len(old),
            )
        if result.fails(Level(fail_on)):
            code = ExitCode.FINDINGS
    except UnreadableError as error:
        if into is None or isinstance(error, LimitError) or not _is_there(catalog):
            raise  # a limit of ours is none of the server's, and a misspelt name says nothing of it
        result = unreadable(catalog, error, _into(into, False, common, options, server, user, asking))
        code = ExitCode.UNREADABLE
    code, reason = _exit(result, code, fail_on, exit_zero)
    data = {**result.to_dict(), "exit": {"code": int(code), "reason": reason}}
    write(data, outputs, verbose=common.verbose, templates=templates)
    return code


def _is_there(catalog: str) -> bool:
    return catalog == STANDARD_INPUT or Path(catalog).exists()


def _known(baseline: Path | None) -> Known:
    """What is not to be told: by the configuration, and by a baseline."""
    settings = click.get_current_context().ensure_object(Settings)
    return Known(settings.ignores, read_baseline(baseline) if baseline is not None else None, _today())


def _today() -> date:
    """The day, which `SOURCE_DATE_EPOCH` may decide.

    Raises:
        UsageError: that is no time.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return (datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)).date()
    except (ValueError, OverflowError, OSError):
        hint = "it holds the seconds since 1970, as 1767225600"
        raise UsageError("this is no time", where="SOURCE_DATE_EPOCH", hint=hint) from None


def _into(
    name: str,
    commercial: bool,
    common: Common,
    options: ImportOptions,
    server: str | None,
    user: str,
    asking: Asking,
) -> Into:
    """What the import is told; without a server the rules of 8.2 in the edition of the target."""
    with progress_bar(common, "Listing") as listing:
        asking = asking._replace(progress=listing)
        target = open_target(name, common.limits, commercial=commercial, asking=asking)
    commercial = target.commercial if target.commercial is not None else commercial
    rules = Server(server) if server else Server.of(target.version, commercial=commercial)
    return Into(target, options, rules, user or default_user(target))


def _exit(result: CheckResult, code: ExitCode, fail_on: str, exit_zero: bool) -> tuple[ExitCode, str]:
    """The exit code, and its reason."""
    reasons = {
        ExitCode.CLEAN: f"no findings at {fail_on} or above",
        ExitCode.FINDINGS: "; ".join(_faults(result, Level(fail_on))),
        ExitCode.UNREADABLE: "no readable catalog",
    }
    reason = reasons[code]
    if code is ExitCode.FINDINGS and exit_zero:
        code, reason = ExitCode.CLEAN, reason + ", but --exit-zero was given"
    return code, reason


def _faults(result: CheckResult, fail_on: Level) -> Iterator[str]:
    """Why the exit code is 1."""
    if result.rehearsal is not None and result.rehearsal.verdict is not Verdict.CLEAN:
        yield f"the import is {result.rehearsal.verdict.value}"
    worst = result.worst()
    if worst is not None and worst.rank <= fail_on.rank:
        yield f"findings at {fail_on.value} or above"
