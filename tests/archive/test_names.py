"""Names that are refused, mended, or left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogkit.archive import DefectKind, Limits
from catalogkit.archive.names import are_ordinary, clean_names, decode_name, hostility, is_junk

LIMITS = Limits(max_name_depth=5, max_name_length=30)


def cleaned(*raw: str) -> tuple[list[str], set[DefectKind]]:
    """The names that can be used, and what was found."""
    names, defects = clean_names(raw, LIMITS)
    return [n.name for n in names if n.refused is None], {d.kind for d in defects}


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("/etc/passwd", DefectKind.ABSOLUTE_NAME),
        ("\\etc", DefectKind.ABSOLUTE_NAME),
        ("//host/x", DefectKind.ABSOLUTE_NAME),
        ("C:/x", DefectKind.DRIVE_LETTER),
        ("c:x", DefectKind.DRIVE_LETTER),
        ("././C:/x", DefectKind.DRIVE_LETTER),
        ("..", DefectKind.PARENT_SEGMENT),
        ("a/../b", DefectKind.PARENT_SEGMENT),
        ("a\\..\\b", DefectKind.PARENT_SEGMENT),
        ("./../b", DefectKind.PARENT_SEGMENT),
        ("a\0b", DefectKind.NUL_IN_NAME),
        ("a\nb", DefectKind.NUL_IN_NAME),
        ("a\x1b[2J", DefectKind.NUL_IN_NAME),
        ("a\x9bb", DefectKind.NUL_IN_NAME),
        ("", DefectKind.EMPTY_NAME),
        (".", DefectKind.EMPTY_NAME),
        ("./.", DefectKind.EMPTY_NAME),
        ("a/a/a/a/a/a/a", DefectKind.NAME_TOO_DEEP),
        ("a\\a\\a\\a\\a\\a\\a", DefectKind.NAME_TOO_DEEP),
        ("x" * 31, DefectKind.NAME_TOO_LONG),
    ],
)
def test_it_is_refused(raw: str, kind: DefectKind) -> None:
    names, defects = clean_names([raw], LIMITS)
    assert [n.refused for n in names] == [kind]
    assert kind in {d.kind for d in defects}


@pytest.mark.parametrize(
    ("raw", "name", "kind"),
    [
        ("a\\b.xml", "a/b.xml", DefectKind.BACKSLASH_NAMES),
        ("./a/b", "a/b", DefectKind.ODD_NAME),
        ("a//b/./c/", "a/b/c/", DefectKind.ODD_NAME),
        ("a/.", "a", DefectKind.ODD_NAME),
        ("././", "./", DefectKind.ODD_NAME),
        ("__MACOSX/a", "__MACOSX/a", DefectKind.JUNK),
        ("a/.DS_Store", "a/.DS_Store", DefectKind.JUNK),
    ],
)
def test_it_is_mended_or_told(raw: str, name: str, kind: DefectKind) -> None:
    assert cleaned(raw) == ([name], {kind})


@pytest.mark.parametrize(
    "raw", ["index.xml", "a/.folder.xml", "a/..b", "a/b..", "...", "a/b c(1)&:@+.xml", "\u00fc", "a/", "./"]
)
def test_it_is_left_alone(raw: str) -> None:
    assert cleaned(raw) == ([raw], set())


def test_a_wrapping_folder_is_dropped() -> None:
    found = cleaned("w/", "w/index.xml", "w/a/b.xml", ".DS_Store")
    assert found == (
        ["./", "index.xml", "a/b.xml", ".DS_Store"],
        {DefectKind.WRAPPING_FOLDER, DefectKind.JUNK},
    )


@pytest.mark.parametrize(
    "raw",
    [["w/index.xml", "x/a.xml"], ["w/index.xml", "index.xml"], ["w/a.xml", "w/b/index.xml"], ["a.xml"], []],
)
def test_other_folders_are_not(raw: list[str]) -> None:
    assert cleaned(*raw) == (raw, set())


def test_what_hides_in_a_wrapping_folder_is_refused() -> None:
    assert cleaned("w/index.xml", "w/C:/x") == (
        ["index.xml"],
        {DefectKind.WRAPPING_FOLDER, DefectKind.DRIVE_LETTER},
    )


def test_the_last_of_equal_names_counts() -> None:
    names, defects = clean_names(["a", "b", "a", "./a"], LIMITS)
    assert [n.refused for n in names] == [DefectKind.SHADOWED, None, DefectKind.SHADOWED, None]
    assert [(d.kind, d.entry) for d in defects if d.kind is DefectKind.SHADOWED] == [
        (DefectKind.SHADOWED, "a")
    ] * 2


def test_names_that_differ_in_case_are_told() -> None:
    names, defects = clean_names(["a/X", "a/x", "a/x"], LIMITS)
    assert [d.detail for d in defects if d.kind is DefectKind.CASE_DUPLICATE] == ["also a/X"] * 2
    assert names[0].refused is None


def test_long_names_are_cut() -> None:
    names, _ = clean_names(["x" * 60_000], LIMITS)
    assert len(names[0].raw) < 300


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (b"a", ("a", True)),
        ("\u00fc".encode(), ("\u00fc", True)),
        (b"\x81", ("\u00fc", False)),
        (b"\xed\xa0\x80", None),
    ],
)
def test_decode_name(name: bytes, expected: tuple[str, bool] | None) -> None:
    text, is_utf8 = decode_name(name)
    assert expected is None or (text, is_utf8) == expected
    text.encode()


def test_is_junk() -> None:
    assert [n for n in ("a/Thumbs.db", ".git/x", "a/.svn/", "._a") if not is_junk(n)] == []
    assert [n for n in ("Thumbs.db.xml", "a.git", "a/._b/c") if is_junk(n)] == []


@given(st.text(alphabet="./\\:aC\0\n\u00fc"), st.text(alphabet="./\\:aC\0\n\u00fc"))
def test_no_name_that_is_used_leads_astray(first: str, second: str) -> None:
    names, _ = clean_names([first, second], Limits())
    for name in names:
        if name.refused is None:
            assert hostility(name.name) is None
            assert ".." not in name.name.split("/")
            assert name.name[:1] != "/"
            assert "\\" not in name.name
            assert "\0" not in name.name


_CATALOG = ["index.xml", "resources/.folder.xml", "resources/a b/", "resources/a b/\u00fc.xml"]


def test_names_of_a_catalog_are_ordinary() -> None:
    assert are_ordinary(_CATALOG, LIMITS)
    assert clean_names(_CATALOG, LIMITS)[1] == []


@pytest.mark.parametrize(
    "odd",
    [
        *(
            "",
            "/",
            "a\\b",
            "C:/x",
            "a//b",
            "./a",
            ".a",
            "a/.b",
            "a/..",
            "/a",
            "a\nb",
            "a\x9bb",
            "a/.folder.xml/b",
        ),
        *("__MACOSX/a", "a/Thumbs.db", "desktop.ini", "x" * 31, "a/a/a/a/a/a/a", "index.xml", "INDEX.XML"),
    ],
)
def test_a_name_that_is_not_ordinary_is_seen_among_others(odd: str) -> None:
    assert not are_ordinary([*_CATALOG, odd], LIMITS)
    assert not are_ordinary([odd, *_CATALOG], LIMITS)


def test_names_below_a_wrapping_folder_are_not_ordinary() -> None:
    assert not are_ordinary([], LIMITS)
    assert not are_ordinary([f"export/{name}" for name in _CATALOG], Limits())


_SEGMENTS = st.sampled_from(
    [*_CATALOG, "", ".", "a", "A", ".folder.xml", "__MACOSX", "Thumbs.db", "\n", ":", "/"]
)


@given(st.lists(st.lists(_SEGMENTS, max_size=3).map("/".join)))
def test_nothing_is_wrong_with_ordinary_names(names: list[str]) -> None:
    names.append("index.xml")
    if are_ordinary(names, LIMITS):
        cleaned, defects = clean_names(names, LIMITS)
        assert defects == []
        assert [(name.raw, name.name, name.refused) for name in cleaned] == [
            (name, name, None) for name in names
        ]
