"""What a reviewer is to be told of a change at each place of the tables: written by hand, row by row.

Nothing here is taken from `catalogkit.diff.classify`. A row names a place by the elements that lead to it;
`test_mutations.py` fails if a place has no row, or a row no place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from catalogkit.diff.kinds import ChangeKind as K
from catalogkit.diff.noise import NoiseKind
from catalogkit.model.level import Level

I, W, E = Level.INFO, Level.WARNING, Level.ERROR  # noqa: E741 - the initials are read as columns

Told: TypeAlias = "tuple[K, Level] | NoiseKind"
"""A kind of change with its level, or a kind of noise."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is told of a place.

    Args:
        changed: when the value is another one; of several, `removed` and `added` are told instead.
        added: when it came.
        removed: when it went.
        back: when the same change is made backwards, if that is told in another way.
        is_key: whether the place tells one of several structures from the others: another value is told as
            a structure that went and one that came.
        is_part: whether it is told of the whole structure around it.
        names: whether the place names the object: another value is told as an object that went and one that
            came.
        is_pair: whether it is one of two parallel lists, which are told as pairs.
        ordered: whether users see the order.
    """

    changed: Told
    added: Told
    removed: Told
    back: Told | None = None
    is_key: bool = False
    is_part: bool = False
    names: bool = False
    is_pair: bool = False
    ordered: bool = False


Rows: TypeAlias = "Mapping[str, Row]"


def always(kind: K, level: Level) -> Row:
    """The same, whatever happens there."""
    return Row((kind, level), (kind, level), (kind, level))


def silent(kind: NoiseKind) -> Row:
    """Nothing but noise."""
    return Row(kind, kind, kind)


def ordered(row: Row) -> Row:
    """A place where users see the order."""
    return replace(row, ordered=True)


def naming(removed: tuple[K, Level], added: tuple[K, Level]) -> Row:
    """A place that names its object."""
    return Row(removed, added, removed, names=True)


REFERENCE = Row((K.REFERENCE_RETARGETED, W), (K.REFERENCE_ADDED, I), (K.REFERENCE_REMOVED, W))
EMBEDDED = Row((K.REFERENCE_RETARGETED, W), (K.EMBEDDED_ADDED, I), (K.EMBEDDED_REMOVED, W))
"""What is told of resources that are embedded where references stand."""
KEY = replace(always(K.FIELD_CHANGED, I), is_key=True)
"""What the structure around it is told as counts, not this."""
FIELD = always(K.FIELD_CHANGED, I)
PASSWORD = always(K.PASSWORD_CHANGED, W)
PROTECTION = (K.PASSWORD_PROTECTION_CHANGED, W)
ADDRESS = always(K.ADDRESS_CHANGED, W)
SOURCE = always(K.DATA_SOURCE_CHANGED, W)
RETARGETED = always(K.DATA_SOURCE_RETARGETED, E)
QUERY = always(K.QUERY_CHANGED, W)
CONTROL = always(K.INPUT_CONTROL_CHANGED, W)
TYPE = always(K.DATA_TYPE_CHANGED, W)
VALUES = always(K.VALUES_CHANGED, I)
REPORT = always(K.REPORT_SETTING_CHANGED, I)
SETTING = always(K.SETTING_CHANGED, W)
ATTRIBUTE = always(K.ATTRIBUTE_CHANGED, W)
LABEL = always(K.LABEL_CHANGED, I)
DESCRIPTION = always(K.DESCRIPTION_CHANGED, I)
ORDER = (K.ORDER_CHANGED, I)
VERSION = silent(NoiseKind.VERSION)
CREATED = silent(NoiseKind.CREATION_DATE)
UPDATED = silent(NoiseKind.UPDATE_DATE)
IDS = silent(NoiseKind.IDS)


def permissions(name: str) -> Rows:
    """Permissions are told one by one; the mask that a test gives first allows less than the second."""
    masks = Row(
        (K.PERMISSION_WIDENED, W),
        (K.PERMISSION_CHANGED, W),
        (K.PERMISSION_CHANGED, W),
        back=(K.PERMISSION_NARROWED, W),
        is_part=True,
    )
    return {
        name: Row((K.PERMISSION_CHANGED, W), (K.PERMISSION_GRANTED, W), (K.PERMISSION_REVOKED, W)),
        f"{name}/permissionMask": masks,
        f"{name}/recipient": KEY,
        f"{name}/recipient/@recipientType": KEY,
        f"{name}/recipient/@tenantId": KEY,
        f"{name}/recipient/#text": KEY,
    }


def attributes(row: Row) -> Rows:
    """Attributes, which are server settings at the root."""
    return {
        "attribute": row,
        "attribute/@name": KEY,
        "attribute/name": KEY,
        "attribute/value": row,
        **{f"attribute/{name}": told for name, told in permissions("permission").items()},
        **{f"attribute/{name}": told for name, told in permissions("permissions").items()},
    }


def parameters(name: str, row: Row) -> Rows:
    """Values that a report is given, in all spellings."""
    return {
        name: row,
        f"{name}/key": replace(row, is_key=True),
        f"{name}/value": row,
        f"{name}/valueType": row,
        f"{name}/name": replace(row, is_key=True),
        f"{name}/values": row,
        f"{name}/value-type": row,
    }


_EXPORTED = always(K.PERMISSIONS_EXPORTED, W)
HEADER: Rows = {
    "@exportedWithPermissions": _EXPORTED,
    "folder": ADDRESS,
    "name": ADDRESS,
    "version": VERSION,
    "label": LABEL,
    "description": DESCRIPTION,
    "creationDate": CREATED,
    "updateDate": UPDATED,
    **permissions("permission"),
}
"""What every resource starts with."""

_REPORT: Rows = {
    "mainReport": REFERENCE,
    "query": REFERENCE,
    "dataSource": REFERENCE,
    "inputControl": ordered(REFERENCE),
    "resource": ordered(REFERENCE),
    "inputControlRenderingView": REPORT,
    "reportRenderingView": REPORT,
    "alwaysPromptControls": REPORT,
    "controlsLayout": REPORT,
    "dataSnapshotMetadata": REPORT,
    "dataSnapshotMetadata/snapshotDate": REPORT,
    **parameters("dataSnapshotMetadata/parameter", REPORT),
}
_JDBC: Rows = {
    "driver": SOURCE,
    "connectionUrl": RETARGETED,
    "connectionUser": RETARGETED,
    "connectionPassword": PASSWORD,
    "timezone": SOURCE,
}

RESOURCES: Mapping[str, Rows] = {
    "reportUnit": _REPORT,
    "adhocReportUnit": _REPORT,
    "dataDefinerUnit": _REPORT,
    "fileResource": {"@dataFile": FIELD, "fileType": FIELD, "referenceUri": REFERENCE},
    "contentResource": {"@dataFile": FIELD, "fileType": FIELD, "subResource": EMBEDDED},
    "dataType": {
        "type": TYPE,
        "maxLength": TYPE,
        "decimals": TYPE,
        "regularExpr": TYPE,
        "minValue": TYPE,
        "maxValue": TYPE,
        "strictMin": TYPE,
        "strictMax": TYPE,
    },
    "listOfValues": {"item": ordered(VALUES), "item/itemLabel": KEY, "item/itemValue": VALUES},
    "query": {"language": QUERY, "queryString": QUERY, "dataSource": REFERENCE},
    "inputControl": {
        "type": CONTROL,
        "mandatory": CONTROL,
        "readOnly": CONTROL,
        "visible": CONTROL,
        "dataType": REFERENCE,
        "listOfValues": REFERENCE,
        "query": REFERENCE,
        "queryVisibleColumn": ordered(CONTROL),
        "queryValueColumn": CONTROL,
        "defaultValue": CONTROL,
        "componentType": CONTROL,
    },
    "jdbcDataSource": _JDBC,
    "jndiJdbcDataSource": {"jndiName": RETARGETED, "timezone": SOURCE},
    "awsDataSource": {
        **_JDBC,
        "accessKey": PASSWORD,
        "secretKey": PASSWORD,
        "roleARN": RETARGETED,
        "region": RETARGETED,
        "dbName": RETARGETED,
        "dbInstanceIdentifier": RETARGETED,
        "dbService": RETARGETED,
    },
    "azureSqlDataSource": {
        **_JDBC,
        "subscriptionId": PASSWORD,
        "keyStoreResource": REFERENCE,
        "keyStorePassword": PASSWORD,
        "keyStoreType": SOURCE,
        "serverName": RETARGETED,
        "dbName": RETARGETED,
    },
    "beanDataSource": {"beanName": RETARGETED, "beanMethod": RETARGETED},
    "customDataSource": {
        "resourceEntry": SOURCE,
        "resourceEntry/alias": KEY,
        "resourceEntry/resourceReference": REFERENCE,
        "serviceClass": SOURCE,
        "property": SOURCE,
        "property/key": KEY,
        "property/value": SOURCE,
    },
    "virtualDataSource": {
        "dataSource": SOURCE,
        "dataSource/alias": KEY,
        "dataSource/dataSourceReference": REFERENCE,
        "timezone": SOURCE,
    },
    "mondrianConnection": {"schema": REFERENCE, "dataSource": REFERENCE},
    "xmlaConnection": {
        "connectionURL": RETARGETED,
        "dataSource": RETARGETED,
        "catalog": RETARGETED,
        "connectionUser": RETARGETED,
        "connectionPassword": PASSWORD,
    },
    "mondrianXmlaDefinition": {"catalog": FIELD, "mondrianConnection": REFERENCE},
    "olapUnit": {"olapClientConnection": REFERENCE, "mdxQuery": QUERY, "olapViewOptionsDataFile": FIELD},
    "semanticLayerDataSource": {
        "schema": REFERENCE,
        "securityFile": REFERENCE,
        "dataSource": SOURCE,
        "dataSource/alias": KEY,
        "dataSource/dataSourceReference": REFERENCE,
        "bundle": FIELD,
        "bundle/localeStr": KEY,
        "bundle/bundle": REFERENCE,
    },
    "adhocDataView": {
        "dataSource": REFERENCE,
        "inputControl": ordered(REFERENCE),
        "resource": ordered(REFERENCE),
        "reports": REFERENCE,
        "inputControlRenderingView": REPORT,
        "alwaysPromptControls": REPORT,
        "controlsLayout": REPORT,
    },
    "dashboardModelResource": {
        "defaultFoundation": FIELD,
        "foundation": FIELD,
        "foundation/id": KEY,
        "foundation/layout": FIELD,
        "foundation/wiring": FIELD,
        "foundation/components": FIELD,
        "resourceDescriptor": ordered(FIELD),
        "resourceDescriptor/type": KEY,
        "resourceDescriptor/id": KEY,
        "resource": ordered(REFERENCE),
    },
    "dashboardResource": {
        "state": FIELD,
        "state/title": FIELD,
        "state/theme": FIELD,
        "state/paperSize": FIELD,
        "state/property": FIELD,
        "state/property/key": KEY,
        "state/property/value": FIELD,
        "state/frame": FIELD,
        "state/frame/@frameType": FIELD,
        "state/frame/name": KEY,
        "state/frame/property": FIELD,
        "state/frame/property/key": KEY,
        "state/frame/property/value": FIELD,
        "resource": ordered(REFERENCE),
    },
    "reportOptions": {
        "report": REFERENCE,
        "optionsName": FIELD,
        "inputValue": FIELD,
        "inputValue/key": KEY,
        "inputValue/value": FIELD,
    },
    "secureMondrianConnection": {
        "schema": REFERENCE,
        "dataSource": REFERENCE,
        "grant": ordered(REFERENCE),
    },
}
"""The own places of every type of resource; those of `HEADER` come first."""

_USER_NAMED = naming((K.USER_REMOVED, W), (K.USER_CREATED, W))
_ENABLED = Row((K.USER_DISABLED, W), (K.USER_ENABLED, W), (K.USER_DISABLED, W), back=(K.USER_ENABLED, W))
_ORGANIZATION = always(K.ORGANIZATION_CHANGED, W)
_ORGANIZATION_ROWS: Rows = {
    "id": naming((K.ORGANIZATION_REMOVED, E), (K.ORGANIZATION_ADDED, W)),
    "alias": _ORGANIZATION,
    "parentId": _ORGANIZATION,
    "tenantName": _ORGANIZATION,
    "tenantDesc": _ORGANIZATION,
    "tenantNote": _ORGANIZATION,
    "tenantUri": _ORGANIZATION,
    "tenantFolderUri": _ORGANIZATION,
    "theme": always(K.THEME_CHANGED, I),
}
_OBJECT_NAMED = naming((K.OBJECT_REMOVED, W), (K.OBJECT_ADDED, I))

_SCHEDULE = always(K.JOB_SCHEDULE_CHANGED, W)
_RUNS = always(K.JOB_PARAMETERS_CHANGED, W)
_OUTPUT = always(K.JOB_OUTPUT_CHANGED, W)
_MAIL = always(K.JOB_MAIL_CHANGED, I)
_ALERT = always(K.JOB_ALERT_CHANGED, I)
_RECIPIENTS = always(K.JOB_RECIPIENTS_CHANGED, W)
_PAUSED = Row((K.JOB_RESUMED, W), (K.JOB_PAUSED, W), (K.JOB_RESUMED, W), back=(K.JOB_PAUSED, W))
_JOB: Rows = {
    "jobId": IDS,
    "version": VERSION,
    "username": always(K.JOB_OWNER_CHANGED, W),
    "label": LABEL,
    "description": DESCRIPTION,
    "trigger": _SCHEDULE,
    "trigger/@xsi:type": _SCHEDULE,
    "trigger/triggerId": IDS,
    "trigger/version": VERSION,
    "trigger/timezone": _SCHEDULE,
    "trigger/startType": _SCHEDULE,
    "trigger/startDate": _SCHEDULE,
    "trigger/endDate": _SCHEDULE,
    "trigger/misfireInstruction": _SCHEDULE,
    "trigger/occurrenceCount": _SCHEDULE,
    "trigger/recurrenceInterval": _SCHEDULE,
    "trigger/recurrenceIntervalUnit": _SCHEDULE,
    "trigger/minutes": _SCHEDULE,
    "trigger/hours": _SCHEDULE,
    "trigger/daysType": _SCHEDULE,
    "trigger/weekDays": _SCHEDULE,
    "trigger/monthDays": _SCHEDULE,
    "trigger/months": _SCHEDULE,
    "source": _RUNS,
    "source/reportUnitURI": _RUNS,
    **parameters("source/parameter", _RUNS),
    "baseOutputFilename": _OUTPUT,
    "outputFormat": _OUTPUT,
    "outputLocale": _OUTPUT,
    "contentRepositoryDestination": _OUTPUT,
    "contentRepositoryDestination/id": IDS,
    "contentRepositoryDestination/version": VERSION,
    "contentRepositoryDestination/folderURI": _OUTPUT,
    "contentRepositoryDestination/sequentialFilenames": _OUTPUT,
    "contentRepositoryDestination/overwriteFiles": _OUTPUT,
    "contentRepositoryDestination/outputDescription": _OUTPUT,
    "contentRepositoryDestination/timestampPattern": _OUTPUT,
    "contentRepositoryDestination/saveToRepository": _OUTPUT,
    "contentRepositoryDestination/defaultReportOutputFolderURI": _OUTPUT,
    "contentRepositoryDestination/usingDefaultReportOutputFolderURI": _OUTPUT,
    "contentRepositoryDestination/outputLocalFolder": _OUTPUT,
    "contentRepositoryDestination/outputFTPInfo": _OUTPUT,
    "contentRepositoryDestination/outputFTPInfo/userName": _OUTPUT,
    "contentRepositoryDestination/outputFTPInfo/password": PASSWORD,
    "contentRepositoryDestination/outputFTPInfo/folderPath": _OUTPUT,
    "contentRepositoryDestination/outputFTPInfo/serverName": _OUTPUT,
    "contentRepositoryDestination/outputFTPInfo/propertiesMapKeys": replace(_OUTPUT, is_pair=True),
    "contentRepositoryDestination/outputFTPInfo/propertiesMapValues": replace(_OUTPUT, is_pair=True),
    "mailNotification": _RECIPIENTS,
    "mailNotification/id": IDS,
    "mailNotification/version": VERSION,
    "mailNotification/toAddress": _RECIPIENTS,
    "mailNotification/ccAddress": _RECIPIENTS,
    "mailNotification/bccAddress": _RECIPIENTS,
    "mailNotification/subject": _MAIL,
    "mailNotification/messageText": _MAIL,
    "mailNotification/resultSendType": _MAIL,
    "mailNotification/skipEmptyReports": _MAIL,
    "mailNotification/messageTextWhenJobFails": _MAIL,
    "mailNotification/includingStackTraceWhenJobFails": _MAIL,
    "mailNotification/skipNotificationWhenJobFails": _MAIL,
    "alert": _RECIPIENTS,
    "alert/id": IDS,
    "alert/version": VERSION,
    "alert/recipient": _ALERT,
    "alert/toAddresses": _RECIPIENTS,
    "alert/jobState": _ALERT,
    "alert/subject": _ALERT,
    "alert/messageText": _ALERT,
    "alert/messageTextWhenJobFails": _ALERT,
    "alert/includingStackTrace": _ALERT,
    "alert/includingReportJobInfo": _ALERT,
    "creationDate": CREATED,
    "paused": _PAUSED,
}
_CHILDREN = always(K.CHILDREN_CHANGED, W)
_CALENDAR = always(K.CALENDAR_CHANGED, I)
_EVENT = silent(NoiseKind.ACCESS_EVENTS)

OTHERS: Mapping[str, Rows] = {
    "folder": {
        "@exportedWithPermissions": _EXPORTED,
        "parent": ADDRESS,
        "name": ADDRESS,
        "label": LABEL,
        "description": DESCRIPTION,
        "creationDate": CREATED,
        "updateDate": UPDATED,
        "folder": _CHILDREN,
        "resource": _CHILDREN,
        **permissions("permission"),
    },
    "user": {
        "username": _USER_NAMED,
        "fullName": always(K.USER_CHANGED, I),
        "password": PASSWORD,
        "email": always(K.USER_CHANGED, I),
        "externallyDefined": always(K.USER_CHANGED, I),
        "enabled": _ENABLED,
        "role": Row((K.ROLE_GAINED, W), (K.ROLE_GAINED, W), (K.ROLE_LOST, W)),
        "role/@tenantId": KEY,
        "role/#text": KEY,
        **attributes(ATTRIBUTE),
        "previousPasswordChangeTime": always(K.USER_CHANGED, I),
        "tenantId": _USER_NAMED,
    },
    "role": {
        "name": _OBJECT_NAMED,
        "tenantId": _OBJECT_NAMED,
        "externallyDefined": always(K.ROLE_CHANGED, I),
    },
    "organization": {**_ORGANIZATION_ROWS, **attributes(ATTRIBUTE)},
    "reportJob": _JOB,
    "holiday-calendar": {
        "name": _OBJECT_NAMED,
        "description": _CALENDAR,
        "timezone": _CALENDAR,
        "excludedDate": _CALENDAR,
    },
    "favorite": {"id": IDS, "resourceURI": _OBJECT_NAMED, "userName": _OBJECT_NAMED},
    "accessEvent": {
        "userName": _EVENT,
        "tenantId": _EVENT,
        "eventDate": _EVENT,
        "updating": _EVENT,
        "resourceUri": _EVENT,
    },
}
"""All places of everything that is no resource."""

SPECIAL: Mapping[str, Rows] = {
    "root organization": {**_ORGANIZATION_ROWS, **attributes(SETTING)},
    "settings": {"item": ordered(SETTING), "item/itemLabel": KEY, "item/itemValue": SETTING},
}
"""Objects whose fields mean something else: the root's attributes, and the list where servers before 6.0
kept their settings."""


def rows(root: str) -> Rows:
    """What is told of each place of a kind of object, in the order of its table."""
    if root in RESOURCES:
        return {**HEADER, **RESOURCES[root]}
    if root == "settings":
        return {**HEADER, **SPECIAL[root]}
    return OTHERS.get(root) or SPECIAL[root]


ROOTS = (*RESOURCES, *OTHERS, *SPECIAL)
