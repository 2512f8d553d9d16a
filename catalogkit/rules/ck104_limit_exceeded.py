"""An entry was not read because it exceeds a limit.

What: it is larger, deeper, fuller or better compressed than a catalog normally is.

Why it matters: nothing in it was checked. The server has no such limits and would read it.

Example: an entry of a few kilobytes that expands to gigabytes.

Remedy: raise the limit, if the catalog comes from somebody you trust.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..archive import DefectKind
from ..model.problems import ProblemKind
from ._shared import defect_hits, problem_hits
from .base import Certainty, Hit, Level, Rule, Subject

_KINDS = frozenset({DefectKind.LIMIT, DefectKind.NAME_TOO_DEEP, DefectKind.NAME_TOO_LONG})


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per entry that was not read."""
    yield from defect_hits(subject.catalog, _KINDS)
    yield from problem_hits(subject.catalog, ProblemKind.XML_LIMIT)


RULE = Rule(
    code="CK104",
    name="limit-exceeded",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Raise the limit that the message names if you trust the catalog.",
    check=check,
    page=__doc__,
)
