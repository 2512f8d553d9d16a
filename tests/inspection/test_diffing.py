"""Comparing as a whole: what the options must not change."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogkit.archive import open_archive
from catalogkit.inspection.diff_result import DiffOptions
from catalogkit.inspection.diffing import diff
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
