"""A shell in a copy of the checkout that runs what the docs say, and servers in place of those they name."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from catalogkit.testing import catalog, report
from tests.conftest import ROOT
from tests.docs.blocks import Command
from tests.git_repository import Repository
from tests.sandbox.client import DEADLINE
from tests.sandbox.processes import running

SANDBOX = "http://127.0.0.1:8080"
"""The address of a sandbox in the docs. Here each gets a port of its own."""
HOSTS = ("https://reports.example.com", "https://test.example.com")
"""Real servers in the docs. Here a sandbox stands for each: the first holds reports, the second nothing. A
task takes two seconds there, so that it can be met before it has ended."""
OLD, NEW = (
    catalog(report("/reports/sales", label=label), requested=["/reports"])
    for label in ("Sales", "Sales by region")
)
STAND_INS = {
    "export.zip": (OLD, NEW),
    "production.zip": (catalog(report("/reports/sales"), report("/reports/stock")),) * 2,
    "exports/sales.zip": (OLD, NEW),
    "old.zip": (OLD, OLD),
    "new.zip": (NEW, NEW),
}
"""Catalogs of users in the docs, as they are committed and as they lie in the folder."""
_SERVE = "catalogkit serve "
_MARK = "-- the command before ended with"


class Shell:
    """One bash that runs commands after each other, so that what one sets holds for the next."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    def run(self, text: str) -> tuple[int | None, str]:
        """Run a command; gives its exit code and what it writes. The code is None if it ended the shell."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        watch = threading.Timer(DEADLINE, self._process.kill)
        watch.start()
        try:
            self._process.stdin.write(f"{{ {text}\n}} </dev/null\nprintf '\\n{_MARK} %s\\n' $?\n")
            self._process.stdin.flush()
            lines: list[str] = []
            for line in self._process.stdout:
                if line.startswith(_MARK):
                    return int(line.removeprefix(_MARK)), "".join(lines).removesuffix("\n")
                lines.append(line)
            return None, "".join(lines)
        finally:
            watch.cancel()

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


@contextmanager
def checkout(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """What the docs take for granted: the root of a checkout, installed, and catalogs in git."""
    for name in [name for name in os.environ if name.startswith("CATALOGKIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("COLUMNS", raising=False)
    repository = Repository(folder, monkeypatch)
    shutil.copytree(ROOT / "sample_catalogs", folder / "sample_catalogs", ignore=_all_but_zips)
    _install(folder / ".venv" / "bin")
    (folder / ".gitignore").write_text("/.venv/\n")
    _write_stand_ins(folder, 0)
    repository.commit()
    repository.git("tag", "v2.3")
    _write_stand_ins(folder, 1)

    monkeypatch.chdir(folder)
    monkeypatch.setenv("PATH", os.pathsep.join([str(folder / ".venv" / "bin"), os.environ["PATH"]]))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", "v2.3")
    yield folder


def mistakes(commands: Iterable[Command], folder: Path, passed_over: Collection[str] = ()) -> list[str]:
    """Run commands in order until one does other than it should; tells which, and how."""
    with ExitStack() as stack:
        shell = Shell(folder)
        stack.callback(shell.close)
        addresses: dict[str, str] = {}
        for command in commands:
            if command.text in passed_over:
                continue
            if command.text.startswith(_SERVE):
                server = stack.enter_context(running(*_catalogs(command.text)))
                addresses[SANDBOX] = server.client.url.removesuffix(server.client.prefix)
                continue
            for host in HOSTS:
                if host in command.text and host not in addresses:
                    addresses[host] = stack.enter_context(_host(host, folder))
            text = command.text
            for told, real in addresses.items():
                text = text.replace(told, real)
            code, output = shell.run(text)
            if code != command.code:
                return [f"{command.where}: exit code {code} instead of {command.code}: {text}\n{output}"]
            if command.output is not None and not _pattern(command.output).fullmatch(output):
                return [f"{command.where}: other output than there: {text}\n{output}"]
    return []


def _all_but_zips(where: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".zip")]


def _install(folder: Path) -> None:
    """Put the commands there that an installation has; they are those of the running interpreter."""
    folder.mkdir(parents=True)
    (folder / "activate").write_text("")
    for name, options in (("catalogkit", " -m catalogkit"), ("python", ""), ("python3", "")):
        path = folder / name
        path.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)}{options} "$@"\n')
        path.chmod(0o755)


def _write_stand_ins(folder: Path, at: int) -> None:
    for name, states in STAND_INS.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(states[at])


def _catalogs(serve: str) -> list[str]:
    """The arguments of a sandbox but for its port, which must be the one that the docs go on with."""
    arguments = shlex.split(serve.removeprefix(_SERVE))
    at = arguments.index("--port")
    assert SANDBOX.endswith(f":{arguments[at + 1]}"), serve
    return arguments[:at] + arguments[at + 2 :]


@contextmanager
def _host(host: str, folder: Path) -> Iterator[str]:
    held = [folder / "export.zip"] if host == HOSTS[0] else []
    with running(*held, "--slow", "2", environment={"CATALOGKIT_PASSWORDS": "jasperadmin=…"}) as server:
        yield server.client.url.removesuffix(server.client.prefix)


def _pattern(output: str) -> re.Pattern[str]:
    """An output as the docs show it: `…` is anything."""
    return re.compile(".*".join(map(re.escape, output.strip().split("…"))) + r"\s*", re.S)
