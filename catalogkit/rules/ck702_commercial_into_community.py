"""Something of a commercial server goes into a community server.

What: a resource of a commercial type, or embedded in it one of such a type, or a module of commercial
servers, meets a community server. Resources that the target keeps are not opened and do no harm.

Why it matters: the whole import ends at the first of them; what was saved before stays, and the server
names the type at best, never the resource (`import-semantics.md` §1.3, §8). This rule lists all of them.

Example: a folder of reports with one Ad Hoc view in it.

Remedy: leave them out of the export, or import into a commercial server.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.index import INDEX_ENTRY
from ..model.versions import COMMERCIAL_MODULES
from ..model.walk import with_locals
from ..rehearsal.outcome import Action, Phase
from ._import import settled, told
from .base import Certainty, Hit, Level, Rule, Subject

_HARMLESS = (Action.KEEP, Action.SKIP)


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per listed resource and per module."""
    into, rehearsal = told(subject)
    if into.server.is_commercial or rehearsal.phase is Phase.PENDING:
        return
    catalog = subject.catalog
    for module in catalog.index.modules if catalog.index is not None else ():
        if module.id in COMMERCIAL_MODULES:
            message = f"the import ends at the module {module.id}, which only commercial servers have"
            yield Hit(message, entry=INDEX_ENTRY, detail=module.id)
    actions = settled(subject, "resource")
    for uri, resource in catalog.resources.items():
        action = actions.get(uri)
        if action is not None and action.action in _HARMLESS:
            continue
        found = next((part for part in with_locals(resource) if part.type.is_commercial), None)
        if found is not None:
            message = f"the import ends at the type {found.type.name}, which only commercial servers know"
            yield Hit(message, uri=uri, entry=resource.entry, detail=found.type.name)


RULE = Rule(
    code="CK702",
    name="commercial-into-community",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Leave them out of the export, or import into a commercial server.",
    check=check,
    page=__doc__,
    server_code="import.failed",
    needs_target=True,
)
