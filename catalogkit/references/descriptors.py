"""References in the elements meant for them: each `uri` and `referenceUri` (`catalog-format.md` §15)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.catalog import Catalog
from ..model.fields import Role
from ..model.uri import URI
from ..model.walk import FoundReference, references, with_locals
from .edge import Edge, Strength
from .extraction import Place, edge
from .resolve import Resolver


def descriptor_references(catalog: Catalog) -> Iterator[tuple[URI, FoundReference]]:
    """Every reference by URI, with the listed resource that it makes dependent.

    An empty URI is no reference, except in a link (import-semantics §10.3).
    """
    for uri, listed in catalog.resources.items():
        for resource in with_locals(listed):
            for found in references(resource):
                if found.uri:
                    yield uri, found


def descriptor_edges(catalog: Catalog, resolver: Resolver) -> Iterator[Edge]:
    """An edge for each of them, in the order of the descriptors and of the tables of their types."""
    for owner, found in descriptor_references(catalog):
        assert found.uri is not None
        place = Place(catalog.resources[owner].entry, found.line, _where(owner, found), found.uri)
        yield edge(owner, resolver.exact(found.uri), found.role, place, Strength.HARD)


def _where(owner: URI, found: FoundReference) -> str:
    resource = found.owner
    end = found.path if found.role is Role.LINK else f"{found.path}/uri"
    if resource.uri == owner:
        return f"/{resource.type.name}/{end}"
    quote = '"' if "'" in resource.uri.name else "'"
    return f"//localResource[name={quote}{resource.uri.name}{quote}]/{end}"
