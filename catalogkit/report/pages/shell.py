"""What every page is: one file, under a content security policy that names the hashes of its own parts."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from ..markup import rendered
from ..templates import overriding_folder, template_folder
from .embed import Block


def page(
    template: str,
    *,
    style: str,
    script: str = "",
    blocks: tuple[Block, ...] = (),
    **values: object,
) -> str:
    """A template that extends `base.html`, filled in.

    Args:
        template: name of a file in `templates/`.
        style: its style sheet.
        script: its script; empty for a page that runs nothing.
        blocks: the data that the script reads.
        values: what the template names.
    """
    return rendered(
        template,
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script) if script else "",
        blocks=blocks,
        **values,
    )


def styles(*names: str) -> str:
    """Style sheets one after the other; `base` for `templates/base.css`."""
    return _styles(overriding_folder(), names)


@cache
def _styles(_: Path | None, names: tuple[str, ...]) -> str:
    """The same, once for each folder of overriding templates."""
    return "".join(rendered(f"{name}.css") for name in names)


@cache
def scripts(*names: str) -> str:
    """Scripts as one: each is a piece of the same function, so that nothing becomes global."""
    parts = [(template_folder() / f"{name}.js").read_text(encoding="utf-8") for name in names]
    return "(() => {\n'use strict';\n" + "\n".join(parts) + "})();\n"


def _hash(text: str) -> str:
    """What a content security policy knows a script or style sheet by."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
