"""Workflow commands of GitHub Actions: annotations, worst first, and never too many of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .items import Item, catalog_path, gaps, items
from .layout import counted
from .safe import visible

MAX_PER_LEVEL = 10
"""Annotations of one level that GitHub shows for a step."""
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(data: Mapping[str, Any], *, verbose: bool) -> bytes:  # noqa: ARG001 - the cap is GitHub's
    """The items of a check or a diff as annotations."""
    return "".join(f"{line}\n" for line in _lines(data)).encode()


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    path = catalog_path(data)
    found = [*gaps(data), *items(data)]
    for level, command in _COMMANDS.items():
        here = [item for item in found if item.level == level]
        shown = here if len(here) <= MAX_PER_LEVEL else here[: MAX_PER_LEVEL - 1]
        yield from (_annotation(command, path, item) for item in shown)
        if len(here) > len(shown):
            more = f"… and {counted(len(here) - len(shown), f'more {command}')}"
            yield f"::{command} file={_property(path)},title=catalogkit::{_message(more)}"


def _annotation(command: str, path: str, item: Item) -> str:
    message = f"{item.told} {item.remedy}".rstrip()
    return f"::{command} file={_property(path)},title={_property(item.title)}::{_message(message)}"


def _message(text: str) -> str:
    """The text of a command: on one line, so that it cannot begin another one."""
    return str(visible(text)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
