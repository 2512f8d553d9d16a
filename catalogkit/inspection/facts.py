"""What one walk over all resources tells: the counts and features that `info` is made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..model.catalog import Catalog
from ..model.objects import Resource
from ..model.values import Secret
from ..model.walk import with_locals

KEYED_PREFIX = "ENC<4A52534956"
"""How values under a key of 7.5 or later start (`catalog-format.md` §13)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts and features.

    Args:
        listed: listed resources by type name.
        local: embedded resources by type name.
        fields: names of all fields of resources.
        commercial: name of a type that only commercial servers know, or None.
        secrets: secrets in simple fields of users and resources that are not empty.
        jrxml: resources that hold JRXML.
    """

    listed: Counter[str]
    local: Counter[str]
    fields: frozenset[str]
    commercial: str | None
    secrets: tuple[Secret, ...]
    jrxml: tuple[Resource, ...]

    @property
    def encrypted(self) -> int:
        """Secrets written as `ENC<…>`."""
        return sum(secret.is_encrypted for secret in self.secrets)

    @property
    def keyed(self) -> int:
        """Secrets under a key of 7.5 or later."""
        return sum(secret.reveal().startswith(KEYED_PREFIX) for secret in self.secrets)


def gather(catalog: Catalog) -> Facts:
    """Walk over all resources once."""
    listed: Counter[str] = Counter()
    local: Counter[str] = Counter()
    fields: set[str] = set()
    commercial: str | None = None
    secrets = [v for user in catalog.users.values() for v in user.fields.values() if isinstance(v, Secret)]
    jrxml: list[Resource] = []
    for owner in catalog.resources.values():
        for resource in with_locals(owner):
            (listed if resource is owner else local)[resource.type.name] += 1
            fields.update(resource.fields)
            secrets.extend(v for v in resource.fields.values() if isinstance(v, Secret))
            if resource.text("fileType") == "jrxml":
                jrxml.append(resource)
            if commercial is None and resource.type.is_commercial:
                commercial = resource.type.name
    return Facts(listed, local, frozenset(fields), commercial, tuple(s for s in secrets if s), tuple(jrxml))
