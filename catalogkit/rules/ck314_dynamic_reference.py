"""What is needed is put together at run time.

What: an expression of a JRXML concatenates a path with a parameter, field or variable, or takes it from one.

Why it matters: whether the target is there cannot be told from the catalog, and exporters do not follow it.

Example: `"repo:/images/" + $F{country} + ".png"`.

Remedy: make sure that everything the expression may lead to is on the target.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..references.edge import Certainty as Written
from ._dependencies import hits
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per owner and expression."""
    edges = (edge for edge in subject.graph.edges if edge.certainty is Written.DYNAMIC)
    for _, hit in hits(edges, "which {role} is needed shows only at run time: {text}"):
        yield hit


RULE = Rule(
    code="CK314",
    name="dynamic-reference",
    level=Level.INFO,
    certainty=Certainty.POSSIBLE,
    remedy="Make sure that everything the expression may lead to is on the target.",
    check=check,
    page=__doc__,
)
