"""Which servers could have written a catalog, told by its features (`catalog-format.md` §16).

`jsVersion` is a constant that the vendor forgets to raise (§0 rule 1); it is shown, never believed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.catalog import Catalog
from ..model.objects import ROOT_ORGANIZATION
from ..model.versions import (
    COMMERCIAL_MODULES,
    ENCRYPTED,
    FEATURES,
    JASPERREPORTS_7,
    KEYED,
    Mark,
    features,
    number,
    seen_outside_resources,
)
from ..references.dialect import has_jasperreports_7
from .survey import SecretCount, Survey


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
    first = max(there, key=number, default=None)
    absent: dict[str, Evidence] = {}
    if catalog.archive.looks_server_written:
        absent = {
            feature.version: feature
            for feature in _absent(catalog, seen)
            if first is None or number(feature.version) > number(first)
        }
    before = min(absent, key=number, default=None)
    evidence = [there[first]] if first else []
    evidence += [absent[before]] if before else []
    return Era(first, before, tuple(evidence))


def edition(catalog: Catalog, seen: Survey) -> tuple[str, str]:
    """`community`, `commercial` or `unknown`, and the evidence for it."""
    if seen.commercial is not None:
        return "commercial", f"it holds the type {seen.commercial}"
    for module in catalog.index.modules if catalog.index else ():
        if module.id in COMMERCIAL_MODULES:
            return "commercial", f"it has the module {module.id}"
    if any(name != ROOT_ORGANIZATION for name in catalog.organizations):
        return "commercial", "it holds organizations"
    claimed = (catalog.index.value("jsVersion") if catalog.index else None) or ""
    for suffix, name in (("PRO", "commercial"), ("CE", "community")):
        if claimed.endswith(" " + suffix):
            return name, f"jsVersion ends in {suffix}"
    return "unknown", "nothing in it is peculiar to one edition"


def _there(catalog: Catalog, survey: Survey) -> Iterator[Evidence]:
    """Every feature that is there, with the version that brought it."""
    seen = seen_outside_resources(catalog)
    seen[Mark.TYPE].update(name for name, count in (survey.listed + survey.local).items() if count)
    seen[Mark.FIELD].update(survey.features)
    secrets = survey.secrets + SecretCount.of(catalog.users.values())
    for name, is_there in (
        (ENCRYPTED, secrets.encrypted > 0),
        (KEYED, secrets.keyed > 0),
        (JASPERREPORTS_7, has_jasperreports_7(catalog, survey.jrxml)),
    ):
        if is_there:
            seen[Mark.OTHER].add(name)
    for feature in features(seen):
        yield Evidence("from", feature.version, feature.words)


def _absent(catalog: Catalog, seen: Survey) -> Iterator[Evidence]:
    """What every export of a version has, and this one lacks."""
    index = catalog.index
    if index is None:
        return
    for feature in FEATURES:
        if feature.mark is Mark.PROPERTY and index.value(feature.name) is None:
            yield Evidence("before", feature.version, f"no {feature.words}")
    if catalog.resources and "@exportedWithPermissions" not in seen.features:
        yield Evidence("before", "5.5", "no attribute exportedWithPermissions")
