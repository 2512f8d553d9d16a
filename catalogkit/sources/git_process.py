"""Runs `git`: never through a shell, and it never asks anybody."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from ..errors import NotACatalogError, UnreadableError

_SETTINGS = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",  # a name with `*` or `:(…)` means itself
    "LC_ALL": "C",  # what git says goes into our messages
}


def require_git(name: str) -> None:
    """Check that there is a git.

    Args:
        name: what is to be looked up, for the message.

    Raises:
        NotACatalogError: there is none.
    """
    if shutil.which("git") is None:
        raise NotACatalogError(
            "no such file or folder, and no `git` command that could look it up",
            where=name,
            hint="check the path, or install git if it means REF:path",
        )


def run_git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git for a short answer; whether it failed is in `returncode`."""
    return subprocess.run(  # noqa: S603 - a list of arguments, no shell
        _command(arguments),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=os.environ | _SETTINGS,
        check=False,
    )


@contextmanager
def git_output(*arguments: str, name: str, questions: IO[bytes] | None = None) -> Iterator[IO[bytes]]:
    """What git writes, as a stream that must be read to its end.

    Args:
        arguments: the command line without `git`.
        name: what is read, for the message.
        questions: a file that git reads as its standard input.

    Raises:
        UnreadableError: git failed.
    """
    with subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
        _command(arguments),
        stdin=subprocess.DEVNULL if questions is None else questions,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | _SETTINGS,
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0:
        raise UnreadableError("git cannot read it", where=name, hint="`git fsck` tells what is damaged")


def _command(arguments: tuple[str, ...]) -> list[str]:
    return [shutil.which("git") or "git", *arguments]
