"""Which version brought what, so that a catalog tells by its features who wrote it (`catalog-format.md` §16).

`jsVersion` is a constant that the vendor forgets to raise (§0 rule 1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from enum import Enum
from typing import NamedTuple, TypeAlias

from .catalog import Catalog
from .people import Organization, User


class Mark(Enum):
    """Where a feature shows."""

    PROPERTY = "index property"
    MODULE = "module"
    TYPE = "resource type"
    FIELD = "field of a resource"
    OTHER = "something else"


ENCRYPTED = "encrypted secrets"
KEYED = "secrets under a key"
JASPERREPORTS_7 = "reports in the JasperReports 7 dialect"
ORGANIZATION_ATTRIBUTES = "attributes of an organization"
ATTRIBUTE_PERMISSIONS = "permissions on attributes"
BROKEN_DEPENDENCIES = "broken_dependencies.xml"


class Feature(NamedTuple):
    """Something that no catalog of an earlier version has.

    Args:
        version: the product version that brought it.
        mark: where it shows.
        name: what is there.
        words: the same for people.
    """

    version: str
    mark: Mark
    name: str
    words: str


FEATURES = (
    Feature("3.1", Mark.PROPERTY, "pathProcessorId", "index property pathProcessorId"),
    Feature("3.5", Mark.PROPERTY, "jsVersion", "index property jsVersion"),
    Feature("6.2", Mark.PROPERTY, "rootTenantId", "index property rootTenantId"),
    Feature("7.5", Mark.PROPERTY, "encrypted", "index property encrypted"),
    Feature("3.5", Mark.MODULE, "tenants", "module tenants"),
    Feature("5.5", Mark.MODULE, "calendars", "module calendars"),
    Feature("8.1", Mark.MODULE, "favorites", "module favorites"),
    Feature("6.0", Mark.TYPE, "dashboardModelResource", "a dashboardModelResource"),
    Feature("6.3", Mark.TYPE, "azureSqlDataSource", "a azureSqlDataSource"),
    Feature("4.1", Mark.FIELD, "updateDate", "update dates"),
    Feature("5.5", Mark.FIELD, "@exportedWithPermissions", "attribute exportedWithPermissions"),
    Feature("6.1", Mark.FIELD, "resourceEntry", "resource entries of a custom data source"),
    Feature("9.0", Mark.FIELD, "componentType", "the field componentType of input controls"),
    Feature("5.5", Mark.OTHER, ENCRYPTED, ENCRYPTED),
    Feature("6.0", Mark.OTHER, ORGANIZATION_ATTRIBUTES, ORGANIZATION_ATTRIBUTES),
    Feature("6.1", Mark.OTHER, ATTRIBUTE_PERMISSIONS, ATTRIBUTE_PERMISSIONS),
    Feature("6.2", Mark.OTHER, BROKEN_DEPENDENCIES, BROKEN_DEPENDENCIES),
    Feature("7.5", Mark.OTHER, KEYED, KEYED),
    Feature("9.0", Mark.OTHER, JASPERREPORTS_7, JASPERREPORTS_7),
)
"""Every feature that tells a version; of those of one version the last one is the best to show."""

FIELDS = frozenset(feature.name for feature in FEATURES if feature.mark is Mark.FIELD)
"""The fields of resources that tell a version."""

COMMERCIAL_MODULES = ("audit", "reportMonitoring")
"""The modules that only commercial servers write."""

Seen: TypeAlias = Mapping[Mark, AbstractSet[str]]
"""What a catalog holds, by where it shows."""

_VERSION = re.compile(r"\s*(\d{1,4}(?:\.\d{1,4}){0,3})(?![\d.])")


def features(seen: Seen) -> Iterator[Feature]:
    """The features that are there."""
    return (feature for feature in FEATURES if feature.name in seen.get(feature.mark, ()))


def seen_outside_resources(catalog: Catalog) -> dict[Mark, set[str]]:
    """What shows in everything but the resources; who has looked at those adds what they show."""
    index = catalog.index
    other = {
        name
        for name, is_there in (
            (ORGANIZATION_ATTRIBUTES, any(o.attributes for o in catalog.organizations.values())),
            (ATTRIBUTE_PERMISSIONS, _has_attribute_permissions(catalog)),
            (BROKEN_DEPENDENCIES, catalog.broken_dependencies is not None),
        )
        if is_there
    }
    return {
        Mark.PROPERTY: {p.name for p in index.properties if p.name} if index else set(),
        Mark.MODULE: {m.id for m in index.modules if m.id} if index else set(),
        Mark.TYPE: set(),
        Mark.FIELD: set(),
        Mark.OTHER: other,
    }


def number(version: str) -> tuple[int, ...]:
    """A version to compare; `6.0` is the same as `6`.

    >>> number("7.10.0") > number("7.9")
    True
    """
    parts = [int(part) for part in version.split(".")]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def stated_number(js_version: str) -> tuple[int, ...] | None:
    """What `jsVersion` says, to compare; None where it starts with no version.

    >>> stated_number("8.1.0 PRO")
    (8, 1)
    """
    match = _VERSION.match(js_version)
    return number(match[1]) if match and match[1].isascii() else None


def _has_attribute_permissions(catalog: Catalog) -> bool:
    owners: list[User | Organization] = [*catalog.users.values(), *catalog.organizations.values()]
    return any(attribute.permissions for owner in owners for attribute in owner.attributes)
