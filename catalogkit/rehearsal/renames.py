"""Rewrites the organization of a catalog that is merged into another one (import-semantics §2.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PAIRS = re.compile(r"(?:/organizations/[^/]+)+")
_ORGANIZATIONS = re.compile(r"(?:/organizations/[^/]+)*/organizations")


def renamed(uri: str, renames: Mapping[str, str]) -> str:
    """A URI with the organizations renamed that it starts with.

    >>> renamed("/organizations/a/x/organizations/a", {"a": "b"})
    '/organizations/b/x/organizations/a'
    """
    found = _PAIRS.match(uri) if renames else None
    if found is None:
        return uri
    parts = found.group().split("/")
    parts[2::2] = [renames.get(part, part) for part in parts[2::2]]
    return "/".join(parts) + uri[found.end() :]


def renamed_folder_name(parent: str, name: str, renames: Mapping[str, str]) -> str:
    """The name of a folder: that of an organization is renamed with it."""
    return renames.get(name, name) if renames and _ORGANIZATIONS.fullmatch(parent) else name
