"""Names of a package that are imported when they are first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module


def imported_late(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """What a package has as `__getattr__`, so that importing it does not import all that it offers.

    Args:
        package: its `__name__`.
        homes: for each name the module in it that defines the name, as `.module`.
    """

    def get(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(homes[name], package), name)

    return get
