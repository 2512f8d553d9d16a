"""A permission is for nobody.

What: a `permission` of a folder, resource or profile attribute has no `recipient`, or an empty one.

Why it matters: without `recipient` the import ends with `import.failed.content.error` at this object
(import-semantics §10.15); an empty name fits no user and no role, so the permission is dropped.

Example: a recipient taken out of a descriptor, with its permission left behind.

Remedy: take the whole permission out, or name its recipient.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model.fields import TEXT
from ..model.objects import CatalogObject, ObjectKind, plain, records
from ..model.values import Record
from ._hygiene import counted
from .base import Certainty, Hit, Level, Rule, Subject

_CONTENT = "import.failed.content.error"


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per object and kind of fault."""
    catalog = subject.catalog
    for item in (*catalog.folders.values(), *catalog.resources.values()):
        missing, empty = _faults(records(item.fields, "permission"))
        if missing:
            message = f"{counted(missing, 'permission')} without recipient: the import fails here"
            yield _hit(item, message, "missing", Level.ERROR)
        if empty:
            message = f"{counted(empty, 'permission')} with an empty recipient, which is dropped"
            yield _hit(item, message, "empty", Level.WARNING)
    for holder in (*catalog.users.values(), *catalog.organizations.values()):
        for attribute in records(holder.fields, "attribute"):
            entries = (*records(attribute, "permission"), *records(attribute, "permissions"))
            count = sum(_faults(entries))
            if count:
                name = plain(attribute, "@name") or plain(attribute, "name")
                message = f"{counted(count, 'permission')} of the attribute {name} without recipient"
                yield _hit(holder, message, f"attribute {name}", Level.WARNING)


def _faults(permissions: Iterable[Record]) -> tuple[int, int]:
    """How many have no recipient, and how many an empty one."""
    missing = empty = 0
    for permission in permissions:
        recipients = list(records(permission, "recipient"))
        if not recipients:
            missing += 1
        elif not plain(recipients[0], TEXT).strip():
            empty += 1
    return missing, empty


def _hit(item: CatalogObject, message: str, detail: str, level: Level) -> Hit:
    in_repository = item.key.kind in (ObjectKind.FOLDER, ObjectKind.RESOURCE)
    return Hit(
        message,
        uri=item.key.id if in_repository else "",
        entry=item.entry,
        detail=detail,
        level=level,
        server_code=_CONTENT if level is Level.ERROR else "",
    )


RULE = Rule(
    code="CK804",
    name="permission-without-recipient",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Take the permission out, or name its recipient.",
    check=check,
    page=__doc__,
)
