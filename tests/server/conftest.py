"""Fixtures for tests of the client."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalogkit.server import BasicLogin, Connection, Pace, Retry, Server
from catalogkit.testing import jdbc, report, write

SECRET = "hunter2-is-secret"


class FakeClock:
    """A clock that never waits; `slept` is what was waited."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> float:
        return 1_700_000_000.0 + sum(self.slept)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


Open = Callable[..., Server]


@pytest.fixture
def opened(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> Open:
    """A server at an address, with a login and a clock that does not wait."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)

    def open_server(url: str, timeout: float = 20.0, tries: int = 3, **more: Any) -> Server:
        connection = Connection(timeout, retry=Retry(tries), clock=clock, **more)
        return Server(url, BasicLogin("jasperadmin|org1", SECRET), connection)

    return open_server


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small catalog."""
    made = report("/a/weekly", data_source="/ds/main", label="Weekly figures")
    return write(tmp_path / "small.zip", made, jdbc("/ds/main", password=None))


@pytest.fixture
def upload(small: Path) -> bytes:
    """The bytes of a small catalog."""
    return small.read_bytes()


PACE = Pace(first=1.0, factor=2.0, longest=4.0, patience=60.0)


def recorded(shared: Path, name: str) -> list[dict[str, Any]]:
    """The exchanges of a transcript."""
    path = shared / "conformance" / "transcripts" / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()]
