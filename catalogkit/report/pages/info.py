"""The page of `info`: facts, and bars of what makes a catalog big."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...model.nouns import noun
from ..layout import counted, human_bytes
from .objects import Data
from .shell import page, styles
from .summary import Fact

_WIDTH = 1000
"""Units of the longest bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a chart.

    Args:
        name: what it is about.
        value: its value in words.
        length: its length, of `_WIDTH`.
        also: the length of a second part behind it.
        note: what else there is to say.
    """

    name: str
    value: str
    length: int
    also: int = 0
    note: str = ""


def info_page(data: Data) -> str:
    """The page about a catalog."""
    return page(
        "info.html",
        style=styles("base", "page", "info"),
        data=data,
        facts=list(_facts(data)),
        types=list(_types(data["types"])),
        sizes=list(_sizes(data["sizes"])),
        largest=list(_sizes(data["largest"])),
        era=_era(data["era"]),
        size=human_bytes(data["archive_size"]),
        width=_WIDTH,
        resources=sum(item["listed"] for item in data["types"]),
    )


def _era(era: Data) -> str:
    first, before = era["first"], era["before"]
    told = [f"{first} or later" if first else "", f"before {before}" if before else ""]
    return ", ".join(filter(None, told)) or "nothing tells its version"


_BESIDES = (
    ("jobs", "report job"),
    ("calendars", "calendar"),
    ("access_events", "access event"),
    ("favorites", "favorite"),
)
_BOUNDS = {"from": "came with", "before": "every export has it since"}


def _facts(data: Data) -> Iterator[Fact]:
    yield Fact("Server", (_era(data["era"]), *_evidence(data)))
    yield Fact("Edition", (f"{data['edition']}: {data['edition_evidence']}",))
    yield Fact("Organization", (data["organization"] or "the whole server",))
    ours, edited = "a server's own export", "no server as it is: edited, repacked or a directory export"
    yield Fact("Written by", (ours if data["server_written"] else edited,))
    yield Fact("Modules", (", ".join(data["modules"]) or "none",))
    yield Fact("Secrets", tuple(_secrets(data["keys"])))
    yield Fact("People", tuple(_people(data["people"])))
    rest = tuple(counted(data[member], word) for member, word in _BESIDES if data[member])
    if rest:
        yield Fact("Besides", rest)
    broken = data["broken_dependencies"]
    if broken is not None:
        yield Fact("Broken", (f"{counted(broken, 'object')} with broken dependencies, says the exporter",))


def _evidence(data: Data) -> Iterator[str]:
    for item in data["era"]["evidence"]:
        yield f"{item['feature']}: {_BOUNDS[item['bound']]} {item['version']}"
    version = data["js_version"]
    if version:
        yield f"jsVersion says {version}, which servers often fail to raise"
    else:
        yield "there is no jsVersion"


def _secrets(keys: Data) -> Iterator[str]:
    if keys["scheme"] == "no secrets":
        yield "none"
    else:
        yield f"{keys['encrypted']:,} encrypted, {keys['clear']:,} in clear text ({keys['scheme']})"
    if keys["token"]:
        yield f"key alias {keys['alias']}" if keys["alias"] else "keyed, without a key alias"


def _people(people: Data) -> Iterator[str]:
    disabled = f" ({people['disabled']:,} disabled)" if people["disabled"] else ""
    yield f"{counted(people['users'], 'user')}{disabled}, {counted(people['roles'], 'role')}"
    for name in ("administrators", "organizations"):
        if people[name]:
            yield f"{name}: {', '.join(people[name])}"


def _types(types: Iterable[Data]) -> Iterator[Bar]:
    types = list(types)
    most = max((item["listed"] + item["local"] for item in types), default=0) or 1
    for item in types:
        embedded = f" + {item['local']:,} embedded" if item["local"] else ""
        yield Bar(
            noun(item["type"]),
            f"{item['listed']:,}{embedded}",
            _WIDTH * item["listed"] // most,
            _WIDTH * item["local"] // most,
            item["type"],
        )


def _sizes(sizes: Iterable[Data]) -> Iterator[Bar]:
    sizes = list(sizes)
    most = max((item["bytes"] for item in sizes), default=0) or 1
    for item in sizes:
        entries = counted(item["entries"], "entry", "entries")
        yield Bar(item["what"], human_bytes(item["bytes"]), _WIDTH * item["bytes"] // most, note=entries)
