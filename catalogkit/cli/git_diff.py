"""`catalogkit git-diff`: what git calls for a catalog that changed (`docs/git.md`)."""

from __future__ import annotations

import os
from contextlib import ExitStack

import click

from ..errors import UnreadableError, UsageError
from ..inspection.diff_result import DiffOptions
from ..inspection.diffing import diff
from ..report import render
from ..sources import opened_archive
from .options import Command, Common, common
from .output import to_standard_output

_ARGUMENTS = "PATH OLD-FILE OLD-HEX OLD-MODE NEW-FILE NEW-HEX NEW-MODE"
_NUMBER = len(_ARGUMENTS.split())


@click.command("git-diff", cls=Command)
@click.argument("arguments", nargs=-1, required=True, metavar=_ARGUMENTS)
@common
def command(arguments: tuple[str, ...], common: Common) -> None:
    """Tell what differs between two versions of a catalog, called by git.

    Set it up with `git config diff.catalog.command "catalogkit git-diff"` and `*.zip diff=catalog` in
    .gitattributes. Git shows what it prints in `git diff`, and in `git log -p --ext-diff`.
    """
    if len(arguments) == 1:
        click.echo(f"catalog {arguments[0]}\n  it is not merged")
        return
    if len(arguments) not in (_NUMBER, _NUMBER + 2):
        raise UsageError(
            "git calls this with 7 or 9 arguments", hint="`catalogkit diff OLD NEW` is for people"
        )
    path, old, _, _, new, _, _, *renamed = arguments
    name = renamed[0] if renamed else path
    lines = [f"catalog {path}" + (f" -> {name}" if renamed else "")]
    absent = [file == os.devnull for file in (old, new)]
    if any(absent):
        lines.append("  it is new" if absent[0] else "  it is gone")
        to_standard_output(["\n".join(lines).encode("utf-8", "surrogateescape"), b"\n"])
        return
    try:
        with ExitStack() as opened:
            sides = [opened.enter_context(opened_archive(file, common.limits)) for file in (old, new)]
            sides[0].path, sides[1].path = f"a/{path}", f"b/{name}"
            result = diff(sides[0], sides[1], DiffOptions())
            text = render(result.to_dict(), "text", verbose=common.verbose)
    except UnreadableError as error:  # git stops altogether if its driver fails
        text = f"{lines[0]}\n  {error}\n".encode()
    to_standard_output([text])
