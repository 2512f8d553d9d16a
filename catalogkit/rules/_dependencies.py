"""Hits out of references, for the rules about what is needed."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.fields import Role
from ..model.uri import URI
from ..references.edge import Certainty, Edge, Strength
from .base import Hit, Subject


def missing_hits(subject: Subject) -> Iterator[tuple[Edge, Hit]]:
    """The first edge of each owner to each target that it needs and the catalog lacks, as a hit."""
    yield from hits(
        (edge for edge in subject.graph.edges if edge.is_missing),
        "the {role} {target} is needed, but {reason}",
    )


def run_time_hits(subject: Subject, *roles: Role) -> Iterator[Hit]:
    """What is missing when something runs, in some roles."""
    for edge, found in missing_hits(subject):
        if edge.strength is Strength.RUN_TIME and edge.role in roles:
            yield found


def content_edges(subject: Subject) -> Iterator[Edge]:
    """The references that are written in data files of resources and that something uses."""
    resources = subject.catalog.resources
    for edge in subject.graph.edges:
        owner = resources.get(URI(edge.owner))
        in_content = owner is not None and edge.entry != owner.entry
        if in_content and edge.certainty is not Certainty.PROVENANCE:
            yield edge


def hits(edges: Iterator[Edge], message: str) -> Iterator[tuple[Edge, Hit]]:
    """The first edge of each owner to each target, as a hit.

    Args:
        edges: the edges.
        message: one sentence with `{role}`, `{target}`, `{text}` and `{reason}`.
    """
    told = set()
    for edge in edges:
        key = (edge.owner, edge.target or edge.text)
        if key not in told:
            told.add(key)
            text = message.format(role=edge.role.value, target=edge.name, text=edge.text, reason=edge.reason)
            yield edge, hit(edge, text)


def hit(edge: Edge, message: str) -> Hit:
    """A hit at the place of an edge."""
    return Hit(
        message,
        uri=edge.owner if edge.owner.startswith("/") else "",
        entry=edge.entry,
        line=edge.line,
        detail=edge.target or edge.text,
    )
