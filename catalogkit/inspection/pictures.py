"""Pictures as `data:` URIs, for pages that show them before and after."""

from __future__ import annotations

from base64 import b64encode
from typing import NamedTuple

MAX_PICTURE = 256_000
"""Bytes of a picture that a result may hold."""
_STARTS = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
}
"""How those begin that browsers show and that hold nothing but a picture: SVG may hold scripts."""


class Pictures(NamedTuple):
    """A picture as it was and as it is.

    Args:
        before: `data:` URI of a PNG, JPEG or GIF; None if there is none, or it is too big.
        after: the same for the other side.
    """

    before: str | None
    after: str | None


def picture_uri(data: bytes) -> str | None:
    """A picture as a `data:` URI; None for whatever is no small PNG, JPEG or GIF.

    >>> picture_uri(b"GIF89a..."), picture_uri(b"<svg/>")
    ('data:image/gif;base64,R0lGODlhLi4u', None)
    """
    form = next((form for start, form in _STARTS.items() if data.startswith(start)), None)
    if form is None or len(data) > MAX_PICTURE:
        return None
    return f"data:image/{form};base64,{b64encode(data).decode()}"
