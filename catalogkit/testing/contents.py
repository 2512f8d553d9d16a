"""The contents of data files: small images and JRXML in both dialects."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from lxml import etree

_Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no other name for the class
_NAMESPACE = "http://jasperreports.sourceforge.net/jasperreports"
_PAGE = {
    "language": "java",
    "pageWidth": "595",
    "pageHeight": "842",
    "columnWidth": "555",
    "leftMargin": "20",
    "rightMargin": "20",
}


def png(width: int = 1, height: int = 1, colour: tuple[int, int, int] = (200, 60, 40)) -> bytes:
    """A PNG image of one colour.

    Args:
        width: in pixels.
        height: in pixels.
        colour: red, green and blue, each 0 to 255.
    """
    row = b"\x00" + bytes(colour) * width
    header = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(row * height, 9)
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def jrxml(
    name: str = "report",
    *,
    dialect: int = 6,
    query: str = "",
    language: str = "sql",
    parameters: Iterable[str] = (),
    fields: Iterable[str] = (),
    images: Iterable[str] = (),
    subreports: Iterable[str] = (),
    drill_downs: Iterable[str] = (),
    template: str = "",
    bundle: str = "",
    properties: Mapping[str, str] | None = None,
) -> bytes:
    """A report template (`catalog-format.md` §14.2).

    Args:
        name: its name.
        dialect: 6 for JasperReports Library 6 and older, 7 for the XML of version 7.
        query: query text; empty for no query.
        language: query language.
        parameters: names of parameters.
        fields: names of fields, each shown in the detail band.
        images: paths of images; a path that holds a quote is taken as a whole expression.
        subreports: paths of sub-reports; the same holds.
        drill_downs: URIs of reports that a link opens.
        template: path of a style template.
        bundle: base name of the resource bundle.
        properties: values by name.
    """
    report = _Report(name, dialect, bundle)
    for key, value in (properties or {}).items():
        report.add(report.root, "property", name=key, value=value)
    if template:
        report.add(report.root, "template", _literal(template))
    for parameter in parameters:
        report.add(report.root, "parameter", **{"name": parameter, "class": "java.lang.String"})
    if query:
        report.add(report.root, "queryString" if dialect == 6 else "query", query, language=language)
    names = list(fields)
    for field in names:
        report.add(report.root, "field", **{"name": field, "class": "java.lang.String"})
    shown = [("image", _literal(path)) for path in images]
    shown += [("subreport", _literal(path)) for path in subreports]
    title = report.band("title", 40)
    for position, (kind, expression) in enumerate(shown):
        report.element(title, kind, position, expression)
    for uri in drill_downs:
        report.drill_down(title, uri)
    detail = report.band("detail", 20)
    for position, field in enumerate(names):
        report.element(detail, "textField", position, f"$F{{{field}}}")
    return report.text()


def _literal(path: str) -> str:
    """A Java expression: a path becomes a string literal."""
    return path if '"' in path else f'"{path}"'


class _Report:
    """A JRXML under construction, in one of the two dialects."""

    def __init__(self, name: str, dialect: int, bundle: str) -> None:
        self.old = dialect == 6
        prefix = f"{{{_NAMESPACE}}}" if self.old else ""
        self.prefix = prefix
        namespaces = {None: _NAMESPACE} if self.old else None
        self.root = etree.Element(f"{prefix}jasperReport", nsmap=namespaces)
        for key, value in {"name": name, **_PAGE, "resourceBundle": bundle}.items():
            if value:
                self.root.set(key, value)

    def add(self, parent: _Element, tag: str, text: str = "", **attributes: str) -> _Element:
        """Add a child."""
        child = etree.SubElement(parent, self.prefix + tag, attributes)
        if text:
            child.text = etree.CDATA(text)
        return child

    def band(self, section: str, height: int) -> _Element:
        """Add a section; version 7 keeps the element `band` only in the detail."""
        parent = self.add(self.root, section)
        if self.old or section == "detail":
            return self.add(parent, "band", height=str(height))
        parent.set("height", str(height))
        return parent

    def element(self, band: _Element, kind: str, position: int, expression: str) -> _Element:
        """Add an element that shows an expression."""
        place = {"x": str(position * 40), "y": "0", "width": "40", "height": "20"}
        if self.old:
            element = self.add(band, kind)
            self.add(element, "reportElement", **place)
            self.add(element, f"{kind}Expression", expression)
        else:
            element = self.add(band, "element", kind=kind, **place)
            self.add(element, "expression", expression)
        return element

    def drill_down(self, band: _Element, uri: str) -> None:
        """Add a text that opens a report."""
        element = self.element(band, "textField", 10, '"details"')
        element.set("hyperlinkType" if self.old else "linkType", "ReportExecution")
        parameter = self.add(element, "hyperlinkParameter", name="_report")
        tag = "hyperlinkParameterExpression" if self.old else "expression"
        self.add(parameter, tag, _literal(uri))

    def text(self) -> bytes:
        """The whole, as the bytes of a file."""
        etree.indent(self.root, "\t")
        return etree.tostring(self.root, encoding="UTF-8", xml_declaration=True)
