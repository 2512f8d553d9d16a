"""Lets Graphviz arrange a picture. It gets numbers and sizes only, no text of a catalog."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence

from .shapes import Arrangement, Pair, Part, Point, Route

TIMEOUT = 30
"""Seconds."""
MOST_LINKS = 700
"""With more, Graphviz can take minutes."""
_INCH = 72
_SETTINGS = "rankdir=LR nodesep=0.2 ranksep=1.2 nslimit=4 mclimit=2"


def arrange_with_dot(parts: Sequence[Part]) -> list[Arrangement] | None:
    """Each part arranged; None where Graphviz is not installed, fails, or would take long."""
    dot = shutil.which("dot")
    if dot is None or sum(len(part.pairs) for part in parts) > MOST_LINKS:
        return None
    source = "".join(_lines(parts))
    try:
        done = subprocess.run(  # noqa: S603 - a program of the user's own, fed with numbers
            [dot, "-Tplain"], input=source, capture_output=True, timeout=TIMEOUT, check=True, encoding="ascii"
        )
        plain = done.stdout.split("stop\n")
        return [_arrangement(text, part) for text, part in zip(plain[:-1], parts, strict=True)]
    except (OSError, subprocess.SubprocessError, ValueError, LookupError):
        return None


def _lines(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        yield f"digraph {{ graph [{_SETTINGS}]; edge [arrowhead=none]\n"
        yield "node [shape=box fixedsize=true]\n"
        for number, box in part.boxes.items():
            yield f"{number} [width={box.width / _INCH:.4f} height={box.height / _INCH:.4f}]\n"
        yield from (f"{owner} -> {node}\n" for owner, node in part.pairs)
        yield "}\n"


def _arrangement(plain: str, part: Part) -> Arrangement:
    """Read Graphviz's plain format, in which y grows upwards and places are centres."""
    width = height = 0.0
    places: dict[int, Point] = {}
    routes: dict[Pair, Route] = {}
    for line in plain.splitlines():
        word, *rest = line.split()
        if word == "graph":
            width, height = (float(size) * _INCH for size in rest[1:3])
        elif word == "node":
            (middle,) = _points(rest[1:3], height)
            box = part.boxes[int(rest[0])]
            places[int(rest[0])] = middle.moved(-box.width / 2, -box.height / 2)
        elif word == "edge":
            end = 3 + 2 * int(rest[2])
            routes[int(rest[0]), int(rest[1])] = _points(rest[3:end], height)
    if set(places) != set(part.boxes) or set(routes) != set(part.pairs):
        raise ValueError("not what was asked for")
    return Arrangement(width, height, places, routes)


def _points(numbers: Sequence[str], height: float) -> Route:
    lengths = [float(number) * _INCH for number in numbers]
    return tuple(Point(x, height - y) for x, y in zip(lengths[::2], lengths[1::2], strict=True))
