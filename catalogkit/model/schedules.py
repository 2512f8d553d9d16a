"""Report jobs and calendars."""

from __future__ import annotations

from dataclasses import dataclass

from .objects import CatalogObject, ObjectKey, ObjectKind
from .uri import URI


@dataclass(frozen=True, slots=True, repr=False)
class Job(CatalogObject):
    """A report job (`catalog-format.md` §11).

    Args:
        report: URI of the report unit, from the entry name.
        id: job id, from the entry name.
        listed: whether the index of its report lists it; others are not imported.
    """

    report: URI
    id: str
    listed: bool

    @property
    def key(self) -> ObjectKey:
        return ObjectKey(ObjectKind.JOB, f"{self.report}/{self.id}")


class Calendar(CatalogObject):
    """A holiday calendar (`catalog-format.md` §12)."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """The name as shown, not the file name."""
        return self.text("name") or ""

    @property
    def key(self) -> ObjectKey:
        return ObjectKey(ObjectKind.CALENDAR, self.name)
