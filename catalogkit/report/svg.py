"""SVG: a picture of who needs whom, in one file without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .markup import rendered
from .picture import draw
from .picture.drawing import MARGIN
from .picture.legend import LINE


def render(data: Mapping[str, Any], *, verbose: bool) -> bytes:  # noqa: ARG001 - nothing more to show
    """A picture of a result, with its style and legend inside."""
    picture = draw(data)
    style = rendered("picture.css", nodes=picture.nodes)
    lines = 1 + int(picture.legend[-1].at.y / LINE) if picture.legend else 0
    values = {"picture": picture, "margin": MARGIN, "style": style, "legend": round(lines * LINE)}
    return rendered("picture.svg", **values).encode()
