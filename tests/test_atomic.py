"""Files are written whole or not at all."""

from pathlib import Path

import pytest

from catalogkit import UsageError
from catalogkit.atomic import writing


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
    with pytest.raises(UsageError, match="cannot write the file"), writing(tmp_path / "no" / "out"):
        pass


def test_permissions_follow_the_umask(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    with writing(tmp_path / "out"):
        pass

    assert (tmp_path / "out").stat().st_mode == (tmp_path / "plain").stat().st_mode
