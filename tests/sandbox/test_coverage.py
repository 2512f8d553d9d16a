"""The table of what is covered is true: rows are in the documents, and tests are there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.sandbox.coverage import DOCUMENTS, PAGE, Row, page

ROWS = [(name, row) for name, (_, rows) in DOCUMENTS.items() for row in rows]


def _tests(module: str) -> set[str]:
    source = (Path(__file__).parent / f"test_{module}.py").read_text()
    return {item.name for item in ast.walk(ast.parse(source)) if isinstance(item, ast.FunctionDef)}


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_row_is_in_its_document(shared: Path, name: str, row: Row) -> None:
    assert row.words in (shared / "seeds" / name).read_text()


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_row_has_a_test(name: str, row: Row) -> None:
    assert row.test in _tests(row.module)


def test_every_code_of_the_documents_has_a_row(shared: Path) -> None:
    text = (
        (shared / "seeds" / "002_16b28c039a762657.txt").read_text().replace("type.\nalready", "type.already")
    )
    codes = {word for word in text.split() if word.startswith("import.") and word.count(".") > 1}
    rows = {
        row.words.replace("\nalready", "already").split()[0]
        for _, row in ROWS
        if row.words.startswith("import.")
    }

    assert codes - rows == set()


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page(), "run python tests/sandbox/coverage.py"
