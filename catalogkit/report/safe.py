"""Catalog text is hostile: characters that could fool a terminal or an editor never pass as they are."""

from __future__ import annotations

import re

_INVISIBLE = (
    "\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # joiners, bidi overrides
    "\ud800-\udfff"  # halves of surrogate pairs
    "\ufffe\uffff"  # no characters at all: XML forbids them
)
INVISIBLE = re.compile(f"[\x7f-\x9f{_INVISIBLE}]")
"""Characters that JSON allows as they are and that nobody sees."""
CONTROL = re.compile(f"[\x00-\x1f\x7f-\x9f{_INVISIBLE}]")
"""The same, with the control characters that start terminal sequences."""
_INSIDE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_INVISIBLE}]")


class Ready(str):
    """Text that was made harmless before it was laid out; its line ends are ours."""

    __slots__ = ()


def visible(value: object) -> object:
    """A value with such characters written as escapes; None becomes empty."""
    if isinstance(value, Ready):
        return value
    if isinstance(value, str):
        return CONTROL.sub(_escaped, value)
    return "" if value is None else value


def visible_lines(text: str) -> str:
    """A text of several lines with such characters written as escapes, except for its tabs and line ends."""
    return _INSIDE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape", "surrogatepass").decode("ascii")
