"""Permissions of the target are deleted or changed.

What: a folder or resource of the target has explicit permissions that the import deletes, or gives another
mask.

Why it matters: with `--update`, all entries of an object are deleted first if the catalog says
`exportedWithPermissions="true"`, even where it lists none; otherwise those that are listed are overwritten
(`import-semantics.md` §4.4, §11). What was granted or denied on the target by hand is gone, and the server
says nothing. Which of it shuts somebody out is another rule (CK504).

Example: `/reports` where the target lets ROLE_SALES write, imported from a server that has no such role.

Remedy: export without permissions to keep those of the target, or note them down and set them again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.codes import mask_words
from ..model.target import Recipient
from ._import import told, written
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per object."""
    into, rehearsal = told(subject)
    before, after = into.target.permissions, rehearsal.after.permissions
    for one in written(subject):
        had, has = before.get(one.uri, {}), after.get(one.uri, {})
        if one.is_new or had == has:
            continue
        changes = [_change(recipient, mask, has.get(recipient)) for recipient, mask in sorted(had.items())]
        told_ones = [change for change in changes if change]
        if told_ones:
            message = f"permissions are replaced: {', '.join(told_ones)}"
            yield Hit(message, uri=one.item.uri, entry=one.item.entry, detail=message)


def _change(recipient: Recipient, had: int, has: int | None) -> str:
    """What becomes of one entry; empty if it stays."""
    kind, name = recipient
    if has is None:
        return f"{kind} {name} ({mask_words(had)}) is deleted"
    return f"{kind} {name} from {mask_words(had)} to {mask_words(has)}" if has != had else ""


RULE = Rule(
    code="CK503",
    name="permissions-replaced",
    level=Level.WARNING,
    certainty=Certainty.CERTAIN,
    remedy="Export without permissions, or note those of the target down and set them again.",
    check=check,
    page=__doc__,
    needs_target=True,
)
