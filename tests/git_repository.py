"""Real git repositories for tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SETTINGS = {
    "GIT_AUTHOR_NAME": "Ana",
    "GIT_AUTHOR_EMAIL": "ana@hazelford.example",
    "GIT_COMMITTER_NAME": "Ana",
    "GIT_COMMITTER_EMAIL": "ana@hazelford.example",
    "GIT_CONFIG_NOSYSTEM": "1",
    "LC_ALL": "C.UTF-8",
}


class Repository:
    """A repository whose settings come from nowhere else.

    Args:
        path: a folder; the repository is made in it.
        monkeypatch: sets the environment, for git here and for what is tested.
    """

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        if shutil.which("git") is None:
            pytest.skip("there is no git")
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            monkeypatch.delenv(name)
        for name, value in SETTINGS.items():
            monkeypatch.setenv(name, value)
        home = path.parent / f"{path.name}-home"
        home.mkdir()
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(path.parent))
        self.path = path
        path.mkdir(exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, given: bytes = b"") -> str:
        """Run git in the repository; gives what it writes."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.path, input=given, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def commit(self, message: str = "x") -> None:
        """Commit everything that is there."""
        self.git("add", "--all")
        self.git("-c", "commit.gpgsign=false", "commit", "--quiet", "--message", message)

    def tree(self, *entries: tuple[str, str, str, str]) -> str:
        """Make a tree of entries as they are, without a look at their names: (mode, type, id, name)."""
        lines = "".join(f"{mode} {kind} {identity}\t{name}\0" for mode, kind, identity, name in entries)
        return self.git("mktree", "-z", "--missing", given=lines.encode())

    def blob(self, data: bytes) -> str:
        """Store a content; gives its id."""
        return self.git("hash-object", "-w", "--stdin", given=data)
