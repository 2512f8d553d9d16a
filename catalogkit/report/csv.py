"""CSV: the references as a table for spreadsheets (RFC 4180, UTF-8)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from typing import Any

from .safe import visible

COLUMNS = (
    "owner", "target", "role", "strength", "certainty", "resolved", "reason", "entry", "line", "where",
    "text",
)  # fmt: skip
"""The members of a reference that become columns."""
_FORMULA = tuple("=+-@\t\r＝＋－＠")  # noqa: RUF001 - spreadsheets read full-width signs as well


def render(data: Mapping[str, Any], *, verbose: bool) -> bytes:  # noqa: ARG001 - always whole
    """The references of a result, one a row, under a row of column names."""
    table = StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    writer.writerows([_cell(edge[column]) for column in COLUMNS] for edge in data["edges"])
    return table.getvalue().encode()


def _cell(value: object) -> str:
    """A value as text that no spreadsheet takes for a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(visible(value))
    return f"'{text}" if text.startswith(_FORMULA) else text
