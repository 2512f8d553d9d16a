"""Roles and permissions are dropped because the target does not know who they are for.

What: a user of the catalog holds a role, or an object grants something to a role or user, that is neither
in the catalog nor in the target at that moment.

Why it matters: the server drops it without a word. The user cannot do what it could; the object inherits
what was to be granted or denied, so that a denial turns into access (`import-semantics.md` §4.4, §7.2).
Another import without `--update` does not repair it.

Example: `ana` with ROLE_SALES, exported without roles.

Remedy: create the role or user in the target first, or export it too.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.codes import mask_words
from ._import import PEOPLE, name_in, told, written, written_users
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per user and role, and per object and recipient."""
    into, _ = told(subject)
    if PEOPLE not in into.target.unknown:
        yield from _roles(subject)
        yield from _permissions(subject)


def _roles(subject: Subject) -> Iterator[Hit]:
    for one in written_users(subject):
        for role in sorted({name_in(subject, role) for role in one.user.roles}.difference(one.after.roles)):
            message = f"the user does not get the role {role}, which the target does not know"
            yield Hit(message, uri=one.after.name, entry=one.user.entry, detail=role)


def _permissions(subject: Subject) -> Iterator[Hit]:
    _, rehearsal = told(subject)
    for one in written(subject):
        has = rehearsal.after.permissions.get(one.uri, {})
        kept = {_key(kind, name) for kind, name in has}
        for entry in one.item.permissions:
            recipient = entry.recipient
            name = name_in(subject, recipient)
            if recipient.name and _key(entry.recipient_type, name) not in kept:
                what = f"the permission ({mask_words(entry.mask or 0)}) for the {entry.recipient_type} {name}"
                message = f"{what} is dropped: the target does not know it"
                yield Hit(message, uri=one.item.uri, entry=one.item.entry, detail=name)


def _key(kind: str, name: str) -> tuple[str, str]:
    """Users are found whatever the case of their name, roles are not (import-semantics §12)."""
    return kind, name.lower() if kind == "user" else name


RULE = Rule(
    code="CK506",
    name="unknown-recipients",
    level=Level.WARNING,
    certainty=Certainty.CERTAIN,
    remedy="Create the role or user in the target first, or export it too.",
    check=check,
    page=__doc__,
    needs_target=True,
)
