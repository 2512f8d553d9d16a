"""What users decided about their catalogs."""

from __future__ import annotations

from typing import NamedTuple


class Policy(NamedTuple):
    """What the users of a catalog decided about it.

    Args:
        protected: patterns of URIs or names that must not be touched.
        forbidden: texts that must not stand anywhere.
    """

    protected: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.protected or self.forbidden)
