"""Texts, line by line."""

import difflib
import random
from itertools import chain, groupby

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalogkit.diff.texts import Hunk, TextDiff, compare_texts

LINES = st.one_of(
    st.lists(st.sampled_from(lines), max_size=12)
    for lines in (["", "}", "a", "b", "  a", "\tb", "c d", "  "], ["", "a", " b"], ["a", " b"])
)
WORDS = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=10)
ANYTHING = st.text(st.characters(), max_size=40)
"""Also lone surrogates and control characters."""
SWAPPED = {"+": "-", "-": "+", " ": " "}


def text_of(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def applied(diff: TextDiff, old: list[str]) -> list[str]:
    """The new lines, made of the old ones and the hunks at their places."""
    new: list[str] = []
    at = 0
    for hunk in diff.hunks:
        new += old[at : hunk.old_start - 1]
        at = hunk.old_start - 1
        assert len(new) == hunk.new_start - 1
        for line in hunk.lines:
            if line[0] != "+":
                assert old[at] == line[1:]
                at += 1
            if line[0] != "-":
                new.append(line[1:])
    return new + old[at:]


def mirrored(diff: TextDiff) -> TextDiff:
    """The way back: signs are swapped, and at each place the removed lines come first again."""
    hunks = []
    for hunk in diff.hunks:
        lines = [SWAPPED[line[0]] + line[1:] for line in hunk.lines]
        places = (list(place) for _, place in groupby(lines, key=lambda line: line[0] == " "))
        ordered = (sorted(place, key=lambda line: line[0] == "+") for place in places)
        hunks.append(Hunk(hunk.new_start, hunk.old_start, tuple(chain.from_iterable(ordered))))
    return TextDiff(diff.removed, diff.added, tuple(hunks), diff.cut)


def signed(diff: TextDiff, sign: str) -> int:
    """How many lines of the hunks have a sign."""
    return sum(line[0] == sign for hunk in diff.hunks for line in hunk.lines)


def longest_common(old: list[str], new: list[str]) -> int:
    """How many lines can stay, by the book."""
    row = [0] * (len(new) + 1)
    for line in old:
        above, row = row, [0]
        for at, other in enumerate(new):
            row.append(above[at] + 1 if line == other else max(above[at + 1], row[-1]))
    return row[-1]


def lines_of(old: str, new: str) -> list[str]:
    """The lines of all hunks, with much around the changes."""
    return [line for hunk in compare_texts(old, new, context=99).hunks for line in hunk.lines]


# Where the best place of a change is beyond the change before it, or after it.
@example([" b", "a"], ["  c", " b", " b", "a", "  c", " b", "a", "  c"], 3)
@example(["a", "  c"], ["  c", "a", "  c", " b", "  c", " b"], 3)
@given(LINES, LINES, st.integers(0, 20))
def test_the_hunks_make_the_new_text_of_the_old_one(old: list[str], new: list[str], context: int) -> None:
    assert applied(compare_texts(text_of(old), text_of(new), context=context), old) == new


@given(LINES, LINES)
def test_a_single_hunk_with_all_around_holds_both_texts(old: list[str], new: list[str]) -> None:
    lines = lines_of(text_of(old), text_of(new))
    if old != new:
        assert [line[1:] for line in lines if line[0] != "+"] == old
        assert [line[1:] for line in lines if line[0] != "-"] == new


@given(ANYTHING)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert compare_texts(text, text) == TextDiff(0, 0, (), "")


@given(LINES, LINES)
def test_the_way_back_is_mirrored(old: list[str], new: list[str]) -> None:
    assert compare_texts(text_of(new), text_of(old)) == mirrored(compare_texts(text_of(old), text_of(new)))


@given(LINES, LINES)
def test_each_counted_line_is_in_a_hunk(old: list[str], new: list[str]) -> None:
    diff = compare_texts(text_of(old), text_of(new))
    assert (diff.added, diff.removed) == (signed(diff, "+"), signed(diff, "-"))


@given(LINES, LINES)
def test_each_hunk_holds_a_change_and_no_more_than_was_asked_around_it(
    old: list[str], new: list[str]
) -> None:
    for hunk in compare_texts(text_of(old), text_of(new), context=2).hunks:
        runs = [(kept, len(list(run))) for kept, run in groupby(hunk.lines, key=lambda line: line[0] == " ")]
        assert any(not kept for kept, _ in runs)
        assert all(length <= 4 for kept, length in runs if kept)
        assert all(length <= 2 for kept, length in (runs[0], runs[-1]) if kept)


@given(WORDS, WORDS)
def test_no_line_changes_without_need(old: list[str], new: list[str]) -> None:
    diff = compare_texts(text_of(old), text_of(new))
    assert diff.added + diff.removed == len(old) + len(new) - 2 * longest_common(old, new)


@given(ANYTHING, ANYTHING, st.integers(0, 3), st.integers(0, 5))
def test_any_two_texts_can_be_compared(old: str, new: str, context: int, max_lines: int) -> None:
    diff = compare_texts(old, new, context=context, max_lines=max_lines)
    assert bool(diff.added or diff.removed or diff.cut) == (old != new)
    assert sum(len(hunk.lines) for hunk in diff.hunks) <= max_lines


def test_lines_end_where_other_programs_end_them() -> None:
    """Unlike `str.splitlines`, which also does so at form feeds and at line separators of Unicode."""
    assert lines_of("a\u2028b\x0cc\x85d\n", "e\n") == ["-a\u2028b\x0cc\x85d", "+e"]


@pytest.mark.parametrize(
    ("old", "new", "cut"),
    [
        ("a\nb\n", "a\r\nb\r\n", "only line ends differ"),
        ("a\nb\n", "a\rb\r", "only line ends differ"),
        ("a\nb\n", "a\nb", "only line ends differ"),
        ("a\r\nb\n", "a\nb\r\n", "only line ends differ"),
        ("a\nb\n", "c\r\nb\r\n", "line ends differ as well"),
        ("a\nb\n", "c\nb\r\n", "line ends differ as well"),
        ("a\nb\n", "a\nc", "line ends differ as well"),
        ("a", "b\r\nc", ""),
        ("", "a\n", ""),
        ("a\r\n", "", ""),
        ("a\r\n", "b\r\n", ""),
    ],
)
def test_line_ends_are_told_but_make_no_lines_differ(old: str, new: str, cut: str) -> None:
    diff, back = compare_texts(old, new), compare_texts(new, old)
    assert (diff.cut, back.cut) == (cut, cut)
    assert bool(diff.hunks) == (cut != "only line ends differ")
    assert len(diff.hunks) == len(back.hunks) <= 1


def test_the_text_is_that_of_a_unified_diff() -> None:
    old = [str(number) for number in range(60)]
    new = [*old[1:20], "changed", *old[21:40], "added", "more", *old[40:]]
    diff = compare_texts(text_of(old), text_of(new))
    written = [line for hunk in diff.hunks for line in (hunk.header, *hunk.lines)]
    assert written == list(difflib.unified_diff(old, new, lineterm=""))[2:]


@pytest.mark.parametrize(
    ("old", "new", "header"),
    [
        ("", "a\nb\n", "@@ -0,0 +1,2 @@"),
        ("a\nb\n", "", "@@ -1,2 +0,0 @@"),
        ("b\n", "a\nb\n", "@@ -0,0 +1,1 @@"),
    ],
)
def test_a_side_without_lines_counts_from_the_line_before(old: str, new: str, header: str) -> None:
    assert [hunk.header for hunk in compare_texts(old, new, context=0).hunks] == [header]


def test_changes_near_each_other_share_a_hunk() -> None:
    old = [str(number) for number in range(20)]
    near = [*old[:5], "x", *old[6:12], "y", *old[13:]]
    far = [*old[:5], "x", *old[6:13], "y", *old[14:]]
    assert [len(compare_texts(text_of(old), text_of(new)).hunks) for new in (near, far)] == [1, 2]


ELEMENT = "<band>\n  <x/>\n</band>\n"


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        pytest.param(
            "<r>\n" + ELEMENT + "</r>\n",
            "<r>\n" + ELEMENT + ELEMENT.replace("x", "y") + "</r>\n",
            [" <r>", " <band>", "   <x/>", " </band>", "+<band>", "+  <y/>", "+</band>", " </r>"],
            id="an added element is whole",
        ),
        pytest.param(
            "<r>\n" + ELEMENT.replace("x", "y") + ELEMENT + "</r>\n",
            "<r>\n" + ELEMENT + "</r>\n",
            [" <r>", "-<band>", "-  <y/>", "-</band>", " <band>", "   <x/>", " </band>", " </r>"],
            id="a removed element is whole",
        ),
        pytest.param(
            "one\n\nthree\n",
            "one\n\ntwo\n\nthree\n",
            [" one", " ", "+two", "+", " three"],
            id="a paragraph goes with the blank line behind it",
        ),
        pytest.param(
            "one\n",
            "one\n\none\n",
            ["+one", "+", " one"],
            id="also where it could go with the one before it",
        ),
        pytest.param(
            "a\na\na\n",
            "a\na\n",
            [" a", " a", "-a"],
            id="of equal lines the last one goes",
        ),
        pytest.param(
            "a(\n}\nb(\n",
            "c(\n}\nd(\n",
            ["-a(", "-}", "-b(", "+c(", "+}", "+d("],
            id="a bracket alone does not part what was replaced",
        ),
        pytest.param(
            "a\n}\n",
            "}\nb\n",
            ["-a", " }", "+b"],
            id="it does part what was removed from what was added",
        ),
        pytest.param(
            "a\nkept\nb\n",
            "c\nkept\nd\n",
            ["-a", "+c", " kept", "-b", "+d"],
            id="a word parts what was replaced",
        ),
    ],
)
def test_changes_stand_where_they_are_expected(old: str, new: str, lines: list[str]) -> None:
    assert lines_of(old, new) == lines


