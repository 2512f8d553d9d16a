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

FORMATS = ("text", "json")
"""The formats of every result; each has a module of its name with a function `render`."""
DIFF_FORMATS = (*FORMATS, "markdown")
"""The formats of differences."""
GRAPH_FORMATS = (*FORMATS, "csv", "dot", "mermaid", "svg", "html")
"""The formats of references."""


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
