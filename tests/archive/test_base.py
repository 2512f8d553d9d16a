"""Reading under limits, the same for every form of archive."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogkit import CatalogkitError, EntryError
from catalogkit.archive import Archive, DefectKind, Limits, open_archive
from catalogkit.archive.base import CHUNK
from catalogkit.archive.limits import RATIO_FLOOR
from catalogkit.errors import EntryDamagedError, EntryLimitError, EntryRefusedError
from tests.hostile.raw_zip import Part, build, deflate

DATA = zlib.compress(bytes(range(256)) * 8, 0) * 300


@pytest.fixture(params=["zip", "stored", "folder"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An archive with an entry `data` of 600 kB and a small one."""
    if request.param == "folder":
        (tmp_path / "x").mkdir()
        (tmp_path / "x/data").write_bytes(DATA)
        (tmp_path / "x/small").write_bytes(b"small")
        return tmp_path / "x"
    method = 8 if request.param == "zip" else 0
    (tmp_path / "x.zip").write_bytes(build([Part("data", DATA, method), Part("small", b"small", method)]))
    return tmp_path / "x.zip"


def limited(path: Path, **limits: int) -> Archive:
    return open_archive(path, Limits(**limits))


def test_all_ways_of_reading_agree(path: Path) -> None:
    with open_archive(path) as archive:
        entry = archive.by_name["data"]
        chunks = list(archive.chunks(entry))
        assert b"".join(chunks) == DATA
        assert max(map(len, chunks)) <= 4 * CHUNK
        assert archive.read(entry) == DATA
        assert archive.open(entry).read() == DATA
        with archive.open(entry) as stream:
            pieces = list(iter(lambda: stream.read(1_000), b""))
        assert b"".join(pieces) == DATA
        assert {len(piece) for piece in pieces[:-1]} == {1_000}


def test_a_stream_is_a_stream(path: Path) -> None:
    with open_archive(path) as archive, archive.open(archive.by_name["small"]) as stream:
        assert isinstance(stream, io.BufferedIOBase)
        assert (stream.readable(), stream.writable(), stream.seekable()) == (True, False, False)
        assert stream.read(2) + stream.read() + stream.read() == b"small"


@pytest.mark.parametrize("way", ["chunks", "read", "open"])
@pytest.mark.parametrize(
    ("limits", "says"),
    [
        ({"max_entry_size": 1_000}, "the entry holds more than 1,000"),
        ({"max_total_size": 1_000}, "the archive holds more"),
    ],
)
def test_every_way_of_reading_is_limited(path: Path, way: str, limits: dict[str, int], says: str) -> None:
    with limited(path, **limits) as archive:
        entry = archive.by_name["data"]
        assert archive.read(archive.by_name["small"]) == b"small"
        with pytest.raises(EntryLimitError, match=says) as caught:
            _read(archive, way)
        assert next(iter(limits)).replace("_", "-") in caught.value.hint
        assert entry.refused is DefectKind.LIMIT
        assert [d.kind for d in archive.defects] == [DefectKind.LIMIT]
        with pytest.raises(EntryRefusedError):
            _read(archive, way)
        assert len(archive.defects) == 1


def _read(archive: Archive, way: str) -> None:
    entry = archive.by_name["data"]
    if way == "chunks":
        list(archive.chunks(entry))
    elif way == "read":
        archive.read(entry)
    else:
        archive.open(entry).read()


def test_what_was_read_counts_once(path: Path) -> None:
    with limited(path, max_total_size=len(DATA) + 10) as archive:
        for _ in range(3):
            assert archive.read(archive.by_name["data"]) == DATA
            assert archive.read(archive.by_name["small"]) == b"small"


