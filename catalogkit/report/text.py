"""Text for terminals and logs, from the templates in `templates/*.txt`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import jinja2

from . import layout, schema_name
from .safe import Ready, visible
from .templates import environment

_PIECE = 1 << 16
"""Characters that make one piece, or a few more."""


def render(data: Mapping[str, object], *, verbose: bool) -> bytes:
    """The data of a result as text.

    Args:
        data: a result as data; its schema chooses the template.
        verbose: whether to show what is otherwise only counted.
    """
    return b"".join(stream(data, verbose=verbose))


def stream(data: Mapping[str, object], *, verbose: bool) -> Iterator[bytes]:
    """The same as `render`, piece by piece."""
    name = schema_name(data)
    parts: list[str] = []
    size = 0
    for part in _environment().get_template(f"{name}.txt").generate(data, verbose=verbose):
        parts.append(part)
        size += len(part)
        if size > _PIECE:
            yield "".join(parts).encode()
            parts, size = [], 0
    yield "".join(parts).encode()


@cache
def _environment() -> jinja2.Environment:
    made = environment(None, autoescape=False, finalize=visible)  # plain text; every value is made harmless
    made.filters.update(
        basename=layout.basename,
        block=layout.block,
        by_object=layout.by_object,
        bytes=layout.human_bytes,
        common=layout.common,
        count=layout.counted,
        flattened=layout.flattened,
        grouped=layout.grouped,
        hunk_lines=layout.hunk_lines,
        lines=layout.lines,
        plain=visible,
        ready=Ready,
        runs=layout.runs,
        width=layout.width,
        with_wholes_together=layout.with_wholes_together,
        without=str.removeprefix,
        wrap=layout.wrapped,
    )
    return made
