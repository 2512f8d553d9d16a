"""The one XML parser: safe, and under limits.

Internal entities are expanded within libxml2's amplification limit, as the server does; external ones are
refused, nothing is fetched, no DTD is loaded, and only bytes are taken.
"""

from __future__ import annotations

import re

from lxml import etree

from ..archive.limits import Limits, option
from ..errors import EntryDamagedError, EntryLimitError

XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSI_TYPE_NAME = f"{{{XSI}}}type"
JAVA = "http://java.sun.com"
"""Namespace that the server binds to the prefix `java` (`catalog-format.md` §4)."""

MAX_MESSAGE = 200
"""Characters of the parser's own words that are passed on."""

Element = etree._Element  # noqa: SLF001 - lxml has no other name for the class
"""An element, as lxml names it."""

MAX_NAMESPACES = 2_000
"""Bytes of all different namespace declarations in one entry; the server writes two (about 90 bytes)."""

MAX_ATTRIBUTES = 200
"""Attributes of one element; finding one means a search through all before it."""

_SMALL = 16_384
"""Bytes up to which an entry cannot hold attributes enough to do harm."""
_NODES_PER_BYTE = 2
"""Elements and attributes per compressed byte that need no limit; real ones have 0.1, seldom up to 0.9."""
_EXPANSION = 6
"""How many times its size libxml2 lets an entry grow through its own declarations, rounded up."""
_SMALLEST_NODE = 4
"""Characters of the shortest element, `<a/>`."""
_ASCII_BASED = frozenset({b"utf-8", b"utf8", b"us-ascii", b"iso-8859-1", b"iso-8859-15", b"windows-1252"})
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'
"""What the server writes first."""
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)""")
_NAMESPACE = re.compile(rb"""xmlns(?:|:[^\s=]{1,255})\s{0,99}=\s{0,99}(?:"[^"]*"|'[^']*')""")


class Xml:
    """Parses entries of one archive.

    Args:
        limits: sizes in bytes, depth in levels, nodes in elements and attributes.
    """

    __slots__ = ("_crowded", "_depth", "_limits", "_nodes_beyond", "_parser")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._nodes_beyond = 0
        self._parser = _parser()
        self._crowded = etree.XPath(f"boolean((//*[count(@*) > {MAX_ATTRIBUTES}])[1])")
        self._depth = etree.XPath("boolean(" + "/*" * (limits.max_xml_depth + 1) + ")")

    def parse(
        self, data: bytes, entry: str, *, packed: int | None = None, encoding: str | None = None
    ) -> Element:
        """The root element of an entry.

        Args:
            data: its bytes.
            entry: its name.
            packed: bytes it takes in the archive, to see that few bytes do not become many elements.
            encoding: overrides the one that is declared.

        Raises:
            EntryDamagedError: not well-formed, or refused by the parser.
            EntryLimitError: larger, deeper or fuller than the limits allow.
        """
        limits = self._limits
        self.check_size(len(data), entry)
        is_plain = not _declares(data) and (encoding is not None or _is_ascii_based(data))
        most = _nodes(data) if is_plain else _EXPANSION * len(data) // _SMALLEST_NODE
        if packed is not None:
            # As for bytes: each entry stays below the limit, and so does what all hold beyond the ratio.
            self._nodes_beyond += max(0, most - packed * _NODES_PER_BYTE)
        if max(most, self._nodes_beyond) > limits.max_xml_nodes:
            raise _limit("elements and attributes", "max_xml_nodes", limits.max_xml_nodes, entry)
        try:
            root = etree.fromstring(data, _parser(encoding) if encoding else self._parser)
        except etree.XMLSyntaxError as error:
            text = (error.msg or "not well-formed").partition("\n")[0].rpartition(", line ")
            raise _malformed(text[0] or text[2], entry, error.lineno or 0) from None
        except (ValueError, LookupError) as error:
            raise _malformed(str(error), entry) from None
        # Declarations and odd encodings hide from a look at the bytes what the tree holds.
        self._check_shape(root, data if is_plain else etree.tostring(root, encoding="UTF-8"), entry)
        return root

    def _check_shape(self, root: Element, data: bytes, entry: str) -> None:
        """Refuse trees that are small but costly to walk; `data` is the tree in UTF-8."""
        limit = self._limits.max_xml_depth
        if data.count(b"</") > limit and self._depth(root):
            raise _limit("levels of elements", "max_xml_depth", limit, entry)
        if len(data) > MAX_NAMESPACES and _namespaces(data) > MAX_NAMESPACES:
            raise _fixed_limit(f"declares namespaces of more than {MAX_NAMESPACES:,} bytes", entry)
        if len(data) > _SMALL and self._crowded(root):
            raise _fixed_limit(f"holds an element of more than {MAX_ATTRIBUTES} attributes", entry)

    def check_size(self, size: int, entry: str) -> None:
        """Refuse an entry of that many bytes before it is read.

        Raises:
            EntryLimitError: it is larger than the limit.
        """
        if size > self._limits.max_xml_size:
            raise _limit("bytes", "max_xml_size", self._limits.max_xml_size, entry)


def _parser(encoding: str | None = None) -> etree.XMLParser:
    return etree.XMLParser(
        encoding=encoding,
        resolve_entities="internal",
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _is_ascii_based(data: bytes) -> bool:
    """Whether ASCII characters are single bytes in the encoding, as the server writes it."""
    if data.startswith(_DECLARATION):
        return True
    start = data.removeprefix(b"\xef\xbb\xbf")[:5]
    if b"\0" in start or not start.lstrip().startswith(b"<"):
        return False
    if start != b"<?xml":
        return True
    declared = _ENCODING.search(data, 0, data.find(b"?>") + 1)
    return declared is None or declared[1].lower() in _ASCII_BASED


def _declares(data: bytes) -> bool:
    """Whether entities or default attributes may make more of it than stands there."""
    # Most entries hold no `!` at all, which is told much faster.
    return b"!" in data and (b"<!ENTITY" in data or b"<!ATTLIST" in data)


def _nodes(data: bytes) -> int:
    """At least the number of elements and attributes."""
    return data.count(b"<") + data.count(b"=")


def _namespaces(data: bytes) -> int:
    """Bytes of all different namespace declarations."""
    return sum(map(len, set(_NAMESPACE.findall(data)))) if b"xmlns" in data else 0


def _limit(unit: str, limit: str, value: int, entry: str) -> EntryLimitError:
    return EntryLimitError(
        f"the XML holds more than {value:,} {unit}",
        where=entry,
        hint=f"raise {option(limit)} if you trust the catalog",
    )


def _fixed_limit(what: str, entry: str) -> EntryLimitError:
    return EntryLimitError(f"the XML {what}", where=entry, hint="export the catalog again")


def _malformed(what: str, entry: str, line: int = 0) -> EntryDamagedError:
    what = what if len(what) <= MAX_MESSAGE else what[:MAX_MESSAGE] + "…"
    return EntryDamagedError(what, where=entry, hint="export the catalog again", line=line)
