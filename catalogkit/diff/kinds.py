"""What kinds of changes there are."""

from __future__ import annotations

from enum import Enum


class Group(Enum):
    """What a change does to an object, as `--only` asks for it."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RETYPED = "retyped"
    CHANGED = "changed"


class ChangeKind(Enum):
    """What reviewers want to see first comes first. Each kind has a class of its own in `diff.changes`."""

    DATA_SOURCE_RETARGETED = "data-source-retargeted"
    """A data source connects to something else: host, database, user, name."""
    DATA_SOURCE_CHANGED = "data-source-changed"
    """Another setting of a data source."""
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - the name of a kind
    """A password or key is another one."""
    PASSWORD_PROTECTION_CHANGED = "password-protection-changed"  # noqa: S105 - the name of a kind
    """A secret is encrypted that was not, or the other way round; whether it is the same cannot be told."""
    SETTING_CHANGED = "setting-changed"
    """A server setting came, went, or has another value."""
    PERMISSION_GRANTED = "permission-granted"
    """Somebody has an explicit permission who had none."""
    PERMISSION_WIDENED = "permission-widened"
    """Somebody may do more."""
    PERMISSION_CHANGED = "permission-changed"
    """Somebody may do something else."""
    PERMISSION_NARROWED = "permission-narrowed"
    """Somebody may do less."""
    PERMISSION_REVOKED = "permission-revoked"
    """An explicit permission is gone; what is inherited counts."""
    PERMISSIONS_EXPORTED = "permissions-exported"
    """Whether permissions were exported, which decides whether an import replaces those of the target."""
    USER_CREATED = "user-created"
    """A user is new."""
    USER_REMOVED = "user-removed"
    """A user is gone."""
    USER_ENABLED = "user-enabled"
    """A user may log in."""
    USER_DISABLED = "user-disabled"
    """A user may not log in."""
    ROLE_GAINED = "role-gained"
    """A user holds another role."""
    ROLE_LOST = "role-lost"
    """A user holds a role no longer."""
    USER_CHANGED = "user-changed"
    """Another field of a user."""
    ROLE_CHANGED = "role-changed"
    """A field of a role."""
    ATTRIBUTE_CHANGED = "attribute-changed"
    """A profile attribute came, went, or has another value."""
    ORGANIZATION_ADDED = "organization-added"
    """An organization is new."""
    ORGANIZATION_REMOVED = "organization-removed"
    """An organization is gone."""
    ORGANIZATION_CHANGED = "organization-changed"
    """A field of an organization."""
    JOB_ADDED = "job-added"
    """A report job is new."""
    JOB_REMOVED = "job-removed"
    """A report job is gone."""
    JOB_LISTED = "job-listed"
    """A job is imported that was not."""
    JOB_UNLISTED = "job-unlisted"
    """A job is not imported any more."""
    JOB_PAUSED = "job-paused"
    """A job does not run any more."""
    JOB_RESUMED = "job-resumed"
    """A job runs again."""
    JOB_SCHEDULE_CHANGED = "job-schedule-changed"
    """When a job runs."""
    JOB_RECIPIENTS_CHANGED = "job-recipients-changed"
    """Whom a job sends mail to."""
    JOB_OUTPUT_CHANGED = "job-output-changed"
    """What a job writes, and where."""
    JOB_PARAMETERS_CHANGED = "job-parameters-changed"
    """What a job runs, and with which parameters."""
    JOB_OWNER_CHANGED = "job-owner-changed"
    """Whose job it is."""
    JOB_MAIL_CHANGED = "job-mail-changed"
    """What the mail of a job says."""
    JOB_ALERT_CHANGED = "job-alert-changed"
    """Who is told how a job went, and what."""
    CALENDAR_CHANGED = "calendar-changed"
    """The days of a calendar."""
    OBJECT_RETYPED = "object-retyped"
    """Something of another type has the URI now."""
    OBJECT_REMOVED = "object-removed"
    """An object is gone."""
    OBJECT_MOVED = "object-moved"
    """An object is in another folder, or has another name."""
    OBJECT_ADDED = "object-added"
    """An object is new."""
    REFERENCE_RETARGETED = "reference-retargeted"
    """An object refers to something else."""
    REFERENCE_REMOVED = "reference-removed"
    """An object refers to something no longer."""
    REFERENCE_ADDED = "reference-added"
    """An object refers to something more."""
    EMBEDDED_REMOVED = "embedded-removed"
    """An embedded resource is gone."""
    EMBEDDED_ADDED = "embedded-added"
    """A resource is embedded in another."""
    FILE_REMOVED = "file-removed"
    """The bytes of a file are missing."""
    FILE_ADDED = "file-added"
    """The bytes of a file are there that were missing."""
    QUERY_CHANGED = "query-changed"
    """The text or language of a query."""
    JRXML_CHANGED = "jrxml-changed"
    """The text of a JRXML."""
    INPUT_CONTROL_CHANGED = "input-control-changed"
    """What an input control asks for, and how."""
    DATA_TYPE_CHANGED = "data-type-changed"
    """What may be typed into an input control."""
    VALUES_CHANGED = "values-changed"
    """A list of values offers others."""
    REPORT_SETTING_CHANGED = "report-setting-changed"
    """How a report asks for its parameters or shows itself."""
    RAW_CHANGED = "raw-changed"
    """Something that no table knows."""
    ADDRESS_CHANGED = "address-changed"
    """The URI that a descriptor states, where it is not that of its entry."""
    CHILDREN_CHANGED = "children-changed"
    """A folder lists other children, though none came or went."""
    TEXT_CHANGED = "text-changed"
    """The text of another file."""
    THEME_CHANGED = "theme-changed"
    """A file of a theme, or the theme of an organization."""
    IMAGE_REPLACED = "image-replaced"
    """Another picture."""
    BINARY_REPLACED = "binary-replaced"
    """Other bytes."""
    FIELD_CHANGED = "field-changed"
    """Any other field that is known."""
    LABEL_CHANGED = "label-changed"
    """The label that users see."""
    DESCRIPTION_CHANGED = "description-changed"
    """The description."""
    ORDER_CHANGED = "order-changed"
    """The order of things whose order users see."""
    INDEX_CHANGED = "index-changed"
    """What the index says: which server wrote it, for what it was asked, in what order it is imported."""
    BROKEN_DEPENDENCIES_CHANGED = "broken-dependencies-changed"
    """What the exporter lists as broken."""
    ENTRY_CHANGED = "entry-changed"
    """An entry that belongs to no object."""

    @property
    def mirror(self) -> ChangeKind:
        """The kind of the same change the other way round."""
        return _MIRRORS.get(self, self)


_K = ChangeKind
_PAIRS = (
    (_K.OBJECT_ADDED, _K.OBJECT_REMOVED),
    (_K.USER_CREATED, _K.USER_REMOVED),
    (_K.ORGANIZATION_ADDED, _K.ORGANIZATION_REMOVED),
    (_K.JOB_ADDED, _K.JOB_REMOVED),
    (_K.PERMISSION_GRANTED, _K.PERMISSION_REVOKED),
    (_K.PERMISSION_WIDENED, _K.PERMISSION_NARROWED),
    (_K.REFERENCE_ADDED, _K.REFERENCE_REMOVED),
    (_K.EMBEDDED_ADDED, _K.EMBEDDED_REMOVED),
    (_K.FILE_ADDED, _K.FILE_REMOVED),
    (_K.ROLE_GAINED, _K.ROLE_LOST),
    (_K.USER_ENABLED, _K.USER_DISABLED),
    (_K.JOB_PAUSED, _K.JOB_RESUMED),
    (_K.JOB_LISTED, _K.JOB_UNLISTED),
)
_MIRRORS = {**dict(_PAIRS), **{second: first for first, second in _PAIRS}}
