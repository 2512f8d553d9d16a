"""The import makes, changes or locks out administrators.

What: a user is created with ROLE_ADMINISTRATOR or ROLE_SUPERUSER, gains or loses one of them, or is
disabled or enabled while holding one.

Why it matters: whoever holds ROLE_ADMINISTRATOR in the root may read and change everything; whoever loses
it may be the last. With `--update` roles are replaced as a whole, by nothing too, and the server does not
say so (`import-semantics.md` §7.2, §12). Administrators of an organization may change what belongs to it.

Example: a catalog from a test server on which `ana` was made administrator.

Remedy: import with `--skip-user-update` to keep users that exist; leave the user out of the export, or
correct its roles on the source, to create none.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.people import ADMINISTRATION
from ..model.target import StoredUser
from ._import import PEOPLE, WrittenUser, told, written_users
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per user; a warning for administrators of an organization, or where users are not known."""
    into, _ = told(subject)
    is_known = PEOPLE not in into.target.unknown
    for one in written_users(subject):
        message = _message(one)
        if not message:
            continue
        level = Level.WARNING if one.user.name.tenant not in (None, "") or not is_known else None
        unknown = "" if is_known else "; the users of the target are not known"
        yield Hit(
            f"the user {message}{unknown}",
            uri=one.after.name,
            entry=one.user.entry,
            detail=message,
            level=level,
        )


def administration(user: StoredUser | None) -> tuple[str, ...]:
    """The roles of administrators that a user holds."""
    return tuple(sorted(ADMINISTRATION.intersection(user.roles))) if user is not None else ()


def _message(one: WrittenUser) -> str:
    held, holds = administration(one.before), administration(one.after)
    if one.before is None:
        return f"is new, with {' and '.join(holds)}" if holds else ""
    changes = [f"gains {role}" for role in holds if role not in held]
    changes += [f"loses {role}" for role in held if role not in holds]
    if (held or holds) and one.before.enabled != one.after.enabled:
        changes.append("is enabled" if one.after.enabled else "is disabled")
    return ", ".join(changes)


RULE = Rule(
    code="CK501",
    name="administrators-touched",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Add --skip-user-update to keep users that exist, or leave the user out of the export.",
    check=check,
    page=__doc__,
    needs_target=True,
)
