"""Content names something by its absolute path.

What: JRXML, a data adapter or another data file holds a path that starts at the root of the repository; paths
below `/public` mean the same everywhere, and are not told.

Why it matters: an import that moves objects to another organization or folder rewrites descriptors, never
content: the path still leads to the old place.

Example: `"repo:/images/logo"` in a report that is imported below `/organizations/acme`.

Remedy: use a path relative to the report, or a link embedded in the report.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.uri import without_scheme
from ._dependencies import content_edges, hits
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per owner and path."""
    edges = (edge for edge in content_edges(subject) if _moves(without_scheme(edge.text)))
    for _, hit in hits(edges, "its content names the {role} {text} by absolute path"):
        yield hit


def _moves(path: str) -> bool:
    return path.startswith("/") and not path.startswith("/public/")


RULE = Rule(
    code="CK315",
    name="absolute-path",
    level=Level.INFO,
    certainty=Certainty.LIKELY,
    remedy="Use a path relative to the report, or a link embedded in the report, if it is to be moved.",
    check=check,
    page=__doc__,
)
