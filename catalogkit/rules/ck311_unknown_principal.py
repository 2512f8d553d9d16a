"""Content names a role, user or profile attribute that the catalog lacks.

What: the security file of a Domain or an access grant of Mondrian names somebody who is not in the catalog,
although the catalog holds roles; or a data source asks for a profile attribute that nobody has. Roles inside
a Mondrian schema are often samples, and are not told.

Why it matters: rows that a role should see are not shown, or all are, if the target has no such role; a data
source whose attribute is missing does not connect.

Example: a Domain that grants its rows to `ROLE_SALES`, exported without that role.

Remedy: export the roles and users too, or make sure that the target has them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.fields import Role
from ..references.domains import NOBODY_HAS_IT
from ..references.resolve import NOT_THERE
from ._dependencies import hits
from .base import Certainty, Hit, Level, Rule, Subject

_ROLES = frozenset({Role.USER_ROLE, Role.USER, Role.ATTRIBUTE})
_IN_SCHEMA = "/Schema/"
_REASONS = frozenset({NOT_THERE, NOBODY_HAS_IT})


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per owner and principal; none in a catalog without roles, where nothing can be told."""
    catalog = subject.catalog
    if not catalog.roles:
        return
    edges = (
        edge
        for edge in subject.graph.edges
        if edge.role in _ROLES
        and edge.owner in catalog.resources
        and edge.reason in _REASONS
        and not edge.where.startswith(_IN_SCHEMA)
    )
    for _, hit in hits(edges, "it names the {role} {target}, which is not in the catalog"):
        yield hit


RULE = Rule(
    code="CK311",
    name="unknown-principal",
    level=Level.INFO,
    certainty=Certainty.POSSIBLE,
    remedy="Export the roles, users and attributes too, or make sure that the target has them.",
    check=check,
    page=__doc__,
)
