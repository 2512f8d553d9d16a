"""Report jobs and calendars."""

from __future__ import annotations

from ...model.level import Level
from ..canonical import Node, Tree
from ..kinds import ChangeKind
from ..showing import shown
from .base import Change


class JobScheduleChanged(Change):
    """`ChangeKind.JOB_SCHEDULE_CHANGED`."""

    kind = ChangeKind.JOB_SCHEDULE_CHANGED
    usual = Level.WARNING


class JobRecipientsChanged(Change):
    """`ChangeKind.JOB_RECIPIENTS_CHANGED`."""

    kind = ChangeKind.JOB_RECIPIENTS_CHANGED
    usual = Level.WARNING

    @property
    def what(self) -> str:
        if len(self.path) == 1:
            what = "alerts" if self.path[0] == "alert" else "mail"
            if self.after is None:
                return f"sends no {what} any more, which went to {_addresses(self.before)}"
            return f"sends {what} now, to {_addresses(self.after)}"
        if self.before is None:
            return f"sends mail to {shown(self.after)} too ({self.path[-2]})"
        if self.after is None:
            return f"sends no mail to {shown(self.before)} any more ({self.path[-2]})"
        return self._instead(self.place)


def _addresses(mail: Tree | None) -> str:
    """Whom a mail goes to."""
    fields = [mail.get(name) for name in _ADDRESSES] if isinstance(mail, Node) else []
    found = [shown(address) for field in fields if isinstance(field, Node) for address in field.values()]
    return ", ".join(found) or "nobody"


_ADDRESSES = ("toAddress", "ccAddress", "bccAddress", "toAddresses")


class JobMailChanged(Change):
    """`ChangeKind.JOB_MAIL_CHANGED`."""

    kind = ChangeKind.JOB_MAIL_CHANGED


class JobAlertChanged(Change):
    """`ChangeKind.JOB_ALERT_CHANGED`."""

    kind = ChangeKind.JOB_ALERT_CHANGED


class JobOutputChanged(Change):
    """`ChangeKind.JOB_OUTPUT_CHANGED`."""

    kind = ChangeKind.JOB_OUTPUT_CHANGED
    usual = Level.WARNING


class JobParametersChanged(Change):
    """`ChangeKind.JOB_PARAMETERS_CHANGED`."""

    kind = ChangeKind.JOB_PARAMETERS_CHANGED
    usual = Level.WARNING


class JobOwnerChanged(Change):
    """`ChangeKind.JOB_OWNER_CHANGED`."""

    kind = ChangeKind.JOB_OWNER_CHANGED
    usual = Level.WARNING
    words = "its owner"


class JobPaused(Change):
    """`ChangeKind.JOB_PAUSED`."""

    kind = ChangeKind.JOB_PAUSED
    usual = Level.WARNING

    @property
    def what(self) -> str:
        return "is paused now"


class JobResumed(Change):
    """`ChangeKind.JOB_RESUMED`."""

    kind = ChangeKind.JOB_RESUMED
    usual = Level.WARNING

    @property
    def what(self) -> str:
        return "runs again; it was paused"


class JobListed(Change):
    """`ChangeKind.JOB_LISTED`."""

    kind = ChangeKind.JOB_LISTED
    usual = Level.WARNING

    @property
    def what(self) -> str:
        return "is listed by the index of its report now, and so imported"


class JobUnlisted(Change):
    """`ChangeKind.JOB_UNLISTED`."""

    kind = ChangeKind.JOB_UNLISTED
    usual = Level.WARNING

    @property
    def what(self) -> str:
        return "is no longer listed by the index of its report, and so not imported"


class CalendarChanged(Change):
    """`ChangeKind.CALENDAR_CHANGED`."""

    kind = ChangeKind.CALENDAR_CHANGED

    @property
    def what(self) -> str:
        if self.path[0] == "excludedDate" and len(self.path) == 2:
            day = shown(self.after if self.after is not None else self.before)[:10]
            return f"{day} is {'no holiday any more' if self.after is None else 'a holiday now'}"
        return self._instead(self.place)
