"""A resource refers to something that is not in the catalog.

What: the `uri` or `referenceUri` of a reference has no descriptor in the catalog.

Why it matters: with the default `--broken-dependencies fail` a reference resolves only inside the catalog.
The server drops the owner, and everything that needs it, with the warning
`import.reference.resource.not.found`, even if the target has what is missing, and still says "finished".

Example: a report exported without its data source.

Remedy: export with dependencies; or import with `--broken-dependencies include` if the target has them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..references.edge import Strength
from ._dependencies import missing_hits
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per owner and missing target."""
    resources = subject.catalog.resources
    for edge, hit in missing_hits(subject):
        if edge.strength is Strength.HARD and edge.owner in resources:
            yield hit


RULE = Rule(
    code="CK301",
    name="unresolved-reference",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Export it too; or import with --broken-dependencies include if the server has it.",
    check=check,
    page=__doc__,
    server_code="import.reference.resource.not.found",
)