@pytest.mark.parametrize(
    ("max_lines", "shown"), [(10, 10), (9, 9), (8, 8), (6, 5), (5, 5), (4, 4), (3, 3), (2, 2), (1, 0), (0, 0)]
)
def test_no_more_lines_are_shown_than_wanted(max_lines: int, shown: int) -> None:
    """Two hunks of five lines; what would be no more than the line before a change is left out."""
    old = [str(number) for number in range(30)]
    new = [*old[:10], "x", *old[10:20], *old[21:]]
    new[5] = "y"
    new = [*old[:5], "x", "y", *old[6:20], "z", "z", *old[21:]]
    diff = compare_texts(text_of(old), text_of(new), context=1, max_lines=max_lines)
    assert (diff.added, diff.removed) == (4, 2)
    assert sum(len(hunk.lines) for hunk in diff.hunks) == shown
    assert diff.cut == ("" if shown == 10 else f"only {shown} of 10 lines are shown")


def test_cuts_are_told_one_after_the_other() -> None:
    diff = compare_texts("a\nb\n", "c\r\nd\r\n", max_lines=1)
    assert diff.hunks == (Hunk(1, 1, ("-a",)),)
    assert diff.cut == "only 1 of 4 lines are shown; line ends differ as well"


def test_large_texts_are_compared() -> None:
    """Few different lines, so that each matches a third of the others."""
    chance = random.Random(0)
    old = chance.choices(["<a>", "</a>", "<b/>"], k=3_000)
    new = chance.choices(["<a>", "</a>", "<b/>"], k=4_000)
    diff = compare_texts(text_of(old), text_of(new), max_lines=10_000)
    assert applied(diff, old) == new
    assert diff.cut == ""


