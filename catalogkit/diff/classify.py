"""From the place at which two objects differ to the kind of change that it is, or to noise."""

from __future__ import annotations

import re

from ..archive.limits import Limits
from ..model.descriptors import root_of
from ..model.fields import Leaf, LinkField, Nested, Ref
from ..model.objects import ROOT_ORGANIZATION, CatalogObject, ObjectKind
from ..model.people import Organization
from ..model.repository import Resource
from ..model.values import Raw, Secret, is_keyed
from .canonical import DATA, MISSING, ORDER, SNAPSHOT, Node, Target, Tree
from .changes import content, jobs, objects, people, sources
from .changes.base import Change, Subject
from .compare import Difference
from .layout import same_apart_from_layout
from .noise import BY_FIELD, NoiseKind

SETTINGS = "/properties/GlobalPropertiesList"
"""Where servers before 6.0 kept their settings (`catalog-format.md` §7.5)."""

_RETARGETS = frozenset(
    {
        "connectionUrl", "connectionURL", "connectionUser", "jndiName", "beanName", "beanMethod",
        "serverName", "dbName", "dbInstanceIdentifier", "dbService", "region", "roleARN", "dataSource",
        "catalog",
    }
)  # fmt: skip
"""Fields that say what a data source connects to, and as whom (`catalog-format.md` §7.8)."""
_RETARGETING_PROPERTY = re.compile(
    r"(?i)ur[il]|host|server|port|database|user|account|file|path|region|bucket"
)
"""Properties of custom data sources that do; what they are called is up to each connector."""

_SOURCES = frozenset(
    {
        "jdbcDataSource", "jndiJdbcDataSource", "awsDataSource", "azureSqlDataSource", "beanDataSource",
        "customDataSource", "virtualDataSource", "xmlaConnection",
    }
)  # fmt: skip
_BY_ROOT: dict[str, type[Change]] = {
    "inputControl": sources.InputControlChanged,
    "dataType": sources.DataTypeChanged,
    "listOfValues": sources.ValuesChanged,
    "reportUnit": sources.ReportSettingChanged,
    "adhocReportUnit": sources.ReportSettingChanged,
    "dataDefinerUnit": sources.ReportSettingChanged,
    "adhocDataView": sources.ReportSettingChanged,
    "user": people.UserChanged,
    "role": people.RoleChanged,
    "organization": people.OrganizationChanged,
    "holiday-calendar": jobs.CalendarChanged,
}
"""What a change of a field is that has no row below."""
_BY_FIELD: dict[tuple[str, str], type[Change]] = {
    ("query", "queryString"): sources.QueryChanged,
    ("query", "language"): sources.QueryChanged,
    ("olapUnit", "mdxQuery"): sources.QueryChanged,
    ("semanticLayerDataSource", "dataSource"): sources.DataSourceChanged,
    ("organization", "theme"): content.ThemeChanged,
    ("reportJob", "label"): objects.LabelChanged,
    ("reportJob", "description"): objects.DescriptionChanged,
    ("reportJob", "username"): jobs.JobOwnerChanged,
    ("reportJob", "trigger"): jobs.JobScheduleChanged,
    ("reportJob", "source"): jobs.JobParametersChanged,
    ("reportJob", "baseOutputFilename"): jobs.JobOutputChanged,
    ("reportJob", "outputFormat"): jobs.JobOutputChanged,
    ("reportJob", "outputLocale"): jobs.JobOutputChanged,
    ("reportJob", "contentRepositoryDestination"): jobs.JobOutputChanged,
    ("reportJob", "mailNotification"): jobs.JobMailChanged,
    ("reportJob", "alert"): jobs.JobAlertChanged,
}
_FLAGS = frozenset({("enabled",), ("paused",), ("@exportedWithPermissions",)})
"""Fields whose change means nothing unless it is from `true` or to it."""
_HEADER: dict[str, type[Change]] = {
    "label": objects.LabelChanged,
    "description": objects.DescriptionChanged,
    "@exportedWithPermissions": objects.PermissionsExported,
}
_KEYED = re.compile(r"ENC(?:<|&lt;)4A52534956[0-9A-F]*(?:>|&gt;)")
"""A value under a key, inside of XML."""
_ADDRESSES = frozenset({"toAddress", "ccAddress", "bccAddress", "toAddresses"})
_MAILS = (("mailNotification",), ("alert",))
"""Whole structures with addresses in them."""
_REPOSITORY = frozenset({ObjectKind.FOLDER, ObjectKind.RESOURCE})


