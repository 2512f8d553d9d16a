"""Escaping of paths in entry names (`catalog-format.md` §3.1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogkit.archive.escaping import escape, escapes, unescape

PATHS = {
    "resources/a/b.xml": "resources/a/b.xml",
    "resources/Q1-2024/x y(1).xml": "resources/Q1-002d2024/x y(1).xml",
    "resources/\u00fc\u0394\u65e5.xml": "resources/-00fc-0394-65e5.xml",
    "resources/\U0001f600.xml": "resources/-d83d-de00.xml",
    "-": "-002d",
    "\x7f\x80": "\x7f-0080",
    "": "",
}
"""Entry names by path."""


@pytest.mark.parametrize(("path", "name"), PATHS.items())
def test_escape(path: str, name: str) -> None:
    assert escape(path) == name


@pytest.mark.parametrize(("path", "name"), PATHS.items())
def test_unescape(path: str, name: str) -> None:
    assert unescape(name) == path


KEPT = ("a-b", "a-12", "-zzzz", "Q1-12-05", "-", "--", "-00", "a-002", "-002E", "-002f", "-0000", "-007f")
"""Names with a `-` that starts no escape that the server writes."""


@pytest.mark.parametrize("name", KEPT)
def test_what_escape_never_writes_is_kept(name: str) -> None:
    assert unescape(name) == name


@pytest.mark.parametrize("name", ["-d800", "-dfff", "-de00-d83d", "a-d83dx"])
def test_halves_of_characters_are_kept(name: str) -> None:
    assert unescape(name) == name


def test_upper_case_digits_are_read() -> None:
    assert unescape("-00FC-002D") == "\u00fc-"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_nothing_is_lost(path: str) -> None:
    assert unescape(escape(path)) == path


@given(st.text(alphabet="-0123456789abcdefABCDEFdD8/.x"))
def test_any_name_becomes_a_path_that_can_be_written(name: str) -> None:
    path = unescape(name)
    path.encode()
    assert [c for c in path if c < " "] == []
    assert path.count("/") == name.count("/")
    assert path.count("..") == name.count("..")


@pytest.mark.parametrize(
    ("processor", "expected"), [("zip", True), ("file", True), ("none", False), (None, False), ("ZIP", False)]
)
def test_which_catalogs_escape(processor: str | None, expected: bool) -> None:
    assert escapes(processor) is expected
