"""The lists that stand beside objects."""

from __future__ import annotations

from catalogkit.diff.changes.base import Change
from catalogkit.diff.index import list_changes


def test_lists_may_be_long() -> None:
    """Something quadratic would take many minutes at this length."""
    old, new = (tuple(f"{side}{number}" for number in range(100_000)) for side in ("old", "new"))
    found = list(list_changes("reportJobs/a/index.xml", old, new, {"old7"}))
    sides = [(change.before, change.after) for change in found if isinstance(change, Change)]
    assert sides == [*((number, None) for number in old if number != "old7"), *((None, n) for n in new)]
