"""Input controls of every kind, and what they offer."""

from __future__ import annotations

from decimal import Decimal

from catalogkit.testing import Part, ResourcePart, TypedValue, control, data_type, keyed_secret, query, values


def data_types(base: str) -> list[Part]:
    """One data type of each kind."""
    at = f"{base}/Controls/Types"
    return [
        data_type(f"{at}/text", "text", label="Text", maxLength=40, regularExpr="[A-Z].*"),
        data_type(
            f"{at}/crates", "number", decimals=0, minValue=Decimal(1), maxValue=Decimal(9999), strictMax=True
        ),
        data_type(f"{at}/day", "date", minValue=TypedValue("date", "2020-01-01T00:00:00.000Z")),
        data_type(f"{at}/moment", "date-time", minValue=TypedValue("sql-timestamp", "2020-01-01 00:00:00.0")),
        data_type(f"{at}/hour", "time", maxValue=TypedValue("sql-time", "18:00:00")),
    ]


def choices(base: str) -> list[Part]:
    """Lists of values, one with encrypted ones, and queries."""
    at = f"{base}/Controls"
    return [
        values(f"{at}/grades", {"Class I": 1, "Class II": 2, "Juice": 3}, label="Grades"),
        values(f"{at}/gate_codes", {"North": keyed_secret("1234"), "South": keyed_secret("5678")}),
        growers_query(base),
        query(f"{at}/villages", "select distinct village from growers", label="Villages"),
    ]


def growers_query(
    base: str, text: str = "select id, name, village from growers order by name"
) -> ResourcePart:
    """The query that offers growers."""
    return query(
        f"{base}/Controls/growers", text, data_source=f"{base}/Data_Sources/Packing_DB", label="Growers"
    )


def controls(base: str) -> list[Part]:
    """One control of each kind."""
    at = f"{base}/Controls"
    types, grades = f"{at}/Types", f"{at}/grades"
    return [
        control(f"{at}/organic", "boolean", label="Organic only"),
        control(f"{at}/crates", "single value", data_type=f"{types}/crates", mandatory=True),
        control(f"{at}/day", "single value", data_type=f"{types}/day", componentType="default"),
        control(f"{at}/grade", "single-select list", values=grades),
        _of_growers(base, "grower", "single-select query"),
        control(f"{at}/notes", "multi value", data_type=f"{types}/text"),
        control(f"{at}/grade_list", "multi-select list", values=grades),
        _of_growers(base, "grower_list", "multi-select query"),
        control(f"{at}/grade_radio", "list radio", values=grades),
        _of_growers(base, "grower_radio", "query radio"),
        control(f"{at}/grade_boxes", "list check boxes", values=grades),
        _of_growers(base, "grower_boxes", "query check boxes"),
    ]


def _of_growers(base: str, name: str, kind: str) -> Part:
    """A control that offers growers."""
    at = f"{base}/Controls"
    columns = ["name", "village"]
    return control(f"{at}/{name}", kind, query=f"{at}/growers", columns=columns, value_column="id")


def inputs(base: str) -> list[Part]:
    """Data types, choices and controls."""
    return [*data_types(base), *choices(base), *controls(base)]
