"""Pages of results: what each shows, and the JSON that its scripts read. `templates/` holds how they look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from .. import schema_name

_PAGES = {
    "access": "access",
    "check": "check",
    "diff": "diff",
    "info": "info",
    "ls": "listing",
    "refs": "refs",
}
"""The module of each page, by the name of the schema; it has a function `NAME_page`."""


def page_of(data: Mapping[str, Any]) -> str:
    """The page of a result.

    Args:
        data: a result as data; its schema chooses the page.
    """
    name = schema_name(data)
    make: Callable[[Mapping[str, Any]], str] = getattr(
        import_module(f"{__name__}.{_PAGES[name]}"), f"{name}_page"
    )
    return make(data)
