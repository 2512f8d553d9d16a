"""String literals in the expressions of reports, which are Java or Groovy (`catalog-format.md` §14.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
    "(?P<double>[^"\\]*+(?:\\.[^"\\]*+)*+)"
    |'(?P<single>[^'\\]*+(?:\\.[^'\\]*+)*+)'
    |(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<plus>\+)
    |(?P<space>\s+)
    |(?P<unterminated>["'].*)
    |(?P<other>[^"'+/\s]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
"""What does not end takes all that follows, so that no text is looked at again and again."""
_SIMPLE = re.compile(r'\s*+"([^"\\$\n]*+)"\s*+')
"""An expression that is one literal without escapes and values."""
_ESCAPE = re.compile(r"\\(u+[0-9a-fA-F]{4}|[0-3][0-7]{2}|[0-7]{1,2}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_GROOVY_VALUE = re.compile(r"(?:[^\\$]++|\\.|\$(?![{A-Za-z_]))*+\$", re.DOTALL)
"""A string up to the first value that Groovy puts into it."""
_CHANGING = re.compile(r"\s*\.(?:concat|plus|replace\w*|substring|formatted)\(")
"""Methods of strings after which only the beginning of a literal is certain, if that."""
_PATTERN = "format("
_FIELD = re.compile("[%{]")
"""Where a value goes in a pattern of `String` or `MessageFormat`."""


class Literal(NamedTuple):
    """A string literal.

    Args:
        text: its text, escapes resolved; of a dynamic one only what is certain, from its start.
        whole: whether it is the whole expression.
        dynamic: whether something that is only known at run time is added to it.
        start: where it starts in the expression, in characters.
        line: on which line of the expression it starts, from 0.
    """

    text: str
    whole: bool
    dynamic: bool
    start: int
    line: int


def literals(expression: str) -> Iterator[Literal]:
    """The string literals of an expression, in order.

    Literals that are added to each other are one; what follows a value that is only known at run time cannot
    start a path and is left out.

    >>> list(literals('"repo:" + "a.jrxml"'))
    [Literal(text='repo:a.jrxml', whole=True, dynamic=False, start=0, line=0)]
    >>> list(literals('"repo:/img/" + $P{name}'))
    [Literal(text='repo:/img/', whole=False, dynamic=True, start=0, line=0)]
    """
    simple = _SIMPLE.fullmatch(expression)
    if simple is not None:  # as most are
        yield Literal(simple[1], True, False, simple.start(1) - 1, expression.count("\n", 0, simple.start(1)))
        return
    total: _Sum | None = None
    before: re.Match[str] | None = None
    line, counted = 0, 0
    for token in chain(_tokens(expression), (None,)):
        if total is not None and not total.goes_on(before, token):
            line += expression.count("\n", counted, total.start)
            counted = total.start
            if not total.is_rest:
                yield total.literal(before, token, line)
            total = None
        if token is not None and _is_string(token):
            if total is None:
                total = _Sum(before, token)
            else:
                total.add(token)
        before = token


class _Sum:
    """Literals that are added to each other.

    Args:
        before: the token before the first of them.
        first: the first of them.
    """

    __slots__ = ("_before", "_dynamic", "_texts", "start")

    def __init__(self, before: re.Match[str] | None, first: re.Match[str]) -> None:
        self._before = before
        self._texts: list[str] = []
        self._dynamic = False
        self.start = first.start()
        self.add(first)

    @property
    def is_rest(self) -> bool:
        """Whether it is added to something that is only known at run time."""
        return self._before is not None and self._before.lastgroup == "plus"

    def add(self, token: re.Match[str]) -> None:
        """Add a literal."""
        text, self._dynamic = _text(token)
        self._texts.append(text)

    def goes_on(self, before: re.Match[str] | None, token: re.Match[str] | None) -> bool:
        """Whether a token is part of it; `before` is the token before that."""
        if token is None or before is None:
            return False
        if before.lastgroup == "plus":
            return _is_string(token) and not self._dynamic
        return token.lastgroup == "plus"

    def literal(self, last: re.Match[str] | None, after: re.Match[str] | None, line: int) -> Literal:
        """The whole of it, given the last token of it and the one after that."""
        text, dynamic = _joined("".join(self._texts)), self._dynamic
        if last is not None and last.lastgroup == "plus":
            dynamic = True
        if after is not None and _CHANGING.match(after[0]):
            dynamic = True
        if self._before is not None and self._before[0].endswith(_PATTERN):
            field = _FIELD.search(text)
            if field is not None:
                text, dynamic = text[: field.start()], True
        whole = self._before is None and after is None and not dynamic
        return Literal(text, whole, dynamic, self.start, line)


def _tokens(expression: str) -> Iterator[re.Match[str]]:
    return (m for m in _TOKEN.finditer(expression) if m.lastgroup not in ("space", "comment"))


def _is_string(token: re.Match[str]) -> bool:
    return token.lastgroup in ("double", "single")


def _text(token: re.Match[str]) -> tuple[str, bool]:
    """The text of a literal, and whether Groovy puts a value into it."""
    raw = token[token.lastgroup or "double"]
    value = _GROOVY_VALUE.match(raw) if token.lastgroup == "double" else None
    if value is not None:
        raw = raw[: value.end() - 1]
    return _ESCAPE.sub(_unescape, raw), value is not None


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] == "u" and len(code) > 1:
        return chr(int(code.lstrip("u"), 16))
    return chr(int(code, 8)) if code[0] in "01234567" else _ESCAPES.get(code, code)


def _joined(text: str) -> str:
    """A text whose escaped characters beyond `\uffff` are one each; half of one is no character."""
    if _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
