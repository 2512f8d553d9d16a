"""Zips: whatever `zipfile` makes reads the same, and damage is never more than an error of ours."""

from __future__ import annotations

import io
import random
import tempfile
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogkit import CatalogkitError, EntryError, NotACatalogError
from catalogkit.archive import DefectKind, ZipArchive, open_archive
from catalogkit.archive.base import CHUNK
from tests.hostile.raw_zip import ENCRYPTED, STREAMED, UTF8, Part, build, deflate

NAMES = st.lists(
    st.text(st.sampled_from("abc\u00fc\U0001f600 -_."), min_size=1, max_size=12), min_size=1, max_size=4
).map("/".join)
CONTENT = st.one_of(
    st.binary(max_size=300),
    st.integers(0, 3 * CHUNK).map(bytes),
    st.integers(0, 2**32).map(lambda seed: random.Random(seed).randbytes(CHUNK + 1_000)),
)


class _Pipe(io.RawIOBase):
    """A stream that cannot be rewound: `zipfile` then writes sizes after the data."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += memoryview(data)  # type: ignore[arg-type]
        return len(memoryview(data))  # type: ignore[arg-type]


@st.composite
def zips(draw: st.DrawFn) -> bytes:
    """A zip as `zipfile` writes it."""
    pipe = _Pipe() if draw(st.booleans()) else io.BytesIO()
    with zipfile.ZipFile(pipe, "w") as archive:  # type: ignore[arg-type]
        for name, content in draw(st.dictionaries(NAMES, CONTENT, max_size=5)).items():
            info = zipfile.ZipInfo(name)
            info.compress_type = draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
            info.external_attr = draw(st.sampled_from([0, 0o100644 << 16, 0o600 << 16]))
            info.extra = draw(st.sampled_from([b"", b"UT\x05\0\x03abcd"]))
            info.comment = draw(st.binary(max_size=20))
            archive.writestr(info, content)
        # `zipfile` itself trips over a comment that looks like an end record.
        archive.comment = draw(st.binary(max_size=300).filter(lambda text: b"PK\x05\x06" not in text))
    data = bytes(pipe.data) if isinstance(pipe, _Pipe) else pipe.getvalue()
    return draw(st.binary(max_size=50)) + data


def opened(data: bytes) -> ZipArchive:
    """An archive of some bytes; its file is gone when it is closed."""
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        file.write(data)
        file.flush()
        archive = open_archive(file.name)
    assert isinstance(archive, ZipArchive)
    return archive


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(zips())
def test_it_reads_as_zipfile_does(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as theirs, opened(data) as ours:
        assert [e.raw_name for e in ours.entries] == [i.orig_filename for i in theirs.infolist()]
        for entry, info in zip(ours.entries, theirs.infolist(), strict=True):
            assert (entry.size, entry.compressed_size, entry.crc) == (
                info.file_size,
                info.compress_size,
                info.CRC,
            )
            if entry.refused is None:
                assert ours.read(entry) == theirs.read(info)
            else:
                assert entry.refused in (
                    DefectKind.PARENT_SEGMENT,
                    DefectKind.EMPTY_NAME,
                    DefectKind.SHADOWED,
                )


SAMPLE = build([
    Part("index.xml", b"<export/>"),
    Part("resources/a.xml", b"<a>text</a>" * 100),
    Part("resources/a.data", bytes(range(256)), 0),
    Part("resources/\u00fc.xml", b"x" * 1_000, says={"flags": UTF8 | STREAMED}),
], comment=b"a comment")  # fmt: skip


@settings(deadline=None, max_examples=400)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(1, 255)), min_size=1, max_size=6))
def test_flipped_bytes_never_break_us(flips: list[tuple[int, int]]) -> None:
    data = bytearray(SAMPLE)
    for position, value in flips:
        data[position] ^= value
    _read_all(bytes(data))


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400), st.integers(0, len(SAMPLE)), st.integers(0, len(SAMPLE)))
def test_other_bytes_in_between_never_break_us(junk: bytes, start: int, stop: int) -> None:
    _read_all(SAMPLE[:start] + junk + SAMPLE[stop:])


def _read_all(data: bytes) -> None:
    with suppress(CatalogkitError), opened(data) as archive:
        for entry in archive.entries:
            with suppress(EntryError):
                content = archive.read(entry)
                assert entry.is_directory or zlib.crc32(content) == entry.crc
                assert len(content) == entry.size


def defect(*parts: Part) -> DefectKind | None:
    """What is found wrong with the first of some entries when it is read."""
    with opened(build(parts)) as archive:
        with suppress(EntryError):
            archive.read(archive.entries[0])
        return archive.entries[0].refused


TEXT = b"some text that deflate likes, likes, likes" * 10


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Part("a", TEXT), None),
        (Part("a", TEXT, 0), None),
        (Part("a", b""), None),
        (Part("a/", b"", 0), None),
        (Part("a", TEXT, both={"crc": 5}), DefectKind.BAD_CRC),
        (Part("a", TEXT, says={"size": 5}), DefectKind.HEADER_MISMATCH),
        (Part("a", TEXT, says={"crc": 5}), DefectKind.HEADER_MISMATCH),
        (Part("a", TEXT, both={"size": 5}), DefectKind.SIZE_MISMATCH),
        (Part("a", TEXT, says={"size": 5_000}, local={"size": 0}), DefectKind.SIZE_MISMATCH),
        (Part("a", TEXT, 0, says={"size": 5_000}), DefectKind.SIZE_MISMATCH),
        (Part("a", TEXT, says={"flags": ENCRYPTED}), DefectKind.ENCRYPTED),
        (Part("a", TEXT, local={"flags": ENCRYPTED}), DefectKind.HEADER_MISMATCH),
        (Part("a", TEXT, local={"name": b"b"}), DefectKind.HEADER_MISMATCH),
        (Part("a", TEXT, local={"method": 0}), DefectKind.HEADER_MISMATCH),
        (Part("a", TEXT, local={"crc": 5}), DefectKind.HEADER_MISMATCH),
        (Part("a", TEXT, local={"crc": 0, "size": 0, "packed_size": 0}), None),
        (Part("a", TEXT, local={"extra": b"x" * 20_000}), None),
        (Part("a", TEXT, 12), DefectKind.UNSUPPORTED_METHOD),
        (Part("a", TEXT, packed=b"\xff" * 50), DefectKind.BAD_DATA),
        (Part("a", TEXT, packed=deflate(TEXT)[:-1]), DefectKind.BAD_DATA),
        (Part("a", TEXT, packed=deflate(TEXT) + b"rest"), None),
        (Part("a", bytes(CHUNK * 9), packed=deflate(bytes(CHUNK * 9))[:-9]), DefectKind.BAD_DATA),
        (Part("a", TEXT, packed=b""), DefectKind.BAD_DATA),
        (Part("a", TEXT, mode=0o120777), DefectKind.SYMLINK),
        (Part("a", TEXT, mode=0o020666), DefectKind.SPECIAL_FILE),
        (Part("a", TEXT, mode=0o100644), None),
        (Part("a", TEXT, says={"offset": 9_999}), DefectKind.OUTSIDE),
        (Part("a", TEXT, says={"offset": 1}), DefectKind.OUTSIDE),
        (Part("a", TEXT, says={"offset": 1, "packed_size": 5}), DefectKind.HEADER_MISMATCH),
        (Part("a", TEXT, says={"packed_size": 9_999}), DefectKind.OUTSIDE),
    ],
)  # fmt: skip
def test_an_entry_is_what_it_says_or_refused(part: Part, expected: DefectKind | None) -> None:
    assert defect(part) is expected


def test_entries_do_not_share_bytes() -> None:
    longer = {"packed_size": len(deflate(TEXT)) + 10}
    assert defect(Part("a", TEXT, says=longer), Part("b", TEXT)) is DefectKind.OVERLAP
    assert (
        defect(Part("a", TEXT, says={"offset": 0}), Part("b", TEXT, says={"offset": 0})) is DefectKind.OVERLAP
    )
    skipping = Part("a", TEXT, 0, local={"extra": b"\0" * 1_000})
    hidden = Part("b", b"", 0, says={"offset": 900})
    assert defect(skipping, hidden) is DefectKind.OVERLAP


def test_a_sound_entry_beside_a_damaged_one_is_read() -> None:
    with opened(build([Part("a", TEXT, says={"crc": 5}), Part("b", TEXT)])) as archive:
        assert archive.read(archive.by_name["b"]) == TEXT


def test_raw_chunks_are_the_bytes_of_the_file() -> None:
    part = Part("a", random.Random(1).randbytes(CHUNK * 3))
    with opened(build([part])) as archive:
        entry = archive.entries[0]
        assert b"".join(archive.raw_chunks(entry)) == part.content  # type: ignore[arg-type]


def test_raw_chunks_of_a_damaged_entry() -> None:
    with opened(build([Part("a", TEXT, local={"name": b"b"})])) as archive:
        with pytest.raises(EntryError):
            list(archive.raw_chunks(archive.entries[0]))  # type: ignore[arg-type]
        assert [d.kind for d in archive.defects] == [DefectKind.HEADER_MISMATCH]


def test_the_fingerprint_of_the_server() -> None:
    says = {"flags": UTF8 | STREAMED}
    with opened(build([Part("a", TEXT, says=says)])) as archive:
        assert archive.looks_server_written
    with opened(build([Part("a", TEXT, says=says), Part("b", TEXT)])) as archive:
        assert not archive.looks_server_written


def test_a_large_archive_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with open(path, "wb") as stream:
        stream.seek(2 << 30)  # a hole, not bytes on the disk
        stream.write(SAMPLE)
    with open_archive(path) as archive:
        assert {d.kind for d in archive.defects} >= {DefectKind.LARGE, DefectKind.JUNK_BEFORE}
        assert archive.read(archive.by_name["index.xml"]) == b"<export/>"


def test_a_file_that_becomes_shorter(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(build([Part("a", random.Random(1).randbytes(CHUNK * 4), 0)]))
    with open_archive(path) as archive:
        with open(path, "r+b") as stream:
            stream.truncate(CHUNK * 3)
        with pytest.raises(EntryError, match="outside"):
            archive.read(archive.entries[0])


def test_it_is_closed() -> None:
    archive = opened(SAMPLE)
    archive.close()
    with pytest.raises(ValueError, match="closed"):
        archive.read(archive.entries[0])


def test_a_refused_archive_leaves_no_open_file(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"nothing")
    with pytest.raises(NotACatalogError):  # an open file would be a warning, and that an error
        open_archive(tmp_path / "x.zip")
