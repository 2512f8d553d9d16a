"""`catalogkit import`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import FileIO

import click

from ..archive import Archive
from ..errors import LimitError, UnreadableError, UsageError
from ..inspection.importing import (
    DRY_RUN,
    IfPending,
    ImportResult,
    Plan,
    Upload,
    not_started,
    plan_import,
    refusal,
    run_import,
)
from ..inspection.result import input_of
from ..parsing.builder import build_catalog
from ..rehearsal.options import ImportOptions
from ..rehearsal.options import Server as Rules
from ..rehearsal.outcome import Phase
from ..report.safe import visible
from ..server import Api, Connection, ImportRequest, Pace, Server, connect
from ..sources import opened_archive
from .import_options import as_option, import_options, secret_uri_option
from .options import Command, Common, common, progress_bar
from .output import Output, output_of, write
from .server_options import api_option, connection_options, server_argument
from .waiting import Watcher, ended, wait_option

_RULES = [rules.value for rules in Rules]
_DECISIONS = [decision.value for decision in IfPending]


@click.command("import", cls=Command)
@server_argument
@click.argument("catalog", metavar="CATALOG")
@import_options
@secret_uri_option
@click.option("--dry-run", is_flag=True, help="Rehearse only; nothing is uploaded.")
@click.option("--force", is_flag=True, help="Upload even if the rehearsal says that it would fail, or wait.")
@click.option(
    "--if-pending",
    type=click.Choice(_DECISIONS),
    default=IfPending.CANCEL.value,
    show_default=True,
    help="What to do if the server waits: cancel, leave it waiting, or restart with skip or include.",
)
@as_option
@click.option(
    "--rules", type=click.Choice(_RULES), help="Rehearse by these rules; those of the server if not given."
)
@wait_option()
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever comes of it.")
@api_option
@connection_options
@output_of("import")
@common
def command(
    server: str,
    catalog: str,
    options: ImportOptions,
    secret_uri: str,
    dry_run: bool,
    force: bool,
    if_pending: str,
    user: str,
    rules: str | None,
    wait: float,
    exit_zero: bool,
    api: Api,
    connection: Connection,
    outputs: tuple[Output, ...],
    common: Common,
) -> int:
    """Import CATALOG into SERVER, rehearsed first.

    The import is rehearsed against what the server lists; nothing is uploaded if it would fail or wait for a
    decision, unless --force is given. What no listing tells is uncertain. Afterwards what the server did is
    held against the rehearsal. The login comes from CATALOGKIT_USER and CATALOGKIT_PASSWORD, or as
    `catalogkit list --help` tells. An import that waits, or goes on when nobody waits for it any more, is
    looked after with `catalogkit task`.

    Exit code 0: everything arrived, as rehearsed. 1: not started, not everything arrived, it goes on, or it
    came out otherwise. 4: the server cannot be reached, or refuses.
    """
    request = ImportRequest(options, secret_uri)
    chosen = Rules(rules) if rules else None
    with connect(server, connection) as opened, _upload(catalog, common) as (upload, raw):
        with progress_bar(common, "Listing") as listing:
            plan = plan_import(opened, upload, request, rules=chosen, user=user, api=api, progress=listing)
        why = DRY_RUN if dry_run else "" if force else refusal(plan.told())
        if why:
            result = not_started(opened, plan, why)
        else:
            result = _run(opened, plan, raw, IfPending(if_pending), wait, common)
    code, said = ended(result.fails, _reason(result), exit_zero)
    write({**result.to_dict(), "exit": said}, outputs, verbose=common.verbose)
    return code


def _reason(result: ImportResult) -> str:
    if result.outcome is None:
        return f"not started, and the rehearsal says {result.rehearsal.verdict.value}"
    if result.outcome.phase is Phase.IN_PROGRESS:
        return "the import goes on"
    if result.differences:
        return "it came out otherwise than it was rehearsed"
    return "not everything arrived" if result.fails else "everything arrived, as rehearsed"


def _run(
    server: Server, plan: Plan, raw: FileIO, if_pending: IfPending, wait: float, common: Common
) -> ImportResult:
    with (
        _named(server, Watcher(common)) as watcher,
        progress_bar(common, "Uploading") as uploading,
        progress_bar(common, "Listing") as listing,
    ):
        return run_import(
            server,
            plan,
            raw,
            if_pending,
            pace=Pace(patience=wait),
            observer=watcher,
            progress=uploading,
            listing=listing,
        )


@contextmanager
def _named(server: Server, watcher: Watcher) -> Iterator[Watcher]:
    """Whatever ends the wait for an import that goes on, its task is named."""
    try:
        yield watcher
    except BaseException:
        if watcher.task:
            tells = f"`catalogkit task state {server.address} {watcher.task}` tells its outcome, once"
            click.echo(visible(f"the import may go on as task {watcher.task}: {tells}"), err=True)
        raise


@contextmanager
def _upload(name: str, common: Common) -> Iterator[tuple[Upload, FileIO]]:
    """What the user named, and its bytes; whether something is no catalog is for the server to say."""
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(opened_archive(name, common.limits))
            catalog, raw = build_catalog(archive, None), stack.enter_context(_whole(archive))
            upload = Upload(name, _size(raw), catalog, (input_of(archive),))
        except LimitError:
            raise  # a limit of ours is none of the server's
        except UnreadableError as error:
            raw = stack.enter_context(_unread(name, error))
            upload = Upload(name, _size(raw), error, ())
        yield upload, raw


def _unread(name: str, error: UnreadableError) -> FileIO:
    """The bytes of a file that is no readable catalog."""
    try:
        return FileIO(name)
    except OSError:
        raise error from None


def _whole(archive: Archive) -> FileIO:
    raw = archive.whole()
    if raw is None:
        raise UsageError("a server takes zips only", where=archive.path, hint="zip the folder from inside")
    return raw


def _size(raw: FileIO) -> int:
    return raw.seek(0, os.SEEK_END)
