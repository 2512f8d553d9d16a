"""What the first screen says: the answer, how much of what, what to look at first, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from ...model.nouns import sentence_case
from ..layout import counted
from .objects import LEVEL_WORDS, LEVELS, RANKS, Data, Object

SENTENCES = 6
"""Sentences on the first screen."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that leads to what it counts."""

    number: int
    word: str
    icon: str
    link: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing to look at.

    Args:
        level: rank of its level.
        lead: what it is about.
        text: what is said of it.
        link: fragment that leads there; empty where nothing does.
        more: what else there is like it, in words.
        advice: what to do.
    """

    level: int
    lead: str
    text: str
    link: str = ""
    more: str = ""
    advice: str = ""

    @property
    def icon(self) -> str:
        """Name of the icon of its level."""
        return LEVELS[self.level]

    @property
    def word(self) -> str:
        """The level in a word."""
        return LEVEL_WORDS[self.level]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to know about a result: a term, and lines about it; those of code can be copied."""

    term: str
    lines: tuple[str, ...]
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """The first screen.

    Args:
        kicker: what kind of page it is.
        level: rank of the verdict.
        verdict: the verdict in a few words.
        headline: the answer.
        lead: the numbers in a sentence.
        tiles: numbers that lead on.
        sentences: what to look at first.
        hidden: sentences that are not shown.
        gaps: what is not known, each with the reason.
        gaps_title: what that is called.
        facts: what else there is to know.
        paths: what was read: one catalog, or two.
        outcomes: what each strategy for broken dependencies comes to.
    """

    kicker: str
    level: int
    verdict: str
    headline: str
    lead: str
    tiles: tuple[Tile, ...]
    sentences: tuple[Sentence, ...]
    hidden: int
    gaps: tuple[tuple[str, str], ...]
    gaps_title: str
    facts: tuple[Fact, ...]
    paths: tuple[str, ...]
    outcomes: tuple[Data, ...] = ()

    @property
    def icon(self) -> str:
        """Name of the icon of the verdict."""
        return LEVELS[self.level]


def link(**filters: str) -> str:
    """The fragment that shows some objects only.

    >>> link(level="error"), link(at="/a b")
    ('#level=error', '#at=%2Fa+b')
    """
    return f"#{urlencode(filters, errors='replace')}"


def level_tiles(objects: Iterable[Object]) -> tuple[Tile, ...]:
    """How many objects there are of each level that needs somebody."""
    counts = [0, 0, 0, 0]
    for item in objects:
        counts[item.level] += 1
    plural = ("errors", "warnings", "notes", "fine")
    return tuple(
        Tile(
            number, LEVEL_WORDS[rank] if number == 1 else plural[rank], LEVELS[rank], link(level=LEVELS[rank])
        )
        for rank, number in enumerate(counts)
        if number and rank < len(counts) - 1
    )


def facts_of_inputs(data: Data) -> Iterator[Fact]:
    """What the result was made from, where it tells."""
    lines = []
    for item in data.get("inputs") or ():
        lines += [item["path"], *([f"SHA-256 {item['sha256']}"] if item["sha256"] else [])]
    if lines:
        yield Fact("Inputs", tuple(lines))


def sentence_of_findings(same: Sequence[Data]) -> Sentence:
    """What the findings of one rule say, told by the first of them."""
    first = same[0]
    where = first["uri"] or first["entry"] or "the catalog"
    more = f"and {counted(len(same) - 1, 'other')}" if len(same) > 1 else ""
    return Sentence(
        RANKS[first["level"]],
        where,
        f"{sentence_case(first['message'])}.",
        link(kind=first["code"]),
        more,
        first["remedy"],
    )
