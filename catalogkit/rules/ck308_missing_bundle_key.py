"""A text is looked up under a key that no bundle has.

What: a `$R{key}` in JRXML, or a `labelId` or `descriptionId` of a Domain, is in none of the resource bundles
of its owner, whatever the locale. Where there is no bundle at all nothing is said.

Why it matters: people see the key instead of the text, or nothing.

Example: a bundle that was edited by hand and lost a line.

Remedy: add the key to the bundle.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.fields import Role
from ._dependencies import hits
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per owner and key."""
    edges = (edge for edge in subject.graph.edges if edge.role is Role.BUNDLE_KEY)
    for _, hit in hits(edges, "no bundle has the key {target}"):
        yield hit


RULE = Rule(
    code="CK308",
    name="missing-bundle-key",
    level=Level.INFO,
    certainty=Certainty.LIKELY,
    remedy="Add the key to the bundle.",
    check=check,
    page=__doc__,
)
