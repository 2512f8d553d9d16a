"""Which lines of two texts differ: as few as can be, put where people expect them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, count
from operator import ne
from typing import NamedTuple

MAX_PAIRS = 800_000_000
"""Pairs of lines that are compared with each other: 28,000 by 28,000 lines take 100 MB and 0.2 s.

A pair takes one bit, and 64 are compared at a time, whatever the lines are. Twice as many lines on both sides
take four times as much of both.
"""
_WORD = 64
"""Pairs that are compared at a time."""


class Change(NamedTuple):
    """Lines that were removed and added at one place, counted from 0; the ends are not part of it."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def differing(old: Sequence[str], new: Sequence[str]) -> Change | None:
    """All between the first and the last line that differ; None where none does."""
    most = min(len(old), len(new))
    head = next(_where_unlike(old, new), most)
    most -= head
    tail = min(most, next(_where_unlike(reversed(old), reversed(new)), most))
    whole = Change(head, len(old) - tail, head, len(new) - tail)
    return whole if len(old) != len(new) or most else None


def _where_unlike(one: Iterable[str], other: Iterable[str]) -> Iterator[int]:
    """The positions at which two texts have other lines."""
    return compress(count(), map(ne, one, other))


def changes(old: Sequence[str], new: Sequence[str], whole: Change) -> list[Change] | None:
    """The changes that make one text of another, in their order; they mirror those of the way back.

    Args:
        old: lines.
        new: other lines.
        whole: what `differing` tells of them.

    Returns:
        None where so many lines differ that they are not compared.
    """
    ours, theirs = old[whole.old_start : whole.old_end], new[whole.new_start : whole.new_end]
    common = set(ours).intersection(theirs)
    # Lines that only one text has match nothing; without them there is less to compare.
    our_places = [at for at, line in enumerate(ours) if line in common]
    their_places = [at for at, line in enumerate(theirs) if line in common]
    matched = _matched([ours[at] for at in our_places], [theirs[at] for at in their_places])
    if matched is None:
        return None
    pairs = ((our_places[a] + whole.old_start, their_places[b] + whole.new_start) for a, b in matched)
    found = list(_between(pairs, whole))
    return list(_joined(_slid(found, old, new), old))


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterable[tuple[int, int]] | None:
    """Positions of lines that stay, in both texts: as many as can be; None where there are too many lines."""
    rest = differing(old, new)
    if rest is None:
        return zip(range(len(old)), range(len(new)), strict=True)
    inner = _longest(old[rest.old_start : rest.old_end], new[rest.new_start : rest.new_end])
    if inner is None:
        return None
    return [
        *zip(range(rest.old_start), range(rest.new_start), strict=True),
        *((rest.old_start + a, rest.new_start + b) for a, b in inner),
        *zip(range(rest.old_end, len(old)), range(rest.new_end, len(new)), strict=True),
    ]


def _longest(old: Sequence[str], new: Sequence[str]) -> Iterable[tuple[int, int]] | None:
    """As `_matched`, for lines of which the first and the last ones differ."""
    if (len(new), new) > (len(old), old):  # of several solutions the same, whatever the direction
        swapped = _longest(new, old)
        return None if swapped is None else [(a, b) for b, a in swapped]
    if -(-len(old) // _WORD) * _WORD * len(new) > MAX_PAIRS:
        return None
    # Bit-parallel: its worst case takes no longer than others, and hundreds of times less than in `difflib`.
    from rapidfuzz.distance import LCSseq

    numbers: dict[str, int] = {}
    ours = [numbers.setdefault(line, len(numbers)) for line in old]
    theirs = [numbers.setdefault(line, len(numbers)) for line in new]
    return [
        (block.src_start + at, block.dest_start + at)
        for block in LCSseq.opcodes(ours, theirs)
        if block.tag == "equal"
        for at in range(block.src_end - block.src_start)
    ]


def _between(pairs: Iterable[tuple[int, int]], whole: Change) -> Iterator[Change]:
    """The changes between lines that stay."""
    old_start, new_start = whole.old_start, whole.new_start
    for old_at, new_at in (*pairs, (whole.old_end, whole.new_end)):
        if old_start < old_at or new_start < new_at:
            yield Change(old_start, old_at, new_start, new_at)
        old_start, new_start = old_at + 1, new_at + 1


def _slid(found: Sequence[Change], old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """The same changes; what was only added or only removed is moved to where it looks whole.

    Of `</b> <b> x` and `<b> x </b>`, which say the same before another `</b>`, the latter is meant: a block
    ends with a blank line or one of little indent, then begins with one, then stands as late as can be.
    """
    old_before = new_before = 0
    for change, following in zip(found, (*found[1:], None), strict=True):
        old_after, new_after = (following[0], following[2]) if following else (len(old), len(new))
        if change.old_start == change.old_end:
            step = _best_step(new, change.new_start, change.new_end, new_before, new_after)
        elif change.new_start == change.new_end:
            step = _best_step(old, change.old_start, change.old_end, old_before, old_after)
        else:
            step = 0
        moved = Change(*(at + step for at in change))
        old_before, new_before = moved.old_end, moved.new_end
        yield moved


def _best_step(lines: Sequence[str], start: int, end: int, before: int, after: int) -> int:
    """How many lines down a block is best moved, up if negative, between the changes before and after it."""
    lowest = highest = 0
    while start + lowest > before and lines[start + lowest - 1] == lines[end + lowest - 1]:
        lowest -= 1
    while end + highest < after and lines[start + highest] == lines[end + highest]:
        highest += 1
    return min(
        range(lowest, highest + 1),
        key=lambda step: (_indent(lines[end + step - 1]), _indent(lines[start + step]), -step),
    )


def _indent(line: str) -> int:
    """How far a line is indented; less than any other if blank."""
    text = line.lstrip()
    return len(line) - len(text) if text else -1


def _joined(found: Iterable[Change], old: Sequence[str]) -> Iterator[Change]:
    """The same changes; those that touch are one, as are two with only a bracket or blank line between."""
    last: Change | None = None
    for change in found:
        if last is None:
            last = change
        elif change.old_start == last.old_end or _belong_together(last, change, old):
            last = Change(last.old_start, change.old_end, last.new_start, change.new_end)
        else:
            yield last
            last = change
    if last is not None:
        yield last


def _belong_together(one: Change, other: Change, old: Sequence[str]) -> bool:
    """Whether lines were replaced before and after a line without a letter or digit, and no other line."""
    return (
        other.old_start - one.old_end == 1
        and all(c.old_start < c.old_end and c.new_start < c.new_end for c in (one, other))
        and not any(map(str.isalnum, old[one.old_end]))
    )
