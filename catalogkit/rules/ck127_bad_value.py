"""A value is not of the kind that its field holds.

What: a number that is no number, a date that is no date, a flag that is neither `true` nor `false`.

Why it matters: the server cannot read the descriptor and ends the import with `import.failed`.

Example: `<creationDate>yesterday</creationDate>`.

Remedy: correct the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..model.descriptors import fields_of
from ..model.fields import Field, Kind, Leaf, Struct
from ..model.objects import CatalogObject, many
from ..model.repository import RepositoryObject, Resource
from ..model.values import Record
from ..model.walk import with_locals
from .base import Certainty, Hit, Level, Rule, Subject

_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?\Z")
_NUMBER = re.compile(r"\s*-?\d+\s*\Z")
_FLAG = re.compile(r"(?i)\s*(?:true|false)\s*\Z")
_TESTS: dict[Kind, tuple[str, Callable[[str], object]]] = {
    Kind.INTEGER: ("a whole number", _NUMBER.match),
    Kind.CODE: ("a whole number", _NUMBER.match),
    Kind.BOOLEAN: ("true or false", _FLAG.match),
    Kind.DATE: ("a date and time", _DATE.match),
}
_SHOWN = 40
"""Characters of a bad value that are shown."""


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per value that is not of the kind its field holds."""
    for item in subject.catalog.objects():
        for part in with_locals(item) if isinstance(item, Resource) else (item,):
            yield from _hits(item, part.fields, fields_of(part))


def _hits(item: CatalogObject, fields: Record, table: tuple[Field, ...]) -> Iterator[Hit]:
    for field in table:
        if isinstance(field, Leaf) and field.kind in _TESTS and field.name in fields:
            for value in many(fields, field.name):
                if isinstance(value, str) and not _TESTS[field.kind][1](value):
                    yield _hit(item, field, value)
        elif isinstance(field, Struct) and field.name in fields:
            for value in many(fields, field.name):
                if isinstance(value, dict):
                    yield from _hits(item, value, field.fields)


def _hit(item: CatalogObject, field: Leaf, value: str) -> Hit:
    return Hit(
        f"`{field.name}` should be {_TESTS[field.kind][0]}, but is `{value[:_SHOWN]}`",
        uri=item.uri if isinstance(item, RepositoryObject) else "",
        entry=item.entry,
        detail=field.name,
    )


RULE = Rule(
    code="CK127",
    name="bad-value",
    level=Level.ERROR,
    certainty=Certainty.LIKELY,
    remedy="Correct the value.",
    check=check,
    page=__doc__,
    server_code="import.failed",
)
