"""What every result has in common: it is data first (`architecture.md`, Results are data first)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Generic, NamedTuple, TypeVar

from ..archive import Archive

if TYPE_CHECKING:
    from ..model.target import Target

_Item = TypeVar("_Item")


class Result:
    """A result that can say itself as data.

    Attributes:
        schema: name and number of the JSON Schema that `to_dict` follows.
    """

    __slots__ = ()

    schema: ClassVar[str]

    def to_dict(self) -> dict[str, object]:
        """The result as JSON data, with the name of its schema first."""
        return {"schema": self.schema, **_members(self)}


class Input(NamedTuple):
    """What a result was made from.

    Args:
        path: what the user named.
        form: `zip`, `folder` or `listing`.
        sha256: of the whole file, in hexadecimal; None where there is no single file.
    """

    path: str
    form: str
    sha256: str | None


def input_of(side: Archive | Target) -> Input:
    """What a catalog or a listing was made from."""
    if isinstance(side, Archive):
        return Input(side.path, side.form, side.sha256())
    return Input(side.name, "listing", None)


class Later(Generic[_Item]):
    """Items that are made while they are iterated, every time anew: nobody holds all of them.

    Args:
        make: makes them.
    """

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[], Iterator[_Item]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[_Item]:
        return self._make()


def as_data(value: object) -> object:
    """A value as JSON data: dataclasses and named tuples as objects, tuples as arrays, enums by value."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list) and not hasattr(value, "__match_args__"):
        return [as_data(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): as_data(item) for name, item in value.items()}
    if isinstance(value, Later):
        return Later(lambda: map(as_data, value))
    if hasattr(value, "to_dict"):
        return value.to_dict()
    return _members(value)


_PLAIN = frozenset({str, int, bool, float})


def _members(value: object) -> dict[str, object]:
    names: tuple[str, ...] = type(value).__match_args__  # type: ignore[attr-defined]
    return {name: as_data(getattr(value, name)) for name in names}
