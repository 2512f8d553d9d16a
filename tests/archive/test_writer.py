"""The zips we write."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogkit.archive import open_archive
from catalogkit.archive.base import CHUNK
from catalogkit.archive.writer import ZipWriter
from catalogkit.errors import EntryError, EntryRefusedError
from tests.hostile.raw_zip import Part, build

ENTRIES = {
    "resources/": b"",
    "resources/a.xml": b"<a/>" * 100,
    "resources/\u00fc \U0001f600.data": bytes(range(256)),
    "empty": b"",
}


def written(entries: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with ZipWriter(stream) as writer:
        for name, data in entries.items():
            if name.endswith("/"):
                writer.add_directory(name)
            else:
                writer.add(name, data)
    return stream.getvalue()


def test_zipfile_reads_it() -> None:
    with zipfile.ZipFile(io.BytesIO(written(ENTRIES))) as archive:
        assert archive.testzip() is None
        assert {i.filename: archive.read(i) for i in archive.infolist()} == ENTRIES
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_we_read_it(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(written(ENTRIES))
    with open_archive(tmp_path / "x.zip") as archive:
        assert {e.name: archive.read(e) for e in archive.entries} == ENTRIES
        assert archive.defects == []


def test_same_input_same_bytes() -> None:
    assert written(ENTRIES) == written(ENTRIES)


def test_it_starts_where_the_stream_stands() -> None:
    stream = io.BytesIO(b"before")
    stream.seek(0, 2)
    with ZipWriter(stream) as writer:
        writer.add("a", b"x")
    assert stream.getvalue() == b"before" + written({"a": b"x"})


def test_nothing_more_is_written_after_an_error() -> None:
    stream = io.BytesIO()
    with suppress(KeyError), ZipWriter(stream) as writer:
        writer.add("a", b"x")
        raise KeyError
    assert b"PK\x05\x06" not in stream.getvalue()


def test_names_are_written_once() -> None:
    writer = ZipWriter(io.BytesIO())
    writer.add("a", b"")
    with pytest.raises(ValueError, match="a is in the archive already"):
        writer.add("a", b"")


@pytest.mark.parametrize("name", ["../a", "/a", "C:/a", "a/../../b", "a\0", "", "a\nb"])
def test_hostile_names_are_not_written(name: str) -> None:
    with pytest.raises(EntryRefusedError):
        ZipWriter(io.BytesIO()).add(name, b"")


def test_names_have_an_end() -> None:
    with pytest.raises(ValueError, match="more bytes than a zip allows"):
        ZipWriter(io.BytesIO()).add("\u00fc" * 40_000, b"")


def test_raw_copies_are_the_same_bytes(tmp_path: Path) -> None:
    large = random.Random(3).randbytes(CHUNK * 3)
    source = [Part("a", b"x" * 1_000), Part("b", large, 0), Part("c", large), Part("d/", b"", 0)]
    (tmp_path / "x.zip").write_bytes(build(source))
    stream = io.BytesIO()
    with open_archive(tmp_path / "x.zip") as archive, ZipWriter(stream) as writer:
        for entry in reversed(archive.entries):
            writer.copy(archive, entry)
    (tmp_path / "y.zip").write_bytes(stream.getvalue())
    with open_archive(tmp_path / "y.zip") as copy:
        raw = {e.name: b"".join(copy.raw_chunks(e)) for e in copy.entries}  # type: ignore[attr-defined]
        assert raw == {part.name: part.content for part in source}
        assert [e.name for e in copy.entries] == ["d/", "c", "b", "a"]
        copy.verify()
        assert copy.defects == []


def test_files_are_copied(tmp_path: Path) -> None:
    (tmp_path / "x/d").mkdir(parents=True)
    (tmp_path / "x/a").write_bytes(b"a file")
    stream = io.BytesIO()
    with open_archive(tmp_path / "x") as archive, ZipWriter(stream) as writer:
        for entry in archive.entries:
            writer.copy(archive, entry)
    assert stream.getvalue() == written({"a": b"a file", "d/": b""})


def test_mended_names_are_copied_mended(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(build([Part("w\\index.xml", b"x"), Part("w/a//b", b"y")]))
    stream = io.BytesIO()
    with open_archive(tmp_path / "x.zip") as archive, ZipWriter(stream) as writer:
        for entry in archive.entries:
            writer.copy(archive, entry)
    assert zipfile.ZipFile(stream).namelist() == ["index.xml", "a/b"]


@pytest.mark.parametrize(
    "part", [Part("../a", b"x"), Part("a", b"x", local={"name": b"b"}), Part("a", b"x", 12)]
)
def test_what_cannot_be_read_is_not_copied(tmp_path: Path, part: Part) -> None:
    (tmp_path / "x.zip").write_bytes(build([part]))
    stream = io.BytesIO()
    with open_archive(tmp_path / "x.zip") as archive, pytest.raises(EntryError):
        ZipWriter(stream).copy(archive, archive.entries[0])
    assert stream.getvalue() == b""


def test_more_entries_than_an_old_zip_can_count(tmp_path: Path) -> None:
    with open(tmp_path / "x.zip", "wb") as stream, ZipWriter(stream) as writer:
        for i in range(65_536):
            writer.add_directory(f"{i}/")
    with zipfile.ZipFile(tmp_path / "x.zip") as theirs, open_archive(tmp_path / "x.zip") as ours:
        assert len(theirs.namelist()) == len(ours.entries) == 65_536
        assert ours.defects == []


def test_more_bytes_than_an_old_zip_can_count(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with open(path, "wb") as stream, ZipWriter(stream) as writer:
        writer.add("first", b"1")
        hole = (1 << 32) - 100 - stream.tell()
        stream.seek(hole, 1)  # a hole, not bytes on the disk
        writer._offset += hole
        writer.add("at the edge", b"2" * 100)
        writer.add("behind the edge", b"3")
    with zipfile.ZipFile(path) as theirs, open_archive(path) as ours:
        for name in ("first", "at the edge", "behind the edge"):
            assert theirs.read(name) == ours.read(ours.by_name[name])


@given(
    st.dictionaries(
        st.text("ab/\u00fc-", min_size=1, max_size=9).map(lambda n: "r" + n), st.binary(max_size=99)
    )
)
def test_whatever_is_written_is_read_by_zipfile(entries: dict[str, bytes]) -> None:
    files = {name: data for name, data in entries.items() if not name.endswith("/")}
    with zipfile.ZipFile(io.BytesIO(written(files))) as archive:
        assert {i.filename: archive.read(i) for i in archive.infolist()} == files
