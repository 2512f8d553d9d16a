"""A comparison in a terminal: what belongs together is told together, and nothing is lost by that."""

from typing import Any

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


def test_what_is_not_shown_is_counted_in_objects() -> None:
    changes = [change(uri=f"/a{n}", what=f"differs in {n}") for n in range(40)]
    changes += [change(uri=f"/b{n}", what="differs alike") for n in range(7)]

    assert "… and 7 more objects; `-v` shows all" in told(diff_of(changes))


def test_the_policy_alone_is_told() -> None:
    text = told(diff_of([], findings=[finding(code="CK902", name="forbidden-text", uri=None, entry=None)]))

    assert "policy CK902 forbidden-text: the catalog\n" in text
    assert "0 objects" not in text
