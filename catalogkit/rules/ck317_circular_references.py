"""Resources need each other in a circle.

What: following the references of descriptors leads back to where it started.

Why it matters: the import follows references before it creates their owners, and never ends on such a circle:
older servers stay `inprogress` for ever, newer ones fail after the memory of the call stack is used up.

Example: two links that point at each other; a virtual data source that contains itself.

Remedy: take one of the references out on the source server, and export again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.uri import URI
from ..references.edge import Strength
from ..references.knots import Knots
from .base import Certainty, Hit, Level, Rule, Subject

_SHOWN = 5


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per group of resources."""
    graph = subject.graph
    for group in graph.cycles():
        members = frozenset(group)
        needs = {
            uri: [e.node for e in graph.out(uri) if e.strength is Strength.HARD and e.node in members]
            for uri in group
        }
        for circle in Knots(needs):
            first, *others = sorted(circle)
            yield Hit(
                f"it needs {', '.join(others[:_SHOWN])}{' …' if len(others) > _SHOWN else ''}, which need it",
                uri=first,
                entry=subject.catalog.resources[URI(first)].entry,
                detail="\0".join(sorted(circle)),
            )


RULE = Rule(
    code="CK317",
    name="circular-references",
    level=Level.ERROR,
    certainty=Certainty.LIKELY,
    remedy="Take one of the references out on the source server, and export again.",
    check=check,
    page=__doc__,
    server_code="import.failed",
)
