"""Panels: objects that are linked to one other object only, and all in the same way, share one line."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from .graph import Graph
from .shapes import Box, Point

FEWEST = 7
"""So many objects make a panel."""
_MOST_COLUMNS = 6
_GAP, _PADDING = 10.0, 12.0


def panels(graph: Graph) -> list[tuple[int, ...]]:
    """Numbers of the objects of every panel."""
    degree = Counter(number for link in graph.links for number in (link.owner, link.node))
    asked = {node.number for node in graph.nodes if node.asked}
    alike: defaultdict[object, list[int]] = defaultdict(list)
    for link in graph.links:
        for number, other in ((link.owner, link.node), (link.node, link.owner)):
            if degree[number] == 1 and number not in asked:
                way = (number == link.owner, other, link.roles, link.strength, link.missing)
                alike[way].append(number)
                break
    return [tuple(sorted(numbers)) for numbers in alike.values() if len(numbers) >= FEWEST]


def panel_size(count: int, box: Box) -> Box:
    """The size of a panel of so many boxes."""
    columns, rows = _grid(count)
    return Box(
        columns * (box.width + _GAP) - _GAP + 2 * _PADDING, rows * (box.height + _GAP) - _GAP + 2 * _PADDING
    )


def panel_places(count: int, box: Box) -> list[Point]:
    """Where the boxes of a panel stand in it, from top to bottom, then from left to right."""
    _, rows = _grid(count)
    return [
        Point(
            _PADDING + index // rows * (box.width + _GAP),
            _PADDING + index % rows * (box.height + _GAP),
        )
        for index in range(count)
    ]


def _grid(count: int) -> tuple[int, int]:
    """Columns and rows, about as wide as high."""
    columns = min(math.ceil(math.sqrt(count / 3)), _MOST_COLUMNS)
    return columns, math.ceil(count / columns)
