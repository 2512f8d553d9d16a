"""Data sources bring the hosts of the source to the target.

What: the import creates data sources that connect to a host, or ask for a JNDI name or bean that is
written in the catalog.

Why it matters: reports on the target read, and may write, the database of the source, often with its
password; or they fail because the target cannot reach it, or lacks that name (`catalog-format.md` §7.8).

Example: a test catalog whose data source leads to `db.test.example`, imported into production.

Remedy: correct the data sources on the target after the import, or use JNDI names that each server has for
itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.connections import connection
from ..model.walk import with_locals
from ._import import written_resources
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per data source that is new, embedded ones included."""
    for resource, one in written_resources(subject):
        for part in with_locals(resource) if one.is_new else ():
            place = connection(part)
            if place:
                message = f"a new data source leads to {place}"
                yield Hit(message, uri=part.uri, entry=part.entry, detail=place)


RULE = Rule(
    code="CK706",
    name="hosts-travel",
    level=Level.INFO,
    certainty=Certainty.CERTAIN,
    remedy="Make sure that the target may and can reach it, or correct the data source after the import.",
    check=check,
    page=__doc__,
    needs_target=True,
)
