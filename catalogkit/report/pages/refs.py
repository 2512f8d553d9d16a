"""The page of `refs`: the picture and the evidence, without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ..layout import grouped
from ..markup import rendered
from ..picture import Picture, draw
from ..picture.drawing import MARGIN
from .shell import page


class Row(NamedTuple):
    """A reference in the table.

    Args:
        edge: the reference.
        type: type of what is needed.
        is_missing: whether it leads nowhere.
        link: id of the box of what is needed, or empty.
        anchor: the id that the box links to, where the table first names an object that needs nothing.
    """

    edge: Mapping[str, Any]
    type: str
    is_missing: bool
    link: str
    anchor: str


class Group(NamedTuple):
    """The references of an object: its number and type, and the id of its box, or empty."""

    number: int
    type: str
    link: str
    rows: tuple[Row, ...]


def refs_page(data: Mapping[str, Any]) -> str:
    """The page of a question about references."""
    picture = draw(data)
    groups = list(_groups(data, picture))
    missing = [row for group in groups for row in group.rows if row.is_missing]
    style = (
        rendered("base.css")
        + rendered("refs.css", width=picture.width)
        + rendered("picture.css", nodes=picture.nodes)
    )
    return page(
        "refs.html",
        style=style,
        data=data,
        dynamic=sum(edge["certainty"] == "dynamic" for edge in data["edges"]),
        first_missing=missing[0] if missing else None,
        groups=groups,
        margin=MARGIN,
        missing=len(missing),
        picture=picture,
    )


def _groups(data: Mapping[str, Any], picture: Picture) -> Iterator[Group]:
    """The references, by the object that has them."""
    objects: Mapping[str, tuple[int, str]] = {
        item["id"]: (number, item["type"] or item["kind"]) for number, item in enumerate(data["objects"])
    }
    boxes = {item.node.number for item in picture.nodes}
    named = {edge["owner"] for edge in data["edges"]}

    def rows(edges: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
        for edge in edges:
            number, type_name = objects.get(edge["node"], (-1, ""))
            is_first = number >= 0 and edge["node"] not in named
            named.add(edge["node"])
            yield Row(
                edge,
                type_name,
                is_missing=not edge["resolved"] and edge["certainty"] == "literal",
                link=f"n{number}" if number in boxes else "",
                anchor=f"o{number}" if is_first else "",
            )

    for edges in grouped(data["edges"], "owner"):
        number, type_name = objects[str(edges[0]["owner"])]
        yield Group(number, type_name, f"n{number}" if number in boxes else "", tuple(rows(edges)))
