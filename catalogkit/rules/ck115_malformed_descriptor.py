"""A descriptor is not well-formed XML, or not the kind of document that belongs at its place.

What: an entry ending in `.xml` where a descriptor belongs cannot be read as one.

Why it matters: when the import reaches it, it ends with `import.failed`; what came before stays imported.

Example: a merge conflict marker left in `resources/public/Sales/Weekly.xml`.

Remedy: export the object again, or correct the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.index import BROKEN_ENTRY, INDEX_ENTRY
from ..model.problems import ProblemKind
from ._shared import problem_hits
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per descriptor."""
    for kind in (ProblemKind.MALFORMED_XML, ProblemKind.WRONG_ROOT):
        for hit in problem_hits(subject.catalog, kind):
            if hit.entry not in (INDEX_ENTRY, BROKEN_ENTRY):
                yield hit


RULE = Rule(
    code="CK115",
    name="malformed-descriptor",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Export the object again, or correct the XML.",
    check=check,
    page=__doc__,
    server_code="import.failed",
)
