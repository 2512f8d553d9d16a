"""The command that does what was rehearsed."""

from __future__ import annotations

import shlex
from collections.abc import Iterable


def js_import(path: str, options: Iterable[str]) -> str:
    """The `js-import` that a rehearsal stands for.

    Args:
        path: the catalog.
        options: import options as `js-import` spells them, each with its value.

    >>> js_import("my export.zip", ["--update", "--organization a b"])
    "js-import --input-zip 'my export.zip' --update --organization 'a b'"
    """
    words = ["js-import", "--input-zip", shlex.quote(path)]
    for option in options:
        name, space, value = option.partition(" ")
        words.append(f"{name} {shlex.quote(value)}" if space else name)
    return " ".join(words)
