"""Objects that came, went or moved, and what every object has."""

from __future__ import annotations

from dataclasses import dataclass

from ...model.level import Level
from ...model.nouns import noun
from ...model.people import ADMINISTRATION
from ..canonical import Order, Tree
from ..kinds import ChangeKind, Group
from ..showing import quoted, shown
from .base import Change


class ObjectAdded(Change):
    """`ChangeKind.OBJECT_ADDED`."""

    kind = ChangeKind.OBJECT_ADDED
    group = Group.ADDED

    @property
    def what(self) -> str:
        label = shown(self.after)
        return f"is new: {quoted(label)}" if label else "is new"


class ObjectRemoved(Change):
    """`ChangeKind.OBJECT_REMOVED`."""

    kind = ChangeKind.OBJECT_REMOVED
    usual = Level.WARNING
    group = Group.REMOVED

    @property
    def what(self) -> str:
        label = shown(self.before)
        return f"is gone: {quoted(label)}" if label else "is gone"


@dataclass(frozen=True, slots=True)
class ObjectMoved(Change):
    """`ChangeKind.OBJECT_MOVED`; before and after are URIs.

    Args:
        is_edited: whether something else changed as well.
    """

    is_edited: bool = False
    kind = ChangeKind.OBJECT_MOVED
    usual = Level.WARNING
    group = Group.MOVED

    @property
    def places(self) -> tuple[str, ...]:
        """Both URIs: where it is now, and where it is no longer."""
        return self.subject.id, shown(self.before)

    @property
    def what(self) -> str:
        before, after = shown(self.before), shown(self.after)
        is_renamed = before.rpartition("/")[0] == after.rpartition("/")[0]
        verb = "was renamed, it was called" if is_renamed else "was moved, it was"
        return f"{verb} {before}" + (", and changed" if self.is_edited else "")


class ObjectRetyped(Change):
    """`ChangeKind.OBJECT_RETYPED`; before and after are root elements."""

    kind = ChangeKind.OBJECT_RETYPED
    usual = Level.ERROR
    group = Group.RETYPED

    @property
    def what(self) -> str:
        before, after = shown(self.before), shown(self.after)
        return f"is a {noun(after)} ({after}) now; it was a {noun(before)} ({before})"


def _names_administration(roles: Tree | None) -> bool:
    return isinstance(roles, Order) and not ADMINISTRATION.isdisjoint(roles)


class UserCreated(ObjectAdded):
    """`ChangeKind.USER_CREATED`; after lists the roles."""

    kind = ChangeKind.USER_CREATED
    usual = Level.WARNING

    @property
    def level(self) -> Level:
        return Level.ERROR if _names_administration(self.after) else self.usual

    @property
    def what(self) -> str:
        return f"is new, with {shown(self.after) or 'no role'}"


class UserRemoved(ObjectRemoved):
    """`ChangeKind.USER_REMOVED`; before lists the roles."""

    kind = ChangeKind.USER_REMOVED

    @property
    def level(self) -> Level:
        return Level.ERROR if _names_administration(self.before) else self.usual

    @property
    def what(self) -> str:
        return f"is gone, with {shown(self.before) or 'no role'}"


class OrganizationAdded(ObjectAdded):
    """`ChangeKind.ORGANIZATION_ADDED`."""

    kind = ChangeKind.ORGANIZATION_ADDED
    usual = Level.WARNING


class OrganizationRemoved(ObjectRemoved):
    """`ChangeKind.ORGANIZATION_REMOVED`."""

    kind = ChangeKind.ORGANIZATION_REMOVED
    usual = Level.ERROR


class JobAdded(ObjectAdded):
    """`ChangeKind.JOB_ADDED`."""

    kind = ChangeKind.JOB_ADDED
    usual = Level.WARNING


class JobRemoved(ObjectRemoved):
    """`ChangeKind.JOB_REMOVED`."""

    kind = ChangeKind.JOB_REMOVED


class LabelChanged(Change):
    """`ChangeKind.LABEL_CHANGED`."""

    kind = ChangeKind.LABEL_CHANGED


class DescriptionChanged(Change):
    """`ChangeKind.DESCRIPTION_CHANGED`."""

    kind = ChangeKind.DESCRIPTION_CHANGED


class AddressChanged(Change):
    """`ChangeKind.ADDRESS_CHANGED`."""

    kind = ChangeKind.ADDRESS_CHANGED
    usual = Level.WARNING

    @property
    def what(self) -> str:
        return self._instead(f"the {self.place} that its descriptor states, and the server takes,")


class ChildrenChanged(Change):
    """`ChangeKind.CHILDREN_CHANGED`."""

    kind = ChangeKind.CHILDREN_CHANGED
    usual = Level.WARNING

    @property
    def what(self) -> str:
        child = f"the {self.path[0]} {shown(self.after or self.before)}"
        if self.after is None:
            return f"no longer lists {child}, which an import then passes over"
        return f"lists {child} now, which an import then looks for"


class FieldChanged(Change):
    """`ChangeKind.FIELD_CHANGED`."""

    kind = ChangeKind.FIELD_CHANGED


class OrderChanged(Change):
    """`ChangeKind.ORDER_CHANGED`."""

    kind = ChangeKind.ORDER_CHANGED

    @property
    def what(self) -> str:
        place = "/".join(self.path[:-1])
        return f"{place} stand in another order: {quoted(shown(self.after))} was {quoted(shown(self.before))}"


class RawChanged(Change):
    """`ChangeKind.RAW_CHANGED`."""

    kind = ChangeKind.RAW_CHANGED
    usual = Level.WARNING

    @property
    def what(self) -> str:
        if self.before is None:
            return f"{self.place}, which is not understood, is new: {shown(self.after)}"
        if self.after is None:
            return f"{self.place}, which is not understood, is gone: {shown(self.before)}"
        both = f"{shown(self.after)}, was {shown(self.before)}"
        return f"{self.place}, which is not understood, differs: {both}"


class PermissionsExported(Change):
    """`ChangeKind.PERMISSIONS_EXPORTED`."""

    kind = ChangeKind.PERMISSIONS_EXPORTED
    usual = Level.WARNING

    @property
    def what(self) -> str:
        if self.after == "true":
            return f"permissions are exported now: {_DELETED}"
        return f"permissions are not exported any more: {_KEPT}"


_DELETED = "an import with --update first deletes those of the target"
_KEPT = "an import with --update no longer deletes those of the target"


@dataclass(frozen=True, slots=True)
class AllPermissionsExported(PermissionsExported):
    """`ChangeKind.PERMISSIONS_EXPORTED` of all objects, and so of the catalog.

    Args:
        uris: the objects that both sides have.
    """

    uris: tuple[str, ...] = ()

    @property
    def reaches(self) -> tuple[str, ...]:
        return self.uris

    @property
    def what(self) -> str:
        if self.after == "true":
            return f"all objects are exported with permissions now: {_DELETED}"
        return f"all objects are exported without permissions now: {_KEPT}"
