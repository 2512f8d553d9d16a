"""What users leave behind: access events and favorites."""

from __future__ import annotations

from dataclasses import dataclass

from .objects import CatalogObject, ObjectKey, ObjectKind
from .uri import URI


class AccessEvent(CatalogObject):
    """An access event (`catalog-format.md` §12)."""

    __slots__ = ()

    @property
    def key(self) -> ObjectKey:
        return ObjectKey(ObjectKind.EVENT, self.entry)


@dataclass(frozen=True, slots=True, repr=False)
class Favorite(CatalogObject):
    """A favorite (`catalog-format.md` §12).

    Args:
        folder: URI of the folder it is grouped under, from the entry name.
        id: its id, from the entry name.
        listed: whether the index of its folder lists it.
    """

    folder: URI
    id: str
    listed: bool

    @property
    def key(self) -> ObjectKey:
        return ObjectKey(ObjectKind.FAVORITE, f"{self.folder}/{self.id}")