def subject_of(item: CatalogObject, part: Resource | None = None) -> Subject:
    """What a change of an object, or of something embedded in it, is about."""
    key = item.key
    if part is None:
        return Subject(key.kind, key.id, root_of(item))
    return Subject(key.kind, key.id, root_of(item), part.uri, part.type.name)


def noise_of(difference: Difference) -> NoiseKind | None:
    """The kind of noise that a difference is; None for a change."""
    names, before, after = difference.names, difference.before, difference.after
    if difference.is_raw:
        return _noise_of_raw(before, after)
    kind = BY_FIELD.get(names) or BY_FIELD.get(names[:1])  # a typed value has parts
    if kind is not None and not (kind is NoiseKind.IDS and isinstance(difference.item, Organization)):
        return kind
    if names == ("componentType",) and {before, after} == {None, "default"}:
        return NoiseKind.COMPONENT_TYPE
    if isinstance(before, Secret) and isinstance(after, Secret) and _says_nothing(before, after):
        return NoiseKind.RE_ENCRYPTED
    return None


def _noise_of_raw(before: Tree | None, after: Tree | None) -> NoiseKind | None:
    """The same of what no table knows: whatever its name, it is not known to be noise."""
    if not isinstance(before, Raw) or not isinstance(after, Raw):
        return None
    if same_apart_from_layout(before.xml.encode(), after.xml.encode(), Limits()):
        return NoiseKind.LAYOUT
    if _KEYED.sub("", before.xml) == _KEYED.sub("", after.xml):
        return NoiseKind.RE_ENCRYPTED
    return None


def _says_nothing(before: Secret, after: Secret) -> bool:
    """Whether two encrypted values may be the same secret: only the built-in key encrypts alike (§13)."""
    both = before.is_encrypted and after.is_encrypted
    return both and (is_keyed(before.reveal()) or is_keyed(after.reveal()))


def change_of(difference: Difference) -> Change:
    """The change that a difference is."""
    cls = _class(difference)
    subject = subject_of(difference.item, difference.part)
    codes = difference.field.codes if isinstance(difference.field, Leaf) else {}
    return cls(subject, difference.path[difference.start :], difference.before, difference.after, codes=codes)


def _class(difference: Difference) -> type[Change]:
    values = [tree for tree in (difference.before, difference.after) if tree is not None]
    if difference.path[-1] == ORDER:
        return objects.OrderChanged
    if difference.is_raw:
        return objects.RawChanged
    if all(isinstance(tree, Secret) for tree in values):
        return _of_secret(difference.before, difference.after)
    if difference.names in _FLAGS and _flag(difference.before) == _flag(difference.after):
        return objects.FieldChanged
    if difference.names[-1] in (DATA, SNAPSHOT):
        return content.FileAdded if difference.before == MISSING else content.FileRemoved
    if isinstance(difference.field, Ref | LinkField | Nested):
        return _of_reference(difference.before, difference.after)
    return _of_field(difference, difference.names, root_of(difference.holder))


def _flag(tree: Tree | None) -> bool:
    """Whether a flag is set; one that is not written is not."""
    return tree == "true"


def _of_secret(before: Tree | None, after: Tree | None) -> type[Change]:
    both = [tree for tree in (before, after) if isinstance(tree, Secret) and tree]
    if len({secret.is_encrypted for secret in both}) == 2:
        return sources.PasswordProtectionChanged
    return sources.PasswordChanged


