"""References as CSV: what was written comes back, and no spreadsheet runs it."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogkit.report.csv import render
from catalogkit.report.safe import CONTROL
from tests.report.graphs import edge, result

COLUMNS = "owner,target,role,strength,certainty,resolved,reason,entry,line,where,text"


def rows(data: dict[str, object]) -> list[list[str]]:
    return list(csv.reader(StringIO(render(data, verbose=False).decode(), newline="")))


def test_one_row_a_reference_under_the_names_of_the_columns() -> None:
    data = result([edge("/a", "/b", line=None, resolved=False, reason="gone"), edge("/a", "/c", line=7)])

    assert rows(data) == [
        COLUMNS.split(","),
        ["/a", "/b", "file", "hard", "literal", "false", "gone", "a.xml", "", "/x", "text"],
        ["/a", "/c", "file", "hard", "literal", "true", "", "a.xml", "7", "/x", "text"],
    ]


def test_lines_end_as_rfc_4180_says() -> None:
    assert render(result([]), verbose=False) == (COLUMNS + "\r\n").encode()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝"])  # noqa: RUF001
def test_no_cell_is_a_formula(start: str) -> None:
    data = result([edge("/a", "/b", text=f'{start}HYPERLINK("x")')])

    assert rows(data)[1][-1] == f'\'{start}HYPERLINK("x")'


@given(st.text(st.characters()))
def test_any_text_stays_in_its_cell(text: str) -> None:
    (_, row) = rows(result([edge("/a", "/b", text=text)]))

    assert len(row) == len(COLUMNS.split(","))
    assert not CONTROL.search(row[-1])
    assert not row[-1].startswith(tuple("=+-@\t\r"))
