"""What is collected while a catalog is searched for references."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from sys import intern
from typing import NamedTuple, TypeAlias

from lxml import etree

from ..model.fields import Role
from ..model.repository import Resource
from ..model.uri import URI
from ..parsing.xml import Element
from .edge import MAX_TEXT, Certainty, Edge, Strength
from .resolve import Found

Parts: TypeAlias = Sequence[tuple[URI, tuple[Resource, ...]]]
"""The listed resources of a catalog: the URI of each, and the resource with all embedded in it."""


class Unread(NamedTuple):
    """Content that could not be searched.

    Args:
        owner: id of the object it belongs to.
        entry: name of the entry.
        line: line in the entry, from 1; 0 where there is none.
        what: why.
    """

    owner: str
    entry: str
    line: int
    what: str


class Content(NamedTuple):
    """A data file that may hold references.

    Args:
        owner: URI of the listed resource it belongs to.
        holder: the resource that names the file: the owner or one embedded in it.
        entry: name of the entry.
        data: its bytes.
        kind: name of the root element for XML, else what it is.
        root: the root element of XML, else None.
    """

    owner: str
    holder: Resource
    entry: str
    data: bytes
    kind: str
    root: Element | None


class Place(NamedTuple):
    """Where something is written.

    Args:
        entry: name of the entry.
        line: line in the entry, from 1; 0 where unknown.
        where: XPath or JSON pointer.
        text: what is written.
    """

    entry: str
    line: int
    where: str
    text: str


def edge(
    owner: str,
    found: Found,
    role: Role,
    place: Place,
    strength: Strength,
    certainty: Certainty = Certainty.LITERAL,
) -> Edge:
    """An edge to a target that was looked up; one that lies outside the repository breaks nothing."""
    return Edge(
        owner,
        found.target,
        found.node,
        role,
        Strength.SOFT if found.external else strength,
        certainty,
        place.entry,
        place.line,
        place.where,
        place.text if len(place.text) <= MAX_TEXT else place.text[:MAX_TEXT] + "…",
        found.resolved,
        found.reason,
    )


def dynamic(owner: str, prefix: str, role: Role, place: Place, strength: Strength) -> Edge:
    """An edge of which only the beginning is written, or nothing."""
    found = Found(prefix, prefix, resolved=False, reason="put together at run time")
    return edge(owner, found, role, place, strength, Certainty.DYNAMIC)


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def xpath(element: Element, attribute: str = "") -> str:
    """The names from the root to an element; the line tells which of several it is."""
    names = [local_name(element)]
    names.extend(local_name(parent) for parent in element.iterancestors())
    path = "/" + "/".join(reversed(names))
    return intern(f"{path}/@{attribute}" if attribute else path)  # the same for most reports


def named(root: Element, *names: str) -> Iterator[Element]:
    """The elements of some names, in whatever namespace, in document order."""
    return root.iter(*(f"{{*}}{name}" for name in names))


def elements(root: Element) -> Iterator[Element]:
    """All elements, in document order."""
    return root.iter(etree.Element)


def place_of(entry: str, element: Element, text: str, attribute: str = "") -> Place:
    """The place of an element or attribute."""
    return Place(entry, element.sourceline or 0, xpath(element, attribute), text)
