"""The page of `check`: may this be imported?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..layout import counted, grouped
from .command import js_import
from .embed import Details
from .meanings import meanings_of_codes
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

_TOLD = {
    "reject": ("rejected", "close"),
    "skip": ("skipped", "removed"),
    "keep": ("kept", "ok"),
    "update": ("overwritten", "changed"),
    "create": ("created", "added"),
}
"""What becomes of an object, what counts first first: in a word, and the icon."""
_ACTIONS = tuple(_TOLD)
_MOST_IGNORED = 10
_VERDICTS = {
    "clean": (FINE, "Import it", "Everything arrives"),
    "partial": (ERROR, "Not everything arrives", ""),
    "needs-decision": (ERROR, "The server would wait", "The import would stop and wait for a decision"),
    "refused": (ERROR, "Refused", "The import would fail"),
}


def check_page(data: Data) -> str:
    """The page of a check, with the rehearsal if there was one."""
    rehearsal = data["rehearsal"]
    objects = _objects(data)
    codes = [item.kind for entry in objects for item in entry.items]
    codes += [action["page"] for action in (rehearsal or {}).get("actions", ()) if action["page"]]
    return review_page(
        f"Catalog check: {data['path']}",
        data,
        _summary(data, objects),
        objects,
        Details(),
        words={
            "action": "Import" if rehearsal else "",
            "kind": "Rule or code",
            "nothing": "Nothing wrong was found.",
            "objects": ["item", "items"],
        },
        meanings={"kinds": meanings_of_codes(codes)},
    )


def _objects(data: Data) -> list[Object]:
    """What the import comes to, and what the findings are about; gravest first."""
    found: dict[tuple[str, str], Object] = {}
    rehearsal = data["rehearsal"] or {}
    for action in rehearsal.get("actions", ()):
        key = action["kind"], action["uri"]
        item = found.get(key)
        if item is None:
            item = found[key] = Object(object_id(*key), key[1], key[0], action["type"])
        _take_action(item, action, is_finished=rehearsal["phase"] == "finished")
    places = Places(found)
    for finding in data["findings"]:
        places.of(finding["uri"] or "", finding["entry"] or "").add(item_of_finding(finding))
    for answer, level in _answers(rehearsal):
        for parameter in _named(answer):
            places.of(parameter, "").add(Item(answer["code"], level, _said(answer), remedy=answer["advice"]))
    objects = with_unique_ids(found.values())
    references = data.get("references") or {}
    for item in objects:
        item.references = references.get(item.id)
        if item.items and item.level < FINE:
            item.reason = _reason(item.items)
    objects.sort(key=lambda item: (item.level, _rank(item.action)))
    return objects


def _rank(action: str) -> int:
    return _ACTIONS.index(action) if action in _ACTIONS else len(_ACTIONS)


def _reason(items: Sequence[Item]) -> str:
    worst = min(items, key=lambda item: item.level)
    more = f"; and {counted(len(items) - 1, 'more', 'more')}" if len(items) > 1 else ""
    return worst.text + more


def _take_action(item: Object, action: Data, *, is_finished: bool) -> None:
    """What becomes of an object; of two actions the one that counts."""
    if item.action and _rank(item.action) <= _rank(action["action"]):
        return
    item.action = action["action"]
    item.reason = item.because = action["reason"]
    level = _level_of(action, is_finished=is_finished)
    if action["reason"] and (
        level < FINE or (action["page"] and is_finished) or action["certainty"] != "certain"
    ):
        doubt = action["certainty"] if action["certainty"] != "certain" else ""
        item.add(Item(action["page"] or action["action"], level, action["reason"], certainty=doubt))
    item.level = min(item.level, level)


def _answers(rehearsal: Data) -> Iterator[tuple[Data, int]]:
    """What the server would say."""
    if rehearsal.get("error"):
        yield rehearsal["error"], ERROR
    for warning in rehearsal.get("warnings", ()):
        yield warning, WARNING


def _named(answer: Data) -> list[str]:
    """The URIs that an answer names; nothing, that is the catalog, if it names none."""
    parameters = [value for value in answer["parameters"] or () if value]
    uris = [value for value in parameters if value.startswith("/")]
    if answer["code"] == "import.broken.dependencies":
        return uris or [""]
    return uris[-1:] or [""]


def _said(answer: Data) -> str:
    parameters = ["null" if value is None else value for value in answer["parameters"] or ()]
    if answer["code"] == "import.broken.dependencies" or not parameters:
        return f"the server says {answer['code']}"
    return f"the server says {answer['code']}: {', '.join(parameters)}"


def _summary(data: Data, objects: Sequence[Object]) -> Summary:
    rehearsal = data["rehearsal"]
    sentences = sorted((item for item in _sentences(data) if item.level < FINE), key=lambda item: item.level)
    level, verdict, headline = _verdict(data, objects)
    gaps = [(item["what"], item["why"]) for item in data["not_checked"]]
    gaps += [(text, "") for text in (rehearsal or {}).get("uncertain", ())]
    return Summary(
        kicker="Rehearsal of an import" if rehearsal else "Catalog check",
        level=level,
        verdict=verdict,
        headline=headline,
        lead=_lead(data),
        tiles=(*level_tiles(objects), *_action_tiles(objects)),
        sentences=tuple(sentences[:SENTENCES]),
        hidden=max(len(sentences) - SENTENCES, 0),
        gaps=tuple(gaps),
        gaps_title="Not known",
        facts=(*_import_facts(data), *facts_of_inputs(data), *_left_out(data)),
        paths=(data["path"],),
        outcomes=tuple((rehearsal or {}).get("strategies", ())),
    )


def _verdict(data: Data, objects: Sequence[Object]) -> tuple[int, str, str]:
    """Rank, verdict and headline."""
    rehearsal = data["rehearsal"]
    if rehearsal is not None:
        level, verdict, headline = _VERDICTS[rehearsal["verdict"]]
        if rehearsal["verdict"] == "partial":
            lost = sum(item.action in ("reject", "skip") for item in objects)
            whole = sum(bool(item.action) for item in objects)
            headline = f"{lost:,} of {counted(whole, 'object')} would not arrive"
        if rehearsal["verdict"] == "clean":
            level, verdict, headline = _clean(data)
        return level, verdict, headline
    if (data.get("exit") or {}).get("code") == 3:
        return ERROR, "Unreadable", "This is no readable catalog"
    counts = [sum(finding["level"] == name for finding in data["findings"]) for name in RANKS]
    if counts[ERROR]:
        return (
            ERROR,
            "Not ready",
            f"{counted(counts[ERROR], 'thing is', 'things are')} wrong with this catalog",
        )
    if counts[WARNING]:
        return WARNING, "Look first", f"No errors, but {counted(counts[WARNING], 'warning')}"
    return (NOTE, "Sound", "Nothing is wrong, as far as it was checked") if counts[NOTE] else (
        FINE, "Sound", "Nothing wrong was found",
    )  # fmt: skip


def _clean(data: Data) -> tuple[int, str, str]:
    """The same where everything arrives; what our rules find may speak against the import all the same."""
    level, verdict, headline = _VERDICTS["clean"]
    if data["rehearsal"]["uncertain"] or data["not_checked"]:
        headline += ", as far as it can be told"
    level = min((RANKS[finding["level"]] for finding in data["findings"]), default=level)
    if level <= WARNING or (data.get("exit") or {}).get("code") == 1:
        verdict = "Look first"
        worst = _counts(data)[0]
        headline += f", but {worst} {'was' if worst.startswith('1 ') else 'were'} found"
    return level, verdict, headline


def _counts(data: Data) -> list[str]:
    """How many findings there are of each level, in words."""
    numbers = Counter(finding["level"] for finding in data["findings"])
    words = (("error", "error"), ("warning", "warning"), ("info", "note"))
    return [counted(numbers[level], word) for level, word in words if numbers[level]]


def _lead(data: Data) -> str:
    counts = _counts(data)
    found = f"Our rules found {', '.join(counts)} in {counted(data['objects'], 'object')}." if counts else (
        f"Our rules found nothing in {counted(data['objects'], 'object')}."
    )  # fmt: skip
    rehearsal = data["rehearsal"]
    if rehearsal is None:
        return found
    return f"The import into {rehearsal['target']} ends as {rehearsal['phase']}. {found}"


def _action_tiles(objects: Sequence[Object]) -> Iterator[Tile]:
    for action, (word, icon) in _TOLD.items():
        number = sum(item.action == action for item in objects)
        if number:
            yield Tile(number, word, icon, link(do=action))


def _import_facts(data: Data) -> Iterator[Fact]:
    rehearsal = data["rehearsal"]
    if rehearsal is None:
        return
    is_folder = [item["form"] for item in data.get("inputs") or ()][:1] == ["folder"]
    command = js_import(data["path"], rehearsal["options"], is_folder=is_folder)
    yield Fact("This import", (command,), is_code=True)
    yield Fact("Into", (rehearsal["target"],))
    yield Fact("As", (f"{rehearsal['user']}, by the rules of {rehearsal['server']}",))
    yield Fact("The server says", (f"{rehearsal['phase']}: {rehearsal['message']}",))


def _left_out(data: Data) -> Iterator[Fact]:
    """What was found and is not told."""
    told = [f"{item['code']} {item['uri']}: {item['reason']}" for item in data.get("ignored") or ()]
    if len(told) > _MOST_IGNORED:
        told[_MOST_IGNORED:] = [f"and {counted(len(told) - _MOST_IGNORED, 'more', 'more')}"]
    if told:
        yield Fact("Ignored", tuple(told))
    held, stale = data.get("held") or 0, data.get("stale") or 0
    lines = [f"{counted(held, 'finding')} held by it"] if held else []
    lines += [f"{counted(stale, 'entry', 'entries')} that nothing has any more"] if stale else []
    if lines:
        yield Fact("Baseline", tuple(lines))


def _sentences(data: Data) -> Iterator[Sentence]:
    rehearsal: Mapping[str, Any] = data["rehearsal"] or {}
    if rehearsal.get("error"):
        yield _of_error(rehearsal["error"])
    advice = {
        name: warning["advice"] for warning in rehearsal.get("warnings", ()) for name in _named(warning)
    }
    lost = [item for item in rehearsal.get("actions", ()) if item["action"] in ("reject", "skip")]
    told = {item["uri"] for item in lost}
    for same in grouped(lost, "action", "reason"):
        yield _of_lost(same, advice, is_finished=rehearsal["phase"] == "finished")
    for same in grouped(rehearsal.get("warnings", ()), "code"):
        rest = [warning for warning in same if not told.issuperset(_named(warning))]
        if rest:
            yield _of_warnings(rest)
    yield from _of_changed(rehearsal)
    for same in grouped(data["findings"], "level", "code"):
        yield sentence_of_findings(same)


def _of_error(error: Data) -> Sentence:
    names = _named(error)
    named = f", because of {_some(names)}" if names[0] else ""
    text = f"Ends the import{named}."
    return Sentence(ERROR, error["code"], text, link(kind=error["code"]), "", error["advice"])


def _of_warnings(same: Sequence[Data]) -> Sentence:
    first = same[0]
    name = _named(first)[0]
    text = f"The server would say so {counted(len(same), 'time')}" + (f", first of {name}." if name else ".")
    return Sentence(WARNING, first["code"], text, link(kind=first["code"]), "", first["advice"])


def _of_lost(same: Sequence[Data], advice: Mapping[str, str], *, is_finished: bool) -> Sentence:
    """What does not arrive, for one reason."""
    first = same[0]
    more = f"and {counted(len(same) - 1, 'other')}" if len(same) > 1 else ""
    verb = f"{'Is' if len(same) == 1 else 'Are'} {_TOLD[first['action']][0]}"
    text = f"{verb}: {first['reason']}." if first["reason"] else f"{verb}."
    level = _level_of(first, is_finished=is_finished)
    return Sentence(level, first["uri"], text, link(do=first["action"]), more, advice.get(first["uri"], ""))


def _level_of(action: Data, *, is_finished: bool) -> int:
    """How much it matters what becomes of an object; where the import ends early, that it ends matters."""
    if action["action"] == "reject":
        return ERROR
    if action["action"] == "skip" and is_finished:
        return NOTE if action["page"] == "theme-skipped" else WARNING
    return FINE


def _of_changed(rehearsal: Data) -> Iterator[Sentence]:
    """What the import changes on the target that was there before."""
    for member, word in (("overwritten", "overwritten"), ("removed", "gone afterwards")):
        uris = rehearsal.get(member) or []
        if uris:
            text = f"{'Is' if len(uris) == 1 else 'Are'} {word}: {_some(uris)}."
            where = link(do="update") if member == "overwritten" else ""
            lead = f"{counted(len(uris), 'object')} of the target"
            yield Sentence(WARNING, lead, text, where, "", "Save them first, to be able to go back.")
    entries = rehearsal.get("permissions_deleted") or []
    if entries:
        text = f"{'Is' if len(entries) == 1 else 'Are'} deleted: {_some(entries)}."
        yield Sentence(WARNING, f"{counted(len(entries), 'permission')} of the target", text)


def _some(texts: Sequence[str]) -> str:
    others = f" and {counted(len(texts) - 2, 'other')}" if len(texts) > 2 else ""
    return ", ".join(texts[:2]) + others
