"""The fenced blocks of the README and the docs, and the commands in them."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import dedent

from tests.conftest import ROOT

SHELL = ("bash", "sh")
CONSOLE = "console"
PLATFORM = ("groovy", "yaml")
"""What a CI platform reads; of these, only the commands of ours are looked at."""

_FENCE = re.compile(r" *(?P<marks>`{3,}|~{3,})(?P<language>[^`]*)")
_CODE = re.compile(r"exit code (\d+)")
_OURS = re.compile(r"\bcatalogkit [a-z-]+ [^'\n]*(?:\n +-o [^'\n]*)*")


@dataclass(frozen=True)
class Command:
    """One command.

    Args:
        where: page and line of its block.
        text: what is typed.
        code: the exit code it should have.
        output: what it should print, with `…` for anything; None if the page does not say.
    """

    where: str
    text: str
    code: int = 0
    output: str | None = None


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Args:
        page: the path of the page from the root.
        line: where it begins.
        language: what stands behind the fence.
        text: what is in it.
        before: the paragraph before it. `exit code 1` there is that of the last command; others end with 0.
    """

    page: str
    line: int
    language: str
    text: str
    before: str = ""

    @property
    def where(self) -> str:
        return f"{self.page}:{self.line}"

    def commands(self) -> list[Command]:
        """The commands in it, in order."""
        if self.language == CONSOLE:
            found = [_shown(self.where, shown) for shown in re.split(r"^\$ ", self.text, flags=re.M)[1:]]
        else:
            found = [Command(self.where, text) for text in _texts(self)]
        told = _CODE.search(self.before)
        if found and told is not None:
            last = found.pop()
            found.append(Command(last.where, last.text, int(told[1]), last.output))
        return found


def pages() -> list[Path]:
    """The README and the docs."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks_of(page: str, text: str) -> list[Block]:
    """Every fenced block of a page."""
    found: list[Block] = []
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        fence = _FENCE.fullmatch(lines[at])
        if fence is not None:
            end = next(i for i in range(at + 1, len(lines)) if lines[i].strip() == fence["marks"])
            inside = dedent("\n".join(lines[at + 1 : end])) + "\n"
            before = "\n".join(lines[:at]).rstrip().rpartition("\n\n")[2]
            found.append(Block(page, at + 1, fence["language"].strip(), inside, before))
            at = end
        at += 1
    return found


@cache
def all_blocks() -> tuple[Block, ...]:
    """Every fenced block of every page."""
    return tuple(
        block
        for path in pages()
        for block in blocks_of(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    )


def _texts(block: Block) -> list[str]:
    if block.language in SHELL:
        return _lines(block.text)
    if block.language in PLATFORM:
        return [re.sub(r"\s*\\?\n\s*", " ", text) for text in _OURS.findall(block.text)]
    return []


def _shown(where: str, shown: str) -> Command:
    text, _, output = shown.partition("\n")
    return Command(where, text, output=output)


def _lines(script: str) -> list[str]:
    """The commands of a script: its lines, joined where they belong together, and split at `&&`."""
    found: list[str] = []
    begun: list[str] = []
    for line in script.splitlines():
        if begun or (line.strip() and not line.startswith("#")):
            begun.append(line)
            text = "\n".join(begun)
            if _is_whole(text):
                parts = text.split(" && ")
                found += parts if all(_is_whole(part) for part in parts) else [text]
                begun = []
    return [*found, "\n".join(begun)] if begun else found


@cache
def _is_whole(text: str) -> bool:
    """Whether a shell takes it for a command, or several, that nothing is missing of."""
    if text.endswith("\\"):
        return False
    checked = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, check=False)
    return checked.returncode == 0 and not checked.stderr
