"""How wide text is, roughly: nobody knows the font that a picture will be shown with."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

NAME, SMALL = 13.0, 11.0
"""Sizes of the fonts of names and of everything else, in pixels."""
_WIDTHS = {
    **dict.fromkeys("iljtfrI.,:;!|'()[]/ ", 0.4),
    **dict.fromkeys("mwMWQ@%—…", 1.0),
    **dict.fromkeys("ABCDEFGHJKLNOPRSTUVXYZ_", 0.72),
}
_USUAL = 0.63
_LONGEST = 120
"""Characters; longer text is cut before it is measured."""


def text_width(text: str, size: float) -> float:
    """The width of a text in pixels, in a wide sans-serif font.

    Args:
        text: one line.
        size: of the font, in pixels.
    """
    return sum(map(_width, text)) * size


def shortened(text: str, most: float, size: float) -> str:
    """A text cut in its middle, where beginning and ending stay, if it is wider than `most` pixels.

    >>> shortened("Weekly-Deliveries-By-Orchard_en_US.properties", 160, 13)
    'Weekly-Deliv…perties'
    """
    if len(text) <= _LONGEST and text_width(text, size) <= most:
        return text
    for kept in range(min(len(text), _LONGEST), 0, -1):
        ending = kept * 2 // 5
        cut = f"{text[: kept - ending]}…{text[len(text) - ending :]}"
        if text_width(cut, size) <= most:
            return cut
    return "…"


def _width(char: str) -> float:
    if combining(char):
        return 0.0
    return 1.0 if east_asian_width(char) in "WF" else _WIDTHS.get(char, _USUAL)
