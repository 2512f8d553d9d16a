"""What a listing of a running server tells, item by item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ..model.target import StoredFolder, StoredResource
from ..parsing.xml import Element

Found: TypeAlias = StoredFolder | StoredResource


@dataclass(frozen=True, slots=True)
class Lookup:
    """An item of a v2 listing.

    Args:
        stored: what it tells of a folder or resource.
        members: all it says.
    """

    stored: Found
    members: Mapping[str, object]

    @property
    def updated(self) -> str:
        """When it was changed last, in the time zone of the server."""
        return str(self.members.get("updateDate") or "")


@dataclass(frozen=True, slots=True)
class Descriptor:
    """An item of a v1 listing. It may hold passwords in clear text (rest-services §4).

    Args:
        stored: what it tells of a folder or resource.
        element: all it says.
    """

    stored: Found
    element: Element

    @property
    def updated(self) -> str:
        """Nothing: v1 tells no date of a change."""
        return ""

    def __repr__(self) -> str:
        return f"Descriptor({self.stored.uri!r})"


Item: TypeAlias = Lookup | Descriptor


def first_of(items: Iterable[Item], limit: int) -> Iterator[Item]:
    """The first items, each URI once: a listing that changes while it is read may repeat some.

    Args:
        items: the items.
        limit: how many; 0 for all.
    """
    seen: set[str] = set()
    for item in items:
        if item.stored.uri in seen:
            continue
        seen.add(item.stored.uri)
        yield item
        if len(seen) == limit:
            return
