"""What differs and cannot be read is told: as far as it is known, or as not compared."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from catalogkit.archive import Limits, open_archive
from catalogkit.diff.compare import MAX_RAW
from catalogkit.diff.engine import compare
from catalogkit.diff.sides import read_sides
from catalogkit.testing import Part, Raw, file, folder, raw, report, resource, user, write
from tests.diff.comparing import Found, brief, changed_parts, compared_files

SMALL = Limits(max_entry_size=1_000)


def found_within(limits: Limits, old: Path, new: Path) -> Found:
    with open_archive(old, limits) as first, open_archive(new, limits) as second:
        return list(compare(read_sides(first, second)))


def damaged(path: Path, name: bytes) -> Path:
    """The same catalog with another first byte of one of its files."""
    data = bytearray(path.read_bytes())
    data[data.index(name) + len(name)] ^= 1
    path.write_bytes(data)
    return path


def extracted(path: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        archive.extractall(path.with_suffix(""))
    return path.with_suffix("")


def with_entries(path: Path, **entries: str) -> Path:
    """A catalog with entries that climb out of it."""
    with zipfile.ZipFile(write(path, folder("/a")), "a") as archive:
        for name, text in entries.items():
            archive.writestr(f"../{name}", text)
    return path


def test_other_bytes_that_are_damaged_are_told(tmp_path: Path) -> None:
    old = write(tmp_path / "old.zip", file("/f", b"one text", "xml"))
    new = damaged(write(tmp_path / "new.zip", file("/f", b"another text", "xml")), b"f.data")

    for pair in ((old, new), (new, old)):
        found = compared_files(*pair)
        assert brief(found) == [("binary-replaced", "info", "/f", "data")]
        assert "they were not compared: the compressed bytes cannot be inflated" in getattr(
            found[0], "sentence", ""
        )


@pytest.mark.parametrize("in_folder", [False, True])
def test_other_bytes_beyond_a_limit_are_told(in_folder: bool, tmp_path: Path) -> None:
    old, new = (
        write(tmp_path / f"{size}.zip", report("/r", main=file("m", b"x" * size, "jrxml")))
        for size in (2_000, 2_500)
    )
    if in_folder:
        old, new = extracted(old), extracted(new)

    assert brief(found_within(SMALL, old, new)) == [("binary-replaced", "info", "/r!m", "data")]


@pytest.mark.parametrize("letter", [b"x", b"y"])
def test_files_that_may_be_the_same_are_not_compared(letter: bytes, tmp_path: Path) -> None:
    old, new = (
        extracted(write(tmp_path / f"{name}.zip", file("/f", byte * 2_000, "xml")))
        for name, byte in (("old", b"x"), ("new", letter))
    )

    assert brief(found_within(SMALL, old, new)) == [("not compared", "", "the file /f", "")]


def test_refused_entries_that_differ_are_changes(tmp_path: Path) -> None:
    old = with_entries(tmp_path / "old.zip", same="1", other="1", gone="1")
    new = with_entries(tmp_path / "new.zip", same="1", other="2", come="1")

    told = [one for one in brief(compared_files(old, new)) if one[0] == "entry-changed"]

    assert told == [("entry-changed", "warning", f"../{name}", "bytes") for name in ("come", "gone", "other")]
    assert brief(compared_files(old, old)) == []


@pytest.mark.parametrize("other", [b"<other", b"<brokenDependencies/>"])
def test_a_list_of_broken_dependencies_that_cannot_be_read_is_a_change(other: bytes, tmp_path: Path) -> None:
    name = "broken_dependencies.xml"
    old, new = ([folder("/a"), raw(name, text)] for text in (b"<one", other))

    for sides in ((old, new), (new, old)):
        assert changed_parts(tmp_path, *sides) == [
            ("entry-changed", "warning", name, "bytes"),
            ("not compared", "", name, ""),
        ]


def test_indexes_that_cannot_be_read_differ(tmp_path: Path) -> None:
    old, new = (write(tmp_path / f"{n}.zip", folder("/a"), raw("index.xml", b"<" * n)) for n in (1, 2))

    (change, _) = compared_files(old, new)

    assert getattr(change, "sentence", "") == "The catalog: index.xml differs in what is not shown."


@pytest.mark.parametrize("name", ["id", "jobId", "version", "creationDate"])
def test_what_is_not_understood_is_no_noise_whatever_its_name(name: str, tmp_path: Path) -> None:
    old, new = ([user("ana", **{name: Raw(f"<{name}>{text}</{name}>")})] for text in ("5", "6"))

    assert changed_parts(tmp_path, old, new) == [("raw-changed", "warning", "ana", name)]


@pytest.mark.parametrize("names", ["x{}", "x"])
def test_very_much_that_is_not_understood_is_cut(names: str, tmp_path: Path) -> None:
    """And nothing that is understood."""
    number = MAX_RAW + 7

    def entry(text: str) -> Part:
        parts = (f"<{names.format(at)}>{text}{at}</{names.format(at)}>" for at in range(number))
        body = f"<user><username>ana</username>{''.join(parts)}<enabled>{text == 'b'}</enabled></user>"
        return raw("users/ana.xml", body.lower().encode())

    told = changed_parts(tmp_path, [folder("/a"), entry("a")], [folder("/a"), entry("b")])

    assert [kind for kind, *_ in told].count("raw-changed") == MAX_RAW
    assert [one for one in told if one[0] != "raw-changed"] == [
        ("not compared", "", "7 more parts of the user ana that are not understood", ""),
        ("user-enabled", "warning", "ana", "enabled"),
    ]


def test_other_bytes_of_an_object_of_another_type_are_told(tmp_path: Path) -> None:
    old = [file("/f", b"one", "txt", label="A")]
    new = [resource("contentResource", "/f", data=b"two", label="A", fileType="txt")]

    assert changed_parts(tmp_path, old, new) == [
        ("object-retyped", "error", "/f", "type"),
        ("text-changed", "info", "/f", "data"),
    ]


def test_other_fields_of_an_object_of_another_type_are_not_compared(tmp_path: Path) -> None:
    old = [resource("fileResource", "/f", fileType="txt")]
    new = [resource("contentResource", "/f", fileType="pdf")]

    assert changed_parts(tmp_path, old, new) == [
        ("not compared", "", "other fields of the content /f", ""),
        ("object-retyped", "error", "/f", "type"),
    ]
