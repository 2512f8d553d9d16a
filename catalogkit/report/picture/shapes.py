"""What a layout is made of. Lengths are pixels; y grows downwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias


class Point(NamedTuple):
    """A place in a picture."""

    x: float
    y: float

    def moved(self, x: float, y: float) -> Point:
        """The point so much further right and down."""
        return Point(self.x + x, self.y + y)


class Box(NamedTuple):
    """The size of what is drawn in one piece."""

    width: float
    height: float


Pair: TypeAlias = tuple[int, int]
"""The numbers of two linked objects: who needs, who is needed."""

Route: TypeAlias = tuple[Point, ...]
"""A line of cubic Bézier curves: its start, then two control points and an end per curve."""


class Part(NamedTuple):
    """A part of a graph in itself: no link leads out of it."""

    boxes: Mapping[int, Box]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where everything is.

    Args:
        width: of the whole.
        height: of the whole.
        places: the upper left corner of every box.
        routes: the line of every link.
    """

    width: float
    height: float
    places: Mapping[int, Point]
    routes: Mapping[Pair, Route]
