"""Names, e-mail addresses and habits of people travel to the target.

What: users are created or overwritten with their full name or e-mail address, or access events arrive,
which tell who looked at what and when.

Why it matters: data about people may need a reason to be on a test server or at a customer's, and mail may
reach them from there.

Example: an export of everything from production, imported into a server for training.

Remedy: export without users, or change the data on the source; leave `--include-access-events` out.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.index import INDEX_ENTRY
from ._hygiene import counted
from ._import import told, written_users
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per user, and one for all access events."""
    into, rehearsal = told(subject)
    for one in written_users(subject):
        what = []
        name = one.user.name.name.lower()
        if one.after.full_name.lower() not in ("", name, f"{name} user"):  # as built-in users are called
            what.append("full name")
        if one.after.email:
            what.append("e-mail address")
        if what:
            message = f"the user travels along, with {' and '.join(what)}"
            yield Hit(message, uri=one.after.name, entry=one.user.entry)
    events = len(rehearsal.after.events) - len(into.target.events)
    if events:
        message = f"it brings {counted(events, 'access event')}: who looked at what, and when"
        yield Hit(message, entry=INDEX_ENTRY, detail="events")


RULE = Rule(
    code="CK505",
    name="personal-data",
    level=Level.INFO,
    certainty=Certainty.CERTAIN,
    remedy="Export without users, and leave --include-access-events out, if they have no business there.",
    check=check,
    page=__doc__,
    needs_target=True,
)
