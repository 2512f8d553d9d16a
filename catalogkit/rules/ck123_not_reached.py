"""An object is in the catalog, but nothing leads the import to it.

What: it is neither in the index, nor in the list of a folder that is imported, nor needed by anything
that is.

Why it matters: the server ignores it without a word.

Example: a user file left behind after the user was removed from the index.

Remedy: list it, or leave its files out.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.catalog import Catalog
from ..model.objects import ObjectKey, ObjectKind
from ..model.uri import URI
from ..references.reach import reached
from .base import Certainty, Hit, Level, Rule, Subject

_KINDS = (ObjectKind.FOLDER, ObjectKind.RESOURCE)


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per object that the index does not lead to; whole folders as one."""
    if subject.catalog.index is None:
        return
    found = reached(subject.catalog)
    for item in subject.catalog.objects():
        if item.key in found or _is_below_another(item.key, found, subject.catalog):
            continue
        yield Hit(
            f"nothing leads to the {item.key.kind.value} {item.key.id}: it is not imported",
            uri=item.key.id if item.key.kind in _KINDS else "",
            entry=item.entry,
            detail=str(item.key),
        )


def _is_below_another(key: ObjectKey, found: set[ObjectKey], catalog: Catalog) -> bool:
    """Whether the folder above it is not reached either, and so already told."""
    if key.kind not in _KINDS or key.id == "/":
        return False
    parent = URI(key.id).parent
    return parent in catalog.folders and ObjectKey(ObjectKind.FOLDER, parent) not in found


RULE = Rule(
    code="CK123",
    name="not-reached",
    level=Level.WARNING,
    certainty=Certainty.CERTAIN,
    remedy="Add the object to index.xml or to the list of its folder, or leave its files out.",
    check=check,
    page=__doc__,
)
