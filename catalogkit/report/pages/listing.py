"""The page of `ls`: a table that can be searched."""

from __future__ import annotations

from collections import Counter

from ..layout import counted
from .embed import Details
from .objects import FINE, Data, Object, object_id, with_unique_ids
from .review import review_page
from .summary import Summary, Tile, link

_MOST_TILES = 6


def ls_page(data: Data) -> str:
    """The page of a listing."""
    objects = with_unique_ids(
        Object(
            id=object_id(item["kind"], item["uri"]),
            uri=item["uri"],
            kind=item["kind"],
            type=item["type"] or "",
            action="embedded" if item["local"] else "",
            reason=item["label"] or "",
        )
        for item in data["objects"]
    )
    return review_page(
        f"Objects of {data['path']}",
        data,
        _summary(data, objects),
        objects,
        Details(),
        words={
            "action": "Embedded" if any(item.action for item in objects) else "",
            "kind": "",
            "reason": "Label" if data["detailed"] else "",
            "nothing": "There is nothing in it, or nothing that was asked for.",
            "objects": ["object", "objects"],
            "plain": True,
        },
        meanings={"kinds": {}},
    )


def _summary(data: Data, objects: list[Object]) -> Summary:
    counts = Counter((item.noun, item.type or item.kind) for item in objects).most_common(_MOST_TILES)
    return Summary(
        kicker="What is in it",
        level=FINE,
        verdict="",
        headline=counted(len(objects), "object"),
        lead="" if data["detailed"] else "Types and labels were not read: `catalogkit ls -l` reads them.",
        tiles=tuple(
            Tile(number, noun if number == 1 else _plural(noun), "", link(type=name))
            for (noun, name), number in counts
        ),
        sentences=(),
        hidden=0,
        gaps=(),
        gaps_title="",
        facts=(),
        paths=(data["path"],),
    )


def _plural(noun: str) -> str:
    head, of, rest = noun.partition(" of ")
    plural = f"{head[:-1]}ies" if head.endswith("ry") else head if head.endswith("s") else f"{head}s"
    return f"{plural}{of}{rest}"
