"""Something in `index.xml` or `broken_dependencies.xml` is not as a server writes it.

What: a property without name or value, a module without id, or an element nobody knows.

Why it matters: the first three make the import end with `import.failed.content.error`. Unknown elements are
ignored by the server.

Example: `<property name="jsVersion"/>`.

Remedy: correct the index.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..model.problems import ProblemKind
from ._shared import problem_hits
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per oddity."""
    for hit in problem_hits(subject.catalog, ProblemKind.INDEX_STRUCTURE):
        unknown = hit.message.startswith("unknown element")
        yield replace(hit, level=Level.INFO, server_code="") if unknown else hit


RULE = Rule(
    code="CK113",
    name="index-structure",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Correct index.xml, or export again.",
    check=check,
    page=__doc__,
    needs_repository=False,
    server_code="import.failed.content.error",
)
