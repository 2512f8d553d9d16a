"""Who needs each object of a result, and what it needs: what the pages of results draw."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from ..model.uri import FILES_SUFFIX

if TYPE_CHECKING:
    from ..references.graph import Graph

MOST = 200
"""Ids of each list."""


class Neighbours(NamedTuple):
    """The objects next to another in the graph of references.

    Args:
        needs: ids of what it needs, at most `MOST`, sorted.
        needed_by: ids of those that need it, at most `MOST`, sorted.
        needs_in_all: how many it needs.
        needed_by_in_all: how many need it.
    """

    needs: tuple[str, ...]
    needed_by: tuple[str, ...]
    needs_in_all: int
    needed_by_in_all: int


def neighbours(graph: Graph, ids: Iterable[str]) -> dict[str, Neighbours]:
    """The neighbours of some objects; those that have none are left out.

    Args:
        graph: who needs whom. Of what is gone it tells who still needs it.
        ids: ids of objects, see `references.edge.object_id`; what is embedded counts to its owner.
    """
    found = {}
    for node in sorted({_owner(graph, node) for node in ids}):
        needs = sorted({edge.node for edge in graph.out(node) if edge.is_used} - {"", node})
        users = sorted({edge.owner for edge in graph.into(node) if edge.is_used})
        if needs or users:
            found[node] = Neighbours(tuple(needs[:MOST]), tuple(users[:MOST]), len(needs), len(users))
    return found


def _owner(graph: Graph, node: str) -> str:
    while not graph.knows(node) and FILES_SUFFIX + "/" in node:
        node = node.rpartition(FILES_SUFFIX + "/")[0]
    return node
