"""Data sources, references, queries, and what asks for parameters."""

from __future__ import annotations

from ...model.level import Level
from ..canonical import Node, Tree
from ..kinds import ChangeKind
from ..showing import quoted, shown
from .base import Change


class DataSourceRetargeted(Change):
    """`ChangeKind.DATA_SOURCE_RETARGETED`."""

    kind = ChangeKind.DATA_SOURCE_RETARGETED
    usual = Level.ERROR

    @property
    def what(self) -> str:
        return f"connects to something else: {self._instead(self.place)}"


class DataSourceChanged(Change):
    """`ChangeKind.DATA_SOURCE_CHANGED`."""

    kind = ChangeKind.DATA_SOURCE_CHANGED
    usual = Level.WARNING


_LAST_CHANGE = ("previousPasswordChangeTime",)


class PasswordChanged(Change):
    """`ChangeKind.PASSWORD_CHANGED`."""

    kind = ChangeKind.PASSWORD_CHANGED
    usual = Level.WARNING

    @property
    def level(self) -> Level:
        """When a user last changed its password is only a sign."""
        return Level.INFO if self.path == _LAST_CHANGE else self.usual

    @property
    def what(self) -> str:
        if self.path == _LAST_CHANGE:
            return f"the password was probably changed: {self._instead('the time of its last change')}"
        if self.before is None:
            return f"{self.place} is set; there was none"
        if self.after is None:
            return f"{self.place} is gone"
        return f"{self.place} is another one"


class PasswordProtectionChanged(Change):
    """`ChangeKind.PASSWORD_PROTECTION_CHANGED`."""

    kind = ChangeKind.PASSWORD_PROTECTION_CHANGED
    usual = Level.WARNING

    @property
    def what(self) -> str:
        ways = [
            "encrypted" if getattr(tree, "is_encrypted", False) else "in clear text"
            for tree in (self.before, self.after)
        ]
        return f"{self.place} is {ways[1]} now, was {ways[0]}; whether it is the same cannot be told"


class ReferenceRetargeted(Change):
    """`ChangeKind.REFERENCE_RETARGETED`; a target may be embedded."""

    kind = ChangeKind.REFERENCE_RETARGETED
    usual = Level.WARNING

    @property
    def what(self) -> str:
        return f"{self.place} is {_target(self.after)} instead of {_target(self.before)}"


class ReferenceFollowsMove(ReferenceRetargeted):
    """`ChangeKind.REFERENCE_RETARGETED`, where the target itself was moved."""

    usual = Level.INFO

    @property
    def what(self) -> str:
        return f"{self.place} follows what was moved, to {_target(self.after)}"


class ReferenceAdded(Change):
    """`ChangeKind.REFERENCE_ADDED`."""

    kind = ChangeKind.REFERENCE_ADDED

    @property
    def what(self) -> str:
        return f"refers to {_target(self.after)} as {self.path[0]} now"


class ReferenceRemoved(Change):
    """`ChangeKind.REFERENCE_REMOVED`."""

    kind = ChangeKind.REFERENCE_REMOVED
    usual = Level.WARNING

    @property
    def what(self) -> str:
        return f"no longer refers to {_target(self.before)} as {self.path[0]}"


class EmbeddedAdded(Change):
    """`ChangeKind.EMBEDDED_ADDED`."""

    kind = ChangeKind.EMBEDDED_ADDED

    @property
    def what(self) -> str:
        return f"has {shown(self.after)} as {self.path[0]} now"


class EmbeddedRemoved(Change):
    """`ChangeKind.EMBEDDED_REMOVED`."""

    kind = ChangeKind.EMBEDDED_REMOVED
    usual = Level.WARNING

    @property
    def what(self) -> str:
        return f"no longer has {shown(self.before)} as {self.path[0]}"


class QueryChanged(Change):
    """`ChangeKind.QUERY_CHANGED`."""

    kind = ChangeKind.QUERY_CHANGED
    usual = Level.WARNING


class InputControlChanged(Change):
    """`ChangeKind.INPUT_CONTROL_CHANGED`."""

    kind = ChangeKind.INPUT_CONTROL_CHANGED
    usual = Level.WARNING


class DataTypeChanged(Change):
    """`ChangeKind.DATA_TYPE_CHANGED`."""

    kind = ChangeKind.DATA_TYPE_CHANGED
    usual = Level.WARNING


class ValuesChanged(Change):
    """`ChangeKind.VALUES_CHANGED`."""

    kind = ChangeKind.VALUES_CHANGED

    @property
    def what(self) -> str:
        if self.before is None and isinstance(self.after, Node):
            return f"offers {quoted(self.path[1])} now ({shown(self.after.get('itemValue', ''))})"
        if self.after is None and isinstance(self.before, Node):
            return f"no longer offers {quoted(self.path[1])} ({shown(self.before.get('itemValue', ''))})"
        return self._instead(self.place)


class ReportSettingChanged(Change):
    """`ChangeKind.REPORT_SETTING_CHANGED`."""

    kind = ChangeKind.REPORT_SETTING_CHANGED


def _target(tree: Tree | None) -> str:
    """What a reference leads to."""
    return shown(tree) or "nothing"
