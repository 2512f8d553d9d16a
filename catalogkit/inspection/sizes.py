"""Where the bytes of a catalog are, and which resource each data file belongs to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..archive import Archive
from ..model.catalog import entry_name, find_entry
from ..parsing.places import Place, Placed
from .survey import Survey

_KINDS = {
    Place.EVENT: "access events",
    Place.JUNK: "unclaimed",
    Place.OTHER: "unclaimed",
    Place.REFUSED: "unclaimed",
}


@dataclass(frozen=True, slots=True)
class Size:
    """How much of something there is. `bytes` uncompressed."""

    what: str
    entries: int
    bytes: int


class DataFiles:
    """The data files of a catalog, as far as a survey tells.

    Args:
        archive: where the entries are.
        seen: what the survey saw.
        placed: the entries at their places.
        escaped: whether entry names are.

    Attributes:
        missing: entry names that resources name and the archive lacks.
        unclaimed: entries below `resources` that nothing names.
    """

    def __init__(self, archive: Archive, seen: Survey, placed: list[Placed], *, escaped: bool) -> None:
        self.missing: list[str] = []
        self._owners: dict[str, str] = {}
        self._placed = placed
        for path, owner in seen.data.items():
            entry = find_entry(archive, path, escaped=escaped)
            if entry is None:
                self.missing.append(entry_name(path, escaped=escaped))
            else:
                self._owners[entry.name] = owner
        self.unclaimed = [
            item.entry.name
            for item in placed
            if item.entry.name not in self._owners
            and (item.place is Place.DATA or item.entry.name in seen.unreadable)
        ]

    def sizes(self) -> tuple[Size, ...]:
        """Entries and bytes by what they are, most bytes first."""
        entries: Counter[str] = Counter()
        sizes: Counter[str] = Counter()
        unclaimed = set(self.unclaimed)
        for entry, place, _ in self._placed:
            if place is Place.DIRECTORY:
                continue
            if entry.name in self._owners:
                what = "data files"
            elif entry.name in unclaimed:
                what = "unclaimed"
            else:
                what = _KINDS.get(place, "descriptors")
            entries[what] += 1
            sizes[what] += entry.size
        return tuple(Size(what, entries[what], size) for what, size in sizes.most_common())

    def largest(self, count: int) -> tuple[Size, ...]:
        """The resources and folders with most bytes, descriptors and data together."""
        entries: Counter[str] = Counter()
        sizes: Counter[str] = Counter()
        for entry, place, path in self._placed:
            owner = self._owners.get(entry.name)
            if owner is None and place in (Place.RESOURCE, Place.FOLDER):
                owner = path
            if owner is not None:
                entries[owner] += 1
                sizes[owner] += entry.size
        return tuple(Size(uri, entries[uri], size) for uri, size in sizes.most_common(count))
