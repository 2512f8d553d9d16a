"""The page of `diff`: may this be merged?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ...model.nouns import sentence_case
from ..layout import basename, by_object, counted, grouped, users_of, with_wholes_together
from .embed import Details
from .meanings import meanings_of_changes, meanings_of_codes, meanings_of_noise
from .objects import (
    ERROR,
    FINE,
    NOTE,
    RANKS,
    WARNING,
    Data,
    Item,
    Object,
    Places,
    item_of_finding,
    object_id,
    with_unique_ids,
)  # fmt: skip
from .permissions import permission_of
from .review import review_page
from .summary import (
    SENTENCES,
    Fact,
    Sentence,
    Summary,
    Tile,
    facts_of_inputs,
    level_tiles,
    link,
    sentence_of_findings,
)  # fmt: skip

_GROUPS = ("added", "removed", "moved", "retyped", "changed")
"""What happens to an object, what counts first first."""
_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/]*={0,2}")
_WORDS = {
    "action": "Change",
    "kind": "Kind of change",
    "nothing": "Nothing differs.",
    "objects": ["item", "items"],
}
_LEFT_OUT = "Only numbers were asked for: without --summary the changes are listed here."


def diff_page(data: Data) -> str:
    """The page of a comparison."""
    details = Details()
    objects = _objects(data, details)
    kinds = {change["kind"] for change in data["changes"]}
    changes = {kind: {"title": "", "text": [["", text]]} for kind, text in meanings_of_changes().items()}
    meanings = {
        "kinds": {kind: told for kind, told in changes.items() if kind in kinds}
        | meanings_of_codes(finding["code"] for finding in data["findings"]),
        "noise": meanings_of_noise(),
    }
    return review_page(
        f"Catalog diff: {data['old']} → {data['new']}",
        data,
        _summary(data, objects),
        objects,
        details,
        words={**_WORDS, "nothing": _LEFT_OUT} if data["summary"]["changes"] else _WORDS,
        meanings=meanings,
        noise=data["noise_changes"],
        has_images=any(change.get("images") for change in data["changes"]),
    )


def _objects(data: Data, details: Details) -> list[Object]:
    """The objects that changed, or that the policy is about; gravest first, as the changes are sorted."""
    found: dict[tuple[str, str], Object] = {}
    for change in data["changes"]:
        key = _key(change)
        item = found.setdefault(key, Object(object_id(*key), key[1], key[0], change["root"], "changed"))
        item.action = min(item.action, change["group"], key=_GROUPS.index)
        item.users = item.users or change["impact"]
    places = Places(found)
    for finding in data["findings"]:
        places.of(finding["uri"] or "", finding["entry"] or "").add(item_of_finding(finding))
    long: dict[tuple[str, str], dict[str, list[Any]]] = {}
    for change in data["changes"]:
        key = _key(change)
        found[key].add(_item(change, long.setdefault(key, {"texts": [], "images": []})))
    for key, item in found.items():
        item.reason = item.items[0].text if len(item.items) == 1 else _reason(item.items)
        parts = long.get(key)
        if parts and any(parts.values()):
            item.long = details.add(parts)
    objects = with_unique_ids(found.values())
    objects.sort(key=lambda item: item.level)
    _give_references(data, objects)
    _give_noise(data["noise_changes"], places)
    return objects


def _key(change: Data) -> tuple[str, str]:
    """Kind and URI or name of the object that a change is about; two empty ones for the catalog itself."""
    return change["object"] or "", change["uri"]


def _reason(items: Sequence[Item]) -> str:
    first = items[0]
    part = f"{basename(first.part)}: " if first.part else ""
    return f"{part}{first.text}; and {counted(len(items) - 1, 'more', 'more')}"


def _item(change: Data, long: dict[str, list[Any]]) -> Item:
    """What a change says; its text and images go to what is long of its object."""
    text, images = -1, -1
    if change["text"] is not None:
        text = len(long["texts"])
        long["texts"].append(change["text"])
    pictures = _images(change.get("images"))
    if pictures is not None:
        images = len(long["images"])
        long["images"].append(pictures)
    return Item(
        kind=change["kind"],
        level=RANKS[change["level"]],
        text=change["what"],
        part=change["part"],
        field=change["field"],
        before=change["before"],
        after=change["after"],
        permission=permission_of(change["before"], change["after"])
        if change["kind"].startswith("permission-")
        else None,
        long=(text, images),
        unified=change["text"],
    )


def _images(images: Mapping[str, Any] | None) -> dict[str, str | None] | None:
    """Pictures before and after; whatever is no PNG, JPEG or GIF in base 64 is left out."""
    if not images:
        return None
    found = {
        side: value if isinstance(value := images.get(side), str) and _IMAGE.fullmatch(value) else None
        for side in ("before", "after")
    }
    return found if any(found.values()) else None


def _give_references(data: Data, objects: Sequence[Object]) -> None:
    references = data.get("references") or {}
    for item in objects:
        item.references = references.get(item.id)


def _give_noise(noise: Sequence[Data], places: Places) -> None:
    """Tell each object the numbers of its noise; noise of what is embedded is that of its owner."""
    for number, one in enumerate(noise):
        item = places.known(one["uri"])
        if item is not None:
            item.noise.append(number)


def _summary(data: Data, objects: Sequence[Object]) -> Summary:
    numbers = data["summary"]
    level = min((item.level for item in objects), default=FINE)
    if not objects and numbers["changes"]:  # `--summary` leaves the changes out
        counts = (numbers["errors"], numbers["warnings"], numbers["notes"])
        level = next((rank for rank, number in enumerate(counts) if number), FINE)
    sentences = list(_sentences(data, objects))
    return Summary(
        kicker="Catalog diff",
        level=level,
        verdict=("Look before you merge", "Review it", "Small changes only", "Nothing differs")[level],
        headline=_headline(data, level),
        lead=_lead(data),
        tiles=(*level_tiles(objects), *_group_tiles(objects)),
        sentences=tuple(sentences[:SENTENCES]),
        hidden=max(len(sentences) - SENTENCES, 0),
        gaps=tuple((item["what"], item["why"]) for item in data["not_compared"]),
        gaps_title="Not compared",
        facts=(*facts_of_inputs(data), *_options(data)),
        paths=(data["old"], data["new"]),
    )


def _headline(data: Data, level: int) -> str:
    numbers = data["summary"]
    broken = sum(finding["level"] == "error" for finding in data["findings"])
    if broken:
        return f"{counted(broken, 'thing is', 'things are')} against the policy"
    if level == ERROR:
        return f"{counted(numbers['errors'], 'change puts', 'changes put')} production at risk"
    if level == WARNING:
        return f"{counted(numbers['warnings'], 'change needs', 'changes need')} a reviewer"
    if level == NOTE:
        return "Nothing that changed is a risk in itself"
    is_all = not (numbers["left_out"] or numbers["ignored"])
    return "Both sides hold the same" if is_all else "Nothing differs of what was asked for"


def _lead(data: Data) -> str:
    numbers = data["summary"]
    if not numbers["changes"]:
        return "Only noise differs." if data["noise"] else "Not a single difference was found."
    told = [f"{numbers[group]:,} {group}" for group in _GROUPS if numbers[group]]
    words = f": {', '.join(told)}" if told else ""
    return f"{counted(numbers['changes'], 'change')} in {counted(numbers['objects'], 'object')}{words}."


def _group_tiles(objects: Sequence[Object]) -> Iterator[Tile]:
    for group in _GROUPS:
        number = sum(item.action == group for item in objects)
        if number:
            yield Tile(number, group, group, link(do=group))


def _options(data: Data) -> Iterator[Fact]:
    """What was asked for, and how much was not."""
    if data.get("options"):
        yield Fact("Options", tuple(data["options"]))
    numbers = data["summary"]
    told = [
        f"{counted(numbers[member], 'change')} {words}"
        for member, words in (("left_out", "not asked for"), ("ignored", "ignored by an option"))
        if numbers[member]
    ]
    if told:
        yield Fact("Not shown", tuple(told))


def _sentences(data: Data, objects: Iterable[Object]) -> Iterator[Sentence]:
    """The policy first, then what changed, objects that changed alike together."""
    for same in grouped(data["findings"], "level", "code"):
        yield sentence_of_findings(same)
    ids = {(item.kind, item.uri): item.id for item in objects}
    for blocks in with_wholes_together(by_object(data["changes"])):
        yield _sentence_of_wholes(blocks) if len(blocks) > 1 else _sentence(blocks[0], ids)


def _sentence(block: Data, ids: Mapping[tuple[str, str], str]) -> Sentence:
    first = block["changes"][0]
    more = len(block["changes"]) - 1
    others = len(block["names"]) - 1
    part = f"{basename(first['part'])}: " if first["part"] else ""
    rest = f" (and {counted(more, 'more change')})" if more else ""
    what = first["what"] if part else sentence_case(first["what"], first["field"].split("/"))
    return Sentence(
        level=RANKS[block["level"]],
        lead=block["names"][0],
        text=f"{part}{what}{rest}.{_used(block['uses'])}",
        link=link(at=ids[_key(first)]),
        more=f"and {counted(others, 'other')} alike" if others else "",
    )


def _sentence_of_wholes(same: Sequence[Data]) -> Sentence:
    """Several objects that came, or went, as a whole."""
    changes = [block["changes"][0] for block in same]
    return Sentence(
        level=RANKS[same[0]["level"]],
        lead=same[0]["names"][0],
        text=f"Are {'new' if changes[0]['group'] == 'added' else 'gone'}.{_used(users_of(changes))}",
        link=link(level=same[0]["level"], do=changes[0]["group"]),
        more=f"and {counted(len(same) - 1, 'other')}",
    )


def _used(uses: str) -> str:
    return f" {sentence_case(uses)}." if uses else ""
