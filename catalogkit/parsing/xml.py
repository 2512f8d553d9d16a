"""The one XML parser: safe, and under limits.

Internal entities are expanded within libxml2's amplification limit, as the server does; external ones are
refused, nothing is fetched, no DTD is loaded, and only bytes are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypedDict

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


_PIECE = 1 << 16
"""Bytes of a list that are parsed at once."""


class _Options(TypedDict):
    resolve_entities: Literal["internal"]
    no_network: bool
    load_dtd: bool
    huge_tree: bool
    remove_comments: bool
    remove_pis: bool


_OPTIONS: _Options = {
    "resolve_entities": "internal",
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


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
            raise _syntax(error, entry) from None
        except (ValueError, LookupError) as error:
            raise _malformed(str(error), entry) from None
        # Declarations and odd encodings hide from a look at the bytes what the tree holds.
        self._check_shape(root, data if is_plain else etree.tostring(root, encoding="UTF-8"), entry)
        return root

    def items(self, data: bytes, entry: str) -> Iterator[Element]:
        """The root of a long list, then the elements right below it, one by one; each is gone after its turn.

        The limits hold for each element, as if it were an entry of its own, give or take two pieces.

        Args:
            data: the bytes of the list.
            entry: its name.

        Raises:
            EntryDamagedError: not well-formed, or refused by the parser.
            EntryLimitError: an element is larger, deeper or fuller than the limits allow.
        """
        if _declares(data) or not _is_ascii_based(data):
            # What a look at the bytes does not show is read as a whole.
            root = self.parse(data, entry)
            yield from (root, *root)
            return
        self._check_namespaces(data, entry)
        is_told = False
        for element, is_root in self._ended(data, entry):
            if not is_told:
                yield element if is_root else element.getroottree().getroot()
                is_told = True
            if not is_root:
                yield element

    def _ended(self, data: bytes, entry: str) -> Iterator[tuple[Element, bool]]:
        """Each element right below the root when it ends, then the root; what was before it is gone."""
        parser = etree.XMLPullParser(("end",), **_OPTIONS)
        size = nodes = 0
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE]
            size, nodes = size + len(piece), nodes + _nodes(piece)
            try:
                parser.feed(piece)
                if start + _PIECE >= len(data):
                    parser.close()
            except etree.XMLSyntaxError as error:
                raise _syntax(error, entry) from None
            ended = [element for _, element in parser.read_events()]
            if ended:
                self._check_tree(ended[0].getroottree().getroot(), entry)
            for element in ended:
                above = element.getparent()
                if above is None:
                    yield element, True
                elif above.getparent() is None:
                    yield element, False
                    above.remove(element)
                    size = nodes = 0
            self.check_size(size, entry)
            if nodes > self._limits.max_xml_nodes:
                raise _limit("elements and attributes", "max_xml_nodes", self._limits.max_xml_nodes, entry)

    def _check_shape(self, root: Element, data: bytes, entry: str) -> None:
        """Refuse trees that are small but costly to walk; `data` is the tree in UTF-8."""
        self._check_namespaces(data, entry)
        is_deep, is_large = data.count(b"</") > self._limits.max_xml_depth, len(data) > _SMALL
        self._check_tree(root, entry, is_deep=is_deep, is_large=is_large)

    def _check_tree(self, root: Element, entry: str, *, is_deep: bool = True, is_large: bool = True) -> None:
        """Refuse a tree that may be deep, or hold an element of many attributes."""
        limit = self._limits.max_xml_depth
        if is_deep and self._depth(root):
            raise _limit("levels of elements", "max_xml_depth", limit, entry)
        if is_large and self._crowded(root):
            raise _fixed_limit(f"holds an element of more than {MAX_ATTRIBUTES} attributes", entry)

    def _check_namespaces(self, data: bytes, entry: str) -> None:
        if len(data) > MAX_NAMESPACES and _namespaces(data) > MAX_NAMESPACES:
            raise _fixed_limit(f"declares namespaces of more than {MAX_NAMESPACES:,} bytes", entry)

    def check_size(self, size: int, entry: str) -> None:
        """Refuse an entry of that many bytes before it is read.

        Raises:
            EntryLimitError: it is larger than the limit.
        """
        if size > self._limits.max_xml_size:
            raise _limit("bytes", "max_xml_size", self._limits.max_xml_size, entry)


def _parser(encoding: str | None = None) -> etree.XMLParser:
    return etree.XMLParser(encoding=encoding, **_OPTIONS)


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


def _syntax(error: etree.XMLSyntaxError, entry: str) -> EntryDamagedError:
    text = (error.msg or "not well-formed").partition("\n")[0].rpartition(", line ")
    return _malformed(text[0] or text[2], entry, error.lineno or 0)


def _malformed(what: str, entry: str, line: int = 0) -> EntryDamagedError:
    what = what if len(what) <= MAX_MESSAGE else what[:MAX_MESSAGE] + "…"
    return EntryDamagedError(what, where=entry, hint="export the catalog again", line=line)
