"""Values that the server reads strictly: one that it cannot read ends the whole import (§1.3, §1.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..model.fields import Field, Kind, Leaf, Struct
from ..model.objects import many
from ..model.values import Raw, Record, Reference, Secret, TypedValue, Value, is_encrypted
from .outcome import unpredictable

_DATE = re.compile(r"-?\d{4,}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?")
_INTEGER = re.compile(r"[+-]?\d{1,19}")
_ENCRYPTED = re.compile(r"ENC<(?:[0-9A-Fa-f]{2})*>")
_KINDS = {Kind.DATE: _DATE, Kind.INTEGER: _INTEGER, Kind.CODE: _INTEGER}


def check_values(fields: Record, table: Iterable[Field]) -> None:
    """Stop at a date or number that is none.

    Raises:
        ImportStoppedError: a value cannot be read.
    """
    for field in table:
        for value in many(fields, field.name):
            if isinstance(field, Leaf) and field.kind in _KINDS and isinstance(value, str):
                if value.strip() and not _KINDS[field.kind].fullmatch(value.strip()):
                    raise unpredictable(f"{field.name} is no {field.kind.value}")
            elif isinstance(field, Struct) and isinstance(value, dict):
                check_values(value, field.fields)
            elif isinstance(value, Reference) and value.local is not None:
                check_values(value.local.fields, value.local.type.fields)


def check_secrets(fields: Record) -> None:
    """Stop at an encrypted value whose inside is not hexadecimal (§1.4, §10.9).

    Raises:
        ImportStoppedError: there is one.
    """
    for text in _texts(fields):
        if is_encrypted(text) and not _ENCRYPTED.fullmatch(text):
            raise unpredictable("an encrypted value is not hexadecimal")


def _texts(fields: Record) -> Iterator[str]:
    for name in fields:
        for value in many(fields, name):
            yield from _of(value)


def _of(value: Value) -> Iterator[str]:
    if isinstance(value, Secret):
        yield value.reveal()
    elif isinstance(value, str):
        yield value
    elif isinstance(value, TypedValue):
        yield from _of(value.text) if value.text is not None else ()
    elif isinstance(value, dict):
        yield from _texts(value)
    elif isinstance(value, Raw | Reference):
        return  # what is embedded is stored, and looked at, by itself
