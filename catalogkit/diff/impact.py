"""Who depends on what changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..archive import Archive, Entry
from ..model.catalog import Catalog
from ..model.nouns import noun

if TYPE_CHECKING:
    from ..references.graph import Graph

_EXAMPLES = 5
_TOLD = 3
"""Types that are counted one by one."""
_REPORT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^<>]*\?>\s*|<!--[^<>]*-->\s*)*<jasperReport(?=[\s/>])")
_LEADS = (b"repo:", b"subreport", b"image", b"emplate", b"adapter")
"""What a report holds, in either dialect, that fails without something outside (`references/jrxml.py`)."""
_HIDES = (b"&#", b"<!ENTITY")
"""What may stand for any of these."""
_EMPTY = b"<jasperReport/>"


@dataclass(frozen=True, slots=True)
class Impact:
    """Who depends on an object in the new catalog, directly or through others.

    Args:
        count: how many objects.
        words: how many of each type, in words.
        examples: ids of the nearest ones.
    """

    count: int
    words: str
    examples: tuple[str, ...]


def graph_of_users(catalog: Catalog) -> Graph:
    """The graph of a catalog, as far as it tells who fails without what.

    Most of the time that a graph takes goes into the parsing of reports, of which most name nothing outside.
    """
    from ..references.graph import build_graph  # with what reads content, which only this question needs

    return build_graph(replace(catalog, archive=_Shortened(catalog.archive)))


class _Shortened(Archive):
    """Another archive; reports that lead nowhere are empty."""

    form = "shortened"

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive.path, archive.limits, archive.entries, archive.defects)
        self._archive = archive

    def close(self) -> None:
        """The other archive stays open."""

    def read(self, entry: Entry) -> bytes:
        data = self._archive.read(entry)
        return data if leads_on(data) else _EMPTY

    def start(self, entry: Entry, count: int) -> bytes:
        return self._archive.start(entry, count)

    def _chunks(self, entry: Entry) -> Iterator[bytes]:
        return self._archive.chunks(entry)


def leads_on(data: bytes) -> bool:
    """Whether a data file may name something that it fails without; True for whatever is no report.

    >>> leads_on(b"<jasperReport name='a'/>"), leads_on(b"<jasperReport><subreport/></jasperReport>")
    (False, True)
    """
    return _REPORT.match(data) is None or any(word in data for word in (*_LEADS, *_HIDES))


class Impacts:
    """Answers who depends on what; each object is asked about once.

    Args:
        graph: who needs whom in the new catalog.
        roots: root elements of all objects, by id.
    """

    def __init__(self, graph: Graph, roots: Mapping[str, str]) -> None:
        self._graph = graph
        self._roots = roots
        self._found: dict[str, Impact | None] = {}

    def of(self, node: str) -> Impact | None:
        """Who depends on an object; None if nobody does."""
        if node not in self._found:
            self._found[node] = self._impact(node)
        return self._found[node]

    def _impact(self, node: str) -> Impact | None:
        users = [user for user in self._graph.reached([node], reverse=True) if user != node]
        if not users:
            return None
        numbers = Counter(noun(self._roots.get(user, "object")) for user in users)
        ranked = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
        told = [_counted(number, name) for name, number in ranked[:_TOLD]]
        rest = sum(number for _, number in ranked[_TOLD:])
        told += [f"{rest:,} other{'' if rest == 1 else 's'}"] if rest else []
        return Impact(len(users), _list(told), tuple(users[:_EXAMPLES]))


def _counted(number: int, name: str) -> str:
    """A number with its noun.

    >>> _counted(2, "report"), _counted(1, "query"), _counted(2, "list of values"), _counted(2, "query")
    ('2 reports', '1 query', '2 lists of values', '2 queries')
    """
    if number == 1:
        return f"1 {name}"
    head, of, rest = name.partition(" of ")
    plural = f"{head[:-1]}ies" if head.endswith("ry") else head if head.endswith("s") else f"{head}s"
    return f"{number:,} {plural}{of}{rest}"


def _list(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
