"""Every secret of a catalog, with its place (`catalog-format.md` §13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from .catalog import Catalog
from .objects import CatalogObject, many, plain
from .repository import Resource
from .values import Record, Secret, TypedValue, Value, is_keyed

_LABELS = ("key", "@name", "name", "itemLabel")
"""The fields that tell which of several structured values this is."""
_PLACEHOLDER = re.compile(r"\s*\{\s*attribute\s*\([^{}]*\)\s*\}\s*")
"""A secret that is looked up when it is needed (`catalog-format.md` §14.7)."""


class Scheme(Enum):
    """How a secret is written."""

    CLEAR = "clear text"
    BUILT_IN = "built-in key"
    """Servers of 5.5 to 7.2: the same key in each of them."""
    KEYED = "keyed"
    """Servers from 7.5 on."""


class FoundSecret(NamedTuple):
    """A secret that is not empty.

    Args:
        owner: the object that holds it, listed or embedded.
        field: which of its fields, in words.
        secret: the secret.
        scheme: how it is written.
    """

    owner: CatalogObject
    field: str
    secret: Secret
    scheme: Scheme

    @property
    def place(self) -> str:
        """URI of a resource; kind and name of anything else."""
        return self.owner.uri if isinstance(self.owner, Resource) else str(self.owner.key)

    @property
    def uri(self) -> str:
        """URI of a resource; the name of anything else."""
        return self.owner.uri if isinstance(self.owner, Resource) else self.owner.key.id


def secrets(catalog: Catalog) -> Iterator[FoundSecret]:
    """Every secret: of resources, also embedded ones, then of users, organizations and jobs."""
    for resource in catalog.all_resources():
        yield from _of(resource)
    for objects in (catalog.users, catalog.organizations, catalog.jobs):
        for item in objects.values():
            yield from _of(item)


def _of(owner: CatalogObject) -> Iterator[FoundSecret]:
    for field, secret in _walk(owner.fields, ""):
        text = secret.reveal()
        if not _PLACEHOLDER.fullmatch(text):
            yield FoundSecret(owner, field, secret, _scheme(secret))


def _scheme(secret: Secret) -> Scheme:
    if not secret.is_encrypted:
        return Scheme.CLEAR
    return Scheme.KEYED if is_keyed(secret.reveal()) else Scheme.BUILT_IN


def _walk(fields: Record, prefix: str) -> Iterator[tuple[str, Secret]]:
    """Secrets by the path of their fields; what is embedded is walked by itself."""
    for name in fields:
        for value in many(fields, name):
            if not isinstance(value, str):
                yield from _value(value, name, prefix)


def _value(value: Value, name: str, prefix: str) -> Iterator[tuple[str, Secret]]:
    if isinstance(value, Secret):
        if value:
            yield prefix if prefix and name in ("value", "itemValue") else _path(prefix, name), value
    elif isinstance(value, TypedValue):
        if value.text is not None:
            yield from _value(value.text, name, prefix)
        for part, inner in value.parts:
            yield from _value(inner, part, _path(prefix, name))
    elif isinstance(value, dict):
        label = next(filter(None, (plain(value, field) for field in _LABELS)), "")
        yield from _walk(value, _path(prefix, f"{name} {label}" if label else name))


def _path(prefix: str, name: str) -> str:
    return f"{prefix}/{name}" if prefix else name
