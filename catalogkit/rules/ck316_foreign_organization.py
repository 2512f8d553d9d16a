"""Content names something in an organization that its owner is not in.

What: a path in JRXML or another data file starts with `/organizations/<id>`, and its owner is not below it.

Why it matters: an import into another organization does not change content; people of one organization may
not read what belongs to another.

Example: a report in `/public` that shows `"repo:/organizations/acme/images/logo"`.

Remedy: move the target to `/public`, or copy it and use a relative path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..references.edge import Edge
from ._dependencies import content_edges, hits
from .base import Certainty, Hit, Level, Rule, Subject

_ORGANIZATION = re.compile(r"(?:repo:)?((?:/organizations/[^/]+)+)/")


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per owner and path."""
    edges = (edge for edge in content_edges(subject) if _is_foreign(edge))
    for _, hit in hits(edges, "its content names the {role} {text} in an organization that it is not in"):
        yield hit


def _is_foreign(edge: Edge) -> bool:
    found = _ORGANIZATION.match(edge.text)
    return found is not None and not edge.owner.startswith(found[1] + "/")


RULE = Rule(
    code="CK316",
    name="foreign-organization",
    level=Level.WARNING,
    certainty=Certainty.LIKELY,
    remedy="Move the target to /public, or copy it and use a relative path.",
    check=check,
    page=__doc__,
)
