"""Runs the command line in processes of their own, and measures them.

A process that has everything imported forks for each run: as honest as a fresh start, and much faster.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1 << 20
TIMEOUT = 60
"""Seconds after which a run is killed; it is then -14 that the test sees as exit code."""


@dataclass(frozen=True)
class Run:
    """What became of one run.

    Args:
        code: exit code; negative for a signal.
        output: standard output.
        errors: standard error.
        seconds: processor time, which other work on the machine does not change.
        memory: largest resident size in bytes.
    """

    code: int
    output: bytes
    errors: bytes
    seconds: float
    memory: int


class Runner:
    """A process that runs commands on request. Use it as a context manager."""

    def __enter__(self) -> Runner:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(10)

    def run(self, arguments: Sequence[str], home: Path, *, afresh: bool = False) -> Run:
        """Run `catalogkit` with some arguments.

        Args:
            arguments: the command line without the name of the program.
            home: a folder that was prepared; the run starts in `work` and has `temp` for temporary files.
            afresh: whether to run it in a new interpreter, as users do. It is started from here and not from
                the tests: a process counts the memory of the one that it was forked from.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = {"arguments": list(arguments), "home": str(home), "afresh": afresh}
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return _run(answer["status"], home, answer["seconds"], answer["memory"])


def prepare(home: Path) -> None:
    """Make the folders that a run needs."""
    for name in ("work", "temp"):
        (home / name).mkdir(parents=True, exist_ok=True)


def _run(status: int, home: Path, seconds: float, memory: int) -> Run:
    code = os.waitstatus_to_exitcode(status)
    return Run(code, (home / "out").read_bytes(), (home / "err").read_bytes(), seconds, memory)


def _wait(pid: int, home: Path) -> tuple[int, Path, float, int]:
    _, status, usage = os.wait4(pid, 0)
    return status, home, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def _become(home: Path, action: Callable[[], object]) -> NoReturn:
    """Turn this process into a run; never returns."""
    try:
        for name, descriptor in (("out", 1), ("err", 2)):
            os.dup2(os.open(home / name, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), descriptor)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.chdir(home / "work")
        os.environ.update(TMPDIR=str(home / "temp"), PYTHONPATH=str(ROOT), PYTHONDONTWRITEBYTECODE="1")
        signal.alarm(TIMEOUT)
        # Nothing may eat all the memory of the machine, whatever goes wrong.
        resource.setrlimit(resource.RLIMIT_AS, (4096 * MEGABYTE, 4096 * MEGABYTE))
        action()
    finally:
        os._exit(99)


def _serve() -> None:
    import tempfile

    from catalogkit.cli import check as _imported_before_the_forks  # noqa: F401
    from catalogkit.cli import main

    def go(arguments: list[str]) -> None:
        tempfile.tempdir = None
        try:
            main(arguments)
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)

    def go_afresh(arguments: list[str]) -> None:
        command = [sys.executable, "-m", "catalogkit", *arguments]
        os.execve(command[0], command, os.environ)

    for line in sys.stdin.buffer:
        request = json.loads(line)
        home = Path(request["home"])
        pid = os.fork()
        if pid == 0:
            start = go_afresh if request["afresh"] else go
            _become(home, lambda: start(request["arguments"]))  # noqa: B023 - called at once
        status, _, seconds, memory = _wait(pid, home)
        answer = {"status": status, "seconds": seconds, "memory": memory}
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    _serve()
