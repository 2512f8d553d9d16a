"""What a comparison finds besides changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from .changes.base import Subject
from .noise import NoiseKind


@dataclass(frozen=True, slots=True)
class Noise:
    """A difference that says nothing about what a catalog holds.

    Args:
        kind: which kind of noise.
        subject: what it is about.
        field: the place inside the object; empty for the whole.
        before: what stood there; empty where that says nothing.
        after: what stands there.
        count: how many such differences there are.
    """

    kind: NoiseKind
    subject: Subject
    field: str = ""
    before: str = ""
    after: str = ""
    count: int = 1


class NotCompared(NamedTuple):
    """Something that could not be compared, and why."""

    what: str
    why: str
