"""`catalogkit git-diff`: what git calls for a catalog that changed (`docs/git.md`)."""

from __future__ import annotations

import os
from contextlib import ExitStack

import click

from ..errors import UnreadableError, UsageError
from ..inspection.diff_result import DiffOptions
from ..inspection.diffing import diff
from ..report import render
from ..report.safe import visible
from ..sources import opened_archive
from .options import Command, Common, common
from .output import to_standard_output

_ARGUMENTS = "PATH OLD-FILE OLD-HEX OLD-MODE NEW-FILE NEW-HEX NEW-MODE"
_NUMBER = len(_ARGUMENTS.split())
_NOTHING = frozenset({"/dev/null", os.devnull})
"""What git names where there is no file: its own name on any system, or the system's."""


@click.command("git-diff", cls=Command)
@click.argument("arguments", nargs=-1, required=True, metavar=_ARGUMENTS)
@common
def command(arguments: tuple[str, ...], common: Common) -> None:
    """Tell what differs between two versions of a catalog, called by git.

    Set it up with `git config diff.catalog.command "catalogkit git-diff"` and `*.zip diff=catalog` in
    .gitattributes. Git shows what it prints in `git diff`, and in `git log -p --ext-diff`.
    """
    if len(arguments) == 1:
        to_standard_output([_short(arguments[0], "it is not merged")])
        return
    if len(arguments) not in (_NUMBER, _NUMBER + 2):
        raise UsageError(
            "git calls this with 7 or 9 arguments", hint="`catalogkit diff OLD NEW` is for people"
        )
    path, old, _, _, new, _, _, *renamed = arguments
    name = renamed[0] if renamed else path
    both = f"{path} -> {name}" if renamed else path
    if old in _NOTHING or new in _NOTHING:
        to_standard_output([_short(both, "it is new" if old in _NOTHING else "it is gone")])
        return
    try:
        with ExitStack() as opened:
            sides = [opened.enter_context(opened_archive(file, common.limits)) for file in (old, new)]
            sides[0].path, sides[1].path = f"a/{path}", f"b/{name}"
            result = diff(sides[0], sides[1], DiffOptions())
            text = render(result.to_dict(), "text", verbose=common.verbose)
    except UnreadableError as error:  # git stops altogether if its driver fails
        text = _short(both, str(error))
    to_standard_output([text])


def _short(name: str, what: str) -> bytes:
    """An answer of one line below the name of a catalog; git passes names as they are, whatever they hold."""
    return f"catalog {visible(name)}\n  {visible(what)}\n".encode()
