"""What we say about a catalog beyond what the server does: one file per rule, found by its name."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from .base import Certainty, Finding, Hit, Level, Policy, Rule, Subject, run

__all__ = ["Certainty", "Finding", "Hit", "Level", "Policy", "Rule", "Subject", "all_rules", "run"]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    names = sorted(m.name for m in iter_modules(__path__) if m.name.startswith("ck"))
    return tuple(import_module(f"{__name__}.{name}").RULE for name in names)
