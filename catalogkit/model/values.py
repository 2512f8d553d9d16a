"""The values that fields hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from .uri import URI

if TYPE_CHECKING:
    from .repository import Resource

MASK = "***"
"""What stands for a secret in every output."""

ENCRYPTED_PREFIX = "ENC<"
KEYED_PREFIX = "ENC<4A52534956"
"""How values under a key of 7.5 or later start (`catalog-format.md` §13)."""


class Secret:
    """A password, key or encrypted value. It never shows itself; `reveal` hands it out.

    >>> Secret("hunter2")
    Secret(***)
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself. Never print or log it."""
        return self._text

    @property
    def is_encrypted(self) -> bool:
        """Whether it is written as `ENC<…>` (`catalog-format.md` §13)."""
        return is_encrypted(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a secret is not pickled")


def is_encrypted(text: str) -> bool:
    """Whether a text is an encrypted value (`catalog-format.md` §13)."""
    return text.startswith(ENCRYPTED_PREFIX) and text.endswith(">")


def is_keyed(text: str) -> bool:
    """Whether a text is encrypted under a key of 7.5 or later."""
    return is_encrypted(text) and text.startswith(KEYED_PREFIX)


@dataclass(frozen=True, slots=True)
class TypedValue:
    """The value of an element with an `xsi:type` (`catalog-format.md` §4).

    Args:
        type: the type as written, e.g. `java:java.lang.String`; None where it is missing.
        text: its text; a `Secret` when encrypted; None for a type that is made of parts.
        parts: (element name, value) of each part, in order; `Raw` for one that no table describes.
    """

    type: str | None
    text: str | Secret | None = None
    parts: tuple[tuple[str, TypedValue | Raw], ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference element holds: a URI, a local resource, or (oddly) both or neither.

    Args:
        uri: the URI as written, or None. An empty one means "no reference".
        local: the embedded resource, or None.
        line: line of the element in its entry, from 1; 0 where unknown. Not compared.
    """

    uri: URI | None = None
    local: Resource | None = None
    line: int = 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Reference):
            return NotImplemented
        return self.uri == other.uri and self.local == other.local

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Raw:
    """An element or attribute that no table knows, kept as it was written.

    Args:
        xml: the element as XML, or the text of an attribute. It may hold anything: never show it.
    """

    xml: str

    def __repr__(self) -> str:
        return f"Raw({len(self.xml)} characters)"


Value: TypeAlias = "str | Secret | TypedValue | Reference | Resource | Raw | Record"
Record: TypeAlias = "Mapping[str, Value | tuple[Value, ...]]"
"""The fields of a descriptor or of a structured element, by name, in the order they were written."""
