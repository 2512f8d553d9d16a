"""`rules` and `rule`: every rule of ours and every code of the server, and the page about each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar

from ..errors import UsageError
from ..rehearsal.codes import PAGES, CodeKind, CodePage
from ..rules import Rule, all_rules
from .result import Result

RULE = "rule"
"""The kind of a page about a rule of ours; the others are those of `CodeKind`."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One page in one line.

    Args:
        code: `CK` and three digits, a code of the server, or a kebab name where the server has none.
        name: the kebab name of a rule; empty for the others.
        kind: `rule`, `phase`, `error`, `reason`, `warning`, `answer` or `silent`.
        title: what it is about.
    """

    code: str
    name: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class RuleList(Result):
    """All pages there are."""

    schema: ClassVar[str] = "catalogkit/rules/1"

    rules: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class RulePage(Result):
    """One page.

    Args:
        code: as in `RuleLine`.
        name: as in `RuleLine`.
        kind: as in `RuleLine`.
        title: what it is about.
        facts: in few words: level and certainty, what it means for the import, whether servers give it.
        parameters: what each parameter of a server's code is, in order.
        sections: what there is to say, each under its title.
    """

    schema: ClassVar[str] = "catalogkit/rule/1"

    code: str
    name: str
    kind: str
    title: str
    facts: tuple[str, ...]
    parameters: tuple[str, ...]
    sections: tuple[Section, ...]


def rule_list() -> RuleList:
    """Every rule of ours, then every page about the server."""
    ours = (RuleLine(rule.code, rule.name, RULE, _title(rule)) for rule in all_rules())
    servers = (RuleLine(page.code, "", page.kind.value, page.title) for page in PAGES.values())
    return RuleList((*ours, *servers))


def rule_page(word: str) -> RulePage:
    """The page about a rule or code.

    Args:
        word: code or name of a rule, code of the server, or name of a silent outcome; in any case.

    Raises:
        UsageError: there is no such page.
    """
    wanted = word.strip().lower()
    for rule in all_rules():
        if wanted in (rule.code.lower(), rule.name):
            return _of_rule(rule)
    for page in PAGES.values():
        if wanted == page.code.lower():
            return _of_code(page)
    near = _near(wanted)
    hint = f"did you mean {' or '.join(near)}?" if near else "`catalogkit rules` lists what there is"
    raise UsageError("there is no such rule or code", where=word, hint=hint)


def _near(wanted: str) -> list[str]:
    """Names that hold the word, else names that look like it."""
    names = {name.lower(): name for rule in all_rules() for name in (rule.code, rule.name)}
    names |= {code.lower(): code for code in PAGES}
    holding = [name for lower, name in names.items() if len(wanted) > 2 and wanted in lower]
    return (holding or [names[near] for near in get_close_matches(wanted, names, 3)])[:3]


def _of_rule(rule: Rule) -> RulePage:
    facts = [f"{rule.level.value}, {rule.certainty.value}"]
    if rule.server_code:
        facts.append(f"the server says {rule.server_code}")
    return RulePage(rule.code, rule.name, RULE, _title(rule), tuple(facts), (), tuple(_sections(rule)))


def _title(rule: Rule) -> str:
    return (rule.page or "").partition("\n")[0].rstrip(".")


def _sections(rule: Rule) -> Iterator[Section]:
    """The paragraphs of a rule's page; each begins with its title and a colon (`CONTRIBUTING.md`)."""
    for paragraph in (rule.page or "").strip().split("\n\n")[1:]:
        title, colon, text = paragraph.partition(":")
        if colon and "\n" not in title:
            yield Section(title, " ".join(text.split()))
        else:
            yield Section("", " ".join(paragraph.split()))


def _of_code(page: CodePage) -> RulePage:
    facts = [page.kind.value, _effect(page)]
    sections = [Section("What", page.meaning)]
    if page.never:
        facts.append("servers do not give it")
        sections.append(Section("Given by no server", page.never))
    sections += [Section("Cause", cause) for cause in page.causes]
    sections += [Section("Remedy", page.remedy), Section("Source", page.evidence)]
    return RulePage(
        page.code, "", page.kind.value, page.title, tuple(facts), page.parameters, tuple(sections)
    )


def _effect(page: CodePage) -> str:
    """What it means for the import."""
    if page.kind is CodeKind.ANSWER:
        return "the request is refused"
    if page.kind is CodeKind.SILENT:
        return "the server does not tell"
    return "the whole import ends or waits" if page.stops else "the import goes on"
