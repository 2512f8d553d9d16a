"""How permissions decide what the importing user may do (import-semantics §11)."""

from __future__ import annotations

from ..model.target import Recipient, Target, ancestors

ADMINISTER, READ, WRITE = 1, 2, 4


def may_read(target: Target, recipients: tuple[Recipient, ...], uri: str) -> bool:
    """Whether somebody may read what is, or would be, at a URI."""
    return _granted(target, recipients, uri, READ)


def may_write(target: Target, recipients: tuple[Recipient, ...], uri: str) -> bool:
    """Whether somebody may create or change what is at a URI."""
    return _granted(target, recipients, uri, READ | WRITE)


def _granted(target: Target, recipients: tuple[Recipient, ...], uri: str, wanted: int) -> bool:
    """Up from the URI, level by level, each recipient is settled by the first entry it has."""
    if not uri.startswith("/"):
        return False
    open_ones = list(recipients)
    for here in (uri, *ancestors(uri)):
        masks = target.permissions.get(here)
        if not masks:
            continue
        unsettled = []
        for recipient in open_ones:
            mask = masks.get(recipient)
            if mask is None:
                unsettled.append(recipient)
            elif mask & ADMINISTER or mask & wanted == wanted:
                return True
        open_ones = unsettled
        if not open_ones:
            return False
    return False
