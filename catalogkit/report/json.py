"""JSON: the data itself. Same input, same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping

from .safe import INVISIBLE


def render(data: Mapping[str, object], *, verbose: bool) -> bytes:  # noqa: ARG001 - always whole
    """The data as indented JSON, UTF-8, with a final line end."""
    text = json.dumps(data, indent=2, ensure_ascii=False, default=list)  # `Later` is no list yet
    return INVISIBLE.sub(lambda m: f"\\u{ord(m.group()):04x}", text).encode() + b"\n"
