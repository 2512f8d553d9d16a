"""Repositories of which little is known: listings, and catalogs seen as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from ..model.objects import ObjectKind
from ..model.target import PART_OF_REPOSITORY, StoredFolder, StoredResource, Target, ancestors
from ..model.types import V2_FILE
from ..model.uri import FILES_SUFFIX
from .canonical import Target as Leads
from .changes import objects, sources
from .changes.base import Change, Subject
from .found import Noise, NotCompared
from .noise import NoiseKind

_FILES = frozenset({"fileResource", "contentResource", V2_FILE})
_MONDRIAN = frozenset({"mondrianConnection", "secureMondrianConnection"})
_UNNAMED = frozenset({"unknow", "unknown"})
"""What listings call types for which the server has no name (`rest-services.md` §6.1)."""
_LINK = "referenceUri"
_EPOCH = datetime(1970, 1, 1)
_DATES = (
    (NoiseKind.CREATION_DATE, "creationDate", "created"),
    (NoiseKind.UPDATE_DATE, "updateDate", "updated"),
)
_QUARTER, _ZONES = 15 * 60, 14 * 60 * 60
"""Zones of time differ by quarters of an hour, and are at most 14 hours from UTC; seconds."""


def compare_listings(
    old: Target, new: Target, *, in_scope: Callable[[str], bool]
) -> Iterator[Change | Noise | NotCompared]:
    """What differs between two repositories, as far as both are known.

    Args:
        old: the old one.
        new: the new one.
        in_scope: whether a catalog would show an object at a URI, if it were there; a listing shows all.
    """
    for kind, first, second in (
        (ObjectKind.RESOURCE, _listed(old), _listed(new)),
        (ObjectKind.FOLDER, _folders(old), _folders(new)),
    ):
        untold: Counter[str] = Counter()
        for uri in sorted(first.keys() | second.keys()):
            was, now = first.get(uri), second.get(uri)
            if was is not None and now is not None:
                yield from _pair(kind, was, now)
            elif reason := _untold(old if was is None else new, was or now, in_scope):
                untold[reason] += 1
            else:
                yield _on_one_side(kind, was, now)
        for reason, number in untold.items():
            what = f"{number:,} {kind.value}{'' if number == 1 else 's'} that only one side has"
            yield NotCompared(what, reason)
    yield from _unknown(old, new)


def _untold(side: Target, item: _Stored | None, in_scope: Callable[[str], bool]) -> str:
    """Why a side may not show something that is there; empty if it would."""
    assert item is not None
    if "embedded resources" not in side.unknown:
        return "" if in_scope(item.uri) else "outside of what the catalog was asked for"
    if PART_OF_REPOSITORY in side.unknown:
        return "the listing may not hold everything: it says so, or has exactly as many items as one page"
    if _root(item) in _MONDRIAN and "Mondrian connections" in side.unknown:
        return "a v1 listing leaves out Mondrian connections"
    return ""


def scope_of(requested: Iterable[str]) -> Callable[[str], bool]:
    """Whether an export that was asked for some URIs holds another, unless it does not exist."""
    roots = {uri.rstrip("/") or "/" for uri in requested}
    return lambda uri: uri in roots or not roots.isdisjoint(ancestors(uri))


def _listed(target: Target) -> dict[str, StoredResource]:
    return {uri: item for uri, item in target.resources.items() if not item.owner}


def _folders(target: Target) -> dict[str, StoredFolder]:
    """The folders that anybody sees: neither the root nor those of embedded resources."""
    return {uri: item for uri, item in target.folders.items() if uri != "/" and not _is_hidden(uri, target)}


def _is_hidden(folder: str, target: Target) -> bool:
    return folder.endswith(FILES_SUFFIX) and folder.removesuffix(FILES_SUFFIX) in target.resources


_Stored = StoredFolder | StoredResource


def _root(item: _Stored) -> str:
    return item.type if isinstance(item, StoredResource) else "folder"


def _on_one_side(kind: ObjectKind, was: _Stored | None, now: _Stored | None) -> Change:
    if now is not None:
        return objects.ObjectAdded(Subject(kind, now.uri, _root(now)), after=now.label)
    assert was is not None
    return objects.ObjectRemoved(Subject(kind, was.uri, _root(was)), before=was.label)


def _pair(kind: ObjectKind, was: _Stored, now: _Stored) -> Iterator[Change | Noise]:
    subject = Subject(kind, now.uri, _root(now))
    if not _is_same_type(_root(was), _root(now)):
        yield objects.ObjectRetyped(subject, ("type",), _root(was), _root(now))
    if not (_is_described(was) and _is_described(now)):
        return
    for name, cls in (("label", objects.LabelChanged), ("description", objects.DescriptionChanged)):
        before, after = getattr(was, name), getattr(now, name)
        if before != after:
            yield cls(subject, (name,), before, after)
    if isinstance(was, StoredResource) and isinstance(now, StoredResource):
        yield from _links(subject, was, now)
    yield from _dates(subject, was, now)


def _dates(subject: Subject, was: _Stored, now: _Stored) -> Iterator[Noise]:
    """Dates that both sides tell. Those of v2 come without a zone: in which one, nothing tells."""
    for kind, name, attribute in _DATES:
        before, after = getattr(was, attribute), getattr(now, attribute)
        if before is None or after is None:
            continue
        apart = abs(after - before)
        if apart > _ZONES or apart % _QUARTER:
            yield Noise(kind, subject, name, _written(before), _written(after))


def _written(seconds: int) -> str:
    return str(_EPOCH + timedelta(seconds=seconds))


def _is_described(item: _Stored) -> bool:
    return isinstance(item, StoredResource) or item.is_described


def _is_same_type(was: str, now: str) -> bool:
    """Listings of v2 do not tell files from contents, and some types have no name (`rest-services.md` §6)."""
    both = {was, now}
    return len(both) == 1 or not both.isdisjoint(_UNNAMED) or (V2_FILE in both and both <= _FILES)


def _links(subject: Subject, was: StoredResource, now: StoredResource) -> Iterator[Change]:
    """Where links lead to, if both sides tell it."""
    before, after = was.links.get(_LINK), now.links.get(_LINK)
    if before and after and before != after:
        yield sources.ReferenceRetargeted(subject, (_LINK,), Leads(before[0]), Leads(after[0]))


def _unknown(old: Target, new: Target) -> Iterator[NotCompared]:
    parts = ", ".join(sorted(old.unknown | new.unknown))
    yield NotCompared("fields of resources, and what files hold", "a listing does not tell them")
    if parts:
        yield NotCompared(parts, "one of the sides does not tell them")
