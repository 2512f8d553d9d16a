"""Two catalogs, read only as far as they differ, and their objects in pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ..archive import Archive, Entry, Progress
from ..model.catalog import KINDS, Catalog
from ..model.objects import CatalogObject, ObjectKey
from ..model.schedules import Job
from ..model.usage import Favorite
from ..parsing.builder import build_catalog
from ..parsing.claims import data_files
from ..parsing.places import Place, place_entry
from .entries import EntryDifferences, Unread, entry_differences


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Two catalogs that are compared.

    Args:
        old: the old one; it holds at least all that differs.
        new: the same for the new one.
        entries: what differs of their archives.
        keys: the objects that may differ.
        other_files: those of them that have a data file which differs.
        unread: entries that differ and belong to no object.
    """

    old: Catalog
    new: Catalog
    entries: EntryDifferences
    keys: frozenset[ObjectKey]
    other_files: frozenset[ObjectKey]
    unread: tuple[Unread, ...]


def read_sides(old: Archive, new: Archive, *, whole: bool = False, progress: Progress | None = None) -> Sides:
    """Read what differs between two archives.

    Args:
        old: the old archive.
        new: the new archive.
        whole: whether to read all of the new one, to ask who needs what.
        progress: told how far the reading is.
    """
    entries = entry_differences(old, new)
    names = entries.to_read()
    first = build_catalog(old, placed=entries.placed(names, is_new=False))
    if whole:
        second = build_catalog(new, progress)
    else:
        second = build_catalog(new, progress, placed=entries.placed(names, is_new=True))
    holders = _holders(first, entries), _holders(second, entries)
    found = _sides(first, second, entries, names, holders)
    is_shared = any(len(keys) > 1 for side in holders for keys in side.values())
    if not is_shared and not any(_is_data(entries, item) for item in found.unread):
        return found
    # Somebody else's descriptor may name these files (`catalog-format.md` §0 rule 5): read everything.
    first, second = build_catalog(old), second if whole else build_catalog(new)
    holders = _holders(first, entries), _holders(second, entries)
    return _sides(first, second, entries, names, holders)


_Holders: TypeAlias = "Mapping[str, set[ObjectKey]]"


def _holders(catalog: Catalog, entries: EntryDifferences) -> _Holders:
    """The resources that name each data file which differs, by its entry: there may be several."""
    sides = (entries.old, entries.new)
    differing = {side[name].name for side in sides for name in entries.names if name in side}
    holders: dict[str, set[ObjectKey]] = {}
    for owner, found in data_files(catalog.archive, catalog.resources, escaped=catalog.escaped):
        if isinstance(found, Entry) and found.name in differing and found.name != owner.entry:
            holders.setdefault(found.name, set()).add(owner.key)
    return holders


def _sides(
    old: Catalog, new: Catalog, entries: EntryDifferences, names: set[str], holders: tuple[_Holders, _Holders]
) -> Sides:
    keys: set[ObjectKey] = set()
    other_files: set[ObjectKey] = set()
    unread: dict[str, Unread] = {}
    differing = set(entries.names)
    reasons = {item.entry: item.reason for catalog in (old, new) for item in catalog.unclaimed}
    sides = (old, entries.old, holders[0]), (new, entries.new, holders[1])
    for name in sorted(names):
        there = [(side, by_name[name].name, files) for side, by_name, files in sides if name in by_name]
        unclaimed = [entry for side, entry, _ in there if entry not in side.claims]
        claims = {side.claims.get(entry) for side, entry, _ in there}
        users = {key for _, entry, files in there for key in files.get(entry, ())}
        if name not in differing or not unclaimed or users:
            owners = {key for key in claims | users if key is not None}
            keys |= owners
            other_files |= owners if users else set()
            continue
        reason = reasons.get(unclaimed[0]) or "it cannot be read"
        unread[name] = Unread(name, entries.old.get(name), entries.new.get(name), reason)
    return Sides(old, new, entries, frozenset(keys), frozenset(other_files), tuple(unread.values()))


def _is_data(entries: EntryDifferences, item: Unread) -> bool:
    """Whether an entry stands where data files do, of which some end in `.xml` (§0 rule 9)."""
    entry, is_escaped = (item.new, entries.escaped[1]) if item.new else (item.old, entries.escaped[0])
    return entry is not None and place_entry(entry, escaped=is_escaped).place in (Place.DATA, Place.RESOURCE)


def objects_of(catalog: Catalog, keys: Iterable[ObjectKey]) -> Iterator[CatalogObject]:
    """The objects of some keys that a catalog has, jobs and favorites left out."""
    for key in keys:
        item = getattr(catalog, KINDS[key.kind]).get(key.id)
        if item is not None:
            yield item


def grouped(catalog: Catalog, other: Catalog, keys: Iterable[ObjectKey]) -> dict[ObjectKey, CatalogObject]:
    """Objects by what they are compared by: jobs by report and label, favorites by what and whose.

    Of several that agree in it, those come first that the other catalog has under the same id.
    """
    keys = list(keys)
    theirs = {(item.key, _compared_by(item)) for item in objects_of(other, keys)}

    def order(item: CatalogObject) -> tuple[bool, int, str]:
        return (item.key, _compared_by(item)) not in theirs, len(item.key.id), item.key.id

    found: dict[ObjectKey, CatalogObject] = {}
    numbers: dict[ObjectKey, int] = {}
    for item in sorted(objects_of(catalog, keys), key=order):
        key = _compared_by(item)
        free = key
        while free in found:
            numbers[key] = numbers.get(key, 1) + 1
            free = ObjectKey(key.kind, f"{key.id} #{numbers[key]}")
        found[free] = item
    return found


def _compared_by(item: CatalogObject) -> ObjectKey:
    if isinstance(item, Job):
        return ObjectKey(item.key.kind, f"{item.report}: {item.label}")
    if isinstance(item, Favorite):
        words = (item.folder, item.text("resourceURI") or "", item.text("userName") or "")
        return ObjectKey(item.key.kind, ": ".join(words))
    return item.key
