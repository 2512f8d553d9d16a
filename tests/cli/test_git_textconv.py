"""`catalogkit dump` as git's `textconv`: git shows what changed inside a zip."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.git_repository import Repository

SAMPLES = ROOT / "sample_catalogs"
SECRET = "ENC<"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with two versions of a catalog."""
    made = Repository(tmp_path / "repository", monkeypatch)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    (made.path / ".gitattributes").write_text("*.zip diff=catalog\n")
    made.git("config", "diff.catalog.textconv", f"{shlex.quote(sys.executable)} -m catalogkit dump")
    for name in ("healthy.zip", "healthy-next.zip"):
        shutil.copy(SAMPLES / name, made.path / "export.zip")
        made.commit(name)
    return made


def test_git_shows_what_changed(repository: Repository) -> None:
    difference = repository.git("diff", "HEAD~1", "HEAD", "--", "export.zip")

    assert "Binary files" not in difference
    lines = difference.splitlines()
    assert {
        "-  label: Reports",
        "+  label: Reports and statements",
        "+  permission role ROLE_USER: 30 read, write, create, delete",
        "-  connectionUrl: jdbc:postgresql://packing-db.hazelford.example:5432/packing",
        "+  connectionUrl: jdbc:postgresql://packing-db.staging.example:5432/packing",
        "+      | where week = $P{week} and grade <> 'juice'",
    } <= set(lines)
    assert [line for line in lines if line.startswith(("+", "-")) and "updateDate" in line] == []
    assert SECRET not in difference


def test_git_names_the_object_above_a_change(repository: Repository) -> None:
    difference = repository.git("diff", "HEAD~1", "HEAD", "--unified=0", "--", "export.zip")

    assert any(
        line.startswith("@@") and line.endswith("@@ folder /organizations/orchards/Reports")
        for line in difference.splitlines()
    )


def test_the_history_shows_it_too(repository: Repository) -> None:
    history = repository.git("log", "-p", "--", "export.zip")

    assert "Binary files" not in history
    assert "+  label: Reports and statements" in history
    assert "+folder /organizations/orchards/Reports" in history  # of the first commit
    assert SECRET not in history


def test_a_working_copy_that_differs_only_by_noise_shows_nothing(repository: Repository) -> None:
    """The same catalog in another archive."""
    data = (SAMPLES / "healthy-next.zip").read_bytes()
    (repository.path / "export.zip").write_bytes(b"junk before the zip" + data)

    assert repository.git("diff", "--stat", "--", "export.zip") != ""
    assert "@@" not in repository.git("diff", "--", "export.zip")
