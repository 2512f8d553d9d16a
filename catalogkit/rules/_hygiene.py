"""What several rules about tidiness need."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..model.catalog import Catalog
from ..model.repository import Resource
from ..model.walk import FoundReference, references

TEMPORARY = re.compile(r"(?:/organizations/[^/]+)*/temp/")
"""The start of the URI of a temporary object of the server, of the root or of an organization."""

_SHOWN = 2
"""Names of a list that are told; the rest is counted."""


class Embedded(NamedTuple):
    """A resource that is embedded in another one.

    Args:
        listed: the listed resource that holds both.
        found: the element that it stands in; its owner is embedded itself, or the listed one.
        local: the embedded resource.
    """

    listed: Resource
    found: FoundReference
    local: Resource


def embedded(catalog: Catalog) -> Iterator[Embedded]:
    """Every embedded resource, at any depth."""
    for listed in catalog.resources.values():
        pending = [listed]
        while pending:
            for found in references(pending.pop()):
                if found.local is not None:
                    yield Embedded(listed, found, found.local)
                    pending.append(found.local)


def some(names: Sequence[str]) -> str:
    """A list in words, cut short.

    >>> some(["/a", "/b", "/c", "/d"])
    '/a, /b and 2 others'
    """
    if len(names) <= _SHOWN + 1:
        return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    return f"{', '.join(names[:_SHOWN])} and {len(names) - _SHOWN} others"


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(2, "permission")
    '2 permissions'
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
