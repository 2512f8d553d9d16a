"""Keeps secrets out of every output."""

from __future__ import annotations

import re

from ..model.values import MASK, Secret, is_encrypted

_URL_PASSWORD = re.compile(r"(?i)\b(\w*(?:password|passwd|pwd|secret|token)\w*\s*=\s*)([^;&\s\"'<>]+)")
_URL_USER = re.compile(r"(?i)(\b[a-z][a-z0-9+.:-]*://[^\s/:@]*:)([^\s/@]+)(@)")


def redacted(value: str | Secret) -> str:
    """A text as it may be shown: secrets and passwords inside URLs are masked.

    >>> redacted("jdbc:mysql://db/sales?user=ana&password=hunter2")
    'jdbc:mysql://db/sales?user=ana&password=***'
    """
    if isinstance(value, Secret):
        if not value:
            return ""
        return f"{MASK} (encrypted)" if value.is_encrypted else MASK
    if is_encrypted(value):
        return f"{MASK} (encrypted)"
    value = _URL_PASSWORD.sub(rf"\g<1>{MASK}", value)
    return _URL_USER.sub(rf"\g<1>{MASK}\g<3>", value)
