"""Writes small catalogs, compares them, and looks at what is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias, Unpack

from catalogkit.archive import open_archive
from catalogkit.diff.canonical import Node, Order
from catalogkit.diff.changes.base import Change
from catalogkit.diff.engine import compare
from catalogkit.diff.found import Noise, NotCompared
from catalogkit.diff.showing import shown
from catalogkit.diff.sides import read_sides
from catalogkit.model.index import Index, Property
from catalogkit.model.objects import CatalogObject
from catalogkit.model.repository import Folder, RepositoryObject, Resource
from catalogkit.model.uri import URI
from catalogkit.model.values import Reference, Secret, TypedValue
from catalogkit.model.walk import SNAPSHOT_SUFFIX, data_paths, with_locals
from catalogkit.parsing.catalog_writer import write_catalog
from catalogkit.testing import Options, Part, write
from tests.diff.mutations import Expected
from tests.diff.samples import sample

Found: TypeAlias = "list[Change | Noise | NotCompared]"
Brief: TypeAlias = "tuple[str, str, str, str]"
INDEX = Index((Property("pathProcessorId", "zip"),))


@dataclass(frozen=True, slots=True)
class Side:
    """What goes into a catalog.

    Args:
        objects: its objects.
        data: its data files by logical path.
        index: its index.
        broken: what it lists as broken.
    """

    objects: tuple[CatalogObject, ...]
    data: Mapping[str, bytes] = field(default_factory=dict)
    index: Index | None = INDEX
    broken: tuple[URI, ...] | None = None


def write_side(path: Path, side: Side) -> Path:
    """Write a catalog."""
    with path.open("wb") as stream:
        write_catalog(stream, side.index, side.objects, side.data, side.broken)
    return path


def compared(folder: Path, old: Side, new: Side) -> Found:
    """What differs between two catalogs."""
    return compared_files(write_side(folder / "old.zip", old), write_side(folder / "new.zip", new))


def compared_files(old: Path, new: Path) -> Found:
    """What differs between two catalogs that are written already."""
    with open_archive(old) as first, open_archive(new) as second:
        return list(compare(read_sides(first, second)))


def changed_parts(
    folder: Path, old: Iterable[Part], new: Iterable[Part], **options: Unpack[Options]
) -> list[Brief]:
    """What differs between catalogs of some parts, in brief."""
    paths = write(folder / "old.zip", *old, **options), write(folder / "new.zip", *new, **options)
    return brief(compared_files(*paths))


def brief(found: Found) -> list[Brief]:
    """What is found: kind, level, object and embedded resource, place; sorted."""
    return sorted(map(_brief, found))


def _brief(one: Change | Noise | NotCompared) -> Brief:
    if isinstance(one, NotCompared):
        return ("not compared", "", one.what, "")
    at = "!".join(filter(None, (one.subject.id, one.subject.part.rpartition("/")[2])))
    if isinstance(one, Noise):
        return (one.kind.value, "noise", at, one.field)
    return (one.kind.value, one.level.value, at, one.place)


def surrounded(*versions: CatalogObject) -> list[Side]:
    """Each version of an object with the folders above it, and with the files that any version names."""
    files = _files(versions)
    return [Side((*_folders(item), item), files) for item in versions]


def _folders(item: CatalogObject) -> Iterator[Folder]:
    above = item.uri.ancestors() if isinstance(item, RepositoryObject) else []
    yield from (one for one in sample().objects if isinstance(one, Folder) and one.uri in above)


def _files(versions: Iterable[CatalogObject]) -> dict[str, bytes]:
    """The data files of all versions, equal in all catalogs; without data snapshots, which are no field."""
    resources = [part for item in versions if isinstance(item, Resource) for part in with_locals(item)]
    paths = {path for part in resources for path in data_paths(part)}
    return {path: b"the same bytes" for path in sorted(paths) if not path.endswith(SNAPSHOT_SUFFIX)}


def told(found: Found) -> list[tuple[Any, ...]]:
    """What is found, in a form that can be compared and sorted."""
    return sorted(map(_told, found), key=repr)


def _told(one: Change | Noise | NotCompared) -> tuple[Any, ...]:
    if isinstance(one, NotCompared):
        return ("not compared", one.what, one.why)
    at = one.subject
    subject = (at.kind, at.id, at.root, at.part, at.part_root)
    if isinstance(one, Noise):
        return (one.kind, subject, one.field)
    return (one.kind, one.level, subject, one.path)


def wanted(expected: Iterable[Expected]) -> list[tuple[Any, ...]]:
    """The same for what is expected."""
    return sorted(map(_wanted, expected), key=repr)


def _wanted(one: Expected) -> tuple[Any, ...]:
    if isinstance(one.told, tuple):
        return (*one.told, one.subject, one.path)
    return (one.told, one.subject, "/".join(filter(None, (name.lstrip("@#") for name in one.path))))


def values_differ(found: Found, expected: Iterable[Expected]) -> list[tuple[Any, Any, Any]]:
    """Changes whose values before and after are not the expected ones, with both."""
    by_place = {_wanted(one): one for one in expected}
    changes = [one for one in found if isinstance(one, Change)]
    pairs = [(change, by_place[_told(change)]) for change in changes]
    return [
        (change.path, (change.before, change.after), (one.before, one.after))
        for change, one in pairs
        if not (is_shape_of(change.before, one.before) and is_shape_of(change.after, one.after))
    ]


def is_shape_of(tree: Any, one: Any) -> bool:
    """Whether a tree of the comparison says what a value of the model does."""
    match one:
        case Reference(local=None):
            return bool(tree == one.uri)
        case Reference(local=Resource() as local) | (Resource() as local):
            resource = tree.resource if isinstance(tree, Node) else None
            return resource is not None and (resource.type, resource.uri) == (local.type, local.uri)
        case TypedValue() | dict():
            return isinstance(tree, Node) and sorted(_leaves(tree)) == sorted(_leaves(one))
        case tuple():
            return isinstance(tree, Order) and tuple(tree) == one
        case str():
            return isinstance(tree, str) and str(tree) == one
    return tree is None if one is None else bool(type(tree) is type(one) and tree == one)


def _leaves(one: Any) -> Iterator[str]:
    """All texts in a value or tree, secrets marked as such; not the order of keys."""
    match one:
        case str():
            yield one
        case Secret():
            yield f"secret {one.reveal()}"
        case TypedValue():
            yield from [one.type] if one.type is not None else []
            yield from _leaves(one.text) if one.text is not None else ()
            for _, part in one.parts:
                yield from _leaves(part)
        case Reference(local=None):
            yield str(one.uri)
        case Reference(local=Resource() as local) | Node(resource=Resource() as local):
            yield f"embedded {local.uri}"
        case Resource():
            yield f"embedded {one.uri}"
        case Order():
            pass
        case dict():
            yield from _leaves(tuple(part for name, part in one.items() if name != "propertiesMapKeys"))
        case tuple():
            for part in one:
                yield from _leaves(part)


def secrets_in(one: Any) -> Iterator[str]:
    """The texts of all secrets in fields."""
    match one:
        case Secret():
            yield one.reveal()
        case TypedValue():
            yield from secrets_in((one.text, *(part for _, part in one.parts)))
        case Reference():
            yield from secrets_in(one.local)
        case CatalogObject():
            yield from secrets_in(one.fields)
        case dict():
            yield from secrets_in(tuple(one.values()))
        case tuple():
            for part in one:
                yield from secrets_in(part)


def all_words(found: Found) -> str:
    """Everything that what is found says."""
    words: list[str] = []
    for one in found:
        words.append(repr(one))
        if isinstance(one, Change):
            words += [one.sentence, one.what, one.place, *one.path, str(one.subject)]
            words += [shown(one.before), shown(one.after)]
    return "\n".join(words)
