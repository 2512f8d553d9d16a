"""The sandbox as a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from tests.sandbox.client import Client

_READY = re.compile(r"http://[\d.]+:(\d+)/jasperserver is ready; Ctrl-C ends it\n")


@dataclass
class Running:
    process: subprocess.Popen[str]
    client: Client


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "catalogkit", *map(str, arguments)]


@contextmanager
def running(*arguments: object, environment: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Start `catalogkit serve` and wait for the line that says where; it is ended afterwards."""
    process = subprocess.Popen(
        command("serve", "--port", "0", *arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})},
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        ready = _READY.fullmatch(line)
        if ready is None:
            process.kill()
            assert process.stderr is not None
            raise AssertionError(f"not ready: {line!r} {process.stderr.read()}")
        yield Running(process, Client(int(ready[1])))
    finally:
        process.kill()
        process.communicate()
