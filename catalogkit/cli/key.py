"""`catalogkit key`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from ..errors import ExitCode
from ..inspection.key import Candidate, key_report
from ..keys import key_from_file, read_key, read_keystore
from ..sources import opened_catalog
from .options import Command, Common, catalog_argument, common, progress_bar
from .output import Output, output_option, write


@click.command("key", cls=Command)
@catalog_argument
@click.option(
    "--secret-key",
    metavar="HEX",
    help="Test this key: 0x1c 0x40 … as the server writes it, or hexadecimal digits. Other users of the "
    "machine and the history of the shell see it: better in a file, or in CATALOGKIT_SECRET_KEY.",
)
@click.option(
    "--secret-key-file", type=click.Path(), metavar="FILE", help="Test the key that is written in this file."
)
@click.option(
    "--keystore",
    type=click.Path(),
    metavar="FILE",
    help="Test every secret key of this JCEKS key store. Its password comes from "
    "CATALOGKIT_KEYSTORE_PASSWORD, that of its keys, if another, from CATALOGKIT_KEY_PASSWORD.",
)
@click.option("--keystore-password", default="", hidden=True)
@click.option("--key-password", default="", hidden=True)
@output_option
@common
def command(
    catalog: str,
    secret_key: str | None,
    secret_key_file: str | None,
    keystore: str | None,
    keystore_password: str,
    key_password: str,
    outputs: tuple[Output, ...],
    common: Common,
) -> int:
    """Tell how the secrets of CATALOG are protected, and what an import needs.

    Which key it was exported with, where each secret is and how it is written, and whether a key that you
    have is the right one. Keys and secrets are never shown.

    Exit code 0: nothing was tested, or a right key is among those that were. 1: none of them is right.
    """
    candidates = list(_candidates(secret_key, secret_key_file, keystore, keystore_password, key_password))
    with (
        progress_bar(common, "Reading") as reading,
        opened_catalog(catalog, common.limits, reading) as opened,
    ):
        result = key_report(opened, candidates)
    write(result.to_dict(), outputs, verbose=common.verbose)
    return ExitCode.FINDINGS if result.fails else ExitCode.CLEAN


def _candidates(
    text: str | None, file: str | None, keystore: str | None, password: str, key_password: str
) -> Iterator[Candidate]:
    if text is not None:
        yield Candidate("--secret-key", read_key(text, "--secret-key"))
    if file is not None:
        yield Candidate(file, key_from_file(file))
    if keystore is not None:
        for stored in read_keystore(keystore, password, key_password):
            yield Candidate(f"{stored.alias} in {keystore}", stored.key)
