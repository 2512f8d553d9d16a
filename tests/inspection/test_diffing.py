"""Comparing as a whole: what the options must not change."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogkit.archive import open_archive
from catalogkit.diff.changes.base import Change
from catalogkit.diff.engine import compare
from catalogkit.diff.sides import read_sides
from catalogkit.inspection.diff_result import DiffOptions, TextPart
from catalogkit.inspection.diffing import _Assembly, diff
from catalogkit.model.catalog import Catalog
from catalogkit.references import graph
from catalogkit.rules.base import Policy
from catalogkit.testing import file, query, write, write_folder

SAMPLES = Path(__file__).resolve().parents[2] / "sample_catalogs"


@pytest.mark.parametrize("text", ["orchard", "e"])
def test_a_policy_finds_the_same_without_impact(text: str) -> None:
    with (
        open_archive(SAMPLES / "healthy.zip") as old,
        open_archive(SAMPLES / "healthy-next.zip") as new,
    ):
        found, without = (
            diff(old, new, DiffOptions(policy=Policy(forbidden=(text,)), with_impact=impact)).findings
            for impact in (True, False)
        )
    assert found
    assert without == found


@pytest.mark.parametrize("new", ["healthy.zip", "healthy-next.zip"])
@pytest.mark.parametrize("with_impact", [True, False])
def test_references_are_looked_for_once(new: str, with_impact: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    built = []

    def counted(catalog: Catalog) -> graph.Graph:
        built.append(catalog)
        return build(catalog)

    build = graph.build_graph
    monkeypatch.setattr(graph, "build_graph", counted)
    with open_archive(SAMPLES / "healthy.zip") as old, open_archive(SAMPLES / new) as other:
        result = diff(old, other, DiffOptions(with_impact=with_impact, with_references=True))
    assert len(built) == bool(result.changes)
    assert bool(result.references) == bool(result.changes)
    assert any(change.impact for change in result.changes) == (with_impact and bool(result.changes))


def test_the_lines_of_a_long_value_are_shown_whichever_side_is_long(tmp_path: Path) -> None:
    texts = "select 1", f"select {'1, ' * 100}1"
    paths = [write(tmp_path / f"{len(text)}.zip", query("/q", text)) for text in texts]
    for (before, after), pair in ((texts, paths), (texts[::-1], paths[::-1])):
        text = text_of(*pair)
        assert (text.format, text.added, text.removed) == ("sql", 1, 1)
        assert text.unified[1:] == (f"-{before}", f"+{after}")


def test_a_file_that_goes_away_is_told_as_what_it_is(tmp_path: Path) -> None:
    """Nothing holds a folder as it is while it is compared."""
    old, new = (
        write_folder(tmp_path / text, file("/notes", text.encode(), "txt", label="Notes"))
        for text in ("one", "two")
    )
    with open_archive(old) as first, open_archive(new) as second:
        (data,) = new.rglob("notes.data")
        sides = read_sides(first, second)
        found = [one for one in compare(sides) if isinstance(one, Change)]
        data.unlink()
        result = _Assembly(DiffOptions(), sides, None).result("old", "new", found, sides.new)
    (change,) = result.changes
    assert change.text is not None
    assert change.text.cut.startswith("its lines are not compared: ")
    assert "--max-text" not in change.text.cut


def text_of(old: Path, new: Path) -> TextPart:
    """The lines in which the one text differs that does."""
    with open_archive(old) as first, open_archive(new) as second:
        (change,) = diff(first, second).changes
    assert change.text is not None
    return change.text
