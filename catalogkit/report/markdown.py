"""Markdown for a comment in a merge request, from the templates in `templates/*.md`.

What a catalog says stands in code only, behind fences that it cannot close, or escaped inside HTML.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
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
"""Lines of one text that are shown."""
_BLOCK = 120
"""Lines of one object, or of one rule, that are shown."""
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
    blocks = list(_objects(data["changes"]) if name == "diff" else _rules(data))

    def cut(most: int) -> str:
        hidden = sum(block["hides"] for block in blocks[most:])
        template = _environment(overriding_folder()).get_template(f"{name}.md")
        return template.render(data, blocks=blocks[:most], hidden=hidden, most=most)

    with faults_told(f"{name}.md"):
        text = cut(_MOST)
        if len(text) > LIMIT:
            text = cut(max(bisect(range(_MOST), LIMIT, key=lambda most: len(cut(most))) - 1, 0))
    return text.encode()


def _objects(changes: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """What changed, objects that changed alike together, and those that came or went as a whole."""
    for same in layout.with_wholes_together(layout.by_object(changes)):
        yield _whole(same) if same[0]["is_whole"] else _object(same[0])


def _object(block: Mapping[str, Any]) -> dict[str, Any]:
    others = len(block["names"]) - 1
    rest = f" and {layout.counted(others, 'other')}" if others else ""
    return {
        "level": block["level"],
        "name": block["names"][0],
        "title": rest + (f", {block['uses']}" if block["uses"] else ""),
        "lines": _first(_lines(block), "# "),
        "hides": others + 1,
    }


def _whole(same: list[dict[str, Any]]) -> dict[str, Any]:
    sign, word = ("+", "new") if same[0]["changes"][0]["group"] == "added" else ("-", "gone")
    lines = []
    for block in same:
        said = block["changes"][0]["what"].removeprefix(f"is {word}")
        uses = f", {block['uses']}" if block["uses"] else ""
        lines.append(f"{sign} {block['names'][0]}{said}{uses}")
    return {
        "level": same[0]["level"],
        "name": "",
        "title": f"{word} ({len(same):,})",
        "lines": _first(lines, "# "),
        "hides": len(same),
    }


def _rules(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Findings and answers of the server, by rule and level; the summary tells what ends an import."""
    error = (data["rehearsal"] or {}).get("error") or {}
    groups: dict[tuple[str, str], list[Item]] = {}
    for item in items(data):
        groups.setdefault((item.level, item.rule), []).append(item)
    groups.pop(("error", error.get("code", "")), None)
    for (level, _), same in groups.items():
        lines = _first(map(_told, same), "")
        yield {
            "level": level,
            "name": "",
            "title": f"{same[0].title} ({len(same):,})",
            "lines": [*lines, f"-> {same[0].remedy}"] if same[0].remedy else lines,
            "hides": 1,
        }


def _told(item: Item) -> str:
    """An item in a line, without what its title tells."""
    said = item.message.removeprefix(f"the import would say: {item.rule} ")
    where = item.uri or item.entry
    return said if not where or where in said else f"{where}: {said}"


def _first(lines: Iterable[str], sign: str) -> list[str]:
    """The first lines only, if there are many; behind a sign then how many are not shown."""
    found = list(lines)
    if len(found) > _BLOCK:
        found[_BLOCK:] = [f"{sign}… and {layout.counted(len(found) - _BLOCK, 'more line')}"]
    return found


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
    if len(block["names"]) > 1:
        yield from (f"  {name}" for name in block["names"])


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
    )
    return made
