"""Every entry gets an owner, or a reason why it has none (`catalog-format.md` §17)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..archive import Archive, Entry
from ..model.catalog import Claims, MissingData, Unclaimed, entry_name, find_entry
from ..model.repository import Resource
from ..model.uri import URI
from ..model.walk import data_paths, with_locals
from .places import Place, Placed, directory_is_known


def data_files(
    archive: Archive, resources: Mapping[URI, Resource], *, escaped: bool
) -> Iterator[tuple[Resource, Entry | MissingData]]:
    """Every data file with the listed resource that it belongs to, or the word that it is missing."""
    for uri, owner in resources.items():
        for resource in with_locals(owner):
            for path in data_paths(resource):
                entry = find_entry(archive, path, escaped=escaped)
                if entry is None:
                    name = entry_name(path, escaped=escaped)
                    yield owner, MissingData(uri, resource.uri, name)
                else:
                    yield owner, entry


def unclaimed_entries(
    placed: Iterable[Placed], claims: Claims, reasons: Mapping[str, str]
) -> Iterator[Unclaimed]:
    """The entries that belong to nothing; directories above claimed entries belong to the catalog."""
    used = _directories_above(claims)
    for entry, place, _ in placed:
        if entry.refused is not None:
            yield Unclaimed(entry.raw_name, entry.size, f"refused: {entry.refused.text}")
        elif entry.name in claims:
            continue
        elif place is not Place.DIRECTORY:
            yield Unclaimed(entry.name, entry.size, reasons.get(entry.name, _REASONS.get(place, "")))
        elif entry.name not in used and not directory_is_known(entry.name):
            yield Unclaimed(entry.name, 0, "an empty directory of no known folder")


_REASONS = {
    Place.JUNK: "left behind by an operating system or editor",
    Place.OTHER: "not a place where a catalog keeps anything",
    Place.DATA: "no descriptor names it",
}


def _directories_above(names: Iterable[str]) -> set[str]:
    used = {"./"}
    for name in names:
        while (end := name.rfind("/", 0, len(name) - 1)) >= 0:
            name = name[: end + 1]
            if name in used:
                break
            used.add(name)
    return used
