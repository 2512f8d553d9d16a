"""Who needs whom, as a picture shows it: one node an object, one link a pair of objects."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..layout import counted
from ..markup import harmless
from .families import Family, family

_STRENGTHS = ("hard", "run time", "soft")
"""The strongest first."""


@dataclass(frozen=True, slots=True)
class Node:
    """An object.

    Args:
        number: its place in the result, which names it in every format.
        id: what identifies it in the catalog.
        name: the short name to show.
        type: its resource type or kind.
        label: its label, or empty.
        family: what it is for.
        known: whether the catalog has it.
        missing: whether the catalog lacks it although it is named.
        asked: whether the question was about it.
    """

    number: int
    id: str
    name: str
    type: str
    label: str
    family: Family
    known: bool
    missing: bool
    asked: bool


@dataclass(frozen=True, slots=True)
class Link:
    """All references from one object to another.

    Args:
        owner: number of the object that needs the other.
        node: number of the object that is needed.
        roles: what it is needed as, sorted.
        strength: the strongest.
        missing: whether one of them leads nowhere.
        places: where they are written, as `entry:line`.
    """

    owner: int
    node: int
    roles: tuple[str, ...]
    strength: str
    missing: bool
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """What a picture shows.

    Args:
        title: the question that it answers.
        nodes: objects, by number.
        links: between them, by the numbers of their ends.
        notes: sentences about what it does not show.
    """

    title: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    notes: tuple[str, ...] = ()


def read(data: Mapping[str, Any]) -> Graph:
    """The graph in a result of `catalogkit refs`."""
    edges: list[Mapping[str, Any]] = data["edges"]
    numbers = {item["id"]: number for number, item in enumerate(data["objects"])}
    pairs: defaultdict[tuple[int, int], list[Mapping[str, Any]]] = defaultdict(list)
    for edge in edges:
        if edge["node"] and edge["node"] != edge["owner"]:
            pairs[numbers[edge["owner"]], numbers[edge["node"]]].append(edge)
    links = tuple(_link(*pair, pairs[pair]) for pair in sorted(pairs))
    missing = {link.node for link in links if link.missing}
    names = _names([_spoken(item) for item in data["objects"]])
    asked = set(data["asked"])
    nodes = tuple(
        Node(
            number=number,
            id=_plain(item["id"]),
            name=name,
            type=_plain(item["type"] or (item["kind"] if item["known"] else "")),
            label=_plain(item["label"]),
            family=family(item["kind"], item["type"]),
            known=item["known"],
            missing=not item["known"] and number in missing,
            asked=item["id"] in asked,
        )
        for number, (item, name) in enumerate(zip(data["objects"], names, strict=True))
    )
    return Graph(_plain(data["question"]), nodes, links, tuple(_notes(edges)))


def place(edge: Mapping[str, Any]) -> str:
    """Where a reference is written, as `entry:line`."""
    return _plain(f"{edge['entry']}:{edge['line']}" if edge["line"] else edge["entry"])


def nearest(graph: Graph, nodes: int, links: int) -> Graph:
    """The part of a graph that is nearest to what was asked; a note says what was left out.

    Args:
        graph: the whole.
        nodes: how many objects to keep at most.
        links: how many links to keep at most.
    """
    around: defaultdict[int, list[int]] = defaultdict(list)
    for link in graph.links:
        around[link.owner].append(link.node)
        around[link.node].append(link.owner)
    kept: set[int] = set()
    drawn = 0
    for number in _by_distance(graph.nodes, around):
        drawn += sum(other in kept for other in around[number])
        if len(kept) == nodes or drawn > links:
            break
        kept.add(number)
    hidden = len(graph.nodes) - len(kept)
    if not hidden:
        return graph
    return replace(
        graph,
        nodes=tuple(node for node in graph.nodes if node.number in kept),
        links=tuple(link for link in graph.links if link.owner in kept and link.node in kept),
        notes=(f"… and {counted(hidden, 'more object')}, farther away", *graph.notes),
    )


def _by_distance(nodes: Sequence[Node], around: Mapping[int, list[int]]) -> Iterable[int]:
    """Numbers of all objects, what was asked first, then by the number of steps from there."""
    seen: set[int] = set()
    asked = [node.number for node in nodes if node.asked]
    for starts in (asked, *([node.number] for node in nodes)):
        waiting = deque(number for number in starts if number not in seen)
        seen.update(waiting)
        while waiting:
            number = waiting.popleft()
            yield number
            fresh = sorted({other for other in around.get(number, ()) if other not in seen})
            seen.update(fresh)
            waiting.extend(fresh)


def _link(owner: int, node: int, edges: Sequence[Mapping[str, Any]]) -> Link:
    return Link(
        owner,
        node,
        roles=tuple(sorted({_plain(edge["role"]) for edge in edges})),
        strength=min((edge["strength"] for edge in edges), key=_STRENGTHS.index),
        missing=any(not edge["resolved"] and edge["certainty"] == "literal" for edge in edges),
        places=tuple(dict.fromkeys(place(edge) for edge in edges)),
    )


def _notes(edges: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """What no picture shows."""
    kinds = Counter(
        "own" if edge["node"] else "open" for edge in edges if edge["node"] in ("", edge["owner"])
    )
    if kinds["open"]:
        yield f"{counted(kinds['open'], 'reference')} known only at run time: not drawn"
    if kinds["own"]:
        yield f"{counted(kinds['own'], 'reference')} to own parts: not drawn"


def _spoken(item: Mapping[str, Any]) -> str:
    """What people call an object: a URI, or a name without its kind; jobs have numbers that nobody knows."""
    if item["kind"] == "job" and item["label"]:
        return _plain(item["label"])
    return _plain(str(item["id"]).removeprefix(f"{item['kind']} "))


def _names(ids: Sequence[str]) -> list[str]:
    """Short names: the last segment of a URI; with the one before where several have the same."""
    segments = [[part for part in text.split("/") if part] if text.startswith("/") else [] for text in ids]
    last = Counter(parts[-1] for parts in segments if parts)
    return [
        "/".join(parts[-2 if last[parts[-1]] > 1 else -1 :]) if parts else text
        for text, parts in zip(ids, segments, strict=True)
    ]


def _plain(value: object) -> str:
    return str(harmless(value))
