"""An edge of the dependency graph: who needs whom, how much, and where that is written."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from ..model.fields import Role
from ..model.objects import ObjectKey, ObjectKind

MAX_TEXT = 200
"""Characters of the written text that an edge keeps."""


class Strength(Enum):
    """What happens when the target is missing (`catalog-format.md` §15)."""

    HARD = "hard"
    """The server follows it when it exports, and drops the owner when it imports."""
    RUN_TIME = "run time"
    """The import goes through; the owner fails when it runs."""
    SOFT = "soft"
    """Nothing fails."""


class Certainty(Enum):
    """How much of a target the text tells."""

    LITERAL = "literal"
    """It is written out."""
    DYNAMIC = "dynamic"
    """It is put together at run time: what is written is its beginning, or nothing at all."""
    PROVENANCE = "provenance"
    """It tells where something was made; nothing uses it."""


class Edge(NamedTuple):
    """One reference.

    Args:
        owner: id of the object that needs the target, see `object_id`.
        target: id of the target: for a local resource its own URI; the certain beginning where it is
            dynamic; empty where nothing is known.
        node: id of the object that the target is, or is embedded in; the target if that is not known.
        role: what the target means to the owner.
        strength: what happens without it.
        certainty: how much of the target is written.
        entry: name of the entry it is written in.
        line: line in the entry, from 1; 0 where unknown.
        where: XPath or JSON pointer in the entry.
        text: what is written, cut after `MAX_TEXT` characters.
        resolved: whether the target is in the catalog.
        reason: why it is not resolved, or what is odd about how it was; may be empty.
    """

    owner: str
    target: str
    node: str
    role: Role
    strength: Strength
    certainty: Certainty
    entry: str
    line: int
    where: str
    text: str
    resolved: bool
    reason: str = ""

    @property
    def name(self) -> str:
        """The target as people call it: its URI, or its name without its kind."""
        return self.target if self.target.startswith("/") else self.target.partition(" ")[2] or self.target

    @property
    def is_needed(self) -> bool:
        """Whether something fails without the target, as far as can be proven."""
        return self.strength is not Strength.SOFT and self.certainty is Certainty.LITERAL

    @property
    def is_used(self) -> bool:
        """Whether it is more than a note of where something was made."""
        return self.certainty is not Certainty.PROVENANCE

    @property
    def is_missing(self) -> bool:
        """Whether the catalog lacks something that is needed."""
        return not self.resolved and self.is_needed


def object_id(key: ObjectKey) -> str:
    """What names an object in a graph: the URI of a folder or resource, else kind and name.

    >>> object_id(ObjectKey(ObjectKind.USER, "ana|acme"))
    'user ana|acme'
    """
    return key.id if key.kind in (ObjectKind.FOLDER, ObjectKind.RESOURCE) else str(key)


def attribute_id(name: str) -> str:
    """What names a profile attribute in a graph."""
    return f"attribute {name}"
