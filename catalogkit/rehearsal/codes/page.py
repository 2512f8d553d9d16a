"""What a page about a server code is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from string import Formatter

_LISTED = 5
"""How many parameters `{list}` names before it counts the rest."""


class CodeKind(Enum):
    """What a page is about."""

    PHASE = "phase"
    """The state of a task."""
    ERROR = "error"
    """`error.errorCode` of a state: the whole import ends, or waits."""
    REASON = "reason"
    """What the only parameter of `import.failed` says."""
    WARNING = "warning"
    """An item of `warnings`: one object does not arrive."""
    ANSWER = "answer"
    """What a request is refused with; there is no task, or it stays as it is."""
    SILENT = "silent"
    """Something that the server does, or leaves out, without a word."""


@dataclass(frozen=True)
class CodePage:
    """One page.

    Args:
        code: the server's code; a kebab name where the server gives none.
        kind: what it is about.
        title: what happens, in one line.
        meaning: what it says about the import, and about what stays behind.
        causes: what leads to it, most frequent first.
        steps: what to do next, as templates: `{0}` is the first parameter, `{list}` names them all. The first
            whose parameters are all there is used; the last needs none.
        evidence: the paragraphs that say so.
        parameters: what each parameter is, in order.
        stops: whether the whole import ends or waits.
        never: why no server that was read gives it; empty where servers do.
        texts: regular expressions of the server's words for it; groups are the parameters.
    """

    code: str
    kind: CodeKind
    title: str
    meaning: str
    causes: tuple[str, ...]
    steps: tuple[str, ...]
    evidence: str
    parameters: tuple[str, ...] = ()
    stops: bool = False
    never: str = ""
    texts: tuple[str, ...] = ()

    @property
    def remedy(self) -> str:
        """What to do next, where parameters are not known."""
        return self.steps[-1]

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """`texts`, compiled."""
        return tuple(re.compile(text) for text in self.texts)

    def advice(self, parameters: Sequence[str | None]) -> str:
        """What to do next, with the parameters filled in."""
        shown = ['""' if item == "" else item for item in parameters]
        known = {str(number) for number, item in enumerate(shown) if item is not None}
        if known:
            known.add("list")
        step = next(step for step in self.steps if _needs(step) <= known)
        return step.format(*shown, list=_listed([item for item in shown if item is not None]))

    def said_in(self, text: str) -> tuple[str | None, ...] | None:
        """The parameters, if a text holds the server's words for this page; else None."""
        for pattern in self.patterns:
            found = pattern.search(text)
            if found is not None:
                return tuple(None if item == "null" else item for item in found.groups())
        return None


def _needs(step: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(step) if name is not None}


def _listed(items: Sequence[str]) -> str:
    """Some items in a sentence.

    >>> _listed(["/a", "/b", "/c", "/d", "/e", "/f"])
    '/a, /b, /c, /d, /e and 1 more'
    """
    more = len(items) - _LISTED
    return ", ".join(items[:_LISTED]) + (f" and {more} more" if more > 0 else "")
