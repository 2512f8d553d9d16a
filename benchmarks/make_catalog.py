"""Makes a large catalog with invented content: the same arguments give the same entries.

`python benchmarks/make_catalog.py 100000 large.zip --data-size 2000000000` makes one of two gigabytes.
"""

from __future__ import annotations

import argparse
import zipfile
from collections.abc import Iterator
from pathlib import Path

from department import PER_REGION, Data, Department, Item, event_item, folder_item, role_item
from descriptors import Element, document
from filler import fill

from catalogkit.archive.escaping import escape

DATA_PER_ENTRY = 5_000
"""Bytes of data files per entry unless told otherwise; real catalogs hold 2,000 to 16,000."""

MIN_ENTRIES = 200
COMPRESSION = 1


def make_catalog(entries: int, path: Path, data_size: int | None = None) -> None:
    """Write a catalog.

    Args:
        entries: how many entries it has, directories and index included.
        path: where to write it.
        data_size: bytes of all data files together, uncompressed.
    """
    if entries < MIN_ENTRIES:
        raise SystemExit(f"a catalog of this mix has at least {MIN_ENTRIES} entries")
    total = entries * DATA_PER_ENTRY if data_size is None else data_size
    departments = _departments(entries)
    data = _Data(departments, total)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        for name, content in _items(departments, entries):
            body = data.next(content) if isinstance(content, Data) else content
            info = zipfile.ZipInfo(escape(name))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, body)


class _Data:
    """Hands out all bytes of the data files by their shares."""

    def __init__(self, departments: list[Department], total: int) -> None:
        contents = [content for _, content in departments[0].resources()]
        self._shares = len(departments) * sum(c.share for c in contents if isinstance(c, Data))
        self._total = total
        self._given = 0
        self._count = 0

    def next(self, data: Data) -> bytes:
        start = self._total * self._given // self._shares
        self._given += data.share
        self._count += 1
        return fill(data.kind, self._total * self._given // self._shares - start, self._count)


def _departments(entries: int) -> list[Department]:
    """As many departments as fit; access events make up for the rest."""
    first = Department(0)
    each = sum(1 for _ in first.resources()) + 1 + len(first.job_items())
    # Four roles and folders and the index, and a role and a folder per region.
    count = (entries - 8) * PER_REGION // (each * PER_REGION + 2) - 1
    return [Department(number) for number in range(count)]


def _items(departments: list[Department], entries: int) -> Iterator[Item]:
    written = 0
    for item in _objects(departments):
        written += 1
        yield item
    events = entries - written - 1
    for number in range(1, events + 1):
        yield event_item(number, departments[number % len(departments)].scheduled)
    yield "index.xml", _index(departments, events)


def _objects(departments: list[Department]) -> Iterator[Item]:
    """Everything but access events and the index, in the order of the modules."""
    for department in departments:
        yield department.user_item()
    for name in _roles(departments):
        yield role_item(name)
    regions: list[str] = []
    for department in departments:
        yield from department.resources()
        if department is departments[-1] or (department.number + 1) % PER_REGION == 0:
            regions.append(department.region)
            names = [d.name for d in departments if d.region == department.region]
            yield folder_item(f"/public/{department.region}", names, len(regions))
    yield folder_item("/public", regions, 1)
    yield folder_item("/", ["public"], 0)
    for department in departments:
        yield from department.job_items()


def _roles(departments: list[Department]) -> list[str]:
    return ["ROLE_USER", "ROLE_ADMINISTRATOR", *dict.fromkeys(department.role for department in departments)]


def _index(departments: list[Department], events: int) -> bytes:
    users = [Element("user", department.user) for department in departments]
    roles = [Element("role", name) for name in _roles(departments)]
    reports = [Element("report", department.scheduled) for department in departments]
    modules = {
        "authority": [*users, *roles],
        "repositoryResources": [Element("folder", "/")],
        "reportJobs": reports,
        "accessEvents": [Element("accessEventsCount", str(events))],
    }
    properties = {"pathProcessorId": "zip", "rootTenantId": "organizations", "jsVersion": "6.4.0 PRO"}
    content = [Element("module", items, f'id="{name}"') for name, items in modules.items()]
    content += [Element("property", "", f'name="{k}" value="{v}"') for k, v in properties.items()]
    return document(Element("export", content))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Make a large catalog with invented content.")
    parser.add_argument("entries", type=int, metavar="ENTRIES")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--data-size", type=int, metavar="BYTES_TOTAL", help="of all data files")
    arguments = parser.parse_args()
    make_catalog(arguments.entries, arguments.file, arguments.data_size)


if __name__ == "__main__":
    main()
