"""A folder lists a child that the catalog lacks.

What: `.folder.xml` names its sub-folders and resources; one of them has no descriptor.

Why it matters: a missing sub-folder ends the import with `import.failed`; a missing resource gives the
warning `import.resource.not.found`.

Example: a report deleted from the zip while its folder still lists it.

Remedy: put the descriptor back, or remove the name from the list.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.repository import Folder
from ..model.uri import URI
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per child that a folder lists and the catalog lacks."""
    for uri, folder in subject.catalog.folders.items():
        for name in folder.texts("folder"):
            if uri.child(name) not in subject.catalog.folders:
                yield _hit(folder, "folder", uri.child(name), "import.failed")
        for name in folder.texts("resource"):
            if uri.child(name) not in subject.catalog.resources:
                yield _hit(folder, "resource", uri.child(name), "import.resource.not.found")


def _hit(folder: Folder, what: str, child: URI, code: str) -> Hit:
    return Hit(
        f"it lists the {what} {child}, which is not there",
        uri=folder.uri,
        entry=folder.entry,
        detail=child,
        server_code=code,
    )


RULE = Rule(
    code="CK122",
    name="child-absent",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Export the folder again, or take the child out of its .folder.xml.",
    check=check,
    page=__doc__,
)
