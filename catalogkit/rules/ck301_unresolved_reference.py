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

from ..model.catalog import Catalog
from ..references.descriptors import unresolved_references
from .base import Certainty, Hit, Level, Rule


def check(catalog: Catalog) -> Iterator[Hit]:
    """One hit per owner and missing target."""
    told = set()
    for owner, found in unresolved_references(catalog):
        if (owner, found.uri) not in told:
            told.add((owner, found.uri))
            yield Hit(
                f"the {found.role.value} {found.uri} is needed, but not in the catalog",
                uri=owner,
                entry=catalog.resources[owner].entry,
                line=found.line,
                detail=found.uri or "",
            )


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
