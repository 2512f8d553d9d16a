"""What a catalog holds that tells a version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from ..model.catalog import Catalog
from ..model.repository import Resource
from ..model.values import Secret, is_keyed
from ..model.versions import (
    FIELDS,
    JASPERREPORTS_7,
    KEYED,
    Feature,
    Mark,
    features,
    seen_outside_resources,
)
from ..model.walk import data_paths
from ..references.dialect import has_jasperreports_7


def features_of(catalog: Catalog) -> Iterator[Feature]:
    """Every feature that is there."""
    seen = seen_outside_resources(catalog)
    for resource in catalog.all_resources():
        seen[Mark.TYPE].add(resource.type.name)
        seen[Mark.FIELD] |= FIELDS & resource.fields.keys()
    if _has_keyed(catalog):
        seen[Mark.OTHER].add(KEYED)
    if has_jasperreports_7(catalog, jrxml_paths(catalog.all_resources())):
        seen[Mark.OTHER].add(JASPERREPORTS_7)
    return features(seen)


def jrxml_paths(resources: Iterable[Resource]) -> Iterator[str]:
    """The logical paths of JRXML files."""
    for resource in resources:
        if resource.text("fileType") == "jrxml":
            yield from islice(data_paths(resource), 1)


def _has_keyed(catalog: Catalog) -> bool:
    owners = (*catalog.users.values(), *catalog.all_resources())
    values = (value for owner in owners for value in owner.fields.values())
    return any(isinstance(value, Secret) and is_keyed(value.reveal()) for value in values)
