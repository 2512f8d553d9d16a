"""Who may do what: permissions, users, roles, organizations, attributes, settings."""

from __future__ import annotations

from ...model.codes import ADMINISTER
from ...model.fields import TEXT
from ...model.level import Level
from ...model.people import ADMINISTRATION
from ..canonical import Node, Tree
from ..kinds import ChangeKind
from ..showing import mask_shown, quoted, recipient_shown, shown
from .base import Change

_ALL = 0b111110
"""Every bit but that of administration, which implies them."""


def mask_of(entry: Tree | None) -> int | None:
    """The mask of a permission; None where it is missing or no number."""
    text = shown(entry.get("permissionMask")) if isinstance(entry, Node) else ""
    try:
        return int(text)
    except ValueError:  # also for more digits than Python takes
        return None


def may(mask: int) -> int:
    """All that a mask allows."""
    return mask | _ALL if mask & ADMINISTER else mask


class PermissionGranted(Change):
    """`ChangeKind.PERMISSION_GRANTED`; before and after are whole permissions."""

    kind = ChangeKind.PERMISSION_GRANTED
    usual = Level.WARNING

    @property
    def level(self) -> Level:
        """Who is given administration, also by a wider permission, puts the object at risk."""
        masks = [mask_of(self.before) or 0, mask_of(self.after) or 0]
        return Level.ERROR if masks[1] & ADMINISTER > masks[0] & ADMINISTER else self.usual

    @property
    def what(self) -> str:
        return f"{self._who} gets an explicit permission: {self._mask(self.after)}{self._place}"

    @property
    def _who(self) -> str:
        entry = self.after if self.after is not None else self.before
        return recipient_shown(entry.get("recipient") if isinstance(entry, Node) else None)

    @property
    def _place(self) -> str:
        """Which attribute it is about, if not the object itself."""
        return f" (attribute {self.path[1]})" if self.path[0] == "attribute" else ""

    def _mask(self, entry: Tree | None) -> str:
        return mask_shown(entry.get("permissionMask") if isinstance(entry, Node) else None)


class PermissionWidened(PermissionGranted):
    """`ChangeKind.PERMISSION_WIDENED`."""

    kind = ChangeKind.PERMISSION_WIDENED

    @property
    def what(self) -> str:
        return self._other("wider")

    def _other(self, how: str) -> str:
        masks = f"{self._mask(self.after)}, was {self._mask(self.before)}"
        return f"the permission of {self._who} is {how}: {masks}{self._place}"


class PermissionNarrowed(PermissionWidened):
    """`ChangeKind.PERMISSION_NARROWED`."""

    kind = ChangeKind.PERMISSION_NARROWED

    @property
    def what(self) -> str:
        return self._other("narrower")


class PermissionChanged(PermissionWidened):
    """`ChangeKind.PERMISSION_CHANGED`."""

    kind = ChangeKind.PERMISSION_CHANGED

    @property
    def what(self) -> str:
        return self._other("another one")


class PermissionRevoked(PermissionGranted):
    """`ChangeKind.PERMISSION_REVOKED`."""

    kind = ChangeKind.PERMISSION_REVOKED

    @property
    def what(self) -> str:
        was = self._mask(self.before)
        return f"{self._who} loses its explicit permission ({was}); the folders above decide{self._place}"


class RoleGained(Change):
    """`ChangeKind.ROLE_GAINED`; after is the whole role."""

    kind = ChangeKind.ROLE_GAINED
    usual = Level.WARNING

    @property
    def level(self) -> Level:
        return Level.ERROR if self._name in ADMINISTRATION else self.usual

    @property
    def what(self) -> str:
        return f"holds the role {self._role} now"

    @property
    def _name(self) -> str:
        entry = self.after if self.after is not None else self.before
        return shown(entry.get(TEXT)) if isinstance(entry, Node) else ""

    @property
    def _role(self) -> str:
        entry = self.after if self.after is not None else self.before
        tenant = shown(entry.get("@tenantId")) if isinstance(entry, Node) else ""
        return f"{self._name}|{tenant}" if tenant else self._name


class RoleLost(RoleGained):
    """`ChangeKind.ROLE_LOST`; before is the whole role."""

    kind = ChangeKind.ROLE_LOST

    @property
    def what(self) -> str:
        return f"holds the role {self._role} no longer"


class UserEnabled(Change):
    """`ChangeKind.USER_ENABLED`."""

    kind = ChangeKind.USER_ENABLED
    usual = Level.WARNING

    @property
    def what(self) -> str:
        return "may log in now"


class UserDisabled(Change):
    """`ChangeKind.USER_DISABLED`."""

    kind = ChangeKind.USER_DISABLED
    usual = Level.WARNING

    @property
    def what(self) -> str:
        return "may not log in any more"


class UserChanged(Change):
    """`ChangeKind.USER_CHANGED`."""

    kind = ChangeKind.USER_CHANGED


class PasswordSetAgain(UserChanged):
    """`ChangeKind.USER_CHANGED`, where only the time says that the password was set."""

    @property
    def what(self) -> str:
        if None in (self.before, self.after):
            return self._instead("the time of the last change of its password")
        return "the same password was set at another time"


class RoleChanged(Change):
    """`ChangeKind.ROLE_CHANGED`."""

    kind = ChangeKind.ROLE_CHANGED


class OrganizationChanged(Change):
    """`ChangeKind.ORGANIZATION_CHANGED`."""

    kind = ChangeKind.ORGANIZATION_CHANGED
    usual = Level.WARNING


class _Named(Change):
    """A value that came, went, or changed; its name is the key in the path."""

    noun = ""

    @property
    def what(self) -> str:
        inner = "/".join(self.path[2:]).lstrip("@#")
        words = f"the {self.noun} {self.path[1]}" + (f" ({inner})" if inner not in ("", "value") else "")
        before, after = _value(self.before), _value(self.after)
        if self.before is None:
            return f"{words} is new: {quoted(after)}"
        if self.after is None:
            return f"{words} is gone: {quoted(before)}"
        return self._instead(words)


class AttributeChanged(_Named):
    """`ChangeKind.ATTRIBUTE_CHANGED`."""

    kind = ChangeKind.ATTRIBUTE_CHANGED
    usual = Level.WARNING
    noun = "attribute"


class SettingChanged(_Named):
    """`ChangeKind.SETTING_CHANGED`."""

    kind = ChangeKind.SETTING_CHANGED
    usual = Level.WARNING
    noun = "server setting"

    @property
    def level(self) -> Level:
        """Whom the server trusts takes effect at once (`user-needs.md` 23)."""
        return Level.ERROR if "whitelist" in self.path[1].lower() else self.usual


def _value(tree: Tree | None) -> str:
    """The value of an attribute or of an item of the list of settings."""
    if isinstance(tree, Node):
        return shown(tree.get("value", tree.get("itemValue", "")))
    return shown(tree)
