"""The dependency graph of a catalog, and the questions that it answers.

Nodes are ids of objects (`edge.object_id`); an embedded resource is part of the object that holds it. Every
walk is iterative, and takes time in proportion to what it walks over.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..model.catalog import Catalog
from ..model.uri import FILES_SUFFIX
from .edge import Certainty, Edge, Strength, object_id
from .extract import References, extract
from .knots import Knots

_AT_LEAST = {
    Strength.HARD: frozenset({Strength.HARD}),
    Strength.RUN_TIME: frozenset({Strength.HARD, Strength.RUN_TIME}),
    Strength.SOFT: frozenset(Strength),
}
"""The strengths that are at least as strong as another."""


class Missing(NamedTuple):
    """Something to add to a catalog.

    Args:
        target: its id.
        needed_by: the edges that need it, or something embedded in it.
    """

    target: str
    needed_by: tuple[Edge, ...]


class Graph:
    """References with the objects that they connect.

    Args:
        references: the edges, and what could not be searched.
        objects: ids of all objects of the catalog.
    """

    def __init__(self, references: References, objects: Iterable[str]) -> None:
        self.edges = references.edges
        self.unread = references.unread
        self.objects = frozenset(objects)
        self._out: dict[str, list[Edge]] = {}
        self._in: dict[str, list[Edge]] = {}
        for edge in self.edges:
            self._out.setdefault(edge.owner, []).append(edge)
            self._in.setdefault(edge.node, []).append(edge)
        self._in.pop("", None)  # targets of which nothing is known
        self._knots = Knots(_needs(self._out))

    def knows(self, node: str) -> bool:
        """Whether an object of the catalog, or the target of some edge, has this id."""
        return node in self.objects or node in self._in

    def out(self, node: str) -> tuple[Edge, ...]:
        """The edges of an object, in the order in which they were found."""
        return tuple(self._out.get(node, ()))

    def into(self, node: str) -> tuple[Edge, ...]:
        """The edges that lead to an object or to something embedded in it, from others."""
        return tuple(edge for edge in self._in.get(node, ()) if edge.owner != node)

    def reached(
        self, start: Iterable[str], *, reverse: bool = False, weakest: Strength = Strength.RUN_TIME
    ) -> dict[str, Edge | None]:
        """Everything that some objects need, directly or through others, or that needs them.

        Args:
            start: ids of objects.
            reverse: whether to walk towards those who need them.
            weakest: the weakest edges to follow; provenance is never followed.

        Returns:
            Every id that was reached, nearest first, with the edge over which it was reached first; None
            for those of the start.
        """
        edges = self._in if reverse else self._out
        followed = _AT_LEAST[weakest]
        found: dict[str, Edge | None] = dict.fromkeys(start)
        pending = deque(found)
        while pending:
            for edge in edges.get(pending.popleft(), ()):
                node = edge.owner if reverse else edge.node
                if node in found or edge.strength not in followed:
                    continue
                if node and edge.certainty is not Certainty.PROVENANCE:
                    found[node] = edge
                    pending.append(node)
        return found

    def why(self, owner: str, target: str) -> tuple[Edge, ...]:
        """The shortest chain of edges from one object to another; without soft edges if there is such a one.

        Returns:
            The edges in order; none if nothing leads there, or both are the same.
        """
        for weakest in (Strength.RUN_TIME, Strength.SOFT):
            found = self.reached([owner], weakest=weakest)
            if target in found:
                return tuple(reversed(list(_back(found, target))))
        return ()

    def missing(self, start: Iterable[str] | None = None) -> tuple[Missing, ...]:
        """The smallest list of what must be added so that nothing is missing, as far as is known.

        What is embedded in something that is missing comes with it, and is not listed beside it.

        Args:
            start: only what these objects need, directly or through others; everything if None.
        """
        edges: Iterable[Edge] = self.edges
        if start is not None:
            edges = (edge for node in self.reached(start) for edge in self._out.get(node, ()))
        needed: dict[str, list[Edge]] = {}
        for edge in edges:
            if edge.is_missing:
                needed.setdefault(edge.target, []).append(edge)
        added: dict[str, list[Edge]] = {}
        for target, found in needed.items():
            added.setdefault(_holder(target, needed), []).extend(found)
        return tuple(Missing(target, tuple(found)) for target, found in sorted(added.items()))

    def cycles(self) -> tuple[tuple[str, ...], ...]:
        """Groups of objects that all need each other, each in the order of their ids.

        An object that needs itself is no group: its embedded resources refer to each other.
        """
        return tuple(sorted(tuple(sorted(group)) for group in self._knots))


def _needs(graph_out: Mapping[str, list[Edge]]) -> dict[str, set[str]]:
    """For each object those it cannot do without, both ends in the catalog, once each."""
    needs: dict[str, set[str]] = {}
    for owner, edges in graph_out.items():
        found = {edge.node for edge in edges if edge.resolved and edge.is_needed}
        found.discard(owner)
        if found:
            needs[owner] = found
    return needs


def build_graph(catalog: Catalog, *, access_events: bool = False, structure: bool = False) -> Graph:
    """The graph of a catalog; see `extract` for the arguments."""
    references = extract(catalog, access_events=access_events, structure=structure)
    return Graph(references, (object_id(item.key) for item in catalog.objects()))


def _back(found: Mapping[str, Edge | None], target: str) -> Iterator[Edge]:
    """The edges from a reached id back to the start."""
    edge = found[target]
    while edge is not None:
        yield edge
        edge = found[edge.owner]


def _holder(target: str, needed: Mapping[str, object]) -> str:
    """The outermost missing object that a missing target is embedded in; itself if there is none."""
    best = target
    start = target.find(FILES_SUFFIX + "/")
    while start != -1:
        holder = target[:start]
        if holder in needed:
            return holder
        start = target.find(FILES_SUFFIX + "/", start + 1)
    return best
