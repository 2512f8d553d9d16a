"""The page of a result that people go through object by object: a summary, folders, a list, details."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from .embed import Block, Details, safe_json
from .objects import LEVEL_WORDS, LEVELS, Data, Object
from .shell import page, scripts, styles
from .summary import Summary, link

WORST = 500
"""Objects whose details a page shows without scripts."""
_LINES = 40
"""Lines of a text that it shows without scripts."""
_ITEMS = 20
"""Things said of one object that it shows without scripts."""
_NOISE = 2_000
"""Differences that say nothing, of one block."""
_SCRIPTS = (
    "page-dom", "page-state", "page-words", "page-colours", "page-text", "page-picture", "page-grid",
    "page-tree", "page-filters", "page-review", "page-detail", "page-main",
)  # fmt: skip


def review_page(
    title: str,
    data: Data,
    summary: Summary,
    objects: Sequence[Object],
    details: Details,
    *,
    words: Data,
    meanings: Data,
    noise: Sequence[Data] = (),
    has_images: bool = False,
) -> str:
    """The page of a result.

    Args:
        title: the title of the page.
        data: the result.
        summary: the first screen.
        objects: what it is about, gravest first.
        details: their texts and images.
        words: what the columns and filters are called.
        meanings: what each kind or code means.
        noise: differences that say nothing, one by one.
        has_images: whether pictures are among the details.
    """
    blocks = [Block("data", safe_json(_model(title, data, objects, words, meanings, len(noise))))]
    blocks += details.blocks()
    blocks += (
        Block(f"noise-{number}", safe_json(list(noise[start : start + _NOISE])))
        for number, start in enumerate(range(0, len(noise), _NOISE))
    )
    worst = [item for item in objects if item.items][:WORST]
    return page(
        "review.html",
        style=styles("base", "page"),
        script=scripts(*_SCRIPTS),
        blocks=tuple(blocks),
        title=title,
        summary=summary,
        objects=objects,
        worst=worst,
        detailed={item.id for item in worst},
        landings=_landings(summary, objects, worst),
        levels=LEVELS,
        level_words=LEVEL_WORDS,
        words=words,
        most_lines=_LINES,
        most_items=_ITEMS,
        has_images=has_images,
        noise_counts=data.get("noise") or {},
    )


def _landings(summary: Summary, objects: Sequence[Object], worst: Iterable[Object]) -> list[list[str]]:
    """Where links of the first screen lead without scripts: ids for the row of each object.

    A link to some objects leads to the first of them; one to an object of the worst leads to its details.
    """
    wanted = {tile.link for tile in summary.tiles} | {said.link for said in summary.sentences}
    wanted -= {"", *(link(at=item.id) for item in worst)}
    landings = []
    for item in objects:
        links = _links_to(item) if wanted else ()
        landings.append([one[1:] for one in dict.fromkeys(links) if one in wanted])
        wanted.difference_update(links)
    return landings


def _links_to(item: Object) -> list[str]:
    """The links that show an object, among others."""
    kinds = (link(kind=said.kind) for said in item.items)
    level = LEVELS[item.level]
    named = (link(level=level), link(do=item.action), link(level=level, do=item.action))
    return [*named, link(type=item.type or item.kind), *kinds, link(at=item.id)]


def _model(
    title: str, data: Data, objects: Iterable[Object], words: Data, meanings: Data, noise: int
) -> dict[str, Any]:
    return {
        "title": title,
        "schema": data["schema"],
        "key": review_key(data),
        "words": words,
        "meanings": meanings,
        "noise": noise,
        "noiseBlock": _NOISE,
        "objects": [item.to_dict() for item in objects],
    }


def review_key(data: Data) -> str:
    """Twenty hex digits that tell a result from others, so that what reviewers tick off does not mix."""
    digest = hashlib.sha256(str(data["schema"]).encode())
    for item in data.get("inputs") or ():
        digest.update(f"\0{item['path']}\0{item.get('sha256')}".encode("utf-8", "surrogatepass"))
    for member in ("path", "old", "new"):
        digest.update(f"\0{data.get(member)}".encode("utf-8", "surrogatepass"))
    rehearsal = data.get("rehearsal") or {}
    digest.update(f"\0{rehearsal.get('target')}\0{rehearsal.get('options')}".encode("utf-8", "surrogatepass"))
    for item in (*data.get("changes", ()), *data.get("findings", ())):
        digest.update(f"\0{item.get('fingerprint') or item.get('sentence')}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:20]
