"""Texts in options; one that is empty or misspelt would silently hold for everything, or for nothing."""

from __future__ import annotations

import click

from ..errors import did_you_mean
from ..model.nouns import NOUNS
from ..model.types import V2_FILE

_TYPES = (*NOUNS, V2_FILE)


class Filled(click.ParamType[str]):
    """A text that is not empty, as it is where a variable is not set.

    Args:
        name: what it is.
        instead: what to do instead of leaving it empty.
    """

    def __init__(self, name: str, instead: str = "leave the option out") -> None:
        self.name = name
        self._instead = instead

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value)
        if not text.strip():
            self.fail(f"it is empty; {self._instead}", param, ctx)
        return text


class TypeName(click.ParamType[str]):
    """The root element of a type."""

    name = "TYPE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value)
        if text not in _TYPES:
            near = did_you_mean(text, _TYPES)
            self.fail(f"there is no type {text!r}" + (f"; {near}" if near else ""), param, ctx)
        return text


GLOB = Filled("GLOB", "* matches everything")
TYPE = TypeName()
_BY_START: dict[str, click.ParamType[str]] = {"uri:": GLOB, "type:": TYPE, "field:": GLOB}


class Ignorable(click.ParamType[str]):
    """`uri:GLOB`, `type:TYPE` or `field:GLOB`."""

    name = "PATTERN"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        name, colon, pattern = str(value).partition(":")
        start = name + colon
        if start not in _BY_START:
            hint = did_you_mean(start, _BY_START) or "uri:/public/* does"
            self.fail(f"{str(value)!r} begins with none of {', '.join(_BY_START)}; {hint}", param, ctx)
        return start + _BY_START[start].convert(pattern, param, ctx)


IGNORABLE = Ignorable()
