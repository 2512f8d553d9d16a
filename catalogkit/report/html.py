"""HTML: one page a result, which loads nothing; see `pages`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .pages import page_of


def render(data: Mapping[str, Any], *, verbose: bool) -> bytes:  # noqa: ARG001 - always whole
    """The page of a result.

    Args:
        data: a result as data; its schema chooses the page.
        verbose: not used: what is long is there, and shown when it is opened.
    """
    return page_of(data).encode()
