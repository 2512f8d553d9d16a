"""The shape of every descriptor that is not a resource: folders, people, jobs, calendars, events."""

from __future__ import annotations

from . import codes
from .fields import (
    TEXT,
    Field,
    Kind,
    Leaf,
    boolean,
    code,
    date,
    integer,
    secret,
    struct,
    text,
    typed,
)

PERMISSION_FIELDS: tuple[Field, ...] = (
    integer("permissionMask"),
    struct("recipient", text("@recipientType"), text("@tenantId"), text(TEXT)),
)
PERMISSION = struct("permission", *PERMISSION_FIELDS, many=True, key=("recipient",))
"""`catalog-format.md` §10."""

HEADER: tuple[Field, ...] = (
    Leaf("@exportedWithPermissions", kind=Kind.BOOLEAN),
    text("folder"),
    text("name"),
    integer("version"),
    text("label"),
    text("description"),
    date("creationDate"),
    date("updateDate"),
    PERMISSION,
)
"""What every resource starts with (`catalog-format.md` §6.1)."""

FOLDER: tuple[Field, ...] = (
    Leaf("@exportedWithPermissions", kind=Kind.BOOLEAN),
    text("parent"),
    text("name"),
    text("label"),
    text("description"),
    date("creationDate"),
    date("updateDate"),
    text("folder", many=True),
    text("resource", many=True),
    PERMISSION,
)
"""`catalog-format.md` §5."""

ATTRIBUTE = struct(
    "attribute",
    text("@name"),
    text("name"),
    text("value"),
    PERMISSION,
    struct("permissions", *PERMISSION_FIELDS, many=True, key=("recipient",)),
    many=True,
    key=("@name", "name"),
)
"""A profile attribute in both spellings (`catalog-format.md` §9.4)."""

USER: tuple[Field, ...] = (
    text("username"),
    text("fullName"),
    secret("password"),
    text("email"),
    boolean("externallyDefined"),
    boolean("enabled"),
    struct("role", text("@tenantId"), text(TEXT), many=True),
    ATTRIBUTE,
    date("previousPasswordChangeTime"),
    text("tenantId"),
)
"""`catalog-format.md` §9.1."""

ROLE: tuple[Field, ...] = (text("name"), text("tenantId"), boolean("externallyDefined"))
"""`catalog-format.md` §9.2."""

ORGANIZATION: tuple[Field, ...] = (
    text("id"),
    text("alias"),
    text("parentId"),
    text("tenantName"),
    text("tenantDesc"),
    text("tenantNote"),
    text("tenantUri"),
    text("tenantFolderUri"),
    ATTRIBUTE,
    text("theme"),
)
"""`catalog-format.md` §9.3."""

PARAMETER = struct(
    "parameter",
    typed("key"),
    typed("value", many=True),
    text("valueType"),
    text("name"),
    typed("values", many=True),
    text("value-type"),
    many=True,
    key=("key", "name"),
)
"""A report parameter, in the spelling of jobs and both spellings of data snapshots (§7.1, §11)."""

TRIGGER = struct(
    "trigger",
    integer("triggerId"),
    integer("version"),
    text("timezone"),
    code("startType", codes.START_TYPES),
    date("startDate"),
    date("endDate"),
    integer("misfireInstruction"),
    integer("occurrenceCount"),
    integer("recurrenceInterval"),
    code("recurrenceIntervalUnit", codes.RECURRENCE_UNITS),
    text("minutes"),
    text("hours"),
    code("daysType", codes.DAYS_TYPES),
    text("weekDays"),
    text("monthDays"),
    text("months"),
    typed=True,
)
"""`catalog-format.md` §11.1."""

FTP = struct(
    "outputFTPInfo",
    text("userName"),
    secret("password"),
    text("folderPath"),
    text("serverName"),
    text("propertiesMapKeys", many=True),
    text("propertiesMapValues", many=True),
    secret_pairs=(
        "propertiesMapKeys",
        frozenset({"SSH_PASSPHRASE_PROPERTY"}),
        "propertiesMapValues",
    ),
)

DESTINATION = struct(
    "contentRepositoryDestination",
    integer("id"),
    integer("version"),
    text("folderURI"),
    boolean("sequentialFilenames"),
    boolean("overwriteFiles"),
    text("outputDescription"),
    text("timestampPattern"),
    boolean("saveToRepository"),
    text("defaultReportOutputFolderURI"),
    boolean("usingDefaultReportOutputFolderURI"),
    text("outputLocalFolder"),
    FTP,
)
"""`catalog-format.md` §11.2."""

MAIL = struct(
    "mailNotification",
    integer("id"),
    integer("version"),
    text("toAddress", many=True),
    text("ccAddress", many=True),
    text("bccAddress", many=True),
    text("subject"),
    text("messageText"),
    code("resultSendType", codes.RESULT_SEND_TYPES),
    boolean("skipEmptyReports"),
    text("messageTextWhenJobFails"),
    boolean("includingStackTraceWhenJobFails"),
    boolean("skipNotificationWhenJobFails"),
)

ALERT = struct(
    "alert",
    integer("id"),
    integer("version"),
    code("recipient", codes.ALERT_RECIPIENTS),
    text("toAddresses", many=True),
    code("jobState", codes.ALERT_STATES),
    text("subject"),
    text("messageText"),
    text("messageTextWhenJobFails"),
    boolean("includingStackTrace"),
    boolean("includingReportJobInfo"),
)

JOB: tuple[Field, ...] = (
    integer("jobId"),
    integer("version"),
    text("username"),
    text("label"),
    text("description"),
    TRIGGER,
    struct("source", text("reportUnitURI"), PARAMETER),
    text("baseOutputFilename"),
    code("outputFormat", codes.OUTPUT_FORMATS, many=True),
    text("outputLocale"),
    DESTINATION,
    MAIL,
    ALERT,
    typed("creationDate"),
    boolean("paused"),
)
"""`catalog-format.md` §11."""

JOB_INDEX: tuple[Field, ...] = (integer("jobId", many=True),)

CALENDAR: tuple[Field, ...] = (
    text("name"),
    text("description"),
    text("timezone"),
    date("excludedDate", many=True),
)
"""`catalog-format.md` §12."""

ACCESS_EVENT: tuple[Field, ...] = (
    text("userName"),
    text("tenantId"),
    date("eventDate"),
    boolean("updating"),
    text("resourceUri"),
)

FAVORITE_INDEX: tuple[Field, ...] = (integer("favoriteId", many=True),)
FAVORITE: tuple[Field, ...] = (integer("id"), text("resourceURI"), text("userName"))
