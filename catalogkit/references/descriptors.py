"""References written in descriptors: every `uri` and every `referenceUri` (`catalog-format.md` §15)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model.catalog import Catalog
from ..model.uri import URI
from ..model.walk import FoundReference, references, with_locals


def descriptor_references(catalog: Catalog) -> Iterator[tuple[URI, FoundReference]]:
    """Every reference by URI, with the listed resource that it makes dependent.

    An empty URI is no reference, except in a link (import-semantics §10.3).
    """
    for uri, listed in catalog.resources.items():
        for resource in with_locals(listed):
            for found in references(resource):
                if found.uri:
                    yield uri, found


def unresolved_references(catalog: Catalog) -> Iterator[tuple[URI, FoundReference]]:
    """Those whose target is not in the catalog (§15, last paragraph)."""
    for uri, found in descriptor_references(catalog):
        assert found.uri is not None
        if not catalog.has(found.uri):
            yield uri, found


def dependants(catalog: Catalog, targets: Iterable[str]) -> set[URI]:
    """The listed resources that need one of the targets, directly or through others."""
    needed_by: dict[str, set[URI]] = {}
    for uri, found in descriptor_references(catalog):
        assert found.uri is not None
        needed_by.setdefault(catalog.owners.get(found.uri, found.uri), set()).add(uri)
    reached: set[URI] = set()
    pending: list[str] = list(targets)
    while pending:
        new = needed_by.get(pending.pop(), set()) - reached
        reached |= new
        pending.extend(new)
    return reached
