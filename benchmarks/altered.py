"""Makes the catalog that another one is compared with: nearly the same, or with a change in every descriptor.

`python benchmarks/altered.py little 100000.zip little.zip` makes one that is nearly the same.
"""

from __future__ import annotations

import argparse
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from make_catalog import COMPRESSION

PER_EDIT = 500
"""Entries of a catalog for each edit: of 100,000 entries 200 are edited …"""
PER_DATE = 1_000
"""… and 100 more have another date."""

Entry: TypeAlias = "tuple[str, bytes]"
Edit: TypeAlias = Callable[[bytes], bytes]

_LABEL = re.compile(rb"<(label|fullName)>")
_SUBJECT = re.compile(rb"<(subject)>")
_FLAG = re.compile(rb"(<externallyDefined>)false")


def alter(old: Path, new: Path, how: str) -> None:
    """Write a catalog that differs from another.

    Args:
        old: the catalog.
        new: where to write the other one.
        how: `little` or `everywhere`.
    """
    with (
        zipfile.ZipFile(old) as source,
        zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as target,
    ):
        names = source.namelist()
        entries = ((name, source.read(name)) for name in names)
        for name, content in _Little(names).entries(entries) if how == "little" else _everywhere(entries):
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)


class _Little:
    """Edits of many kinds, spread evenly over a catalog.

    Args:
        names: names of all entries.
    """

    def __init__(self, names: list[str]) -> None:
        edits, dates = len(names) // PER_EDIT, len(names) // PER_DATE
        # What an edit does, in which entries, and how many of each ten are of this kind.
        kinds: list[tuple[str, int, Edit]] = [
            (r"/image_\d+\.img\.xml$", 3, lambda data: data.replace(b"<label>", b"<label>New ", 1)),
            (r"/main_jrxml\.data$", 3, lambda data: re.sub(rb'width="\d+"', b'width="7"', data, count=1)),
            (r"/database\.xml$", 1, lambda data: data.replace(b"//db", b"//new-db")),
            (
                r"/report_[1-7]\.xml$",
                2,
                lambda data: data.replace(b"<permissionMask>30", b"<permissionMask>2"),
            ),
        ]
        self._edits: dict[str, Edit] = {}
        for pattern, share, edit in kinds:
            self._edits.update(dict.fromkeys(_spread(names, pattern, edits * share // 10), edit))
        links = _spread(names, r"/link_\d\.img\.xml$", edits // 10)
        self._removed, self._copied = set(links[::2]), set(links[1::2])
        self._edits.update(dict.fromkeys(_spread(names, r"/control_1\.xml$", dates), _dated))
        self._listed: dict[str, Edit] = {}

    def entries(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The entries, edited; the lists of their folders follow what came and what went."""
        for name, content in entries:
            folder, _, last = name.rpartition("/")
            link = last.removesuffix(".xml").encode()
            if name in self._removed:
                self._listed[f"{folder}/.folder.xml"] = _unlisted(link)
                continue
            if name in self._copied:
                self._listed[f"{folder}/.folder.xml"] = _also_listed(link)
                yield f"{folder}/new_{last}", content.replace(link, b"new_" + link)
            edit = self._edits.get(name) or self._listed.get(name)
            edited = edit(content) if edit is not None else content
            assert edit is None or edited != content, name
            yield name, edited


def _spread(names: list[str], pattern: str, count: int) -> list[str]:
    """So many of the names that match, from the first to the last."""
    found = list(filter(re.compile(pattern).search, names))
    return [found[number * len(found) // count] for number in range(count)]


def _dated(data: bytes) -> bytes:
    return re.sub(rb"<updateDate>\d+", b"<updateDate>2024", data)


def _unlisted(link: bytes) -> Edit:
    return lambda data: re.sub(rb"\s*<resource>%s</resource>" % re.escape(link), b"", data)


def _also_listed(link: bytes) -> Edit:
    line = b"<resource>%s</resource>"
    return lambda data: data.replace(line % link, line % link + line % (b"new_" + link))


def _everywhere(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Another label in every descriptor, or where there is none another text or flag."""
    counts: Counter[bool] = Counter()
    for name, content in entries:
        edited = content
        if name.endswith(".xml") and not name.startswith("accessEvents/") and not name.endswith("index.xml"):
            # A job with another label would be another job.
            text = _SUBJECT if name.startswith("reportJobs/") else _LABEL
            edited = text.sub(rb"<\1>New ", content, count=1)
            if edited == content:
                edited = _FLAG.sub(rb"\1true", content, count=1)
            counts[edited != content] += 1
        yield name, edited
    assert not counts[False], f"{counts[False]} descriptors are as they were"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Make a catalog that differs from another.")
    parser.add_argument("how", choices=["little", "everywhere"])
    parser.add_argument("old", type=Path, metavar="OLD")
    parser.add_argument("new", type=Path, metavar="NEW")
    arguments = parser.parse_args()
    alter(arguments.old, arguments.new, arguments.how)


if __name__ == "__main__":
    main()
