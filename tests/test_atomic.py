"""Files are written whole or not at all."""

import os
import threading
from pathlib import Path

import pytest

from catalogkit import UsageError
from catalogkit.atomic import drafting, writing


def test_a_file_replaces_another_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("old")

    with writing(path) as stream:
        stream.write(b"new")
        assert path.read_text() == "old"

    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("old")

    with pytest.raises(TypeError), writing(path) as stream:
        stream.write("not bytes")  # type: ignore[arg-type]

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"), writing(tmp_path / "no" / "out"):
        pass


def test_permissions_follow_the_umask(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    with writing(tmp_path / "out"):
        pass

    assert (tmp_path / "out").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("exists", [True, False])
def test_a_link_stays_and_leads_to_what_is_written(tmp_path: Path, exists: bool) -> None:
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "target", tmp_path / "link"
    link.symlink_to("far/target")
    if exists:
        target.write_text("old")

    with writing(link) as stream:
        stream.write(b"new")

    assert link.is_symlink()
    assert target.read_text() == "new"
    assert list(target.parent.iterdir()) == [target]


def test_a_link_that_leads_to_itself_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("link")
    with pytest.raises(UsageError), drafting(tmp_path / "link" / "out"):
        pass


@pytest.mark.parametrize("write", [writing, drafting])
def test_a_folder_is_refused_before_anything_is_done(tmp_path: Path, write: object) -> None:
    assert callable(write)
    (tmp_path / "link").symlink_to(tmp_path)
    for path in (tmp_path, tmp_path / "link"):
        with pytest.raises(UsageError, match="a folder") as found, write(path):
            raise AssertionError
        assert found.value.hint == "name a file in it"


def test_a_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()))
    reader.start()
    with writing(path) as stream:
        stream.write(b"new")
    reader.join(30)

    assert read == [b"new"]
    assert path.is_fifo()
    with pytest.raises(UsageError, match="this is no file"), drafting(path):
        pass


def test_that_the_reader_of_a_pipe_goes_away_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = threading.Thread(target=lambda: path.open("rb").close())
    reader.start()
    with writing(path) as stream:
        reader.join(30)
        stream.write(b"new" * 100_000)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is full")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No space left") as found, writing(Path("/dev/full")) as stream:
        stream.write(b"new")

    assert "room" in found.value.hint
    assert Path("/dev/full").is_char_device()


def test_a_disk_that_gets_full_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("old")
    with pytest.raises(UsageError, match="cannot write the file: No space left"), writing(path):
        raise OSError(28, "No space left on device")

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
