"""Which entries of two archives differ, told by their central directories: nothing equal is ever inflated."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from itertools import filterfalse
from operator import ne
from typing import NamedTuple

from ..archive import Archive, Entry
from ..archive.escaping import unescape
from ..model.walk import SNAPSHOT_SUFFIX
from ..parsing.index import archive_is_escaped
from ..parsing.places import Placed, place_entry
from .canonical import file_content

_EVENTS = "accessEvents/"
_GROUPS = ("reportJobs/", "favorites/")
"""Where the objects of one directory are compared together: their ids differ from server to server."""
_DATA_SUFFIXES = (".data", SNAPSHOT_SUFFIX, ".view.options", "")
"""What follows the name of a resource in the name of its file (`catalog-format.md` §3.2)."""


class Unread(NamedTuple):
    """An entry that differs and is no object on a side where it is there.

    Args:
        name: name of the entry.
        old: the entry in the old archive; None if it is not there.
        new: the same in the new one.
        reason: why it is none.
    """

    name: str
    old: Entry | None
    new: Entry | None
    reason: str


class EntryDifferences(NamedTuple):
    """What two archives have in common, by the names of their entries.

    Args:
        old: entries of the old archive that can be read, by name.
        new: the same of the new one; names are unescaped if the two escape differently.
        escaped: whether names are escaped, in the old and in the new archive.
        names: names of the entries that differ, came, or went, without directories and access events.
        refused: entries that must not be read, and differ as far as their sizes and checksums tell.
        events: how many access events differ, came, or went.
        directories: how many entries for directories came or went.
        is_reordered: whether common entries stand in another order.
    """

    old: Mapping[str, Entry]
    new: Mapping[str, Entry]
    escaped: tuple[bool, bool]
    names: tuple[str, ...]
    refused: tuple[Unread, ...]
    events: int
    directories: int
    is_reordered: bool

    def placed(self, names: set[str], *, is_new: bool) -> list[Placed]:
        """Entries of one archive at their places, in its order."""
        entries, escaped = (self.new, self.escaped[1]) if is_new else (self.old, self.escaped[0])
        return [place_entry(entries[name], escaped=escaped) for name in filter(names.__contains__, entries)]

    def to_read(self) -> set[str]:
        """The entries that must be read to say what the differences mean: with owners, and whole groups."""
        names = set(self.names)
        for name in self.names:
            names.update(owner for owner in _owners(name) if owner in self.old or owner in self.new)
        groups = {name.rpartition("/")[0] for name in self.names if name.startswith(_GROUPS)}
        if groups:
            names.update(n for n in (*self.old, *self.new) if n.rpartition("/")[0] in groups)
        return names


def entry_differences(old: Archive, new: Archive) -> EntryDifferences:
    """Compare two archives entry by entry."""
    escaped = archive_is_escaped(old), archive_is_escaped(new)
    first = _by_name(old, unescaped=escaped[0] and escaped[0] != escaped[1])
    second = _by_name(new, unescaped=escaped[1] and escaped[0] != escaped[1])
    names, events, directories = [], 0, 0
    for name in _differing(old, new, first, second):
        if name.endswith("/"):
            directories += 1
        elif name.startswith(_EVENTS):
            events += 1
        else:
            names.append(name)
    return EntryDifferences(
        first,
        second,
        escaped,
        tuple(names),
        tuple(_refused(old, new)),
        events,
        directories,
        any(map(ne, filter(second.__contains__, first), filter(first.__contains__, second))),
    )


def _by_name(archive: Archive, *, unescaped: bool) -> dict[str, Entry]:
    if not unescaped:
        return archive.by_name
    return {unescape(name): entry for name, entry in archive.by_name.items()}


def _differing(
    old: Archive, new: Archive, first: Mapping[str, Entry], second: Mapping[str, Entry]
) -> Iterator[str]:
    for name, entry in first.items():
        other = second.get(name)
        if other is not None and entry.crc == other.crc is not None and entry.size == other.size:
            continue  # as nearly all are
        if other is None or not _is_same(old, new, entry, other):
            yield name
    yield from filterfalse(first.__contains__, second)


def _is_same(old: Archive, new: Archive, entry: Entry, other: Entry) -> bool:
    if entry.size != other.size or entry.crc is None or other.crc is None:
        return entry.size == other.size and file_content(old, entry) == file_content(new, other)
    return entry.crc == other.crc


def _refused(old: Archive, new: Archive) -> Iterator[Unread]:
    """Entries that must not be read; two that agree in name, size and checksum are the same."""
    sides = [
        {(e.raw_name, e.size, e.crc): e for e in archive.entries if e.refused is not None}
        for archive in (old, new)
    ]
    left, came = (
        [entry for key, entry in entries.items() if key not in others]
        for entries, others in (sides, sides[::-1])
    )
    by_name: dict[str, deque[Entry]] = {}
    for entry in came:
        by_name.setdefault(entry.raw_name, deque()).append(entry)
    for entry in left:
        same = by_name.get(entry.raw_name)
        yield _unread(entry, same.popleft() if same else None)
    yield from (_unread(None, entry) for entries in by_name.values() for entry in entries)


def _unread(old: Entry | None, new: Entry | None) -> Unread:
    entry = new or old
    assert entry is not None
    assert entry.refused is not None
    return Unread(entry.raw_name, old, new, entry.refused.text)


def _owners(name: str) -> Iterator[str]:
    """The entries whose descriptor may name a data file: what embeds it, and what is called like it."""
    if not name.startswith("resources/"):
        return
    position = name.find("_files/")
    while position != -1:
        yield name[:position] + ".xml"
        position = name.find("_files/", position + 1)
    for suffix in _DATA_SUFFIXES:
        if name.endswith(suffix):
            yield name.removesuffix(suffix) + ".xml"
