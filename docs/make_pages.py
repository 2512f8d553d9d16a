"""Writes the pages of `docs/` that are made from the code.

With `--check` nothing is written, and the exit code is 1 if the committed ones differ.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable
from dataclasses import fields
from enum import Enum
from itertools import pairwise
from pathlib import Path
from typing import TypeGuard

from catalogkit.archive import DefectKind, Limits, Treatment
from catalogkit.archive.limits import describe, option
from catalogkit.diff.changes import content, jobs, objects, people, sources
from catalogkit.diff.changes.base import Change
from catalogkit.diff.kinds import ChangeKind
from catalogkit.diff.noise import NoiseKind
from catalogkit.rehearsal.codes import PAGES as CODE_PAGES
from catalogkit.rehearsal.codes import CodeKind, CodePage
from catalogkit.rules import all_rules

FOLDER = Path(__file__).parent
_GROUPS = {
    "1": "Archive and structure",
    "2": "Organization",
    "3": "Dependencies",
    "4": "Keys and secrets",
    "5": "People and permissions",
    "6": "Jobs",
    "7": "Version and edition",
    "8": "Hygiene",
    "9": "Policy",
}


def rules_page() -> str:
    """Every rule with its page."""
    lines = ["# Rules", "", "What `catalogkit check` says, and what to do about it.", ""]
    lines += ["*Certain* means known behaviour of the server."]
    group = ""
    for rule in all_rules():
        if rule.code[2] != group:
            group = rule.code[2]
            lines += ["", f"## {_GROUPS[group]}"]
        facts = f"*{rule.level.value}, {rule.certainty.value}*"
        if rule.server_code:
            facts += f" · the server says `{rule.server_code}`"
        lines += ["", f"### {rule.code} {rule.name}", "", facts, "", (rule.page or "").strip()]
    return "\n".join(lines) + "\n"


_KINDS = {
    CodeKind.PHASE: "Phases of an import",
    CodeKind.ERROR: "Errors that end an import, or make it wait",
    CodeKind.REASON: "Reasons of import.failed",
    CodeKind.WARNING: "Warnings: an object does not arrive",
    CodeKind.ANSWER: "Requests that are refused",
    CodeKind.SILENT: "What the server does without a word",
}


def server_codes_page() -> str:
    """Every code of the server, and every outcome it says nothing about, with its page."""
    lines = ["# Codes of the server", "", "What an import says, what it does not say, and what to do next."]
    lines += ["`catalogkit rule CODE` shows one page, `catalogkit explain FILE` explains a whole answer."]
    lines += ["", "Parameters are counted from 0. Names with hyphens are ours: servers have none there."]
    for kind, title in _KINDS.items():
        lines += ["", f"## {title}"]
        for page in CODE_PAGES.values():
            if page.kind is kind:
                lines += _server_code(page)
    return "\n".join(lines) + "\n"


def _server_code(page: CodePage) -> list[str]:
    lines = ["", f"### {page.code}", "", f"**{page.title}.** {page.meaning}"]
    if page.never:
        lines += ["", f"*{page.never}*"]
    if page.parameters:
        lines += ["", "Parameters: " + "; ".join(f"{n} = {what}" for n, what in enumerate(page.parameters))]
    lines += ["", *(f"* {cause}" for cause in page.causes)]
    return [*lines, "", f"Remedy: {page.remedy}", "", f"Source: {page.evidence}"]


def defects_page() -> str:
    """Every defect of an archive with its treatment, and every limit."""
    lines = ["# Defects of archives", ""]
    lines += [
        "Archives are hostile until proven otherwise. A defect is either *refused* or *reported*; nothing"
    ]
    lines += ["is ever followed, unpacked or written.", ""]
    lines += ["| defect | what is wrong | treatment |", "|---|---|---|"]
    for treatment in Treatment:
        kinds = (kind for kind in DefectKind if kind.treatment is treatment)
        lines += [f"| {kind.id} | {kind.text} | {treatment.value} |" for kind in kinds]
    lines += ["", "* *archive refused*: nothing is read; exit code 3."]
    lines += ["* *entry refused*: the entry is listed and reported, never used; the rest goes on."]
    lines += ["* *reported*: the entry is used, and the defect is reported."]
    lines += ["", "## Limits", "", "| option | default | what it counts |", "|---|---:|---|"]
    for field in fields(Limits):
        default = getattr(Limits(), field.name)
        lines.append(f"| `{option(field.name)}` | {default:,} | {describe(field.name)} |")
    return "\n".join(lines) + "\n"


def changes_page() -> str:
    """Every kind of change with its level, and every kind of noise."""
    modules = (content, jobs, objects, people, sources)
    classes = [cls for module in modules for cls in vars(module).values() if _is_change(cls)]
    levels = {cls.kind: cls.usual for cls in reversed(classes) if "kind" in vars(cls)}
    lines = ["# Changes", "", "What `catalogkit diff` tells, in the order in which reviewers want to see it."]
    lines += ["A level may be graver where the values are: for administrators, for whom the server trusts."]
    lines += ["", "| kind | level | what changed |", "|---|---|---|"]
    told = _told(ChangeKind)
    lines += [f"| `{kind.value}` | {levels[kind].value} | {told[kind.name]} |" for kind in ChangeKind]
    lines += ["", "## Noise", "", "What differs between any two exports of the same thing: counted, and"]
    lines += [
        "shown with `--noise`. Nothing else is ever hidden.",
        "",
        "| kind | what differs |",
        "|---|---|",
    ]
    told = _told(NoiseKind)
    return "\n".join([*lines, *(f"| `{kind.value}` | {told[kind.name]} |" for kind in NoiseKind)]) + "\n"


def _is_change(value: object) -> TypeGuard[type[Change]]:
    return isinstance(value, type) and issubclass(value, Change) and value is not Change


def _told(enum: type[Enum]) -> dict[str, str]:
    """What stands below each member of an enum."""
    body = ast.parse(inspect.getsource(enum)).body[0]
    assert isinstance(body, ast.ClassDef)
    told = {}
    for member, text in pairwise(body.body):
        if isinstance(member, ast.Assign) and isinstance(text, ast.Expr):
            (name,) = member.targets
            told[ast.unparse(name)] = str(ast.literal_eval(text.value))
    return told


PAGES: dict[str, Callable[[], str]] = {
    "changes.md": changes_page,
    "rules.md": rules_page,
    "server-codes.md": server_codes_page,
    "archive-defects.md": defects_page,
}


def main() -> int:
    """Write or check; returns the exit code."""
    check = "--check" in sys.argv[1:]
    stale = [name for name, page in PAGES.items() if _differs(FOLDER / name, page())]
    for name in stale:
        if not check:
            (FOLDER / name).write_text(PAGES[name]())
        print(("differs: " if check else "wrote ") + name)
    return int(check and bool(stale))


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text() != text


if __name__ == "__main__":
    sys.exit(main())
