"""A user that exists loses or gains roles, is disabled or renamed.

What: with `--update` a user of the target gets the roles of the catalog in place of its own, is disabled or
enabled, or gets the spelling of its name. Roles of administrators are another rule (CK501).

Why it matters: the set of roles is replaced, by nothing if the catalog lists none; whoever got a role on
the target by hand loses it (`import-semantics.md` §7.2, §12). Somebody without roles sees nothing.

Example: `ana`, who was given ROLE_SALES on the target.

Remedy: add `--skip-user-update`, or give the role on the source too.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.people import ADMINISTRATION
from ._import import WrittenUser, written_users
from .base import Certainty, Hit, Level, Rule, Subject
from .ck501_administrators_touched import administration


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per user."""
    for one in written_users(subject):
        changes = list(_changes(one))
        if changes:
            message = f"the user {', '.join(changes)}"
            yield Hit(message, uri=one.after.name, entry=one.user.entry, detail=message)


def _changes(one: WrittenUser) -> Iterator[str]:
    before, after = one.before, one.after
    if before is None:
        return
    lost = set(before.roles) - set(after.roles) - ADMINISTRATION
    gained = set(after.roles) - set(before.roles) - ADMINISTRATION
    if lost:
        yield f"loses {', '.join(sorted(lost))}"
    if gained:
        yield f"gains {', '.join(sorted(gained))}"
    is_administrator = administration(before) or administration(after)
    if before.enabled != after.enabled and not is_administrator:
        yield "is enabled" if after.enabled else "is disabled"
    if before.name != after.name:
        yield f"was {before.name} before"


RULE = Rule(
    code="CK507",
    name="user-rights-changed",
    level=Level.WARNING,
    certainty=Certainty.CERTAIN,
    remedy="Add --skip-user-update, or give the user the same roles on the source.",
    check=check,
    page=__doc__,
    needs_target=True,
)
