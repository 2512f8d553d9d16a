"""Columns: every link leads to the right, except one or more of every cycle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .shapes import Pair


def backward(count: int, pairs: Sequence[Pair]) -> set[Pair]:
    """The links that close a cycle: those found to lead back when following links in depth.

    Args:
        count: how many vertices there are, numbered from 0.
        pairs: links between them.
    """
    after = neighbours(count, pairs)
    entered = {node for _, node in pairs}
    found: set[Pair] = set()
    seen: set[int] = set()
    for start in sorted(range(count), key=lambda vertex: vertex in entered):
        if start in seen:
            continue
        seen.add(start)
        path: dict[int, Iterator[int]] = {start: iter(after[start])}
        while path:
            vertex, following = next(reversed(path.items()))
            other = next(following, None)
            if other is None:
                del path[vertex]
            elif other in path:
                found.add((vertex, other))
            elif other not in seen:
                seen.add(other)
                path[other] = iter(after[other])
    return found


def ranks(count: int, pairs: Sequence[Pair]) -> list[int]:
    """The column of every vertex, from 0; links must have no cycle.

    A vertex stands right behind the last one that needs it; one that needs more than needs it stands right
    before the first that it needs.
    """
    after = neighbours(count, pairs)
    before = neighbours(count, [(node, owner) for owner, node in pairs])
    order = [vertex for vertex in range(count) if not before[vertex]]
    waiting = [len(others) for others in before]
    rank = [0] * count
    for vertex in order:  # grows while it is walked
        for other in after[vertex]:
            rank[other] = max(rank[other], rank[vertex] + 1)
            waiting[other] -= 1
            if not waiting[other]:
                order.append(other)
    for vertex in reversed(order):
        if len(after[vertex]) > len(before[vertex]):
            rank[vertex] = min(rank[other] for other in after[vertex]) - 1
    first = min(rank, default=0)
    return [column - first for column in rank]


def neighbours(count: int, pairs: Sequence[Pair]) -> list[list[int]]:
    """Whom each vertex leads to."""
    found: list[list[int]] = [[] for _ in range(count)]
    for owner, node in pairs:
        found[owner].append(node)
    return found
