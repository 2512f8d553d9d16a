"""The legend: what colours and lines mean, as far as they are used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .families import Family
from .graph import Graph
from .lettering import SMALL, text_width
from .shapes import Point

LINE = 22.0
"""The height of its lines."""
_NARROWEST = 560.0


class Sample(NamedTuple):
    """An entry of the legend: whether it is about lines, the CSS classes, what they mean, and where."""

    is_line: bool
    classes: str
    text: str
    at: Point


def legend(graph: Graph, width: float) -> Iterator[Sample]:
    """What a graph uses, in lines.

    Args:
        graph: what is drawn.
        width: of the picture.
    """
    x = y = 0.0
    for is_line, classes, text in _samples(graph):
        taken = text_width(text, SMALL) + 46
        if x and x + taken > max(width, _NARROWEST):
            x, y = 0.0, y + LINE
        yield Sample(is_line, classes, text, Point(x, y))
        x += taken


def _samples(graph: Graph) -> Iterable[tuple[bool, str, str]]:
    known = {node.family for node in graph.nodes if node.known}
    yield from ((False, family.name.lower(), family.value) for family in Family if family in known)
    if any(node.asked for node in graph.nodes):
        yield False, "other asked", "Asked about"
    if any(not node.known for node in graph.nodes):
        yield False, "other missing", "Not in the catalog"
    strengths = {link.strength for link in graph.links if not link.missing}
    for strength, text in (
        ("hard", "hard: the import needs it"),
        ("run time", "run time: its owner fails when it runs"),
        ("soft", "soft: nothing fails"),
    ):
        if strength in strengths:
            yield True, strength.replace(" ", "-"), text
    if any(link.missing for link in graph.links):
        yield True, "hard missing", "Leads nowhere"
