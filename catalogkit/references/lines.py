"""The lines on which references are written, for those of whose element the line was not kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ..archive import Archive
from ..errors import EntryError
from .edge import MAX_TEXT, Edge


def with_lines(archive: Archive, edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """The same edges; where the line is not known their entry is read again and searched for the text.

    The n-th edge of an entry with a text gets the line where it stands for the n-th time, or the last time.
    """
    edges = tuple(edges)
    wanted: dict[str, list[int]] = {}
    for position, edge in enumerate(edges):
        if not edge.line:
            wanted.setdefault(edge.entry, []).append(position)
    found = list(edges)
    for entry, positions in wanted.items():
        data = _read(archive, entry)
        places: dict[str, Iterator[int]] = {}
        last: dict[str, int] = {}
        for position in positions:
            text = edges[position].text
            if text not in places:
                places[text] = _lines(data, text, is_xml=entry.endswith(".xml"))
            last[text] = next(places[text], last.get(text, 0))
            found[position] = edges[position]._replace(line=last[text])
    return tuple(found)


def _read(archive: Archive, name: str) -> bytes:
    entry = archive.by_name.get(name)
    try:
        return b"" if entry is None else archive.read(entry)
    except EntryError:
        return b""  # the archive lists it among its defects


def _lines(data: bytes, text: str, *, is_xml: bool) -> Iterator[int]:
    """The lines, from 1, on which a text stands: between tags, in a string, cut off, or in another text."""
    from html import escape  # with the names of all characters

    written = escape(text, quote=False) if is_xml else json.dumps(text, ensure_ascii=False)
    if len(text) > MAX_TEXT:  # it was cut, and got an ellipsis
        needles = [text[:MAX_TEXT]]
    elif is_xml:
        needles = [f">{written}<", written]
    else:
        needles = [written, text]
    for needle in needles:
        wanted = needle.encode("utf-8", "surrogatepass")
        if wanted in data:
            yield from _lines_of(data, wanted)
            return


def _lines_of(data: bytes, wanted: bytes) -> Iterator[int]:
    line, start = 1, 0
    at = data.find(wanted)
    while at != -1:
        line += data.count(b"\n", start, at)
        yield line
        start, at = at, data.find(wanted, at + 1)
