"""Width and height of images, from the first bytes of the formats that reports and themes show.

Files may be hostile: no more than a thousand parts of any are looked at, and nothing is copied. The library
that did this took endless time or memory for some, and came with an HTTP client, whose import alone took
a twentieth of the time of a comparison.
"""

from __future__ import annotations

from collections.abc import Callable
from struct import error, unpack_from
from typing import TypeAlias

_Size: TypeAlias = tuple[int, int]
_NONE = (0, 0)
"""Where no size is stated."""
_MAX_SIDE = (1 << 31) - 1
"""Pixels of the longest side that PNG can have."""
_MAX_PARTS = 1_000
"""Parts of a file that are looked at: segments of a JPEG before its size, tags of a TIFF."""
_ALONE = frozenset({0x01, *range(0xD0, 0xDA)})
"""Markers of JPEG without a length; only the start of the image stands before its size."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of JPEG that are followed by the size of the image."""


def image_size(data: bytes) -> _Size | None:
    """Width and height of an image in pixels, as stored; None where they cannot be told.

    Args:
        data: PNG, JPEG, GIF, BMP, TIFF or WebP; for anything else nothing is told.
    """
    read = next((read for start, read in _READERS.items() if data.startswith(start)), None)
    if read is None:
        return None
    try:
        width, height = read(data)
    except error:  # it is cut off
        return None
    return (width, height) if 0 < width <= _MAX_SIDE and 0 < height <= _MAX_SIDE else None


def _png(data: bytes) -> _Size:
    kind, width, height = unpack_from(">4sLL", data, 12)
    return (width, height) if kind == b"IHDR" else _NONE


def _gif(data: bytes) -> _Size:
    width, height = unpack_from("<HH", data, 6)
    return width, height


def _bmp(data: bytes) -> _Size:
    (header,) = unpack_from("<L", data, 14)
    if header == 12:
        width, height = unpack_from("<HH", data, 18)
        return width, height
    width, height = unpack_from("<ll", data, 18)
    return (width, abs(height)) if header in (40, 52, 56, 64, 108, 124) else _NONE  # negative: upside down


def _jpeg(data: bytes) -> _Size:
    at = 2
    for _ in range(_MAX_PARTS):
        mark, marker, length = unpack_from(">BBH", data, at)
        if mark != 0xFF or marker in _ALONE:
            break
        if marker in _FRAMES:
            height, width = unpack_from(">HH", data, at + 5)
            return width, height
        at += 1 if marker == 0xFF else 2 + length  # any number of FF may stand before a marker
    return _NONE


def _tiff(data: bytes) -> _Size:
    order = "<" if data.startswith(b"I") else ">"
    (at,) = unpack_from(f"{order}L", data, 4)
    (tags,) = unpack_from(f"{order}H", data, at)
    found = {}
    for number in range(min(tags, _MAX_PARTS)):
        place = at + 2 + 12 * number
        tag, kind = unpack_from(f"{order}HH", data, place)
        if tag in (256, 257) and kind in (3, 4):  # width and height, as 16 or 32 bits
            (found[tag],) = unpack_from(f"{order}{'H' if kind == 3 else 'L'}", data, place + 8)
    return found.get(256, 0), found.get(257, 0)


def _webp(data: bytes) -> _Size:
    form, kind = unpack_from("<4s4s", data, 8)
    if form != b"WEBP":
        return _NONE
    if kind == b"VP8X":
        width, more_width, height, more_height = unpack_from("<HBHB", data, 24)  # 24 bits each
        return 1 + width + (more_width << 16), 1 + height + (more_height << 16)
    if kind == b"VP8L":
        (bits,) = unpack_from("<L", data, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = unpack_from("<HH", data, 26)
    return (width & 0x3FFF, height & 0x3FFF) if kind == b"VP8 " else _NONE


_READERS: dict[bytes, Callable[[bytes], _Size]] = {
    b"\x89PNG\r\n\x1a\n": _png,
    b"\xff\xd8": _jpeg,
    b"GIF87a": _gif,
    b"GIF89a": _gif,
    b"BM": _bmp,
    b"II*\0": _tiff,
    b"MM\0*": _tiff,
    b"RIFF": _webp,
}
