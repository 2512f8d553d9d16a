"""The command that does what was rehearsed."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from ...sources import STANDARD_INPUT
from ...sources.git_names import names_git, path_in_git


def js_import(path: str, options: Iterable[str], *, is_folder: bool = False) -> str:
    """The `js-import` that a rehearsal stands for, after what takes the catalog out of git.

    Args:
        path: the catalog as the user named it.
        options: import options as `js-import` spells them, each with its value.
        is_folder: whether it is a folder.

    >>> js_import("my export.zip", ["--update", "--organization a b"])
    "js-import --input-zip 'my export.zip' --update --organization 'a b'"
    >>> js_import("v2:exports/prod.zip", [])
    'git cat-file blob v2:exports/prod.zip > prod.zip && js-import --input-zip prod.zip'
    """
    before, given = "", path
    if path == STANDARD_INPUT:
        given = "CATALOG.zip"
    elif names_git(path):
        name = PurePosixPath(path_in_git(path)).name
        given = name if name.endswith(".zip") else f"{name or 'catalog'}.zip"
        take = "git archive --format=zip" if is_folder else "git cat-file blob"
        before = f"{take} {shlex.quote(path)} > {shlex.quote(given)} && "
        is_folder = False
    source = "--input-dir" if is_folder else "--input-zip"
    return before + " ".join(("js-import", source, shlex.quote(given), *_words(options)))


def _words(options: Iterable[str]) -> Iterator[str]:
    for option in options:
        name, space, value = option.partition(" ")
        yield f"{name} {shlex.quote(value)}" if space else name
