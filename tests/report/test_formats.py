"""Formats render data; hostile characters never pass."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogkit.report import all_formats, render
from catalogkit.report.layout import human_bytes, hunk_lines, wrapped
from catalogkit.report.safe import CONTROL, Ready, visible


@given(st.text(st.characters()))
def test_no_hostile_character_passes(text: str) -> None:
    assert not CONTROL.search(str(visible(text)))


@given(st.text(st.characters()))
def test_json_keeps_the_text_and_hides_nothing(text: str) -> None:
    data = {"schema": "catalogkit/ls/1", "text": text}

    rendered = render(data, "json").decode()

    assert json.loads(rendered) == data
    assert not CONTROL.search(rendered.replace("\n", ""))


def test_our_own_line_ends_stay() -> None:
    assert visible(Ready("a\nb")) == "a\nb"
    assert visible("a\nb") == "a\\nb"


def test_nothing_becomes_empty() -> None:
    assert visible(None) == ""
    assert visible(3) == 3


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (999_499, "999 kB"),
        (10**13, "10 TB"),
        (10**30, "1,000,000,000,000 EB"),
    ],
)
def test_sizes_for_people(size: int, words: str) -> None:
    assert human_bytes(size) == words


def test_names_are_never_broken() -> None:
    uri = "/a" * 60

    assert wrapped(f"it needs {uri} badly", 2).splitlines()[1].strip() == uri


def test_every_format_has_a_module() -> None:
    package = Path(__file__).parent.parent.parent / "catalogkit" / "report"
    assert all((package / f"{form}.py").exists() for form in all_formats())


@given(st.text("abc ", max_size=60), st.text("abc ", max_size=60), st.text("abc ", max_size=60))
def test_lines_that_differ_still_differ_when_they_are_cut(head: str, old: str, new: str) -> None:
    lines = [f" {head}", f"-{head}1{old}", f"+{head}2{new}"]

    same, removed, added = hunk_lines(lines, 20)

    assert max(map(len, (same, removed, added))) <= 20
    assert "1" in removed
    assert "2" in added
    assert (removed[0], added[0]) == ("-", "+")
    assert list(hunk_lines(lines, None)) == lines
