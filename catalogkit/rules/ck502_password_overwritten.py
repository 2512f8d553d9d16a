"""The passwords of users that exist are replaced.

What: with `--update` and without `--skip-user-update` a user of the catalog exists in the target.

Why it matters: all its fields are overwritten, the password included: its people log in with the password
of the source from then on, or not at all where the secrets are under another key. If the importing user is
among them, asking for the state of the import is answered with 401, and its outcome is lost
(`import-semantics.md` §7.2).

Example: `jasperadmin`, who is in every export of users.

Remedy: add `--skip-user-update`; new users are created all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from ._import import told, written_users
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per user."""
    into, _ = told(subject)
    for one in written_users(subject):
        if one.before is None:
            continue
        message = "the password of the user is replaced by the one of the catalog"
        if one.before.name.lower() == into.user.lower():
            message = (
                "the password of the user who imports is replaced by the one of the catalog: "
                "asking for the state of the import may then be answered with 401"
            )
        yield Hit(message, uri=one.after.name, entry=one.user.entry)


RULE = Rule(
    code="CK502",
    name="password-overwritten",
    level=Level.WARNING,
    certainty=Certainty.CERTAIN,
    remedy="Add --skip-user-update.",
    check=check,
    page=__doc__,
    needs_target=True,
)
