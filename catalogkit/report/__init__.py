"""Results in every format: one interface, one file per format.

A format renders the data of a result (`Result.to_dict`), so that a saved result can be rendered again. The
name of the schema in the data says which result it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TypeAlias

Data: TypeAlias = Mapping[str, object]
"""A result as JSON data."""

PLAIN_FORMATS = ("text", "json")
"""The formats of every result; each format has a module of its name with a function `render`."""
_TABLE_FORMATS = (*PLAIN_FORMATS, "csv", "html")
_DIFF_FORMATS = (*PLAIN_FORMATS, "markdown", "html", "sarif", "github", "gitlab", "csv")
_MORE_FORMATS = {
    "access": _TABLE_FORMATS,
    "check": (*_DIFF_FORMATS, "junit"),
    "diff": _DIFF_FORMATS,
    "info": _TABLE_FORMATS,
    "list": (*PLAIN_FORMATS, "csv"),
    "ls": _TABLE_FORMATS,
    "refs": (*PLAIN_FORMATS, "csv", "dot", "mermaid", "svg", "html"),
}
"""The formats of results that have more than the plain ones, by the name of their schema."""


def formats_of(name: str) -> tuple[str, ...]:
    """The formats of a result, by the name of its schema: `check` for `catalogkit/check/1`."""
    return _MORE_FORMATS.get(name, PLAIN_FORMATS)


def all_formats() -> tuple[str, ...]:
    """Every format of any result."""
    return tuple(dict.fromkeys(form for formats in _MORE_FORMATS.values() for form in formats))


def schema_name(data: Data) -> str:
    """The name of the schema of a result: `check` for `catalogkit/check/1`."""
    return str(data["schema"]).split("/")[1]


def render(data: Data, form: str, *, verbose: bool = False) -> bytes:
    """A result in a format, ready to be written.

    Args:
        data: the result as data.
        form: one of the formats of the result.
        verbose: whether to show what is otherwise only counted, in formats for people.
    """
    output: bytes = import_module(f"{__name__}.{form}").render(data, verbose=verbose)
    return output


def stream(data: Data, form: str, *, verbose: bool = False) -> Iterable[bytes]:
    """The same as `render`, piece by piece where the format allows that."""
    if form != "text":
        return [render(data, form, verbose=verbose)]
    from . import text

    return text.stream(data, verbose=verbose)
