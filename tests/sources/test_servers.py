"""Servers where a command line names one."""

from __future__ import annotations

import gc

import pytest

from catalogkit.collector import collector_paused
from catalogkit.model.target import Target
from catalogkit.server import Server
from catalogkit.sources.servers import Asking, listed_by_server


def test_answers_are_freed_while_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """They refer to themselves; 10,000 of them are kept within a pause of the collector."""
    worked: list[bool] = []

    def target(self: Server, *_: object, **__: object) -> Target:
        worked.append(gc.isenabled())
        return Target("listed")

    monkeypatch.setattr(Server, "target", target)
    with collector_paused():
        assert listed_by_server("http://127.0.0.1:1/x", Asking()) is not None
        assert not gc.isenabled()

    assert worked == [True]
