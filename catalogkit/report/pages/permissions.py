"""Who may do what before and after, out of what a change of a permission says."""

from __future__ import annotations

import re
from typing import Any

_ENTRY = re.compile(
    r"permissionMask: (?P<mask>\d{1,9}), recipient: recipientType: (?P<type>user|role)"
    r"(?:, tenantId: (?P<tenant>[^,]*))?, text: (?P<name>.*)",
    re.DOTALL,
)


def permission_of(before: str | None, after: str | None) -> dict[str, Any] | None:
    """Whom a change of a permission is about, and the masks; None if it tells no such thing.

    >>> permission_of(None, "permissionMask: 2, recipient: recipientType: role, text: ROLE_USER")
    {'type': 'role', 'who': 'ROLE_USER', 'before': None, 'after': 2}
    """
    entries = [_ENTRY.fullmatch(text) if text is not None else None for text in (before, after)]
    told = entries[1] or entries[0]
    if told is None or any(
        text is not None and entry is None for text, entry in zip((before, after), entries, strict=True)
    ):
        return None
    masks = [int(entry["mask"]) if entry is not None else None for entry in entries]
    who = f"{told['name']}|{told['tenant']}" if told["tenant"] else told["name"]
    return {"type": told["type"], "who": who, "before": masks[0], "after": masks[1]}
