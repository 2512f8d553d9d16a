"""Data inside a page, as JSON that cannot end the element that holds it."""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from ..safe import INVISIBLE

BLOCK = 256_000
"""Characters from which on a block of details is closed and the next one begins."""
PLAIN = 6_000_000
"""Characters of details that a page holds as they are; more are deflated, and inflated when opened."""


@dataclass(frozen=True, slots=True)
class Block:
    """JSON in an element of a page.

    Args:
        id: id of the element.
        json: what it holds, safe inside `<script>`.
    """

    id: str
    json: str

    def __html__(self) -> str:
        """The element; templates write it as it is."""
        return f'<script type="application/json" id="{self.id}">{self.json}</script>\n'


def safe_json(value: object) -> str:
    r"""A value as compact JSON that may stand inside `<script>`.

    No `<` is left, so neither `</script>` nor `<!--` can be; characters that nobody sees, among them the line
    separators of JavaScript, become their escapes in words, so that the page shows them.

    >>> print(safe_json(["</script>", chr(0x202E)]))
    ["\u003c/script>","\\u202e"]
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=list)
    return INVISIBLE.sub(lambda found: f"\\\\u{ord(found.group()):04x}", text).replace("<", "\\u003c")


class Details:
    """What is long of each object, in blocks that a page reads one by one.

    Args:
        name: how the ids of the blocks begin.
    """

    def __init__(self, name: str = "details") -> None:
        self._name = name
        self._parts: list[list[str]] = []
        self._size = BLOCK

    def add(self, value: object) -> tuple[int, int]:
        """Take one more value; gives the number of its block and its place in it."""
        text = safe_json(value)
        if self._size >= BLOCK:
            self._parts.append([])
            self._size = 0
        self._parts[-1].append(text)
        self._size += len(text)
        return len(self._parts) - 1, len(self._parts[-1]) - 1

    def blocks(self) -> Iterable[Block]:
        """The blocks, deflated if they are many: `{"deflate": …}` in base 64 then holds the JSON."""
        texts = [f"[{','.join(parts)}]" for parts in self._parts]
        is_long = sum(map(len, texts)) > PLAIN
        for number, text in enumerate(texts):
            yield Block(f"{self._name}-{number}", _deflated(text) if is_long else text)


def _deflated(text: str) -> str:
    return safe_json({"deflate": b64encode(zlib.compress(text.encode(), 6)).decode()})
