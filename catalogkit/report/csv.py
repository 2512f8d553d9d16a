"""CSV: a result as a table for spreadsheets (RFC 4180, UTF-8)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from io import StringIO
from typing import Any, TypeAlias

from . import schema_name
from .items import gaps, items
from .safe import visible

Data: TypeAlias = Mapping[str, Any]

_CHANGE = (
    "kind", "level", "group", "object", "uri", "type", "part", "field", "before", "after", "sentence",
    "fingerprint",
)  # fmt: skip
_FORMULA = tuple("=+-@\t\r＝＋－＠")  # noqa: RUF001 - spreadsheets read full-width signs as well


def render(data: Data, *, verbose: bool) -> bytes:  # noqa: ARG001 - always whole
    """The rows of a result under a row of column names."""
    columns, rows = _TABLES[schema_name(data)]
    table = StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows(data))
    return table.getvalue().encode()


def _checked(data: Data) -> Iterator[Data]:
    yield from map(asdict, (*items(data), *gaps(data)))


def _compared(data: Data) -> Iterator[Data]:
    """The changes, what the policy finds, and what is not known."""
    yield from data["changes"]
    for item in (*items({"findings": data["findings"]}), *gaps(data)):
        told = {"kind": item.rule, "level": item.level, "uri": item.uri, "sentence": item.message}
        yield dict.fromkeys(_CHANGE, "") | told | {"fingerprint": item.fingerprint}


def _sources(data: Data) -> Iterator[Data]:
    """Who may do what; where that is written in one cell."""
    for row in data["rows"]:
        sources = "; ".join(
            f"{source['recipient_type']} {source['recipient']} at {source['uri']}"
            for source in row["sources"]
        )
        yield {**row, "sources": sources}


def _facts(data: Data) -> Iterator[Data]:
    """Every single value with the path of its members."""
    for name, value in data.items():
        yield from _leaves(name, value)


def _leaves(path: str, value: object) -> Iterator[Data]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(f"{path}.{name}", inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(f"{path}[{number}]", inner)
    else:
        yield {"fact": path, "value": value}


_TABLES: dict[str, tuple[tuple[str, ...], Callable[[Data], Iterable[Data]]]] = {
    "refs": (
        (
            "owner", "target", "role", "strength", "certainty", "resolved", "reason", "entry", "line",
            "where", "text",
        ),
        lambda data: data["edges"],
    ),
    "check": (
        ("rule", "name", "level", "message", "uri", "entry", "line", "remedy", "fingerprint"),
        _checked,
    ),
    "diff": (_CHANGE, _compared),
    "list": (
        ("uri", "type", "file_type", "label", "description", "updated"),
        lambda data: data["objects"],
    ),
    "ls": (("uri", "kind", "type", "label", "local"), lambda data: data["objects"]),
    "access": (("uri", "who_type", "who", "mask", "words", "inherited", "sources"), _sources),
    "info": (("fact", "value"), _facts),
}  # fmt: skip
"""The columns of each result, and what gives its rows."""


def _cell(value: object) -> str:
    """A value as text that no spreadsheet takes for a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(visible(value))
    return f"'{text}" if text.startswith(_FORMULA) else text