def test_texts_are_not_compared_where_it_would_take_too_long() -> None:
    old, new = ["same", *"ab" * 20_000, "same"], ["same", *"ba" * 25_000, "same"]
    diff = compare_texts(text_of(old), text_of(new))
    assert (diff.added, diff.removed, diff.hunks) == (50_000, 40_000, ())
    assert diff.cut == (
        "there are 40,000 and 50,000 lines from the first to the last that differ, and all are counted: "
        "more than about 28,000 on each side are not compared line by line"
    )


def test_any_number_of_lines_that_only_one_text_has_is_compared() -> None:
    old = [f"old {number}" for number in range(50_000)]
    new = [f"new {number}" for number in range(50_000)]
    old[100] = new[200] = "kept"
    diff = compare_texts(text_of(old), text_of(new))
    assert (diff.added, diff.removed) == (49_999, 49_999)
    assert diff.cut == "only 2,000 of 99,999 lines are shown"


def test_any_number_of_lines_that_both_texts_have_is_compared() -> None:
    old = [f"{number % 1_000}" for number in range(100_000)]
    new = [*old]
    new[::1_000] = ["other"] * 100
    diff = compare_texts(text_of(old), text_of(new), context=0)
    assert (diff.added, diff.removed, diff.cut) == (100, 100, "")
    assert [hunk.old_start for hunk in diff.hunks] == list(range(1, 100_000, 1_000))
