"""The filters that text templates lay out with."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, zip_longest
from typing import Any

from ..model.nouns import noun
from .safe import Ready, visible, visible_lines

WIDTH = 80
"""Columns that prose is wrapped to; names and URIs are never broken."""


_UNITS = ("kB", "MB", "GB", "TB", "PB", "EB")


def human_bytes(size: int) -> str:
    """A number of bytes for people.

    >>> human_bytes(900), human_bytes(1_536_000)
    ('900 bytes', '1.5 MB')
    """
    if size < 1000:
        return counted(size, "byte")
    number, power = float(size), 0
    while number >= 999.5 and power < len(_UNITS):
        number, power = number / 1000, power + 1
    unit = _UNITS[power - 1]
    return f"{number:.1f} {unit}" if number < 10 else f"{number:,.0f} {unit}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "entry", "entries"), counted(2, "error")
    ('1 entry', '2 errors')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def wrapped(text: str, indent: int, first: int | None = None) -> Ready:
    """Prose wrapped to the width; `indent` and `first` are columns of the following and the first lines."""
    start = indent if first is None else first
    lines = textwrap.wrap(
        str(visible(text)),
        WIDTH,
        initial_indent=" " * start,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return Ready("\n".join(lines)[start:])


def width(values: Iterable[object], most: int = 60) -> int:
    """The columns that the longest of some values takes, up to a limit."""
    return min(max((len(str(visible(value))) for value in values), default=0), most)


def runs(items: Iterable[Mapping[str, object]], *names: str) -> list[list[Mapping[str, object]]]:
    """Neighbours that agree in some members, as lists."""
    grouped = groupby(items, lambda item: [item[name] for name in names])
    return [list(group) for _, group in grouped]


def grouped(items: Iterable[Mapping[str, object]], *names: str) -> list[list[Mapping[str, object]]]:
    """All that agree in some members, as lists, in the order in which they first stand."""
    groups: dict[tuple[object, ...], list[Mapping[str, object]]] = {}
    for item in items:
        groups.setdefault(tuple(item[name] for name in names), []).append(item)
    return list(groups.values())


def common(items: Iterable[Mapping[str, Any]], name: str) -> list[object]:
    """What stands in a list of every item, in the order of the first."""
    lists = [item[name] for item in items]
    return [value for value in lists[0] if all(value in other for other in lists)] if lists else []


def by_object(changes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Changes by the object that they are about, in the order of its gravest.

    Objects that changed alike are told together; those that came or went as a whole each on its own.

    Returns:
        For each: `names` with what people call each object, `level` of the gravest change, who `uses` it in
        words, `changes`, and whether it `is_whole`: came or went as a whole, with nothing else to tell.
    """
    blocks: dict[tuple[object, ...], list[Mapping[str, Any]]] = {}
    for change in changes:
        blocks.setdefault((change["object"], change["uri"]), []).append(change)
    alike: dict[tuple[object, ...], list[list[Mapping[str, Any]]]] = {}
    for place, items in blocks.items():
        said = tuple((item["level"], basename(item["part"]), item["what"]) for item in items)
        is_alone = _is_whole(items) or any(item["text"] is not None for item in items)
        alike.setdefault(place if is_alone else said, []).append(items)
    return [_block(group) for group in alike.values()]


def _is_whole(items: list[Mapping[str, Any]]) -> bool:
    return len(items) == 1 and items[0]["group"] in ("added", "removed")


def _block(group: list[list[Mapping[str, Any]]]) -> dict[str, Any]:
    """Objects that changed alike, by the changes of each."""
    firsts = [items[0] for items in group]
    return {
        "names": [
            f"{noun(first['root'])} {first['uri']}" if first["object"] else "the catalog itself"
            for first in firsts
        ],
        "level": firsts[0]["level"],
        "uses": users_of(firsts),
        "changes": group[0],
        "is_whole": _is_whole(group[0]),
    }


def with_wholes_together(blocks: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """What `by_object` gives as lists: of one level, what came, and what went, as a whole; the rest alone."""
    groups: dict[object, list[dict[str, Any]]] = {}
    for number, block in enumerate(blocks):
        key = (block["level"], block["changes"][0]["group"]) if block["is_whole"] else number
        groups.setdefault(key, []).append(block)
    return list(groups.values())


def users_of(changes: Iterable[Mapping[str, Any]]) -> str:
    """Who uses the objects of some changes, one each: in words, empty for nobody."""
    changes = list(changes)
    impacts = [change["impact"] for change in changes if change["impact"] is not None]
    if not impacts:
        return ""
    most = max(impacts, key=lambda impact: int(impact["count"]))
    return f"{'used' if len(changes) == 1 else 'the most used of them'} by {most['words']}"


def flattened(
    items: Iterable[Mapping[str, Any]], depth: int = 1, inner: str = "parts"
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Items and what is inside them, each with its depth; `inner` is the member that holds that."""
    for item in items:
        yield depth, item
        yield from flattened(item[inner], depth + 1, inner)


def basename(path: str) -> str:
    """The last part of an entry name.

    >>> basename("resources/reports/Weekly_files/main_jrxml.data")
    'main_jrxml.data'
    """
    return path.rpartition("/")[2]


def shortened(text: str, most: int | None) -> str:
    """A line cut to a number of characters, if one is given.

    >>> shortened("abcdef", 4), shortened("abc", 4), shortened("abcdef", None)
    ('abc…', 'abc', 'abcdef')
    """
    return text if most is None or len(text) <= most else text[: most - 1] + "…"


def hunk_lines(unified: Iterable[str], most: int | None) -> Iterator[str]:
    """The lines of a unified diff, cut to a number of characters, if one is given.

    What a line and the one in its place have in common at their beginning is cut first: the rest tells how
    they differ.

    >>> list(hunk_lines(["-the same a", "+the same b"], 8))
    ['-…ame a', '+…ame b']
    """
    lines = (line.expandtabs(4) for line in unified)
    groups = [list(group) for _, group in groupby(lines, lambda line: line[:1])]
    for at, group in enumerate(groups):
        step = {"-": 1, "+": -1}.get(group[0][:1], 0)
        place = groups[at + step] if step and 0 <= at + step < len(groups) else []
        others = place[: len(group)] if place and place[0][:1] in ("-", "+") else []
        for line, other in zip_longest(group, others, fillvalue=""):
            yield shortened(_from_difference(line, other, most), most)


def _from_difference(line: str, other: str, most: int | None) -> str:
    if most is None or max(len(line), len(other)) <= most:
        return line
    pairs = enumerate(zip(line[1:], other[1:], strict=False), 1)
    start = next((at for at, (ours, theirs) in pairs if ours != theirs), 0) - most // 2
    return f"{line[:1]}…{line[start:]}" if start > 2 else line


def lines(text: str) -> list[str]:
    """The lines of a text; one empty line for an empty text."""
    return text.splitlines() or [""]


def block(text: str, indent: int) -> Ready:
    """A text of several lines, each behind a bar: none of them can be taken for a line of ours."""
    bar = " " * indent + "|"
    lines = visible_lines(text.removesuffix("\n")).split("\n")
    return Ready("\n".join(f"{bar} {line}" if line else bar for line in lines))
