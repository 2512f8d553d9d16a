"""The central directory: what a zip says it holds."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest

from catalogkit import LimitError, NotACatalogError
from catalogkit.archive import DefectKind, Limits
from catalogkit.archive.zip_directory import CentralDirectory
from tests.hostile.raw_zip import ALL_32, DEFLATED, STREAMED, UTF8, Part, build, build_zip64, end

PARTS = [Part("index.xml", b"<export/>"), Part("resources/a.xml", b"<a/>" * 100)]


def read(data: bytes, limits: Limits | None = None) -> CentralDirectory:
    return CentralDirectory.read(io.BytesIO(data), "x.zip", limits or Limits())


def refusal(data: bytes) -> str:
    with pytest.raises(NotACatalogError) as caught:
        read(data)
    assert caught.value.hint
    assert caught.value.where == "x.zip"
    return caught.value.what


def test_what_a_record_says() -> None:
    first, second = read(build(PARTS)).entries
    assert (first.name, first.size, first.method, first.offset) == ("index.xml", 9, DEFLATED, 0)
    assert (second.name, second.size, second.flags) == ("resources/a.xml", 400, UTF8)
    assert second.compressed_size < 400


@pytest.mark.parametrize("before", [b"", b"junk" * 1_000])
def test_offsets_count_from_where_the_zip_starts(before: bytes) -> None:
    directory = read(before + build(PARTS))
    assert directory.base == len(before)
    assert {d.kind for d in directory.defects} == ({DefectKind.JUNK_BEFORE} if before else set())


@pytest.mark.parametrize("before", [b"", b"junk" * 1_000])
def test_zip64(before: bytes) -> None:
    directory = read(before + build_zip64(PARTS))
    assert [r.name for r in directory.entries] == ["index.xml", "resources/a.xml"]
    assert directory.base == len(before)


def test_zip64_records_count_even_where_they_are_not_needed() -> None:
    needed = build_zip64(PARTS)
    zip64_end = needed.rindex(b"PK\x06\x06")
    directory = needed.index(b"PK\x01\x02")
    data = needed[: -len(end(0, 0, 0))] + end(2, zip64_end - directory, directory)
    assert len(read(data).entries) == 2


def test_zip64_sizes() -> None:
    extra = struct.pack("<2H", 0x7075, 2) + b"ab" + struct.pack("<2H3Q", 1, 24, 1 << 40, 1 << 41, 1 << 42)
    says = {"size": ALL_32, "packed_size": ALL_32, "offset": ALL_32, "extra": extra}
    record = read(build([Part("a", says=says)])).entries[0]
    assert (record.size, record.compressed_size, record.offset) == (1 << 40, 1 << 41, 1 << 42)


@pytest.mark.parametrize("extra", [b"", b"\x01", b"\x01\0\x08\0abc", b"\x01\0\0\0", b"\xff" * 9])
def test_zip64_sizes_that_are_not_there_stay_as_they_are(extra: bytes) -> None:
    record = read(build([Part("a", says={"size": ALL_32, "extra": extra})])).entries[0]
    assert record.size == ALL_32


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no zip archive: it is empty"),
        (b"hello" * 100, "no zip archive"),
        (build(PARTS)[:60], "cut off"),
        (build(PARTS)[:-1], "cut off"),
        (build(PARTS, disk=1), "several disks"),
        (build(PARTS, offset=1 << 20), "cut off"),
        (build(PARTS, size=1 << 20), "cut off"),
        (build(PARTS, size=ALL_32), "zip64 end record is missing"),
        (build(PARTS).replace(b"PK\x01\x02", b"PK\x01\x00"), "damaged: at record 1"),
        (build(PARTS, size=30), "damaged: at record 1"),
        (build([Part("a.zip", build(PARTS), 0), *PARTS])[:-250], "cut off"),
    ],
)
def test_it_is_refused(data: bytes, says: str) -> None:
    assert says in refusal(data)


def test_too_many_entries() -> None:
    with pytest.raises(LimitError, match="--max-entries allows: 1") as caught:
        read(build(PARTS), Limits(max_entries=1))
    assert "--max-entries" in caught.value.hint


def test_a_huge_directory_is_not_read(tmp_path: Path) -> None:
    with open(tmp_path / "x.zip", "w+b") as stream:
        stream.seek(300 << 20)  # a hole, not bytes on the disk
        stream.write(end(2, 300 << 20, 0))
        with pytest.raises(LimitError, match="central directory takes"):
            CentralDirectory.read(stream, "x.zip", Limits())


@pytest.mark.parametrize(
    ("count", "kinds"), [(2, set()), (3, {DefectKind.COUNT_MISMATCH}), (1, {DefectKind.COUNT_MISMATCH})]
)
def test_another_count(count: int, kinds: set[DefectKind]) -> None:
    directory = read(build(PARTS, count=count))
    assert len(directory.entries) == 2
    assert {d.kind for d in directory.defects} == kinds


def test_the_end_record_whose_comment_ends_the_file_counts() -> None:
    assert len(read(build(PARTS, comment=b"PK\x05\x06 and more text than a record has")).entries) == 2
    assert len(read(build(PARTS, comment=end(0, 0, 0))).entries) == 0


def test_bytes_after_the_zip() -> None:
    directory = read(build(PARTS) + b"more")
    assert [(d.kind, d.detail) for d in directory.defects] == [(DefectKind.JUNK_AFTER, "4 bytes")]


@pytest.mark.parametrize(
    ("name", "flags", "text", "kinds"),
    [
        (b"a", 0, "a", set()),
        ("\u00fc".encode(), UTF8, "\u00fc", set()),
        ("\u00fc".encode(), 0, "\u00fc", {DefectKind.NAME_WITHOUT_FLAG}),
        (b"\x81", 0, "\u00fc", {DefectKind.NAME_CHARSET}),
        (b"\x81", UTF8, "\u00fc", {DefectKind.NAME_CHARSET}),
    ],
)
def test_names_in_other_charsets(name: bytes, flags: int, text: str, kinds: set[DefectKind]) -> None:
    directory = read(build([Part(name, says={"flags": flags})]))
    assert directory.entries[0].name == text
    assert {d.kind for d in directory.defects} == kinds


def test_what_the_server_writes_is_recognised() -> None:
    streamed = Part("a", b"x", says={"flags": UTF8 | STREAMED})
    assert read(build([streamed])).entries[0].is_server_like
    assert not read(build([Part("a", b"x")])).entries[0].is_server_like
    assert not read(build([Part("a", b"x", says={"flags": STREAMED}, mode=0o644)])).entries[0].is_server_like
