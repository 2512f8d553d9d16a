"""Keeps secrets out of every output."""

from __future__ import annotations

from dataclasses import replace

from .objects import many
from .text_redaction import ENCRYPTED, names_secret, redacted_text
from .values import MASK, Record, Secret, TypedValue, Value

KEY_FILES = frozenset({"key", "ppk", "secureFile"})
"""The `fileType` of files that are secrets as a whole (`catalog-format.md` §7.2)."""

_NAMES = ("key", "@name", "name", "itemLabel")
"""Fields that tell what the value beside them is."""
_VALUES = frozenset({"value", "values", "itemValue", "defaultValue"})
_KEYS, _LISTED = "propertiesMapKeys", "propertiesMapValues"
"""Two parallel lists, of names and of values (`catalog-format.md` §11.2)."""


def redacted(value: str | Secret) -> str:
    """A value as it may be shown: secrets, and those inside a text, are masked.

    >>> redacted("jdbc:mysql://db/sales?user=ana&password=hunter2")
    'jdbc:mysql://db/sales?user=ana&password=***'
    """
    if isinstance(value, str):
        return redacted_text(value)
    return (ENCRYPTED if value.is_encrypted else MASK) if value else ""


def with_secrets(fields: Record) -> Record:
    """The same fields; values that stand beside the name of a secret, as `apiKey`, are secrets."""
    if _VALUES.isdisjoint(fields) and _LISTED not in fields:
        return fields
    if any(_is_name(value) for name in _NAMES for value in many(fields, name)):
        fields = {name: _hidden(value) if name in _VALUES else value for name, value in fields.items()}
    keys, values = many(fields, _KEYS), many(fields, _LISTED)
    if values and any(map(_is_name, keys)):
        paired = (_hidden_one(v) if _is_name(key) else v for key, v in zip(keys, values, strict=False))
        fields = {**fields, _LISTED: (*paired, *values[len(keys) :])}
    return fields


def _is_name(value: Value) -> bool:
    """Whether a value names a secret."""
    text = value.text if isinstance(value, TypedValue) else value
    return isinstance(text, str) and names_secret(text)


def _hidden(value: Value | tuple[Value, ...]) -> Value | tuple[Value, ...]:
    return tuple(map(_hidden_one, value)) if isinstance(value, tuple) else _hidden_one(value)


def _hidden_one(value: Value) -> Value:
    match value:
        case str():
            return Secret(value)
        case TypedValue():
            return _hidden_typed(value)
        case _:
            return value  # a secret already, or never shown


def _hidden_typed(value: TypedValue) -> TypedValue:
    text = Secret(value.text) if isinstance(value.text, str) else value.text
    parts = ((name, _hidden_typed(p) if isinstance(p, TypedValue) else p) for name, p in value.parts)
    return replace(value, text=text, parts=tuple(parts))
