"""The order within columns: few lines cross when everyone stands at the average of its neighbours."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

_SWEEPS = 24
_PATIENCE = 6
"""Sweeps without a gain after which it is good enough."""


def ordered(
    columns: Sequence[Sequence[int]], before: Sequence[Sequence[int]], after: Sequence[Sequence[int]]
) -> list[list[int]]:
    """The columns, each in an order that lets few lines cross.

    Args:
        columns: vertices; every line leads from one column to the next.
        before: for every vertex, those in the column before that it has lines to.
        after: the same for the column after.
    """
    current = [list(column) for column in columns]
    best, fewest, stale = current, crossings(current, after), 0
    for sweep in range(_SWEEPS):
        if not fewest or stale == _PATIENCE:
            break
        current = _swept(current[::-1], after)[::-1] if sweep % 2 else _swept(current, before)
        found = crossings(current, after)
        stale += 1
        if found < fewest:
            best, fewest, stale = current, found, 0
    return best


def crossings(columns: Sequence[Sequence[int]], after: Sequence[Sequence[int]]) -> int:
    """How often lines cross between neighbouring columns."""
    total = 0
    for column, following in pairwise(columns):
        position = {vertex: index for index, vertex in enumerate(following)}
        ends: list[int] = []
        for vertex in column:
            own = [position[other] for other in after[vertex]]
            total += sum(len(ends) - bisect_right(ends, end) for end in own)
            for end in own:
                insort(ends, end)
    return total


def _swept(columns: Sequence[list[int]], before: Sequence[Sequence[int]]) -> list[list[int]]:
    """Each column after the first sorted by the average position of what stands before it."""
    result = [columns[0]]
    for column in columns[1:]:
        position = {vertex: float(index) for index, vertex in enumerate(result[-1])}
        wish = {
            vertex: fmean(position[other] for other in before[vertex]) if before[vertex] else float(index)
            for index, vertex in enumerate(column)
        }
        result.append(sorted(column, key=wish.__getitem__))
    return result