def test_nothing_is_read_of_an_entry_that_is_declared_too_large(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(build([Part("data", bytes(CHUNK * 8))]))
    with limited(tmp_path / "x.zip", max_total_size=CHUNK) as archive, pytest.raises(EntryLimitError):
        next(archive.chunks(archive.entries[0]))


def test_a_file_that_grows_stays_within_the_limits(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x/data").write_bytes(b"small")
    with limited(tmp_path / "x", max_entry_size=10) as archive:
        (tmp_path / "x/data").write_bytes(DATA)
        with pytest.raises(EntryLimitError):
            archive.read(archive.by_name["data"])


def test_large_entries_may_not_be_compressed_too_well(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(
        build([Part("a", bytes(RATIO_FLOOR + 1)), Part("b", bytes(RATIO_FLOOR))])
    )
    with open_archive(tmp_path / "x.zip") as archive:
        with pytest.raises(EntryLimitError, match="more than 200 bytes per compressed byte"):
            archive.read(archive.by_name["a"])
        assert len(archive.read(archive.by_name["b"])) == RATIO_FLOOR
    with limited(tmp_path / "x.zip", max_ratio=2_000) as archive:
        assert len(archive.read(archive.by_name["a"])) == RATIO_FLOOR + 1


def test_small_entries_may_together_be_compressed_only_so_well(tmp_path: Path) -> None:
    data = bytes(RATIO_FLOOR)
    packed = deflate(data)
    (tmp_path / "x.zip").write_bytes(build(Part(str(i), data, packed=packed) for i in range(9)))
    with open_archive(tmp_path / "x.zip") as archive:
        archive.verify()
        assert 4 <= sum(entry.verified for entry in archive.entries) <= 5
        first = archive.by_name["0"]
        assert archive.read(first) == data
        assert {d.kind for d in archive.defects} == {DefectKind.LIMIT}


def test_refused_entries_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(build([Part("../a", b"x"), Part("a", b"x")]))
    with open_archive(tmp_path / "x.zip") as archive:
        assert list(archive.by_name) == ["a"]
        with pytest.raises(EntryRefusedError, match="climbs out") as caught:
            archive.read(archive.entries[0])
        assert caught.value.where == "../a"
        assert [d.kind for d in archive.defects] == [DefectKind.PARENT_SEGMENT]


def test_errors_come_through_streams(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(build([Part("a", DATA, both={"crc": 1})]))
    with open_archive(tmp_path / "x.zip") as archive:
        stream = archive.open(archive.entries[0])
        assert len(stream.read(100)) == 100
        with pytest.raises(EntryDamagedError, match="checksum"):
            stream.read()


def test_verify_reads_what_was_not_read(path: Path) -> None:
    with open_archive(path) as archive:
        seen: list[tuple[int, int]] = []
        archive.read(archive.by_name["small"])
        archive.verify(lambda done, total: seen.append((done, total)))
        assert all(entry.verified for entry in archive.entries)
        assert archive.defects == []
        assert all(done <= total for done, total in seen)


def test_verify_goes_on_after_a_damaged_entry(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(build([Part("a", b"x", both={"crc": 1}), Part("b", b"x")]))
    with open_archive(tmp_path / "x.zip") as archive:
        archive.verify()
        assert [(d.kind, d.entry) for d in archive.defects] == [(DefectKind.BAD_CRC, "a")]
        assert archive.by_name["b"].verified


def test_a_stream_that_is_dropped_leaves_nothing_behind(path: Path) -> None:
    with open_archive(path) as archive:
        chunks: Iterator[bytes] = archive.chunks(archive.by_name["data"])
        next(chunks)
        del chunks
        assert not archive.by_name["data"].verified
        assert archive.read(archive.by_name["data"]) == DATA


def test_what_the_errors_are() -> None:
    assert issubclass(EntryError, CatalogkitError)
    assert {EntryDamagedError, EntryLimitError, EntryRefusedError} <= set(EntryError.__subclasses__())


@pytest.mark.parametrize("name", ["nothing", "nothing/in/it", "with\0nul", "x" * 300])
def test_there_must_be_something(tmp_path: Path, name: str) -> None:
    with pytest.raises(CatalogkitError) as caught:
        open_archive(tmp_path / name)
    assert caught.value.hint == "check the path"
