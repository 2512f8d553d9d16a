"""A resource is of a type that later servers no longer write.

What: the import creates or overwrites a resource of a type that was last seen in exports of an earlier
version.

Why it matters: a server of 8.2 has kinds that it passes over with `import.skip.resource`
(`import-semantics.md` §4.3). Which ones is known to commercial servers only, so the rehearsal lets them
arrive, and they may not; those that do can often be shown and no longer be edited.

Example: an `adhocReportUnit` of 4.5, or a dashboard of before 6.0 (`dashboardResource`).

Remedy: open and save them on the source with a version that still converts them, or build them anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.versions import number
from ._import import told, written_resources
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per resource."""
    into, _ = told(subject)
    version, _, _ = into.server.value.partition("-")
    for resource, _ in written_resources(subject):
        last = resource.type.retired
        if last and number(last.partition(".x")[0]) < number(version):
            message = f"the type {resource.type.name} was last seen in {last}: {version} may pass it over"
            yield Hit(message, uri=resource.uri, entry=resource.entry, detail=resource.type.name)


RULE = Rule(
    code="CK703",
    name="retired-type",
    level=Level.WARNING,
    certainty=Certainty.POSSIBLE,
    remedy="Convert them on the source with a version that still can, or build them anew.",
    check=check,
    page=__doc__,
    server_code="import.skip.resource",
    needs_target=True,
)
