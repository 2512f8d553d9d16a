"""What we say about a catalog beyond what the server does: one file per rule, found by its name.

Names are imported when they are first used: a diff without findings needs the policy alone.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from ..late import imported_late

if TYPE_CHECKING:
    from .base import Certainty, Finding, Hit, Level, Rule, Subject, run
    from .policy import Policy

_HOMES = {
    "Certainty": ".base",
    "Finding": ".base",
    "Hit": ".base",
    "Level": ".base",
    "Policy": ".policy",
    "Rule": ".base",
    "Subject": ".base",
    "run": ".base",
}

__all__ = ["Certainty", "Finding", "Hit", "Level", "Policy", "Rule", "Subject", "all_rules", "run"]

__getattr__ = imported_late(__name__, _HOMES)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    from pkgutil import iter_modules

    names = sorted(m.name for m in iter_modules(__path__) if m.name.startswith("ck"))
    return tuple(import_module(f"{__name__}.{name}").RULE for name in names)
