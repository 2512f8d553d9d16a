"""A report uses a resource bundle that it does not hold.

What: the `resourceBundle` of its JRXML is the base name of no properties file embedded in the report.

Why it matters: the server then looks on its class path. If it is not there either, texts appear as their
keys, or the report fails, depending on `whenResourceMissingType`.

Example: `resourceBundle="sales"` and no `sales.properties` among the resources of the report.

Remedy: add the bundle to the report, or make sure that the target has it on its class path.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.fields import Role
from ._dependencies import hits
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per owner and bundle."""
    edges = (e for e in subject.graph.edges if e.role is Role.BUNDLE and not e.resolved and not e.is_missing)
    for _, hit in hits(edges, "it uses the {role} {target}, which it does not hold"):
        yield hit


RULE = Rule(
    code="CK307",
    name="missing-bundle",
    level=Level.INFO,
    certainty=Certainty.POSSIBLE,
    remedy="Add the bundle to the report, or make sure that the target has it on its class path.",
    check=check,
    page=__doc__,
)
