"""Markdown holds what a comment holds, and the summary always."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from catalogkit.report.markdown import LIMIT, render
from tests.report.samples import PAYLOADS, action, change, check_of, diff_of, finding, rehearsal_of

LEVELS = st.sampled_from(["error", "warning", "info"])
PARTS = st.sampled_from([*PAYLOADS, "`", "&", "\x00", "a b", "\n"])
TEXTS = st.builds(lambda part, times: part * times, PARTS, st.sampled_from([1, 30, 300]))
NUMBERS = st.sampled_from([0, 1, 5, 700])


def markdown(data: Any) -> str:
    return render(data, verbose=False).decode()


def several(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """A list of many, short to draw: a few values, again and again."""
    few = st.lists(values, min_size=1, max_size=3)
    return st.builds(lambda found, number: [found[n % len(found)] for n in range(number)], few, NUMBERS)


LINES = st.builds(
    lambda lines: {"format": "jrxml", "added": 1, "removed": 1, "unified": lines, "cut": ""}, several(TEXTS)
)
GAPS = several(st.fixed_dictionaries({"what": TEXTS, "why": TEXTS}))
FINDINGS = several(st.builds(lambda text, level: finding(message=text, uri=text, level=level), TEXTS, LEVELS))


@st.composite
def diffs(draw: st.DrawFn) -> dict[str, Any]:
    long = draw(several(st.builds(lambda text, level: change(what=text, level=level), TEXTS, LEVELS)))
    changes = [{**one, "uri": f"{one['what']}/{number}"} for number, one in enumerate(long)]
    changes += [change(text=draw(LINES), uri=draw(TEXTS)), change(object=None, what=draw(TEXTS))]
    return diff_of(
        changes,
        old=draw(TEXTS),
        noise={"version": 3},
        not_compared=draw(GAPS),
        findings=draw(FINDINGS),
    )


@st.composite
def checks(draw: st.DrawFn) -> dict[str, Any]:
    answer = {"code": draw(TEXTS), "parameters": draw(several(TEXTS)), "advice": draw(TEXTS)}
    rehearsal = rehearsal_of(
        [action(uri=draw(TEXTS))],
        target=draw(TEXTS),
        verdict="refused",
        error=answer,
        warnings=[answer] * draw(st.sampled_from([0, 1, 70])),
        uncertain=draw(several(TEXTS)),
        options=draw(several(TEXTS)),
    )
    return check_of(draw(FINDINGS), path=draw(TEXTS), not_checked=draw(GAPS), rehearsal=rehearsal)


@settings(max_examples=30, deadline=None)
@given(diffs())
def test_any_comparison_fits_with_its_summary(data: dict[str, Any]) -> None:
    text = markdown(data)

    assert len(text) <= LIMIT
    assert text.startswith("### Catalog diff\n")
    assert f" in {data['summary']['objects']:,} object" in text
    assert "Noise: 3 version" in text


@settings(max_examples=30, deadline=None)
@given(checks())
def test_any_check_fits_with_its_summary(data: dict[str, Any]) -> None:
    text = markdown(data)

    assert len(text) <= LIMIT
    assert text.startswith("### Catalog check\n")
    assert " in 1 object\n" in text
    assert ": refused.**" in text
    assert "* create: 1 resource" in text


def test_one_long_object_is_cut_and_not_lost() -> None:
    lines = ["@@ -1,90 +1,90 @@", *("+" + "x" * 5_000 for _ in range(90))]
    text = {"format": "jrxml", "added": 90, "removed": 0, "unified": lines, "cut": ""}

    told = markdown(diff_of([change(text=text, field=f"f{number}") for number in range(9)]))

    assert "<code>report /a</code>" in told
    assert "+xxx" in told
    assert "# … and 31 more lines" in told
    assert "not shown" not in told


def test_what_differs_of_a_long_line_is_seen() -> None:
    same = "<a b='c'/>" * 100
    text = {"format": "jrxml", "added": 1, "removed": 1, "cut": "",
            "unified": ["@@ -1 +1 @@", f"-{same}old", f"+{same}new"]}  # fmt: skip

    told = markdown(diff_of([change(text=text)]))

    assert "'c'/>old\n" in told
    assert "'c'/>new\n" in told


def test_objects_that_changed_alike_are_counted_each() -> None:
    alike = [change(uri=f"/{'a' * 300}{number}") for number in range(500)]
    others = [change(uri=f"/b{number}", what=f"{'x' * 300} {number}") for number in range(500)]

    told = markdown(diff_of(others + alike))

    shown = told.count("<details>")
    assert "<code>report /b0</code>" in told
    assert f"**{1_000 - shown:,} more objects not shown**" in told


def test_what_came_or_went_as_a_whole_is_listed_together() -> None:
    impact = {"count": 2, "words": "2 reports", "examples": []}
    new = [change(uri=f"/n{n}", group="added", kind="resource-added", what='is new: "n"') for n in range(3)]
    gone = change(uri="/g", group="removed", level="error", what='is gone: "g"', impact=impact)

    told = markdown(diff_of([gone, *new]))

    assert "<b>error</b> gone (1)</summary>" in told
    assert '- report /g: "g", used by 2 reports\n' in told
    assert "<b>note</b> new (3)</summary>" in told
    assert '+ report /n0: "n"\n+ report /n1: "n"\n+ report /n2: "n"\n' in told


def test_what_ends_an_import_is_told_once() -> None:
    error = {"code": "import.broken.dependencies", "parameters": ["/a", "/b"], "advice": "Export it too."}
    warning = {"code": "import.access.denied", "parameters": ["/c"], "advice": "Ask for the right."}
    rehearsal = rehearsal_of([], verdict="needs-decision", phase="pending", error=error, warnings=[warning])

    told = markdown(check_of([], rehearsal=rehearsal))

    assert told.count("import.broken.dependencies") == 1
    assert told.count("import.access.denied") == 1
    assert "\n[/c]\n-> Ask for the right.\n" in told


def test_lists_are_cut_with_the_rest_and_that_is_said() -> None:
    gaps = [{"what": f"/a{number}", "why": "too big"} for number in range(5_000)]
    found = [finding(code="CK901", name="protected-object", uri=f"/a{number}") for number in range(5_000)]

    told = markdown(diff_of([change()], not_compared=gaps, findings=found))

    shown = told.count("* Not compared: ")
    assert shown == told.count("* **policy CK901 protected-object** ") > 100
    assert f"* … and {5_000 - shown:,} more things not compared" in told
    assert f"* … and {5_000 - shown:,} more findings of the policy" in told


def test_the_policy_alone_is_told() -> None:
    told = markdown(diff_of([], findings=[finding(code="CK902", name="forbidden-text")]))

    assert "* **policy CK902 forbidden-text** `/a`: " in told
    assert "****" not in told
    assert "**Nothing differs**.\n\n* **policy" in told
