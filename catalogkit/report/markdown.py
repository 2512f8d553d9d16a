"""Markdown for a comment in a merge request, from the templates in `templates/*.md`.

What a catalog says stands in code only, behind fences that it cannot close, or escaped inside HTML.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import jinja2

from . import layout, schema_name
from .items import Item, items
from .safe import visible
from .templates import environment, faults_told, overriding_folder

LIMIT = 65_000
"""Characters of a comment: the forges take 65,536 at least."""
_LINES = 60
"""Lines of one text, or of one rule, that are shown."""
_BLOCK = 120
"""Lines of one object that are shown."""
_WIDTH = 240
"""Characters of a line, or of a name, that are shown."""
_MOST = LIMIT // 10
"""Items of a list that may be shown: each takes more than ten characters."""
_MARKS = {"error": "!", "warning": "!", "info": "#"}


def render(data: Mapping[str, Any], *, verbose: bool) -> bytes:  # noqa: ARG001 - the limit decides
    """The data of a result as Markdown, cut to what a comment holds: as many items of each list as fit.

    Args:
        data: a result as data; its schema chooses the template.
        verbose: not used.
    """
    name = schema_name(data)
    is_diff = name == "diff"
    blocks = layout.by_object(data["changes"]) if is_diff else _rules(items(data))

    def cut(most: int) -> str:
        hidden = sum(len(block["uris"]) if is_diff else 1 for block in blocks[most:])
        template = _environment(overriding_folder()).get_template(f"{name}.md")
        return template.render(data, blocks=blocks[:most], hidden=hidden, most=most)

    with faults_told(f"{name}.md"):
        text = cut(_MOST)
        if len(text) > LIMIT:
            text = cut(max(bisect(range(_MOST), LIMIT, key=lambda most: len(cut(most))) - 1, 0))
    return text.encode()


def _rules(found: list[Item]) -> list[dict[str, Any]]:
    """Findings and answers of the server, by rule and level."""
    groups: dict[tuple[str, str], list[Item]] = {}
    for item in found:
        groups.setdefault((item.level, item.rule), []).append(item)
    return [
        {
            "level": level,
            "title": same[0].title,
            "count": len(same),
            "lines": _told(same),
        }
        for (level, _), same in groups.items()
    ]


def _told(same: list[Item]) -> list[str]:
    """Items of one rule in lines, the first ones only if there are many."""
    lines = [item.told for item in same[:_LINES]]
    if len(same) > _LINES:
        lines.append(f"… and {layout.counted(len(same) - _LINES, 'more', 'more')}")
    return [*lines, f"-> {same[0].remedy}"] if same[0].remedy else lines


def code(text: object) -> str:
    """A text as a code span: on one line, and between more backticks than it holds in a row.

    >>> print(code("a`b"), code(""))
    ``a`b`` ` `
    """
    line = _short(text)
    ticks = "`" * (1 + max(map(len, re.findall("`+", line)), default=0))
    space = " " if not line or line[0] == "`" or line[-1] == "`" else ""
    return f"{ticks}{space}{line}{space if line else ''}{ticks}"


def fence(lines: list[str], language: str) -> str:
    """Lines as a code block, behind more backticks than they hold in a row."""
    shown = [_short(line) for line in lines]
    ticks = "`" * max(3, 1 + max((len(run) for line in shown for run in re.findall("`+", line)), default=0))
    return "\n".join([f"{ticks}{language}", *shown, ticks])


def lines_of_block(block: Mapping[str, Any]) -> list[str]:
    """What changed of one object, or of several alike, in lines, the first ones only if there are many."""
    lines = list(_lines(block))
    if len(lines) > _BLOCK:
        lines[_BLOCK:] = [f"# … and {layout.counted(len(lines) - _BLOCK, 'more line')}"]
    return lines


def _lines(block: Mapping[str, Any]) -> Iterator[str]:
    for change in block["changes"]:
        part = f"{layout.basename(change['part'])}: " if change["part"] else ""
        yield f"{_MARKS[change['level']]} {part}{change['what']}"
        text = change["text"]
        if text is not None:
            yield from layout.hunk_lines(text["unified"][:_LINES], _WIDTH)
            more = len(text["unified"]) - _LINES
            if more > 0:
                yield f"# … and {layout.counted(more, 'more line')}"
            if text["cut"]:
                yield f"# {text['cut']}"
    if len(block["uris"]) > 1:
        yield from (f"  {uri}" for uri in block["uris"])


def _short(text: object) -> str:
    """A text on one line that is not too long."""
    return layout.shortened(str(visible(str("" if text is None else text)[: _WIDTH + 1])), _WIDTH)


@cache
def _environment(folder: Path | None) -> jinja2.Environment:
    made = environment(folder, autoescape=False)  # not HTML; each value goes through a filter
    made.filters.update(
        code=code,
        count=layout.counted,
        fence=fence,
        grouped=layout.grouped,
        html=lambda text: escape(_short(text)),
        lines_of_block=lines_of_block,
        noun=layout.noun,
    )
    return made
