"""What the bytes of a data file are.

What they hold tells it: `fileType` is unreliable (`catalog-format.md` §7.2).
"""

from __future__ import annotations

import codecs
import json
import re
from enum import Enum

from .image_size import image_size


class TextFormat(Enum):
    """The formats of data files and long texts, as far as they are compared or shown in different ways."""

    JRXML = "jrxml"
    """A report template."""
    STYLE = "style"
    """A style template (`jrtx`)."""
    XML = "xml"
    """Other XML: domain designs, security files, OLAP schemas, data adapters, vector images."""
    SQL = "sql"
    """The text of a query."""
    JSON = "json"
    """JSON that can be parsed: dashboards, settings."""
    PROPERTIES = "properties"
    """A resource bundle, or other keys with values."""
    CSS = "css"
    """A style sheet of a theme."""
    HTML = "html"
    """A page, or part of one."""
    TEXT = "text"
    """Text in no format known here."""
    IMAGE = "image"
    """An image of pixels whose size can be told."""
    BINARY = "binary"
    """Anything else that is no text: fonts, archives, certificates, encrypted files."""

    @property
    def is_text(self) -> bool:
        """Whether it has lines."""
        return self not in (TextFormat.IMAGE, TextFormat.BINARY)


_ROOTS = {
    "jasperReport": TextFormat.JRXML,
    "jasperTemplate": TextFormat.STYLE,
    "html": TextFormat.HTML,
    "HTML": TextFormat.HTML,
}
_NAMED = {
    "css": TextFormat.CSS,
    "htm": TextFormat.HTML,
    "html": TextFormat.HTML,
    "prop": TextFormat.PROPERTIES,
    "properties": TextFormat.PROPERTIES,
    "sql": TextFormat.SQL,
}
"""Formats that do not show in the text, by `fileType` and by the end of the file name."""
_DATA = ".data"
"""What the server appends to the names of data files."""
_MAX_JSON = 16 << 20
"""Characters of a text that is parsed to see whether it is JSON."""
_LOOK = 65_536
"""Characters in which the root element must start."""

_PROLOG = re.compile(
    r"\s*+(?:<\?.*?\?>\s*+|<!--.*?-->\s*+|<!DOCTYPE[^>\[]*+(?:\[.*?\]\s*+)?>\s*+)*+", re.DOTALL
)
_ROOT = re.compile(r"<(?:[^\W\d][\w.-]{0,199}:)?([^\W\d][\w.-]{0,199})(?=[\s/>])")
_DECLARED = re.compile(rb"""<\?xml\s[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_-]{1,20})["']""")
_SAFE_ENCODING = re.compile(
    r"us-ascii|iso-8859-(?:[1-9]|1[013-6])|windows-125[0-8]|koi8-[ru]|shift_jis|euc-(?:jp|kr)"
    r"|gb2312|gbk|gb18030|big5"
)
"""Encodings that a declaration is believed; Python knows others that are slow, or no encodings of text."""
_WIDE = {
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"<\0?\0": "utf-16-le",
    b"\0<\0?": "utf-16-be",
}
"""How texts start whose characters take two bytes, and their encoding."""
_C0 = bytes({*range(0x20), 0x7F} - set(b"\t\n\r\f"))
"""Control characters that texts seldom hold, in all encodings that are read here."""
_C1 = bytes(range(0x80, 0xA0))
"""Further ones of Latin-1. Windows has quotes and dashes there."""
_CONTROLS = 10
"""A text of so many characters may hold one of them; random bytes hold about two."""


def format_of(data: bytes, name: str, file_type: str = "") -> TextFormat:
    """The format of some bytes; what they hold decides, their name only where that tells nothing.

    Args:
        data: the bytes.
        name: a file name, entry name or URI.
        file_type: the `fileType` of the resource.

    >>> format_of(b"<jasperReport name='a'/>", "logo.png", "img")
    <TextFormat.JRXML: 'jrxml'>
    >>> format_of(b"a = 1", "labels.properties")
    <TextFormat.PROPERTIES: 'properties'>
    """
    text = decoded(data)
    if text is None:
        return TextFormat.IMAGE if image_size(data) else TextFormat.BINARY
    _, dot, suffix = name.removesuffix(_DATA).rpartition(".")
    named = _NAMED.get(file_type) or (_NAMED.get(suffix.lower()) if dot else None)
    return _marked_up(text, named) or named or TextFormat.TEXT


def decoded(data: bytes) -> str | None:
    """The text that some bytes hold, without byte order mark; None where they hold none."""
    found = text_and_encoding(data)
    return found[0] if found is not None else None


def text_and_encoding(data: bytes) -> tuple[str, str] | None:
    """The text that some bytes hold, without byte order mark, and its encoding; None where they hold none.

    The encoding is that of the byte order mark, of an XML declaration, UTF-8, or at last Latin-1, as for
    resource bundles in Java.

    >>> text_and_encoding("é".encode("latin-1"))
    ('é', 'iso-8859-1')
    """
    wide = next((encoding for start, encoding in _WIDE.items() if data.startswith(start)), None)
    if wide is not None:
        text = _strictly(data, wide)
        return (text, wide) if text is not None and _is_text(text.encode("utf-8"), _C0) else None
    if b"\0" in data:
        return None
    utf_8 = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    for encoding in filter(None, (_declared_encoding(data), utf_8)):
        text = _strictly(data, encoding)
        if text is not None:
            return (text, encoding) if _is_text(data, _C0) else None
    return (data.decode("latin-1"), "iso-8859-1") if _is_text(data, _C0 + _C1) else None


def _marked_up(text: str, named: TextFormat | None) -> TextFormat | None:
    """The format, if the text tells it."""
    start = text[:_LOOK].lstrip()
    if start.startswith("<"):
        prolog = _PROLOG.match(start)
        root = _ROOT.match(start, prolog.end() if prolog else 0)
        if root is not None:
            found = _ROOTS.get(root[1], TextFormat.XML)
            is_page = found is TextFormat.XML and named is TextFormat.HTML and not start.startswith("<?xml")
            return TextFormat.HTML if is_page else found
        return TextFormat.XML if start.startswith("<?xml") else None
    if start.startswith(("{", "[")) and len(text) <= _MAX_JSON:
        try:
            json.loads(text)
        except (ValueError, RecursionError):  # the latter from deep nesting
            return None
        return TextFormat.JSON
    return None


def _declared_encoding(data: bytes) -> str | None:
    declared = _DECLARED.match(data)
    if declared is None:
        return None
    encoding = declared[1].decode("ascii").lower()
    return encoding if _SAFE_ENCODING.fullmatch(encoding) else None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_text(data: bytes, controls: bytes) -> bool:
    """Whether few enough of some bytes, and no zeros, are control characters."""
    return b"\0" not in data and (len(data) - len(data.translate(None, controls))) * _CONTROLS <= len(data)
