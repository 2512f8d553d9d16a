"""Something depends on a temporary object, or lies where the server keeps those.

What: a reference leads to `/temp/…`, or a listed resource lies there. The paths that dashboards remember in
ids of descriptors and in their components are history, and not told.

Why it matters: the server clears these objects away when a session ends. A reference to one fails then, and
no export brings it along.

Example: a dashboard saved while an Ad Hoc view in it was still unsaved.

Remedy: open the owner on the server, save what it shows under a place of its own, and export again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..references.descriptors import descriptor_references
from ._hygiene import TEMPORARY
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per owner and target, and per resource."""
    catalog = subject.catalog
    told = set()
    for owner, found in descriptor_references(catalog):
        uri = found.uri or ""
        if TEMPORARY.match(uri) and (owner, uri) not in told:
            told.add((owner, uri))
            yield Hit(
                f"the {found.role.value} {uri} is a temporary object of the server",
                uri=owner,
                entry=catalog.resources[owner].entry,
                line=found.line,
                detail=uri,
            )
    for uri, resource in catalog.resources.items():
        if TEMPORARY.match(uri):
            message = "it lies among the temporary objects of the server, which are cleared away"
            yield Hit(message, uri=uri, entry=resource.entry, level=Level.INFO)


RULE = Rule(
    code="CK810",
    name="stale-temporary",
    level=Level.WARNING,
    certainty=Certainty.LIKELY,
    remedy="Save what is temporary under a place of its own on the server, and export again.",
    check=check,
    page=__doc__,
)
