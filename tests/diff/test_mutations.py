"""One change at every place of every table: exactly that is told, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogkit.diff.changes.base import Change
from tests.diff.comparing import all_words, compared, secrets_in, surrounded, told, values_differ, wanted
from tests.diff.expected import HEADER, ROOTS, SPECIAL, rows
from tests.diff.mutations import Case, cases, mutation, places
from tests.diff.samples import table, table_roots

pytestmark = pytest.mark.slow  # hundreds of catalogs

_CASES = [case for root in ROOTS for case in cases(root)]


@pytest.fixture(scope="module")
def catalogs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the two catalogs of each test; thousands of folders would take longer than the tests."""
    return tmp_path_factory.mktemp("catalogs")


@pytest.mark.parametrize("case", _CASES, ids=str)
def test_a_mutation_is_told_as_what_it_is(case: Case, catalogs: Path) -> None:
    made = mutation(case)

    found = compared(catalogs, *surrounded(made.old, made.new))

    assert told(found) == wanted(made.expected)
    assert values_differ(found, made.expected) == []
    words = all_words(found)
    assert [text for text in secrets_in((made.old, made.new)) if text and text in words] == []
    assert all(one.sentence.endswith(".") for one in found if isinstance(one, Change))


def test_every_table_has_rows() -> None:
    assert table_roots() | SPECIAL.keys() == set(ROOTS)


@pytest.mark.parametrize("root", [root for root in ROOTS if root != "settings"])
def test_every_place_has_a_row_and_every_row_a_place(root: str) -> None:
    assert set(rows(root)) == {name for name, _ in places(table(root))}


def test_the_settings_are_a_list_of_values() -> None:
    assert set(rows("settings")) == set(rows("listOfValues"))
    assert set(SPECIAL["settings"]) == set(rows("listOfValues")) - set(HEADER)


def test_every_place_has_a_case() -> None:
    """Those of parallel lists are told as pairs, and tried in `test_mutated_meaning.py`."""
    tried = {(case.root, case.place) for case in _CASES}

    assert tried == {(root, name) for root in ROOTS for name, row in rows(root).items() if not row.is_pair}
