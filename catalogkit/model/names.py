"""Names as a database finds them: in any case, with `_` and `%` as wildcards (import-semantics §12)."""

from __future__ import annotations

import re
from collections.abc import Iterable


class Names:
    """Names that can be looked up by pattern.

    Args:
        names: the names to begin with.

    >>> Names(["ana", "Bo", "BO"]).like("a_a"), Names(["ana", "Bo", "BO"]).like("bo")
    (('ana',), ('Bo', 'BO'))
    """

    __slots__ = ("_by_shape", "_found", "_spellings")

    def __init__(self, names: Iterable[str]) -> None:
        self._spellings: dict[str, list[str]] = {}
        self._by_shape: dict[tuple[int, str], set[str]] = {}
        self._found: dict[str, tuple[str, ...]] = {}
        for name in names:
            self.add(name)

    def __len__(self) -> int:
        return sum(map(len, self._spellings.values()))

    def add(self, name: str) -> None:
        """Add a name that is not there yet."""
        lower = name.lower()
        self._spellings.setdefault(lower, []).append(name)
        self._by_shape.setdefault((len(lower), lower[:1]), set()).add(lower)
        self._found.clear()

    def discard(self, name: str) -> None:
        """Take away a name that is there."""
        lower = name.lower()
        self._spellings[lower].remove(name)
        if not self._spellings[lower]:
            del self._spellings[lower]
            self._by_shape[len(lower), lower[:1]].discard(lower)
        self._found.clear()

    def like(self, pattern: str) -> tuple[str, ...]:
        """The names that a pattern finds."""
        lower = pattern.lower()
        if "_" not in lower and "%" not in lower:
            return tuple(self._spellings.get(lower, ()))
        found = self._found.get(lower)
        if found is None:
            matches = sql_like(lower).fullmatch
            hits = sorted(name for name in self._candidates(lower) if matches(name))
            found = self._found[lower] = tuple(name for hit in hits for name in self._spellings[hit])
        return found

    def _candidates(self, pattern: str) -> Iterable[str]:
        """Names of the same length and first letter, as far as the pattern tells them."""
        if "%" not in pattern and pattern[0] != "_":
            return self._by_shape.get((len(pattern), pattern[0]), ())
        return self._spellings


def sql_like(pattern: str) -> re.Pattern[str]:
    """What a search pattern of a database matches.

    >>> bool(sql_like("a_c%").fullmatch("abcde"))
    True
    """
    parts = ({"_": ".", "%": ".*"}.get(char) or re.escape(char) for char in pattern)
    return re.compile("".join(parts), re.DOTALL)
