"""Our own layout, from left to right: who needs stands left of what it needs (after Sugiyama)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from .ordering import ordered
from .placing import BEND, heights
from .ranking import backward, neighbours, ranks
from .shapes import Arrangement, Box, Part, Point, Route

LONGEST = 30
"""A line through more columns than this is drawn straight, whatever it crosses."""
Column: TypeAlias = tuple[float, float]
"""Where a column begins and ends."""
_GAP = 14
_NARROWEST, _WIDEST = 56.0, 200.0
"""Between two columns; the steeper the lines, the wider."""


def arrange_in_layers(part: Part) -> Arrangement:
    """One part arranged."""
    index = {number: vertex for vertex, number in enumerate(part.boxes)}
    boxes = list(part.boxes.values())
    own = [(index[owner], index[node]) for owner, node in part.pairs]
    back = backward(len(boxes), own)
    forward = [(node, owner) if (owner, node) in back else (owner, node) for owner, node in own]
    rank = ranks(len(boxes), forward)
    lines = [_bent(start, end, rank) for start, end in forward]
    y = _heights(lines, rank, boxes)
    columns = _columns(lines, rank, y, boxes)
    ports = _ports(lines, y, boxes)
    routes = [
        _route([(columns[rank[vertex]], y) for vertex, y in zip(line, ys, strict=True)], boxes[line[0]].width)
        for line, ys in zip(lines, ports, strict=True)
    ]
    return Arrangement(
        columns[-1][1],
        max(y[vertex] + box.height / 2 for vertex, box in enumerate(boxes)),
        {
            number: Point(columns[rank[vertex]][0], y[vertex] - boxes[vertex].height / 2)
            for number, vertex in index.items()
        },
        {
            pair: route[::-1] if ends in back else route
            for pair, ends, route in zip(part.pairs, own, routes, strict=True)
        },
    )


def _bent(start: int, end: int, rank: list[int]) -> list[int]:
    """A line as vertices, one in every column; its bends become new vertices of their column."""
    between = range(rank[start] + 1, rank[end])
    if len(between) > LONGEST:
        return [start, end]
    first = len(rank)
    rank.extend(between)
    return [start, *range(first, len(rank)), end]


def _heights(lines: Sequence[Sequence[int]], rank: Sequence[int], boxes: Sequence[Box]) -> list[float]:
    """The y of the middle of every vertex; the uppermost edge is at 0."""
    steps = [step for line in lines for step in pairwise(line) if rank[step[1]] == rank[step[0]] + 1]
    after = neighbours(len(rank), steps)
    before = neighbours(len(rank), [(b, a) for a, b in steps])
    columns: list[list[int]] = [[] for _ in range(max(rank) + 1)]
    for vertex, column in enumerate(rank):
        columns[column].append(vertex)
    sizes = [box.height for box in boxes] + [BEND] * (len(rank) - len(boxes))
    y = heights(ordered(columns, before, after), before, after, sizes, _GAP)
    top = min(middle - size / 2 for middle, size in zip(y, sizes, strict=True))
    return [middle - top for middle in y]


def _columns(
    lines: Sequence[Sequence[int]], rank: Sequence[int], y: Sequence[float], boxes: Sequence[Box]
) -> list[Column]:
    """Where every column begins and ends: the widest box fits, and lines have room to climb."""
    widths, steepest = [0.0] * (max(rank) + 1), [0.0] * (max(rank) + 1)
    for box, column in zip(boxes, rank, strict=False):
        widths[column] = max(widths[column], box.width)
    for line in lines:
        for a, b in pairwise(line):
            steepest[rank[a]] = max(steepest[rank[a]], abs(y[a] - y[b]))
    columns: list[Column] = []
    left = 0.0
    for width, steep in zip(widths, steepest, strict=True):
        columns.append((left, left + width))
        left += width + min(_NARROWEST + steep / 6, _WIDEST)
    return columns


def _ports(lines: Sequence[Sequence[int]], y: Sequence[float], boxes: Sequence[Box]) -> list[list[float]]:
    """The y of every vertex of every line; those that end at one side of a box share the side in order."""
    ports = [[y[vertex] for vertex in line] for line in lines]
    sides: dict[tuple[int, int], list[tuple[float, int]]] = {}
    for number, line in enumerate(lines):
        sides.setdefault((line[0], 0), []).append((y[line[1]], number))
        sides.setdefault((line[-1], -1), []).append((y[line[-2]], number))
    for (vertex, end), arriving in sides.items():
        step = min(boxes[vertex].height * 0.6 / len(arriving), 9.0)
        first = y[vertex] - step * (len(arriving) - 1) / 2
        for place, (_, number) in enumerate(sorted(arriving)):
            ports[number][end] = first + step * place
    return ports


def _route(stops: Sequence[tuple[Column, float]], width: float) -> Route:
    """A line: level where it passes a column, curved between two.

    Args:
        stops: the columns it comes through, and how high.
        width: of the box where it starts.
    """
    (left, right), y = stops[0]
    points = [Point(left + width, y)]
    for (next_left, next_right), next_y in stops[1:]:
        points += _level(points[-1], right)
        middle = (right + next_left) / 2
        points += [Point(middle, y), Point(middle, next_y), Point(next_left, next_y)]
        right, y = next_right, next_y
    return tuple(points)


def _level(start: Point, right: float) -> Route:
    """A level piece, if there is anything to pass."""
    end = Point(right, start.y)
    return (start, end, end) if right > start.x else ()
