"""The index, and the exporter's list of broken dependencies."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from ..model.index import Index, IndexItem
from ..model.objects import ObjectKey, ObjectKind
from ..model.uri import URI
from ..model.values import Secret
from .canonical import ORDER, Order, Tree
from .changes.base import Change, Subject
from .changes.content import BrokenDependenciesChanged, IndexChanged
from .found import Noise
from .noise import NoiseKind

_CATALOG = Subject(None, "", "")
_KINDS = {
    "organization": ObjectKind.ORGANIZATION,
    "role": ObjectKind.ROLE,
    "user": ObjectKind.USER,
    "folder": ObjectKind.FOLDER,
    "resource": ObjectKind.RESOURCE,
    "calendar": ObjectKind.CALENDAR,
}
"""What kind of object each child of a module names."""
_EVENTS = "accessEvents"
_BY_JOB = {"report": ObjectKind.JOB, "favorite": ObjectKind.FAVORITE}
"""Children that name what jobs or favorites belong to."""


def index_changes(old: Index, new: Index, gone_or_come: Iterable[ObjectKey]) -> Iterator[Change | Noise]:
    """What differs between two indexes.

    Args:
        old: the old index.
        new: the new index.
        gone_or_come: objects that only one side has: that the index names them is no change of its own.
    """
    names = dict.fromkeys(p.name for index in (old, new) for p in index.properties if p.name is not None)
    for name in names:
        yield from _property(name, old, new)
    implied = set(gone_or_come)
    holders = {key.id.rpartition("/")[0] for key in implied if key.kind in _BY_JOB.values()}
    first, second = _modules(old), _modules(new)
    modules = list(dict.fromkeys((*first, *second)))
    for name in modules:
        yield from _module(name, first.get(name, {}), second.get(name, {}), implied, holders)
    for name in modules:
        items = [*first.get(name, {}), *second.get(name, {})]
        if items and all(_is_implied(item, implied, holders) for item in items):
            continue
        if (name in first) != (name in second):
            sides = name if name in first else None, name if name in second else None
            yield IndexChanged(_CATALOG, ("module", name), *sides)
    common = [Order(m for m in _ids(index) if m in first and m in second) for index in (old, new)]
    if common[0] != common[1]:
        yield IndexChanged(_CATALOG, ("modules", ORDER), *common)
    yield from _events(old, new)


def is_reordered(old: Index, new: Index) -> bool:
    """Whether two indexes that differ say the same in another order."""
    return _unordered(old) == _unordered(new)


def _unordered(index: Index) -> list[tuple[str, ...]]:
    properties = [(p.name or "", p.value or "") for p in index.properties]
    items = [(m.id or "", i.element, i.text, i.tenant or "") for m in index.modules for i in m.items]
    return sorted([*properties, *items])


def broken_changes(old: tuple[URI, ...] | None, new: tuple[URI, ...] | None) -> Iterator[Change]:
    """What the exporter lists as broken on one side only."""
    first, second = dict.fromkeys(old or ()), dict.fromkeys(new or ())
    for uri in (*first, *second):
        if (uri in first) != (uri in second):
            sides = uri if uri in first else None, uri if uri in second else None
            yield BrokenDependenciesChanged(_CATALOG, ("broken_dependencies", uri), *sides)


def list_changes(
    entry: str, old: tuple[str, ...], new: tuple[str, ...], known: Container[str]
) -> Iterator[Change | Noise]:
    """What differs between two lists of jobs or of favorites, and none of these tells.

    Args:
        entry: name of the list.
        old: ids in the old list.
        new: ids in the new list.
        known: ids of the jobs or favorites that either catalog has; what lists another one fails to import.
    """
    subject = Subject(None, entry, entry)
    first, second = set(old), set(new)
    for number in dict.fromkeys((*old, *new)):
        if number not in known and (number in first) != (number in second):
            sides = number if number in first else None, number if number in second else None
            yield IndexChanged(subject, ("id", number), *sides)
    if sorted(old) == sorted(new):
        yield Noise(NoiseKind.LAYOUT if old == new else NoiseKind.ORDER, subject)


def _property(name: str, old: Index, new: Index) -> Iterator[Change | Noise]:
    before, after = old.value(name), new.value(name)
    there = [any(p.name == name for p in index.properties) for index in (old, new)]
    if before == after and there[0] == there[1]:
        return
    if name == "encrypted":
        if before and after:
            yield Noise(NoiseKind.RE_ENCRYPTED, _CATALOG, name)
            return
        secrets = [Secret(value) if value is not None else None for value in (before, after)]
        yield IndexChanged(_CATALOG, (name,), *secrets)
        return
    values = [
        value or "" if is_there else None for value, is_there in zip((before, after), there, strict=True)
    ]
    yield IndexChanged(_CATALOG, (name,), *values)


_Items = dict[IndexItem, None]


def _ids(index: Index) -> Iterator[str]:
    """The modules in their order, but for access events."""
    return (module.id or "" for module in index.modules if module.id != _EVENTS)


def _modules(index: Index) -> dict[str, _Items]:
    """What each module names."""
    found: dict[str, _Items] = {name: {} for name in _ids(index)}
    for module in index.modules:
        found.get(module.id or "", {}).update(dict.fromkeys(module.items))
    return found


def _module(
    module: str, first: _Items, second: _Items, implied: set[ObjectKey], holders: set[str]
) -> Iterator[Change]:
    for item in (*(i for i in first if i not in second), *(i for i in second if i not in first)):
        if _is_implied(item, implied, holders):
            continue
        text = str(item.name)
        sides: tuple[Tree | None, Tree | None] = (text, None) if item in first else (None, text)
        yield IndexChanged(_CATALOG, (module, item.element, text), *sides)


def _events(old: Index, new: Index) -> Iterator[Noise]:
    """Whether access events were exported, and how many."""
    modules = [[m for m in index.modules if m.id == _EVENTS] for index in (old, new)]
    if modules[0] != modules[1]:
        before, after = (", ".join(item.text for m in side for item in m.items) for side in modules)
        yield Noise(NoiseKind.ACCESS_EVENTS, _CATALOG, _EVENTS, before, after)


def _is_implied(item: IndexItem, implied: set[ObjectKey], holders: set[str]) -> bool:
    if item.element in _BY_JOB:
        return item.text in holders
    kind = _KINDS.get(item.element)
    return kind is not None and ObjectKey(kind, str(item.name)) in implied
