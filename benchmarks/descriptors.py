"""Descriptors with invented content, laid out as a server writes them."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
JAVA = f'{XSI} xmlns:java="http://java.sun.com"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


class Element(NamedTuple):
    """An element with text or children; `attributes` stand in the start tag as they are."""

    name: str
    content: str | list[Element]
    attributes: str = ""


def document(root: Element) -> bytes:
    """The bytes of an entry."""
    lines = [DECLARATION]
    _write(root, "", lines)
    return "".join(lines).encode()


def leaves(**texts: str) -> list[Element]:
    """Elements that hold text, in the order given."""
    return [Element(name, text) for name, text in texts.items()]


def header(folder: str, name: str, number: int, label: str) -> list[Element]:
    """What every resource starts with; `number` varies the dates."""
    return leaves(
        folder=folder,
        name=name,
        version="0",
        label=label,
        description=f"{label} of the harbour office, revision {number % 9}",
        creationDate="2021-03-01T08:00:00.000+01:00",
        updateDate=date(number),
    )


def resource(kind: str, content: list[Element], data_file: str = "") -> Element:
    """The root element of a resource."""
    data = f' dataFile="{data_file}"' if data_file else ""
    return Element(kind, content, f'exportedWithPermissions="true"{data}')


def local(kind: str, content: list[Element], data_file: str = "") -> list[Element]:
    """The content of a reference element: an embedded resource."""
    data = f' dataFile="{data_file}"' if data_file else ""
    attributes = f'\n    {XSI}\n    exportedWithPermissions="false"{data} xsi:type="{kind}"'
    return [Element("localResource", content, attributes)]


def link(name: str, uri: str) -> Element:
    """A reference element that holds a URI."""
    return Element(name, leaves(uri=uri))


def permission(mask: int, role: str) -> Element:
    """An explicit permission of a role."""
    recipient = Element("recipient", role, 'recipientType="role"')
    return Element("permission", [Element("permissionMask", str(mask)), recipient])


def typed(name: str, text: str) -> Element:
    """An element whose `xsi:type` is a Java string."""
    return Element(name, text, f'{JAVA} xsi:type="java:java.lang.String"')


def date(number: int) -> str:
    """A date and time that is the same for the same number."""
    day, hour, minute = 1 + number % 28, number % 24, number % 60
    return f"2023-05-{day:02}T{hour:02}:{minute:02}:07.{number * 37 % 1000:03}+01:00"


def _write(element: Element, indent: str, lines: list[str]) -> None:
    name, content, attributes = element
    start = f"{indent}<{name} {attributes}>" if attributes else f"{indent}<{name}>"
    if isinstance(content, str):
        lines.append(f"{start}{escape(content, quote=False)}</{name}>\n")
        return
    lines.append(start + "\n")
    for child in content:
        _write(child, indent + "    ", lines)
    lines.append(f"{indent}</{name}>\n")
