"""Heights within columns: as near to the neighbours as the order and the distances allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from statistics import fmean

_SWEEPS = 16
BEND = -6.0
"""The size of a bend: lines may come nearer to each other than boxes."""
_STIFF = 8.0
"""How much more than others a line through several columns wants to be straight."""


def heights(
    columns: Sequence[Sequence[int]],
    before: Sequence[Sequence[int]],
    after: Sequence[Sequence[int]],
    sizes: Sequence[float],
    gap: float,
) -> list[float]:
    """The y of the middle of every vertex.

    Args:
        columns: vertices in order, from the top.
        before: for every vertex, those in the column before that it has lines to.
        after: the same for the column after.
        sizes: the height of every vertex; `BEND` for a bend of a line.
        gap: between two neighbours.
    """
    y = [0.0] * len(sizes)
    shifts = [_shifts([sizes[vertex] for vertex in column], gap) for column in columns]
    for column, shift in zip(columns, shifts, strict=True):
        for vertex, offset in zip(column, shift, strict=True):
            y[vertex] = offset - shift[-1] / 2
    both = [[*left, *right] for left, right in zip(before, after, strict=True)]
    turns = [(before, 1), (after, -1)] * (_SWEEPS // 2) + [(both, 1), (both, -1)]
    for around, step in turns:
        for column, shift in list(zip(columns, shifts, strict=True))[::step]:
            wishes = [fmean(y[other] for other in around[v]) if around[v] else y[v] for v in column]
            weights = [_weight(v, around[v], sizes) for v in column]
            for vertex, place in zip(column, _settled(wishes, weights, shift), strict=True):
                y[vertex] = place
    return y


def _shifts(sizes: Sequence[float], gap: float) -> list[float]:
    """How far below the first of a column each one stands at least."""
    steps = ((upper + lower) / 2 + gap for upper, lower in pairwise(sizes))
    return list(accumulate(steps, initial=0.0))


def _weight(vertex: int, around: Sequence[int], sizes: Sequence[float]) -> float:
    if not around:
        return 0.01
    bends = all(sizes[other] == BEND for other in (vertex, *around))
    return _STIFF if bends else float(len(around))


def _settled(wishes: Sequence[float], weights: Sequence[float], shifts: Sequence[float]) -> Iterator[float]:
    """The places nearest to the wishes (least squares) that keep the distances.

    Without the shifts it is an isotonic regression: neighbours whose wishes contradict form a block, which
    stands at the average of their wishes.
    """
    blocks: list[tuple[float, float, int]] = []  # sum of wishes, weight, how many
    for wish, weight, shift in zip(wishes, weights, shifts, strict=True):
        block = ((wish - shift) * weight, weight, 1)
        while blocks and blocks[-1][0] * block[1] >= block[0] * blocks[-1][1]:
            upper = blocks.pop()
            block = (upper[0] + block[0], upper[1] + block[1], upper[2] + block[2])
        blocks.append(block)
    means = [total / weight for total, weight, count in blocks for _ in range(count)]
    return (mean + shift for mean, shift in zip(means, shifts, strict=True))
