"""A link leads to something that is not in the catalog.

What: a drill-down of a report or dashboard opens a report that the catalog lacks.

Why it matters: exporters do not follow links; whoever clicks gets an error, unless the target has the report.

Example: a summary whose figures open `/reports/Details`, exported alone.

Remedy: export the linked report too, or make sure that the target has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.fields import Role
from ..references.edge import Certainty as Written
from ._dependencies import hits
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per owner and linked object."""
    edges = (
        edge
        for edge in subject.graph.edges
        if edge.role is Role.DRILL_DOWN and not edge.resolved and edge.certainty is Written.LITERAL
    )
    for _, hit in hits(edges, "it opens {target}, which is not in the catalog"):
        yield hit


RULE = Rule(
    code="CK318",
    name="dead-link",
    level=Level.INFO,
    certainty=Certainty.LIKELY,
    remedy="Export the linked report too, or make sure that the target has it.",
    check=check,
    page=__doc__,
)
