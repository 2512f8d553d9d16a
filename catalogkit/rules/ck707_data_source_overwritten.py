"""The connection of a data source of the target is overwritten.

What: with `--update` a data source of the catalog exists in the target. It is a note if both are known to
lead to the same place.

Why it matters: URL, user and password of the target are replaced by those of the source, and every report
on the target that uses it reads another database from then on (`import-semantics.md` §4.3). Also where the
place stays the same, user and password may be others.

Example: `/datasources/main` leads to the test database in the catalog and to the real one on the target.

Remedy: leave data sources out of the export (`--broken-dependencies include` lets reports use those of the
target), or note their settings down and put them back.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.connections import connection, leads_out
from ..model.walk import with_locals
from ._import import told, written_resources
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per data source that exists, embedded ones included."""
    into, _ = told(subject)
    for resource, one in written_resources(subject):
        for part in with_locals(resource) if not one.is_new else ():
            existing = into.target.resources.get(one.uri if part is resource else part.uri)
            if not leads_out(part) or existing is None:
                continue
            place = connection(part)
            level, message = _told(place, existing.leads_to)
            yield Hit(message, uri=part.uri, entry=part.entry, detail=place, level=level)


def _told(place: str, before: str) -> tuple[Level, str]:
    if not place:
        return Level.WARNING, "a data source of the target is overwritten"
    if place == before:
        return Level.INFO, f"a data source is overwritten, and keeps leading to {place}"
    instead = f" instead of {before}" if before else ""
    return Level.WARNING, f"a data source of the target leads to {place}{instead} from then on"


RULE = Rule(
    code="CK707",
    name="data-source-overwritten",
    level=Level.WARNING,
    certainty=Certainty.CERTAIN,
    remedy="Leave it out of the export and add --broken-dependencies include, or put its settings back.",
    check=check,
    page=__doc__,
    needs_target=True,
)
