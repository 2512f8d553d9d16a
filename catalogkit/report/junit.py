"""JUnit, in the dialect that Jenkins and Ant read: a test case for each rule, failed by its findings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree
from lxml.builder import E

from .items import Item, catalog_path, gaps, items
from .safe import visible, visible_lines

MAX_SHOWN = 100
"""Findings of one rule that are told one by one."""


def render(data: Mapping[str, Any], *, verbose: bool) -> bytes:  # noqa: ARG001 - always whole
    """The items of a check: errors and warnings fail, notes do not."""
    by_rule: dict[str, list[Item]] = {}
    for item in items(data):
        by_rule.setdefault(item.rule, []).append(item)
    path = _text(catalog_path(data))
    cases = [_case(rule, found, path) for rule, found in sorted(by_rule.items())]
    cases += [
        E.testcase(
            E.skipped(message=_text(gap.message)), classname=path, name=_text(f"{gap.title}: {gap.message}"),
            time="0",
        )
        for gap in gaps(data)
    ]  # fmt: skip
    if not cases:
        cases = [E.testcase(classname=path, name="catalogkit check", time="0")]
    suite = E.testsuite(
        *cases,
        name="catalogkit check",
        tests=str(len(cases)),
        failures=str(sum(case.find("failure") is not None for case in cases)),
        errors="0",
        skipped=str(sum(case.find("skipped") is not None for case in cases)),
        time="0",
    )
    return etree.tostring(E.testsuites(suite), pretty_print=True, xml_declaration=True, encoding="UTF-8")


def _case(rule: str, found: list[Item], path: str) -> etree._Element:
    case = E.testcase(classname=path, name=_text(found[0].title), time="0")
    failed = [item for item in found if item.level != "info"]
    told = "\n".join(_line(item) for item in found[:MAX_SHOWN])
    if len(found) > MAX_SHOWN:
        told += f"\n… and {len(found) - MAX_SHOWN:,} more"
    if failed:
        message = f"{len(found)} of {rule}; {found[0].remedy}" if len(found) > 1 else found[0].message
        case.append(E.failure(_text(told, lines=True), message=_text(message), type=failed[0].level))
    else:
        case.append(E("system-out", _text(told, lines=True)))
    return case


def _line(item: Item) -> str:
    where = item.uri or item.entry
    line = f", line {item.line} of {item.entry}" if item.line else ""
    return f"{where}{line}: {item.message}" if where else item.message


def _text(text: str, *, lines: bool = False) -> str:
    """A text that XML can hold, and that shows what is in it."""
    return visible_lines(text) if lines else str(visible(text))
