"""The exporter itself lists objects with broken dependencies.

What: `broken_dependencies.xml` names the objects that depend on something the export does not contain.

Why it matters: with the default `--broken-dependencies fail` the import stops as `pending` with
`import.broken.dependencies`, and nothing is imported.

Example: an export by a user who may not read the data source.

Remedy: choose `skip` or `include`, or export again as a user who may read everything.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.index import BROKEN_ENTRY
from ..references.edge import Strength
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """At most one hit, with how much of the list is explained by references."""
    listed = set(subject.catalog.broken_dependencies or ())
    if not listed:
        return
    graph = subject.graph
    missing = {edge.node for edge in graph.edges if edge.is_missing and edge.strength is Strength.HARD}
    explained = listed & graph.reached(missing, reverse=True, weakest=Strength.HARD).keys()
    yield Hit(
        f"the exporter lists {len(listed)} objects with broken dependencies; references to "
        f"{len(missing)} objects that are not in the catalog explain {len(explained)} of them",
        entry=BROKEN_ENTRY,
    )


RULE = Rule(
    code="CK302",
    name="broken-dependencies-listed",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Import with --broken-dependencies skip or include, or export again with what was missing.",
    check=check,
    page=__doc__,
    server_code="import.broken.dependencies",
)
