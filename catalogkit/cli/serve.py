"""`catalogkit serve`."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from ..rehearsal.options import Server
from .options import Command, Common, common, progress_bar

if TYPE_CHECKING:
    from ..sandbox.repository import Repository
    from ..sandbox.store import Store

_PASSWORDS = "CATALOGKIT_PASSWORDS"


@click.command("serve", cls=Command)
@click.argument("catalogs", metavar="[CATALOG...]", nargs=-1)
@click.option(
    "--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="The address to listen at."
)
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=8080, show_default=True, help="The port; 0 for any."
)
@click.option(
    "--server",
    type=click.Choice([server.value for server in Server]),
    help="Whose rules apply.  [default: those of the state; 6.4-ce; 8.2-pro for commercial catalogs]",
)
@click.option("--slow", type=click.FloatRange(min=0), default=0.0, metavar="SECONDS",
              help="Let every import and export take at least that long.")  # fmt: skip
@click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Keep the repository there. What is kept counts; catalogs are read only if nothing is.",
)
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=f"Passwords in lines USER=PASSWORD; {_PASSWORDS} may hold such lines too. The password of all other "
    "users is their name.",
)
@common
def command(
    catalogs: tuple[str, ...],
    host: str,
    port: int,
    server: str | None,
    slow: float,
    state: Path | None,
    password_file: Path | None,
    common: Common,
) -> None:
    """Serve a repository made from CATALOGs as JasperReports Server does: a sandbox for imports and exports.

    Without a CATALOG it is a server right after it was set up. It is no JasperReports Server: it runs no
    reports. Everybody who reaches it can read what is in the catalogs.
    """
    _require_sandbox()
    from ..sandbox.accounts import password_file as read_file
    from ..sandbox.accounts import read_passwords
    from ..sandbox.serving import Serving, serve
    from ..sandbox.store import Store

    passwords = read_passwords(os.environ.get(_PASSWORDS, "").splitlines(), _PASSWORDS)
    passwords |= read_file(password_file) if password_file is not None else {}
    with ExitStack() as stack:
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends it as Ctrl-C does
        stack.callback(signal.signal, signal.SIGTERM, before)
        store = Store(state) if state is not None else None
        if store is not None:
            stack.callback(store.close)
        repository = _repository(catalogs, server, store, common)
        keep = store.keep if store is not None else None
        how = Serving(host, port, slow, passwords, keep, common.limits)
        try:
            serve(repository, how, lambda url: click.echo(f"{url} is ready; Ctrl-C ends it"))
        except KeyboardInterrupt:
            return


def _repository(
    catalogs: Sequence[str], server: str | None, store: Store | None, common: Common
) -> Repository:
    """What is kept, or else what the catalogs show, which is then kept."""
    from ..sandbox.loading import repository_of
    from ..sources import opened_catalog

    rules = Server(server) if server is not None else None
    kept = store.load(rules, common.limits) if store is not None else None
    if kept is not None:
        return kept
    with ExitStack() as stack:
        opened = []
        for name in catalogs:
            reading = stack.enter_context(progress_bar(common, f"Reading {name}"))
            opened.append(stack.enter_context(opened_catalog(name, common.limits, reading)))
        found = repository_of(opened, rules)
    if store is not None:
        store.keep(found)
    return found


def _require_sandbox() -> None:
    """The web server is an extra.

    Raises:
        UsageError: it is not installed.
    """
    from importlib.util import find_spec

    missing = [name for name in ("starlette", "uvicorn", "python_multipart") if find_spec(name) is None]
    if missing:
        what = f"the sandbox is not installed: {', '.join(missing)} missing"
        raise UsageError(what, hint="pip install 'catalogkit[sandbox]'")
