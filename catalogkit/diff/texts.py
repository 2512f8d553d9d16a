"""Two texts, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from math import isqrt
from typing import NamedTuple

from .lines import MAX_PAIRS, Change, changes, differing

_ENDS = ("\n", "\r")
KEPT, REMOVED, ADDED = " ", "-", "+"
"""What stands before the lines of a hunk."""


class Hunk(NamedTuple):
    """Changed lines, with lines around them that are the same.

    Args:
        old_start: where it starts in the old text, in lines from 1; if it has no line of that text, the line
            before which it stands.
        new_start: the same in the new text.
        lines: each behind its sign; of those at one place, the removed ones come first.
    """

    old_start: int
    new_start: int
    lines: tuple[str, ...]

    @property
    def header(self) -> str:
        """The line before it in a unified diff.

        >>> Hunk(1, 1, ("+a", "+b")).header
        '@@ -0,0 +1,2 @@'
        """
        added = sum(line.startswith(ADDED) for line in self.lines)
        removed = sum(line.startswith(REMOVED) for line in self.lines)
        old, new = len(self.lines) - added, len(self.lines) - removed
        # That format counts from the line before where there is none.
        return f"@@ -{self.old_start - (not old)},{old} +{self.new_start - (not new)},{new} @@"


class TextDiff(NamedTuple):
    """What differs between two texts.

    Args:
        added: lines only the new text has, also those that are not shown.
        removed: lines only the old text has, also those that are not shown.
        hunks: the changed lines.
        cut: what differs and is not in the hunks, in words; empty if nothing.
    """

    added: int
    removed: int
    hunks: tuple[Hunk, ...]
    cut: str = ""


def compare_texts(old: str, new: str, *, context: int = 3, max_lines: int = 2_000) -> TextDiff:
    r"""The lines in which two texts differ.

    Lines end at `\n`, `\r\n` or `\r`; which of them, and whether the last line has an end, is told in `cut`.

    Args:
        old: one text.
        new: another one.
        context: lines that are shown before and after a change.
        max_lines: lines that are shown in all.

    >>> compare_texts("a\nb\n", "a\nc\n").hunks
    (Hunk(old_start=1, new_start=1, lines=(' a', '-b', '+c')),)
    >>> compare_texts("a\nb\n", "a\r\nb").cut
    'only line ends differ'
    """
    if old == new:
        return TextDiff(0, 0, ())
    ours, theirs = _lines(old), _lines(new)
    whole = differing(ours, theirs)
    if whole is None:
        return TextDiff(0, 0, (), "only line ends differ")
    notes = ["line ends differ as well"] if _differ_in_line_ends(old, new) else []
    found = changes(ours, theirs, whole)
    added, removed = _counts(found or [whole])
    if found is None:
        return TextDiff(added, removed, (), "; ".join([_too_many(added, removed), *notes]))
    blocks = [_block(group, ours, context) for group in _groups(found, context)]
    hunks = tuple(_hunks(blocks, ours, theirs, max_lines))
    shown, total = sum(len(hunk.lines) for hunk in hunks), sum(block.size for block in blocks)
    if shown < total:
        notes.insert(0, f"only {shown:,} of {total:,} lines are shown")
    return TextDiff(added, removed, hunks, "; ".join(notes))


def _counts(found: Sequence[Change]) -> tuple[int, int]:
    """Lines that were added, and that were removed."""
    added = sum(change.new_end - change.new_start for change in found)
    return added, sum(change.old_end - change.old_start for change in found)


class _Block(NamedTuple):
    """Changes near each other, and the lines around them, in lines of the old text."""

    changes: tuple[Change, ...]
    start: int
    end: int

    @property
    def size(self) -> int:
        """Lines of its hunk."""
        return self.end - self.start + _counts(self.changes)[0]


def _lines(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def _differ_in_line_ends(old: str, new: str) -> bool:
    """Whether texts that differ in lines seem to differ in line ends too."""
    if not old or not new:
        return False
    kinds = _line_ends(old), _line_ends(new)
    ended = old.endswith(_ENDS), new.endswith(_ENDS)
    return ended[0] != ended[1] or (kinds[0] != kinds[1] and all(map(any, kinds)))


def _line_ends(text: str) -> tuple[bool, bool, bool]:
    """Which line ends a text has: those of Windows, of Unix, of old Macs."""
    both = text.count("\r\n")
    return both > 0, text.count("\n") > both, text.count("\r") > both


def _too_many(added: int, removed: int) -> str:
    side = isqrt(MAX_PAIRS) // 1_000 * 1_000
    return (
        f"there are {removed:,} and {added:,} lines from the first to the last that differ, and all are "
        f"counted: more than about {side:,} on each side are not compared line by line"
    )


def _groups(found: Sequence[Change], context: int) -> Iterator[tuple[Change, ...]]:
    """Changes that share lines around them."""
    group: list[Change] = []
    for change in found:
        if group and change.old_start - group[-1].old_end > 2 * context:
            yield tuple(group)
            group = []
        group.append(change)
    yield tuple(group)


def _block(group: tuple[Change, ...], old: Sequence[str], context: int) -> _Block:
    start = max(0, group[0].old_start - context)
    return _Block(group, start, min(len(old), group[-1].old_end + context))


def _hunks(
    blocks: Sequence[_Block], old: Sequence[str], new: Sequence[str], max_lines: int
) -> Iterator[Hunk]:
    """A hunk for each block, until there were enough lines; of the last one only the first lines, if so."""
    for block in blocks:
        first = block.changes[0]
        before = first.old_start - block.start
        if max_lines <= before:
            return
        lines = tuple(islice(_signed(block, old, new), max_lines))
        max_lines -= len(lines)
        yield Hunk(block.start + 1, first.new_start - before + 1, lines)


def _signed(block: _Block, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """The lines of a block behind their signs."""
    at = block.start
    for change in block.changes:
        yield from (KEPT + old[place] for place in range(at, change.old_start))
        yield from (REMOVED + old[place] for place in range(change.old_start, change.old_end))
        yield from (ADDED + new[place] for place in range(change.new_start, change.new_end))
        at = change.old_end
    yield from (KEPT + old[place] for place in range(at, block.end))
