"""Arranges a graph: each part in itself, then the parts on shelves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from .graphviz import arrange_with_dot
from .layered import arrange_in_layers
from .shapes import Arrangement, Box, Pair, Part, Point, Route

SHELF = 1040
"""Parts are set side by side up to this width."""
_GAP = 28


def arrange(boxes: Mapping[int, Box], pairs: Sequence[Pair]) -> Arrangement:
    """Places for objects and routes for links.

    Args:
        boxes: the size of every object by its number; those to be seen first come first.
        pairs: links between different objects, each once.
    """
    parts = _parts(boxes, pairs)
    arranged = arrange_with_dot(parts) or [arrange_in_layers(part) for part in parts]
    return _on_shelves(arranged)


def _parts(boxes: Mapping[int, Box], pairs: Sequence[Pair]) -> list[Part]:
    """The connected parts: the one with the first object first, then the larger ones first."""
    around: defaultdict[int, list[int]] = defaultdict(list)
    for owner, node in pairs:
        around[owner].append(node)
        around[node].append(owner)
    home: dict[int, int] = {}
    for start in boxes:
        waiting = [start] if start not in home else []
        while waiting:
            number = waiting.pop()
            if number not in home:
                home[number] = start
                waiting += around[number]
    members: defaultdict[int, dict[int, Box]] = defaultdict(dict)
    links: defaultdict[int, list[Pair]] = defaultdict(list)
    for number, box in boxes.items():
        members[home[number]][number] = box
    for pair in pairs:
        links[home[pair[0]]].append(pair)
    parts = [Part(members[start], tuple(links[start])) for start in members]
    return parts[:1] + sorted(parts[1:], key=lambda part: -len(part.boxes))


def _on_shelves(parts: Iterable[Arrangement]) -> Arrangement:
    """All parts in one picture, from left to right and from top to bottom."""
    places: dict[int, Point] = {}
    routes: dict[Pair, Route] = {}
    x = y = width = bottom = 0.0
    for part in parts:
        if x and x + part.width > SHELF:
            x, y = 0.0, bottom + _GAP
        places |= {number: point.moved(x, y) for number, point in part.places.items()}
        routes |= {pair: tuple(point.moved(x, y) for point in route) for pair, route in part.routes.items()}
        width, bottom = max(width, x + part.width), max(bottom, y + part.height)
        x += part.width + _GAP
    return Arrangement(width, bottom, places, routes)
