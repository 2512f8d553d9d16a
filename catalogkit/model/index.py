"""The index of a catalog (`catalog-format.md` §2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from .objects import ROOT_ORGANIZATION, QualifiedName

INDEX_ENTRY = "index.xml"
BROKEN_ENTRY = "broken_dependencies.xml"

MODULE_CHILDREN: dict[str, tuple[str, ...]] = {
    "tenants": ("organization",),
    "authority": ("user", "role"),
    "repositoryResources": ("folder", "resource"),
    "calendars": ("calendar",),
    "reportJobs": ("report",),
    "accessEvents": ("accessEventsCount",),
    "favorites": ("favorite",),
    "audit": (),
    "reportMonitoring": (),
}
"""Known modules and their child elements, in the order a server writes them (§2.2)."""

PROPERTIES = (
    "pathProcessorId",
    "jsVersion",
    "rootTenantId",
    "encrypted",
    "keyalias",
    "isDiagSnapshot",
)
"""Known properties (§2.1)."""


@dataclass(frozen=True, slots=True)
class IndexItem:
    """A child of a module.

    Args:
        element: its name, e.g. `folder`.
        text: its text as written: a URI, a name, or a number.
        tenant: the attribute `tenant`, or None.
        line: line in the index, from 1. Not compared.
    """

    element: str
    text: str
    tenant: str | None = None
    line: int = 0

    @property
    def name(self) -> QualifiedName:
        """The text and tenant of a user or role."""
        return QualifiedName(self.text, self.tenant)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, IndexItem):
            return NotImplemented
        return (self.element, self.text, self.tenant) == (other.element, other.text, other.tenant)

    def __hash__(self) -> int:
        return hash((self.element, self.text, self.tenant))


class Module(NamedTuple):
    """A module. `id` is None where the attribute is missing."""

    id: str | None
    items: tuple[IndexItem, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether any server knows it."""
        return self.id in MODULE_CHILDREN


class Property(NamedTuple):
    """A property; name or value is None where the attribute is missing."""

    name: str | None
    value: str | None


class Index(NamedTuple):
    """Properties and modules, each in document order; they may be mixed (§0 rule 2)."""

    properties: tuple[Property, ...] = ()
    modules: tuple[Module, ...] = ()

    def value(self, name: str) -> str | None:
        """The value of a property; the last one counts where it is given twice."""
        found = [p.value for p in self.properties if p.name == name]
        return found[-1] if found else None

    def items(self, module: str, element: str) -> list[IndexItem]:
        """The children of that name in all modules of that id."""
        return [item for m in self.modules if m.id == module for item in m.items if item.element == element]

    @property
    def path_processor(self) -> str | None:
        """`pathProcessorId`: how entry names are escaped (§3.1)."""
        return self.value("pathProcessorId")

    @property
    def organization(self) -> str | None:
        """`rootTenantId` where the export was made from an organization, else None (§2.1)."""
        value = self.value("rootTenantId")
        return None if value in (None, "", ROOT_ORGANIZATION) else value
