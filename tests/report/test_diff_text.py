"""A comparison in a terminal: what belongs together is told together, and nothing is lost by that."""

from typing import Any

import pytest

from catalogkit.report.text import render
from tests.report.samples import change, diff_of, finding


def told(data: Any) -> str:
    return render(data, verbose=False).decode()


def test_new_objects_of_one_label_are_each_named() -> None:
    new = [change(uri=f"/n{n}", group="added", what='is new: "Common"') for n in range(3)]

    text = told(diff_of(new))

    lines = "".join(f'  report /n{n}: "Common"\n' for n in range(3))
    assert f"\nnote new (3)\n{lines}" in text


def test_objects_of_any_type_that_changed_alike_are_told_together() -> None:
    impact = {"count": 2, "words": "2 reports", "examples": []}
    text = told(
        diff_of([change(), change(uri="/f", object="folder", root="folder"), change(uri="/b", impact=impact)])
    )

    assert "note report /a\n  and folder /f\n  and report /b\n  the most used of them by 2 reports\n" in text
    assert text.count("label is") == 1


def test_what_came_and_went_is_told_where_its_kind_stands() -> None:
    """Those that are told one by one may take many lines each."""
    text = told(
        diff_of(
            [
                change(uri="/s", level="warning"),
                change(uri="/g", level="warning", group="removed", what='is gone: "G"'),
                change(uri="/c", level="warning", what="its jrxml differs"),
                change(uri="/h", level="warning", group="removed", what='is gone: "H"'),
            ]
        )
    )

    heads = [line for line in text.splitlines() if line.startswith("warning")]
    assert heads == ["warning report /s", "warning gone (2)", "warning report /c"]
    assert '\n  report /g: "G"\n  report /h: "H"\n' in text


@pytest.mark.parametrize(("level", "most"), [("warning", 30), ("info", 10)])
def test_fewer_lines_of_a_text_are_shown_where_little_is_at_risk(level: str, most: int) -> None:
    text = {
        "format": "css",
        "added": 40,
        "removed": 0,
        "unified": [f"+line {n}" for n in range(40)],
        "cut": "",
    }
    shown = told(diff_of([change(level=level, text=text)]))

    assert shown.count("+line ") == most
    assert f"… and {40 - most} more lines; `-v` shows all" in shown


def test_noise_is_wrapped() -> None:
    noise = {"creation-date": 1237, "directories": 9, "entry-order": 1, "update-date": 1237, "version": 51}
    text = told({**diff_of([change()]), "noise": noise})

    assert text.endswith(
        "\nNoise: 1,237 creation-date, 9 directories, 1 entry-order, 1,237 update-date, 51\n"
        "       version (--noise shows it)\n"
    )


def test_what_is_not_shown_is_counted_in_objects() -> None:
    changes = [change(uri=f"/a{n}", what=f"differs in {n}") for n in range(40)]
    changes += [change(uri=f"/b{n}", what="differs alike") for n in range(7)]

    assert "… and 7 more objects; `-v` shows all" in told(diff_of(changes))


def test_the_policy_alone_is_told() -> None:
    text = told(diff_of([], findings=[finding(code="CK902", name="forbidden-text", uri=None, entry=None)]))

    assert "policy CK902 forbidden-text: the catalog\n" in text
    assert "0 objects" not in text
