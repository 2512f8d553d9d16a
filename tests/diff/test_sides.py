"""What is read of two catalogs, and in which order the rest is told."""

from __future__ import annotations

from pathlib import Path

from catalogkit.archive import open_archive
from catalogkit.diff.sides import read_sides
from catalogkit.testing import raw, write


def test_entries_of_no_object_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    names = [f"other/{number:02}.bin" for number in range(20)]
    paths = [
        write(tmp_path / f"{text}.zip", *(raw(name, text.encode()) for name in reversed(names)))
        for text in ("old", "new")
    ]
    with open_archive(paths[0]) as old, open_archive(paths[1]) as new:
        assert [item.name for item in read_sides(old, new).unread] == names
