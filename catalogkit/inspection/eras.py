"""Which servers could have written a catalog, told by its features (`catalog-format.md` §16).

`jsVersion` is a constant that the vendor forgets to raise (§0 rule 1); it is shown, never believed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import EntryError
from ..model.catalog import Catalog, find_entry
from ..model.objects import ROOT_ORGANIZATION
from ..model.people import Organization, User
from .survey import SecretCount, Survey

_JRXML_7_MARKS = (b'kind="', b"<element ")
_JRXML_SAMPLES = 50
"""Files that are looked into for their dialect; a server writes all in the same."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A feature that narrows the version down.

    Args:
        bound: `from` (this version or later) or `before` (earlier than this version).
        version: product version.
        feature: what was seen or not seen.
    """

    bound: str
    version: str
    feature: str


@dataclass(frozen=True, slots=True)
class Era:
    """The versions that fit.

    Args:
        first: earliest version, or None.
        before: the first version that no longer fits, or None.
        evidence: the features that say so, one per bound that counts.
    """

    first: str | None
    before: str | None
    evidence: tuple[Evidence, ...]


def era(catalog: Catalog, seen: Survey) -> Era:
    """The versions that could have written a catalog.

    What is missing only counts where the archive looks server-written: people leave things out.
    """
    there = {feature.version: feature for feature in _there(catalog, seen)}
    first = max(there, key=_number, default=None)
    absent: dict[str, Evidence] = {}
    if catalog.archive.looks_server_written:
        absent = {
            feature.version: feature
            for feature in _absent(catalog, seen)
            if first is None or _number(feature.version) > _number(first)
        }
    before = min(absent, key=_number, default=None)
    evidence = [there[first]] if first else []
    evidence += [absent[before]] if before else []
    return Era(first, before, tuple(evidence))


def edition(catalog: Catalog, seen: Survey) -> tuple[str, str]:
    """`community`, `commercial` or `unknown`, and the evidence for it."""
    if seen.commercial is not None:
        return "commercial", f"it holds the type {seen.commercial}"
    for module in catalog.index.modules if catalog.index else ():
        if module.id in ("audit", "reportMonitoring"):
            return "commercial", f"it has the module {module.id}"
    if any(name != ROOT_ORGANIZATION for name in catalog.organizations):
        return "commercial", "it holds organizations"
    claimed = (catalog.index.value("jsVersion") if catalog.index else None) or ""
    for suffix, name in (("PRO", "commercial"), ("CE", "community")):
        if claimed.endswith(" " + suffix):
            return name, f"jsVersion ends in {suffix}"
    return "unknown", "nothing in it is peculiar to one edition"


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _there(catalog: Catalog, seen: Survey) -> Iterator[Evidence]:
    """Every feature that is there, with the version that brought it."""
    index = catalog.index
    properties = {p.name for p in index.properties} if index else set()
    modules = {m.id for m in index.modules} if index else set()
    for version, name in _PROPERTIES:
        if name in properties:
            yield Evidence("from", version, f"index property {name}")
    for version, name in _MODULES:
        if name in modules:
            yield Evidence("from", version, f"module {name}")
    for version, name in _TYPES:
        if seen.listed[name] or seen.local[name]:
            yield Evidence("from", version, f"a {name}")
    for version, name, words in _FIELDS:
        if name in seen.features:
            yield Evidence("from", version, words)
    secrets = seen.secrets + SecretCount.of(catalog.users.values())
    for version, words, is_there in (
        ("5.5", "encrypted secrets", secrets.encrypted > 0),
        ("6.0", "attributes of an organization", _has_attributes(catalog)),
        ("6.1", "permissions on attributes", _has_attribute_permissions(catalog)),
        ("6.2", "broken_dependencies.xml", catalog.broken_dependencies is not None),
        ("7.5", "secrets under a key", secrets.keyed > 0),
        ("9.0", "reports in the JasperReports 7 dialect", _has_jrxml_7(catalog, seen)),
    ):
        if is_there:
            yield Evidence("from", version, words)


_PROPERTIES = (
    ("3.1", "pathProcessorId"),
    ("3.5", "jsVersion"),
    ("6.2", "rootTenantId"),
    ("7.5", "encrypted"),
)
_MODULES = (("3.5", "tenants"), ("5.5", "calendars"), ("8.1", "favorites"))
_TYPES = (("6.0", "dashboardModelResource"), ("6.3", "azureSqlDataSource"))
_FIELDS = (
    ("4.1", "updateDate", "update dates"),
    ("5.5", "@exportedWithPermissions", "attribute exportedWithPermissions"),
    ("6.1", "resourceEntry", "resource entries of a custom data source"),
    ("9.0", "componentType", "the field componentType of input controls"),
)


def _absent(catalog: Catalog, seen: Survey) -> Iterator[Evidence]:
    """What every export of a version has, and this one lacks."""
    index = catalog.index
    if index is None:
        return
    for version, name in _PROPERTIES:
        if index.value(name) is None:
            yield Evidence("before", version, f"no index property {name}")
    if catalog.resources and "@exportedWithPermissions" not in seen.features:
        yield Evidence("before", "5.5", "no attribute exportedWithPermissions")


def _has_attributes(catalog: Catalog) -> bool:
    return any(organization.attributes for organization in catalog.organizations.values())


def _has_attribute_permissions(catalog: Catalog) -> bool:
    owners: list[User | Organization] = [*catalog.users.values(), *catalog.organizations.values()]
    return any(attribute.permissions for owner in owners for attribute in owner.attributes)


def _has_jrxml_7(catalog: Catalog, seen: Survey) -> bool:
    """Whether a report is written for JasperReports 7 (§14.2); looks into some of them only."""
    for path in seen.jrxml[:_JRXML_SAMPLES]:
        entry = find_entry(catalog.archive, path, escaped=catalog.escaped)
        try:
            head = b"" if entry is None else next(iter(catalog.archive.chunks(entry)), b"")
        except EntryError:
            continue  # the damage is a finding of its own
        if all(mark in head for mark in _JRXML_7_MARKS):
            return True
    return False
