"""What differs between any two exports of the same thing (`conventions.md`, Diff semantics)."""

from __future__ import annotations

from enum import Enum


class NoiseKind(Enum):
    """A difference that says nothing about what a catalog holds."""

    VERSION = "version"
    """A counter that a server raises with every change."""
    CREATION_DATE = "creation-date"
    """Set by the server that imported it."""
    UPDATE_DATE = "update-date"
    """When it was last saved."""
    RE_ENCRYPTED = "re-encrypted"
    """A secret under a key that encrypts differently each time: nothing can be told (§13)."""
    PERMISSION_ORDER = "permission-order"
    """Permissions in another order."""
    ORDER = "order"
    """Other things in another order, where a server does not care."""
    IDS = "ids"
    """Numbers that a server gives to jobs, their parts, and favorites."""
    COMPONENT_TYPE = "component-type"
    """The default of newer servers, which older ones do not write (`catalog-format.md` §7.7)."""
    ACCESS_EVENTS = "access-events"
    """Who opened what."""
    LAYOUT = "layout"
    """White space, or the order of attributes and elements, in an XML file."""
    ENTRY_ORDER = "entry-order"
    """Entries in another order in the archive."""
    DIRECTORIES = "directories"
    """Entries of the archive for directories, which hold nothing."""


BY_FIELD = {
    ("version",): NoiseKind.VERSION,
    ("creationDate",): NoiseKind.CREATION_DATE,
    ("updateDate",): NoiseKind.UPDATE_DATE,
    ("jobId",): NoiseKind.IDS,
    ("id",): NoiseKind.IDS,
    ("trigger", "triggerId"): NoiseKind.IDS,
    ("trigger", "version"): NoiseKind.VERSION,
    ("contentRepositoryDestination", "id"): NoiseKind.IDS,
    ("contentRepositoryDestination", "version"): NoiseKind.VERSION,
    ("mailNotification", "id"): NoiseKind.IDS,
    ("mailNotification", "version"): NoiseKind.VERSION,
    ("alert", "id"): NoiseKind.IDS,
    ("alert", "version"): NoiseKind.VERSION,
}
"""Fields that are noise wherever their object or part is; `id` of an organization is what names it."""
