"""How paths are escaped in entry names (`catalog-format.md` §3.1).

`-` is the escape character: every UTF-16 code unit above 127, and `-` itself, is written as `-` and
four lower-case hex digits. Text inside XML is never escaped this way.
"""

from __future__ import annotations

import re

ESCAPING_PROCESSORS = frozenset({"zip", "file"})
"""Values of the index property `pathProcessorId` that mean escaping."""
PLAIN_PROCESSORS = frozenset({"none", "basic"})
"""Values that mean no escaping, as does a missing property."""

_TO_ESCAPE = re.compile(r"[^\x00-\x7f]|-")
# Escapes of other ASCII characters are never written; decoding them would smuggle in `/`, `..` or NUL.
_ESCAPED = re.compile(r"(?:-(?:002[dD]|(?!00[0-7])[0-9a-fA-F]{4}))+")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


def escape(path: str) -> str:
    """The entry name of a logical path.

    >>> escape("resources/Q1-2024/Δ.xml")
    'resources/Q1-002d2024/-0394.xml'
    """
    return _TO_ESCAPE.sub(_escape_one, path)


def unescape(name: str) -> str:
    """The logical path of an entry name; what `escape` never writes is kept (hand-built zips).

    >>> unescape("resources/Q1-002d2024/-0394.xml")
    'resources/Q1-2024/Δ.xml'
    """
    return _ESCAPED.sub(_unescape_run, name) if "-" in name else name


def is_escaped(name: str) -> bool:
    """Whether an entry name is what the server makes of a path: it looks names up exactly.

    >>> is_escaped("a-002db"), is_escaped("a-b"), is_escaped("a-002Db")
    (True, False, False)
    """
    return (name.isascii() and "-" not in name) or escape(unescape(name)) == name


def escapes(path_processor: str | None) -> bool:
    """Whether a catalog with this `pathProcessorId` escapes its entry names."""
    return path_processor in ESCAPING_PROCESSORS


def _escape_one(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"-{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def _unescape_run(match: re.Match[str]) -> str:
    units = bytes.fromhex(match.group().replace("-", ""))
    return _LONE_SURROGATE.sub(_escape_one, units.decode("utf-16-be", "surrogatepass"))
