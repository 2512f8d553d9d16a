"""Everything that is drawn: boxes with their text, panels, lines, legend."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..layout import counted
from .arranging import arrange
from .bundling import panel_places, panel_size, panels
from .graph import Graph, Link, Node, nearest, read
from .legend import Sample, legend
from .lettering import NAME, SMALL, shortened, text_width
from .shapes import Box, Pair, Point, Route

MOST_NODES, MOST_LINKS = 400, 1500
"""What is farther from the question than so many objects and links is left out, and the picture says so."""
MARGIN = 24.0
"""Around the picture."""
_HEIGHT = 44.0
_NARROWEST, _WIDEST = 120.0, 210.0
_PADDING = 36.0
_PLACES = 5


class DrawnNode(NamedTuple):
    """An object in its box: the upper left corner, the lines of text, and CSS classes."""

    node: Node
    at: Point
    name: str
    detail: str
    classes: str


class DrawnLink(NamedTuple):
    """Links as one line: the lines of its title, the `d` of its path, CSS classes."""

    title: tuple[str, ...]
    path: str
    classes: str
    missing: bool


class DrawnPanel(NamedTuple):
    """A panel of boxes: its upper left corner, size and CSS classes."""

    at: Point
    size: Box
    classes: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that is drawn, in pixels.

    Args:
        title: the question that it answers.
        box: the size of every box.
        width: with the margins, without legend and notes.
        height: with the margins, without legend and notes.
        panels: behind boxes that share a line.
        nodes: the boxes.
        links: the lines.
        legend: what colours and lines mean, as far as they are used.
        notes: what is not drawn.
    """

    title: str
    box: Box
    width: int
    height: int
    panels: tuple[DrawnPanel, ...]
    nodes: tuple[DrawnNode, ...]
    links: tuple[DrawnLink, ...]
    legend: tuple[Sample, ...]
    notes: tuple[str, ...]


def draw(data: Mapping[str, Any]) -> Picture:
    """Decide where everything of a result is drawn."""
    graph = nearest(read(data), MOST_NODES, MOST_LINKS)
    box = _box(graph)
    groups = {numbers[0]: numbers for numbers in panels(graph)}
    leaders = {number: first for first, numbers in groups.items() for number in numbers}
    sizes = {first: panel_size(len(numbers), box) for first, numbers in groups.items()}
    lines = _lines(graph.links, leaders)
    seen_first = sorted(graph.nodes, key=lambda node: not node.asked)
    pieces = dict.fromkeys(leaders.get(node.number, node.number) for node in seen_first)
    arranged = arrange({number: sizes.get(number, box) for number in pieces}, list(lines))
    places = dict(arranged.places)
    for first, numbers in groups.items():
        corner = arranged.places[first]
        inner = panel_places(len(numbers), box)
        places |= {number: corner.moved(*at) for number, at in zip(numbers, inner, strict=True)}
    ids = {node.number: node.id for node in graph.nodes}
    around = _around(graph)
    return Picture(
        title=graph.title,
        box=box,
        width=round(arranged.width + 2 * MARGIN),
        height=round(arranged.height + 2 * MARGIN),
        panels=tuple(
            DrawnPanel(arranged.places[first], sizes[first], _keys(around[first].union(numbers)))
            for first, numbers in groups.items()
        ),
        nodes=tuple(_drawn_node(node, places[node.number], box, around) for node in graph.nodes),
        links=tuple(_drawn_link(links, arranged.routes[pair], ids) for pair, links in lines.items()),
        legend=tuple(legend(graph, arranged.width)),
        notes=graph.notes,
    )


def _lines(links: Iterable[Link], leaders: Mapping[int, int]) -> dict[Pair, list[Link]]:
    """The links that are drawn as one line, by its ends: objects, or the first ones of panels."""
    lines: dict[Pair, list[Link]] = {}
    for link in links:
        pair = (leaders.get(link.owner, link.owner), leaders.get(link.node, link.node))
        lines.setdefault(pair, []).append(link)
    return lines


def _box(graph: Graph) -> Box:
    names = (text_width(node.name, _name_size(node)) for node in graph.nodes)
    texts = (*names, *(text_width(_detail(node), SMALL) for node in graph.nodes))
    width = min(max(_NARROWEST, _PADDING + max(texts, default=0.0)), _WIDEST)
    return Box(float(round(width)), _HEIGHT)


def _name_size(node: Node) -> float:
    """The size that a name seems to have: those that were asked about are bold, and so wider."""
    return NAME * 1.1 if node.asked else NAME


def _around(graph: Graph) -> Mapping[int, set[int]]:
    """Every object with its neighbours."""
    around = {node.number: {node.number} for node in graph.nodes}
    for link in graph.links:
        around[link.owner].add(link.node)
        around[link.node].add(link.owner)
    return around


def _keys(numbers: Iterable[int]) -> str:
    """The CSS classes of what stays bright when someone points at one of these objects."""
    return " ".join(f"k{number}" for number in sorted(numbers))


def _drawn_node(node: Node, at: Point, box: Box, around: Mapping[int, set[int]]) -> DrawnNode:
    room = box.width - _PADDING + 4
    return DrawnNode(
        node,
        at,
        shortened(node.name, room, _name_size(node)),
        shortened(_detail(node), room, SMALL),
        f"{' '.join(_box_classes(node))} {_keys(around[node.number])}",
    )


def _drawn_link(links: Sequence[Link], route: Route, ids: Mapping[int, str]) -> DrawnLink:
    """One line for links that differ in one of their ends at most."""
    owners, nodes = {link.owner for link in links}, {link.node for link in links}
    first = links[0]
    places = [place for link in links for place in link.places]
    more = [f"… and {len(places) - _PLACES} more"] if len(places) > _PLACES else []
    return DrawnLink(
        (
            _one_or_many(owners, ids),
            f"{'needs' if len(owners) == 1 else 'need'} {_one_or_many(nodes, ids)}",
            f"as {', '.join(first.roles)} ({first.strength})",
            *(["leads nowhere"] if first.missing else []),
            *places[:_PLACES],
            *more,
        ),
        _path(route),
        f"{_line_class(first)} {_keys(owners | nodes)}",
        first.missing,
    )


def _one_or_many(numbers: Collection[int], ids: Mapping[int, str]) -> str:
    return ids[min(numbers)] if len(numbers) == 1 else counted(len(numbers), "object")


def _detail(node: Node) -> str:
    return node.type if node.known else "not in the catalog"


def _box_classes(node: Node) -> Iterator[str]:
    yield node.family.name.lower()
    if not node.known:
        yield "missing" if node.missing else "absent"
    if node.asked:
        yield "asked"


def _line_class(link: Link) -> str:
    return link.strength.replace(" ", "-") + (" missing" if link.missing else "")


def _path(route: Route) -> str:
    start, *rest = (f"{point.x:.1f} {point.y:.1f}" for point in route)
    return f"M{start}C{' '.join(rest)}"
