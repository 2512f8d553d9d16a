"""Writes the permission entries of an object (import-semantics §4.4, §10.15, §11)."""

from __future__ import annotations

from ..model.fields import TEXT
from ..model.objects import many, plain, records
from ..model.target import Recipient
from ..model.values import Record
from .outcome import content_error, unpredictable
from .state import State

MAX_URI = 1_000
"""Characters of a URI that has permissions (§5.2)."""


def write_permissions(state: State, uri: str, fields: Record, *, existed: bool) -> None:
    """Write the entries that a descriptor lists, in document order; they count at once.

    Args:
        state: the run.
        uri: the object.
        fields: of its descriptor.
        existed: whether the target had it before.

    Raises:
        ImportStoppedError: an entry has no recipient.
    """
    update = state.options.update
    if update and fields.get("@exportedWithPermissions") == "true":
        state.target.permissions.pop(uri, None)
    masks = state.target.permissions.setdefault(uri, {})
    before = frozenset(masks) if existed and not update else frozenset()
    for entry in records(fields, "permission"):
        if len(uri) > MAX_URI:
            raise unpredictable(f"a URI with permissions is longer than {MAX_URI:,} characters")
        recipient = _recipient(state, entry)
        if recipient is not None and recipient not in before:
            masks[recipient] = _mask(entry)
    if not masks:
        del state.target.permissions[uri]


def _recipient(state: State, entry: Record) -> Recipient | None:
    """Who gets it; None for somebody the target does not know. The organization is ignored (§10.15)."""
    found = next(iter(records(entry, "recipient")), None)
    if found is None:
        raise content_error()
    kind = plain(found, "@recipientType")
    name = state.qualified(plain(found, TEXT), plain(found, "@tenantId") or None)
    if kind == "user":
        user = state.target.user(name)
        return None if user is None else ("user", user.name)
    return ("role", name) if kind == "role" and name in state.target.roles else None


def _mask(entry: Record) -> int:
    values = many(entry, "permissionMask")
    text = values[0] if values and isinstance(values[0], str) else "0"
    try:
        return int(text)
    except ValueError:
        return 0