def _of_reference(before: Tree | None, after: Tree | None) -> type[Change]:
    if before is None:
        return sources.EmbeddedAdded if isinstance(after, Node) else sources.ReferenceAdded
    if after is None:
        return sources.EmbeddedRemoved if isinstance(before, Node) else sources.ReferenceRemoved
    return sources.ReferenceRetargeted


def _of_field(difference: Difference, names: tuple[str, ...], root: str) -> type[Change]:
    first = names[0]
    if names[-1] in ("permission", "permissions"):
        return _of_permission(difference.before, difference.after)
    header = _of_header(root, first) if difference.item.key.kind in _REPOSITORY else None
    if header is not None:
        return header
    if isinstance(_either(difference), Target):
        return _of_reference(difference.before, difference.after)
    if root in _SOURCES:
        return _of_source(difference, first)
    if root == "user" and first in ("role", "enabled", "previousPasswordChangeTime"):
        return _of_user(difference, first)
    if first == "attribute":
        is_root = isinstance(difference.item, Organization) and difference.item.id == ROOT_ORGANIZATION
        return people.SettingChanged if is_root else people.AttributeChanged
    if root == "listOfValues" and difference.holder.key.id == SETTINGS and first == "item":
        return people.SettingChanged
    if root == "reportJob" and first == "paused":
        return jobs.JobPaused if difference.after == "true" else jobs.JobResumed
    if root == "reportJob" and (names[-1] in _ADDRESSES or names in _MAILS):
        return jobs.JobRecipientsChanged
    return _BY_FIELD.get((root, first)) or _BY_ROOT.get(root, objects.FieldChanged)


def _either(difference: Difference) -> Tree | None:
    """What stands at a place, or stood there; it may be empty."""
    return difference.before if difference.before is not None else difference.after


def _of_header(root: str, first: str) -> type[Change] | None:
    """What folders and resources have in common; None for other fields."""
    if root == "folder" and first in ("folder", "resource"):
        return objects.ChildrenChanged
    return objects.AddressChanged if first in ("folder", "parent", "name") else _HEADER.get(first)


def _of_source(difference: Difference, first: str) -> type[Change]:
    if first in _RETARGETS and not isinstance(_either(difference), Node):
        return sources.DataSourceRetargeted
    if first == "property" and any(_is_password(t) for t in (difference.before, difference.after)):
        return sources.PasswordChanged
    if first == "property" and _RETARGETING_PROPERTY.search(difference.path[1]):
        return sources.DataSourceRetargeted
    return sources.DataSourceChanged


def _is_password(tree: Tree | None) -> bool:
    """Whether a property of a custom data source holds a secret."""
    return isinstance(tree, Node) and isinstance(tree.get("value"), Secret)


def _of_user(difference: Difference, first: str) -> type[Change]:
    if first == "role":
        if None not in (difference.before, difference.after):
            return people.UserChanged  # the same role, written in another way
        return people.RoleGained if difference.before is None else people.RoleLost
    if first == "previousPasswordChangeTime":
        before, after = (user.fields.get("password") for user in (difference.was, difference.item))
        is_same = isinstance(before, Secret) and before == after
        return people.PasswordSetAgain if is_same else sources.PasswordChanged
    return people.UserEnabled if difference.after == "true" else people.UserDisabled


def _of_permission(before: Tree | None, after: Tree | None) -> type[Change]:
    if before is None:
        return people.PermissionGranted
    if after is None:
        return people.PermissionRevoked
    was, now = people.mask_of(before), people.mask_of(after)
    if was is None or now is None or people.may(was) == people.may(now):
        return people.PermissionChanged
    common = people.may(was) & people.may(now)
    if common == people.may(was):
        return people.PermissionWidened
    return people.PermissionNarrowed if common == people.may(now) else people.PermissionChanged
