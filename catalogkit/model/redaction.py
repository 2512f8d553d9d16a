"""Keeps secrets out of every output."""

from __future__ import annotations

from .text_redaction import ENCRYPTED, redacted_text
from .values import MASK, Secret


def redacted(value: str | Secret) -> str:
    """A value as it may be shown: secrets, and those inside a text, are masked.

    >>> redacted("jdbc:mysql://db/sales?user=ana&password=hunter2")
    'jdbc:mysql://db/sales?user=ana&password=***'
    """
    if isinstance(value, str):
        return redacted_text(value)
    return (ENCRYPTED if value.is_encrypted else MASK) if value else ""
