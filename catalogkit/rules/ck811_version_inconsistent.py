"""`jsVersion` says less than the catalog holds.

What: the catalog holds something that only later versions write than the one it states, or something of
commercial servers although it states a community edition.

Why it matters: the vendor does not raise `jsVersion` with every version: servers since 9 still say 8.1.0, and
the command-line tool of 8.2 says 7.5.0. So nobody should trust it to tell whether a target is new enough. The
server trusts it in one thing: below 7.5 it reads secrets with its old built-in key. Secrets under a key then
arrive as garbage, or stop the import, and this is a warning.

Example: reports in the dialect of JasperReports 7 under `8.1.0 PRO`: a server of version 8 cannot run them.

Remedy: go by the features (`info` tells the versions that fit); where somebody has edited `jsVersion`, put
back what it was.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.catalog import Catalog
from ..model.index import INDEX_ENTRY
from ..model.versions import COMMERCIAL_MODULES, KEYED, number, stated_number
from ._features import features_of
from .base import Certainty, Hit, Level, Rule, Subject

_COMMUNITY = " CE"
_FIRST_KEYED = number("7.5")


def check(subject: Subject) -> Iterator[Hit]:
    """At most one hit for the version and one for the edition."""
    catalog = subject.catalog
    said = (catalog.index.value("jsVersion") if catalog.index is not None else None) or ""
    stated = stated_number(said)
    if stated is not None:
        yield from _version(catalog, said, stated)
    if said.endswith(_COMMUNITY):
        what = next(_commercial(catalog), "")
        if what:
            message = f"jsVersion says {said}, but only commercial servers write {what}"
            yield Hit(message, entry=INDEX_ENTRY, detail="edition")


def _version(catalog: Catalog, said: str, stated: tuple[int, ...]) -> Iterator[Hit]:
    later = [feature for feature in features_of(catalog) if number(feature.version) > stated]
    if not later:
        return
    newest = max(later, key=lambda feature: number(feature.version))
    misread = stated < _FIRST_KEYED and any(feature.name == KEYED for feature in later)
    wrong_key = "; secrets are then read with the wrong key" if misread else ""
    yield Hit(
        f"jsVersion says {said}, but the catalog holds {newest.words}, which only servers from "
        f"{newest.version} on write{wrong_key}",
        entry=INDEX_ENTRY,
        detail=f"version {newest.version}",
        level=Level.WARNING if misread else None,
    )


def _commercial(catalog: Catalog) -> Iterator[str]:
    """What only commercial servers write."""
    for resource in catalog.all_resources():
        if resource.type.is_commercial:
            yield f"the {resource.type.name} {resource.uri}"
    for module in catalog.index.modules if catalog.index is not None else ():
        if module.id in COMMERCIAL_MODULES:
            yield f"the module {module.id}"


RULE = Rule(
    code="CK811",
    name="version-inconsistent",
    level=Level.INFO,
    certainty=Certainty.LIKELY,
    remedy="Go by the features of the catalog, not by jsVersion; if it was edited, put back what it was.",
    check=check,
    page=__doc__,
)
