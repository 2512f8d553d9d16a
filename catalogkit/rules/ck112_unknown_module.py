"""The index names a module that no known server reads.

What: modules are the parts of an export: `authority`, `repositoryResources`, `reportJobs` and so on.

Why it matters: the server stops at an unknown module with `import.failed`; modules before it stay imported.

Example: a misspelt module id in an edited index.

Remedy: correct the id, or remove the module.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.index import INDEX_ENTRY
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per unknown module."""
    for module in subject.catalog.index.modules if subject.catalog.index else ():
        if module.id is not None and not module.is_known:
            yield Hit(
                f"no server is known to read the module `{module.id}`",
                entry=INDEX_ENTRY,
                detail=module.id,
            )


RULE = Rule(
    code="CK112",
    name="unknown-module",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Remove the module from index.xml, or import into a server that knows it.",
    check=check,
    page=__doc__,
    needs_repository=False,
    server_code="import.failed",
)
