"""Writes a whole catalog from model objects, in the order and under the names a server uses (§1.2, §1.3)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import chain, count
from typing import BinaryIO

from ..archive.writer import ZipWriter
from ..errors import EntryRefusedError
from ..model.catalog import entry_name, names_are_escaped
from ..model.index import BROKEN_ENTRY, INDEX_ENTRY, Index
from ..model.objects import ROOT_ORGANIZATION, CatalogObject, QualifiedName
from ..model.people import Organization, User, UserRole
from ..model.repository import Folder, Resource
from ..model.schedules import Calendar, Job
from ..model.uri import URI
from ..model.usage import AccessEvent, Favorite
from .serialise import (
    serialise,
    serialise_broken_dependencies,
    serialise_ids,
    serialise_index,
)

_MODULE_ORDER = (
    "organizations",
    "users",
    "roles",
    "resources",
    "calendars",
    "reportJobs",
    "accessEvents",
    "favorites",
)


def write_catalog(
    stream: BinaryIO,
    index: Index | None,
    objects: Iterable[CatalogObject],
    data: Mapping[str, bytes] | None = None,
    broken_dependencies: tuple[URI, ...] | None = None,
    *,
    directories: bool = False,
) -> None:
    """Write a catalog as a zip.

    Args:
        stream: where to write.
        index: the index; its `pathProcessorId` decides whether names are escaped. None writes none.
        objects: what to write descriptors for; access events are numbered in the order given, and so are
            calendars whose names make the same file name.
        data: bytes by logical path, e.g. `resources/a/logo.data`, unescaped.
        broken_dependencies: URIs to list, or None for no such file.
        directories: whether to write entries for directories, as exports of servers have them.

    Raises:
        EntryRefusedError: a name is hostile, or two things come to lie at the same place.
    """
    files: dict[str, bytes] = {}
    for path, content in chain(_descriptors(objects), (data or {}).items()):
        if path in files:
            what = "two things of the catalog come to lie at the same place"
            raise EntryRefusedError(what, where=path, hint="rename one of them")
        files[path] = content
    escaped = names_are_escaped(index)
    order: Iterable[str] = sorted(files, key=_server_order)
    if directories:
        order = _with_directories(order, index)
    with ZipWriter(stream) as writer:
        for path in order:
            if path.endswith("/"):
                writer.add_directory(entry_name(path, escaped=escaped))
            else:
                writer.add(entry_name(path, escaped=escaped), files[path])
        if index is not None:
            writer.add(INDEX_ENTRY, serialise_index(index))
        if broken_dependencies is not None:
            writer.add(BROKEN_ENTRY, serialise_broken_dependencies(broken_dependencies))


def logical_path(item: CatalogObject) -> str:
    """Where the descriptor of an object lies, unescaped (§1.2, §3.2)."""
    match item:
        case Folder(uri=uri):
            return f"resources{uri.rstrip('/')}/.folder.xml"
        case Resource(uri=uri):
            return f"resources{uri}.xml"
        case User():
            return f"users/{_qualified(item.name)}.xml"
        case UserRole():
            return f"roles/{_qualified(item.name)}.xml"
        case Organization():
            return f"organizations/{item.id}.xml"
        case Calendar():
            return f"calendars/{calendar_file(item.name)}.xml"
        case Job(report=report, id=job_id):
            return f"reportJobs{report}/{job_id}.xml"
        case Favorite(folder=folder, id=favorite_id):
            return f"favorites{folder.rstrip('/')}/{favorite_id}.xml"
        case AccessEvent():
            return item.entry
    raise TypeError(f"no place for {type(item).__name__}")


def calendar_file(name: str) -> str:
    """The file name of a calendar: everything but letters and digits becomes `_` (§12)."""
    return "".join(c if c.isalnum() else "_" for c in name)


def _qualified(name: QualifiedName) -> str:
    root = name.tenant in (None, "", ROOT_ORGANIZATION)
    return name.name if root else f"{name.tenant}/{name.name}"


def _descriptors(objects: Iterable[CatalogObject]) -> Iterator[tuple[str, bytes]]:
    jobs: dict[str, list[str]] = {}
    favorites: dict[str, list[str]] = {}
    events = count(1)
    calendars: set[str] = set()
    for item in objects:
        path = logical_path(item)
        if isinstance(item, AccessEvent):
            path = f"accessEvents/{next(events)}.xml"
        elif isinstance(item, Calendar):
            path = _free(path, calendars)
            calendars.add(path)
        yield path, serialise(item)
        group = jobs if isinstance(item, Job) else favorites
        if isinstance(item, Job | Favorite) and item.listed:
            group.setdefault(path.rpartition("/")[0], []).append(item.id)
    for directory, ids in jobs.items():
        yield f"{directory}/index.xml", serialise_ids("reportUnitJobs", "jobId", tuple(ids))
    for directory, ids in favorites.items():
        yield f"{directory}/index.xml", serialise_ids("favorites", "favoriteId", tuple(ids))


def _free(path: str, taken: Container[str]) -> str:
    """A path, numbered if it is taken."""
    numbered = (f"{path.removesuffix('.xml')}-{number}.xml" for number in count(2))
    return next(found for found in chain([path], numbered) if found not in taken)


def _with_directories(paths: Iterable[str], index: Index | None) -> Iterable[str]:
    """Paths, and before them those of their directories, which end in `/`.

    A file brings its module and the directory it is in; those between them are left out (§1.1). The module
    of jobs has a directory even without a file, no other has.
    """
    modules = {module.id for module in index.modules} if index is not None else set()
    ordered = sorted([*paths, *(f"{module}/" for module in modules & {"reportJobs"})], key=_server_order)
    return dict.fromkeys(
        part
        for path in ordered
        for part in (f"{path.partition('/')[0]}/", f"{path.rpartition('/')[0]}/", path)
    )


def _server_order(path: str) -> tuple[object, ...]:
    """Modules in order; folders before files; a folder's own descriptor after its contents."""
    module, *segments = path.split("/")
    position = _MODULE_ORDER.index(module) if module in _MODULE_ORDER else len(_MODULE_ORDER)
    keys: list[object] = [position, module]
    keys.extend((0, segment) for segment in segments[:-1])
    last = segments[-1] if segments else ""
    keys.append((2 if last == ".folder.xml" else 1, last))
    return tuple(keys)
