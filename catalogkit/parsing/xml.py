"""The one XML parser: safe, and under limits.

Internal entities are expanded within libxml2's amplification limit, as the server does; external ones are
refused, nothing is fetched, no DTD is loaded, and only bytes are taken.
"""

from __future__ import annotations

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


class Xml:
    """Parses entries of one archive.

    Args:
        limits: sizes in bytes, depth in levels, nodes in elements and attributes.
    """

    __slots__ = ("_depth", "_limits", "_parser")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parser = _parser()
        self._depth = etree.XPath("boolean(" + "/*" * (limits.max_xml_depth + 1) + ")")

    def parse(self, data: bytes, entry: str, *, encoding: str | None = None) -> Element:
        """The root element; `encoding` overrides the one that is declared.

        Raises:
            EntryDamagedError: not well-formed, or refused by the parser.
            EntryLimitError: larger, deeper or fuller than the limits allow.
        """
        limits = self._limits
        if len(data) > limits.max_xml_size:
            raise _limit("bytes", "max_xml_size", limits.max_xml_size, entry)
        if len(data) > limits.max_xml_nodes and _nodes(data) > limits.max_xml_nodes:
            raise _limit("elements and attributes", "max_xml_nodes", limits.max_xml_nodes, entry)
        try:
            root = etree.fromstring(data, _parser(encoding) if encoding else self._parser)
        except etree.XMLSyntaxError as error:
            text = (error.msg or "not well-formed").partition("\n")[0].rpartition(", line ")
            raise _malformed(text[0] or text[2], entry, error.lineno or 0) from None
        except (ValueError, LookupError) as error:
            raise _malformed(str(error), entry) from None
        if data.count(b"</") > limits.max_xml_depth and self._depth(root):
            raise _limit("levels of elements", "max_xml_depth", limits.max_xml_depth, entry)
        return root


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


def _nodes(data: bytes) -> int:
    """At least the number of elements and attributes."""
    return data.count(b"<") + data.count(b"=")


def _limit(unit: str, limit: str, value: int, entry: str) -> EntryLimitError:
    return EntryLimitError(
        f"the XML holds more than {value:,} {unit}",
        where=entry,
        hint=f"raise {option(limit)} if you trust the catalog",
    )


def _malformed(what: str, entry: str, line: int = 0) -> EntryDamagedError:
    what = what if len(what) <= MAX_MESSAGE else what[:MAX_MESSAGE] + "…"
    return EntryDamagedError(what, where=entry, hint="export the catalog again", line=line)
