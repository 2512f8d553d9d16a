"""Directory exports: nothing is followed, and what cannot be read is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from catalogkit import EntryError, LimitError, NotACatalogError
from catalogkit.archive import Archive, DefectKind, FolderArchive, Limits, open_archive
from catalogkit.errors import EntryDamagedError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    for name in ("resources/b/x.data", "resources/a/x.xml", "resources/.folder.xml", "index.xml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    return folder


def found(archive: Archive) -> dict[str, DefectKind | None]:
    """Entries with why they are refused."""
    return {e.raw_name: e.refused for e in archive.entries if not e.is_directory}


def test_entries_come_in_a_fixed_order(root: Path) -> None:
    with open_archive(root) as archive:
        assert isinstance(archive, FolderArchive)
        assert [e.name for e in archive.entries] == [
            "index.xml",
            "resources/",
            "resources/.folder.xml",
            "resources/a/",
            "resources/a/x.xml",
            "resources/b/",
            "resources/b/x.data",
        ]


def test_files_are_read(root: Path) -> None:
    with open_archive(root) as archive:
        for entry in archive.entries:
            content = b"" if entry.is_directory else entry.name.encode()
            assert archive.read(entry) == content
            assert entry.size == len(content)
            assert entry.crc is None
        assert archive.defects == []
        assert not archive.looks_server_written


@pytest.mark.parametrize("target", ["/etc/passwd", "../..", "nowhere", "evil"])
def test_links_are_not_followed(root: Path, target: str) -> None:
    (root / "resources/evil").symlink_to(target)
    with open_archive(root) as archive:
        assert found(archive)["resources/evil"] is DefectKind.SYMLINK
        assert [(d.kind, d.entry) for d in archive.defects] == [(DefectKind.SYMLINK, "resources/evil")]
        assert len(archive.entries) == 8


def test_pipes_are_not_opened(root: Path) -> None:
    os.mkfifo(root / "resources/evil")
    with open_archive(root) as archive:
        assert found(archive)["resources/evil"] is DefectKind.SPECIAL_FILE
        archive.verify()


def test_a_link_put_in_the_place_of_a_file_is_not_followed(root: Path) -> None:
    with open_archive(root) as archive:
        (root / "index.xml").unlink()
        (root / "index.xml").symlink_to("/etc/passwd")
        with pytest.raises(EntryDamagedError):
            archive.read(archive.by_name["index.xml"])
        assert [d.kind for d in archive.defects] == [DefectKind.UNREADABLE]


def test_a_pipe_put_in_the_place_of_a_file_does_not_make_us_wait(root: Path) -> None:
    with open_archive(root) as archive:
        (root / "index.xml").unlink()
        os.mkfifo(root / "index.xml")
        assert archive.read(archive.by_name["index.xml"]) == b""


def test_a_directory_put_in_the_place_of_a_file(root: Path) -> None:
    with open_archive(root) as archive:
        (root / "index.xml").unlink()
        (root / "index.xml").mkdir()
        with pytest.raises(EntryError, match="the system refuses"):
            archive.read(archive.by_name["index.xml"])


def test_a_file_that_is_gone(root: Path) -> None:
    with open_archive(root) as archive:
        (root / "index.xml").unlink()
        with pytest.raises(EntryDamagedError, match="No such file"):
            archive.read(archive.by_name["index.xml"])


def test_names_that_are_not_text(root: Path) -> None:
    odd = os.fsencode(root) + b"/resources/\xff\x81.xml"
    Path(os.fsdecode(odd)).write_bytes(b"odd")
    with open_archive(root) as archive:
        entry = next(e for e in archive.entries if e.name.endswith("\u00fc.xml"))
        assert archive.read(entry) == b"odd"
        assert [(d.kind, d.entry) for d in archive.defects] == [(DefectKind.NAME_CHARSET, entry.raw_name)]
        entry.name.encode()


def test_names_are_checked(root: Path) -> None:
    (root / "a\\b").write_bytes(b"x")
    (root / "a\nb").write_bytes(b"x")
    with open_archive(root) as archive:
        assert archive.read(archive.by_name["a/b"]) == b"x"
        assert found(archive)["a\nb"] is DefectKind.NUL_IN_NAME


def test_deep_folders_are_not_entered(root: Path) -> None:
    (root / "a/b/c/d").mkdir(parents=True)
    (root / "a/b/c/d/e").touch()
    with open_archive(root, Limits(max_name_depth=3)) as archive:
        names = [e.raw_name for e in archive.entries]
        assert {d.entry for d in archive.defects if d.kind is DefectKind.NAME_TOO_DEEP} == {"a/b/c/d/"}
        assert "a/b/c/d/" in names
        assert "a/b/c/d/e" not in names


def test_too_many_entries(root: Path) -> None:
    with pytest.raises(LimitError, match="more entries than --max-entries allows: 6"):
        open_archive(root, Limits(max_entries=6))
    open_archive(root, Limits(max_entries=7)).close()


def test_a_folder_that_cannot_be_listed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with open_archive(root) as archive:
        entry = next(e for e in archive.entries if e.raw_name == "resources/a/")
        assert entry.refused is DefectKind.UNREADABLE
        assert [d.detail for d in archive.defects] == ["Permission denied"]
        assert "resources/b/x.data" in archive.by_name


def test_a_root_that_cannot_be_listed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def scandir(_: Path) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(NotACatalogError, match="cannot list the folder: Permission denied"):
        open_archive(root)
