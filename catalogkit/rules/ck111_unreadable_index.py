"""`index.xml` or `broken_dependencies.xml` cannot be read.

What: it is not well-formed, or not in UTF-8. The server reads both as UTF-8 whatever they declare.

Why it matters: the import ends with `import.failed` before anything is done.

Example: an index edited with an editor that saves as Latin-1.

Remedy: correct the file, or export again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.index import BROKEN_ENTRY, INDEX_ENTRY
from ..model.problems import ProblemKind
from ._shared import problem_hits
from .base import Certainty, Hit, Level, Rule, Subject

_INDEXES = (INDEX_ENTRY, BROKEN_ENTRY)


def check(subject: Subject) -> Iterator[Hit]:
    """At most one hit per file."""
    for hit in problem_hits(subject.catalog, ProblemKind.MALFORMED_XML):
        if hit.entry in _INDEXES:
            yield hit
    for hit in problem_hits(subject.catalog, ProblemKind.LENIENT):
        if hit.entry in _INDEXES and hit.detail == "encoding":
            yield hit


RULE = Rule(
    code="CK111",
    name="unreadable-index",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Export again, or correct the XML.",
    check=check,
    page=__doc__,
    needs_repository=False,
    server_code="import.failed",
)
