"""What every result has in common: it is data first (`architecture.md`, Results are data first)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Result:
    """A result that can say itself as data.

    Attributes:
        schema: name and number of the JSON Schema that `to_dict` follows.
    """

    schema: ClassVar[str]

    def to_dict(self) -> dict[str, object]:
        """The result as JSON data, with the name of its schema first."""
        return {"schema": self.schema, **_members(self)}


def _members(value: object) -> dict[str, object]:
    return {f.name: as_data(getattr(value, f.name)) for f in fields(value)}  # type: ignore[arg-type]


def as_data(value: object) -> object:
    """A value as JSON data: dataclasses as objects, tuples as arrays, enums by value."""
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if hasattr(value, "__dataclass_fields__"):
        return _members(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list | tuple | set | frozenset):
        return [as_data(item) for item in value]
    if isinstance(value, dict):
        return {str(key): as_data(item) for key, item in value.items()}
    if isinstance(value, str):
        return str(value)
    return value
