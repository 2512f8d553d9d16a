"""The progress bar, as somebody at a terminal sees it."""

import io
import sys

import pytest

from catalogkit.archive import Limits
from catalogkit.cli.options import Common, progress_bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def opened(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Standard error; pytest puts its own there before each test, after all fixtures."""
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    return shown


def lines(terminal: Terminal) -> list[str]:
    """What each line shows in the end."""
    return [line.rpartition("\r")[2] for line in terminal.getvalue().split("\n")]


def test_a_bar_has_its_own_line_and_ends_when_all_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = opened(monkeypatch)
    with progress_bar(Common(Limits(), quiet=False, verbose=False), "Sending") as sending:
        assert sending is not None
        sending(1, 4)
        assert "25%" in lines(terminal)[0]
        sending(4, 4)
        print("The server takes it.", file=terminal)
    assert len(lines(terminal)) == 3
    assert "Sending" in lines(terminal)[0]
    assert "100%" in lines(terminal)[0]
    assert lines(terminal)[1] == "The server takes it."


def test_a_size_that_is_not_known_is_never_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = opened(monkeypatch)
    with progress_bar(Common(Limits(), quiet=False, verbose=False), "Receiving") as receiving:
        assert receiving is not None
        for size in (1_000, 2_000):
            receiving(size, 0)
    assert len(lines(terminal)) == 2
    assert "100%" not in terminal.getvalue()


def test_where_nothing_is_told_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = opened(monkeypatch)
    with (
        progress_bar(Common(Limits(), quiet=False, verbose=False), "Verifying"),
        progress_bar(Common(Limits(), quiet=True, verbose=False), "Reading") as quiet,
    ):
        assert quiet is None
    assert terminal.getvalue() == ""
