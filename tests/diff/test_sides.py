"""What is read of two catalogs, and in which order the rest is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogkit.archive import open_archive
from catalogkit.diff.sides import read_sides
from catalogkit.inspection.diffing import diff
from catalogkit.testing import file, raw, resource, write


def test_entries_of_no_object_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    names = [f"other/{number:02}.bin" for number in range(20)]
    paths = [
        write(tmp_path / f"{text}.zip", *(raw(name, text.encode()) for name in reversed(names)))
        for text in ("old", "new")
    ]
    with open_archive(paths[0]) as old, open_archive(paths[1]) as new:
        assert [item.name for item in read_sides(old, new).unread] == names


@pytest.mark.parametrize("other", ["/e", "/g"])
def test_a_file_that_several_name_changes_for_each_of_them(other: str, tmp_path: Path) -> None:
    """Whatever comes first; none of them is new."""
    paths = [
        write(
            tmp_path / f"{text}.zip",
            file("/f", text.encode(), "txt"),
            resource("fileResource", other, **{"@dataFile": "f.data"}),
        )
        for text in ("old", "new")
    ]
    with open_archive(paths[0]) as old, open_archive(paths[1]) as new:
        changes = diff(old, new).changes

    assert [(one.kind.value, one.uri) for one in changes] == [
        ("text-changed", uri) for uri in sorted(["/f", other])
    ]
