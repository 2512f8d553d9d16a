"""Somebody who could read or write something no longer can.

What: after the import the importing user, administrators or all users have lost the right to read or write
an object whose explicit permissions the import changed.

Why it matters: permissions count at once, also for the rest of the import and against the one who imports:
neither the own user nor ROLE_ADMINISTRATOR is exempt (`import-semantics.md` §10.15, §11). What follows
below is then refused, and only the database or the command line can undo it.

Example: a folder that the catalog gives to ROLE_ADMINISTRATOR read-only.

Remedy: correct the permissions on the source, or export without permissions.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.target import Recipient
from ..rehearsal.access import may_read, may_write
from ..rehearsal.rehearse import recipients_of
from ._import import PERMISSIONS, told
from .base import Certainty, Hit, Level, Rule, Subject

_EVERYBODY = "ROLE_USER"


def check(subject: Subject) -> Iterator[Hit]:
    """At most one hit per object and group of people."""
    into, rehearsal = told(subject)
    before, after = into.target, rehearsal.after
    if PERMISSIONS in before.unknown:
        return
    groups: tuple[tuple[str, tuple[Recipient, ...], Level | None], ...] = (
        (into.user, recipients_of(before, into.user), None),
        ("ROLE_ADMINISTRATOR", (("role", "ROLE_ADMINISTRATOR"),), None),
        (_EVERYBODY, (("role", _EVERYBODY),), Level.WARNING),
    )
    changed = (u for u in sorted(after.permissions | before.permissions) if before.has(u))
    for uri in changed:
        if before.permissions.get(uri) == after.permissions.get(uri):
            continue
        for who, recipients, level in groups:
            lost = [
                word
                for word, may in (("read", may_read), ("write", may_write))
                if may(before, recipients, uri) and not may(after, recipients, uri)
            ]
            if lost:
                message = f"{who} can no longer {' or '.join(lost)} it"
                yield Hit(message, uri=uri, detail=who, level=level)


RULE = Rule(
    code="CK504",
    name="access-lost",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Correct the permissions on the source, or export without permissions.",
    check=check,
    page=__doc__,
    needs_target=True,
)
