"""What data adapters, Mondrian files, OLAP views and style sheets name (`catalog-format.md` §12, §14)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.fields import Role
from ..model.objects import ObjectKind
from ..model.uri import URI
from .edge import Certainty, Edge, Strength
from .extraction import Content, Place, edge, elements, named, place_of
from .people import People
from .resolve import Resolver, is_address

_URL = re.compile(rb"url\(\s{0,20}([\"']?)([^\"')\s][^\"')]{0,999})\1\s{0,20}\)")
_COMMENT = re.compile(rb"/\*.*?(?:\*/|\Z)", re.DOTALL)


def adapter_edges(content: Content, resolver: Resolver) -> Iterator[Edge]:
    """The file that a data adapter reads, older or newer spelling."""
    assert content.root is not None
    for element in elements(content.root):
        text = (element.text or "").strip()
        if text.startswith("repo:"):
            found = resolver.path(text, URI(content.owner))
            place = place_of(content.entry, element, text)
            yield edge(content.owner, found, Role.DATA_FILE, place, Strength.RUN_TIME)


def grant_edges(content: Content, people: People) -> Iterator[Edge]:
    """The roles that a Mondrian schema or access grant names."""
    assert content.root is not None
    for element in named(content.root, "Role"):
        name = element.get("name")
        if name:
            found = people.find_near(ObjectKind.ROLE, name, content.owner)
            place = place_of(content.entry, element, name, "name")
            yield edge(content.owner, found, Role.USER_ROLE, place, Strength.SOFT)


def view_edges(content: Content, resolver: Resolver) -> Iterator[Edge]:
    """URIs that a saved OLAP view remembers; it is loaded without them."""
    assert content.root is not None
    for element in named(content.root, "string"):
        text = (element.text or "").strip()
        if text.startswith("/"):
            found = resolver.exact(text)
            if found.resolved:
                place = place_of(content.entry, element, text)
                yield edge(content.owner, found, Role.FILE, place, Strength.SOFT, Certainty.PROVENANCE)


def style_sheet_edges(content: Content, resolver: Resolver) -> Iterator[Edge]:
    """The files beside it that a style sheet of a theme shows."""
    data = _COMMENT.sub(lambda match: b"\n" * match.group().count(b"\n"), content.data)
    folder = content.holder.uri.parent
    seen = set()
    line, counted = 1, 0
    for match in _URL.finditer(data):
        text = match[2].decode("utf-8", "replace").strip()
        path = re.split(r"[?#]", text, maxsplit=1)[0]
        if path in seen or not path or is_address(text) or path.startswith(("/", "data:")):
            continue
        seen.add(path)
        found = resolver.beside(path, folder)
        line += data.count(b"\n", counted, match.start())
        counted = match.start()
        yield edge(content.owner, found, Role.IMAGE, Place(content.entry, line, "", text), Strength.SOFT)
