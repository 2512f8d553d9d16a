"""How much something matters, from rules and from differences."""

from __future__ import annotations

from enum import Enum


class Level(Enum):
    """How much a finding or a change matters."""

    ERROR = "error"
    """The import fails or loses something; or a change that puts production at risk."""
    WARNING = "warning"
    """It works, but probably not as meant; or a change that a reviewer should see."""
    INFO = "info"
    """Worth knowing."""

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Level).index(self)
