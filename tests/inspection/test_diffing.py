"""Comparing as a whole: what the options must not change."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogkit.archive import open_archive
from catalogkit.inspection.diff_result import DiffOptions
from catalogkit.inspection.diffing import diff
from catalogkit.model.catalog import Catalog
from catalogkit.references import graph
from catalogkit.rules.base import Policy

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
