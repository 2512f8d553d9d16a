"""Parts to the model objects, index and files of a whole catalog, as a server would export them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict, TypeVar

from ..archive.escaping import escapes
from ..model.catalog import entry_name
from ..model.index import Index
from ..model.objects import ROOT_ORGANIZATION, CatalogObject
from ..model.repository import Folder
from ..model.shapes import FOLDER
from ..model.uri import URI
from ..model.usage import AccessEvent
from ..parsing.catalog_writer import logical_path
from .coerce import DATE, Maker
from .indexing import Requested, index_for
from .parts import FolderPart, Part, RawEntry, ResourcePart

VERSION = "7.2.0 PRO"
"""The `jsVersion` of a catalog that is given none: the last one that needs no key (§13)."""


class Options(TypedDict, total=False):
    """How a catalog is written; every option may be left out.

    Args:
        requested: what the index asks for: URIs, or `IndexItem` where nothing is there to tell a folder
            from a resource. By default the root, as in an export of everything.
        version: index property `jsVersion`.
        organization: index property `rootTenantId`; URIs are then relative to it (§3.3).
        path_processor: index property `pathProcessorId`; None writes none, names are then not escaped.
        properties: further index properties; None leaves one out.
        modules: items of modules in place of those worked out; new modules follow the others.
        index: the whole index in place of the one worked out.
        without_index: write no index.
        broken_dependencies: URIs for `broken_dependencies.xml`.
        ancestors: whether missing `.folder.xml` of folders above what is given are made.
        with_permissions: what `exportedWithPermissions` says; by default whether any permission is given.
    """

    requested: Iterable[Requested]
    version: str
    organization: str | None
    path_processor: str | None
    properties: Mapping[str, str | None]
    modules: Mapping[str, Sequence[Requested]]
    index: Index
    without_index: bool
    broken_dependencies: Iterable[str]
    ancestors: bool
    with_permissions: bool


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """Everything that goes into a catalog.

    Args:
        index: the index, or None.
        objects: the objects, with the entry names that they get.
        data: data files by logical path.
        raw: entries written as given, by name.
        broken_dependencies: URIs to list, or None for no such file.
    """

    index: Index | None
    objects: tuple[CatalogObject, ...]
    data: Mapping[str, bytes]
    raw: Mapping[str, bytes]
    broken_dependencies: tuple[URI, ...] | None


def assemble(parts: Sequence[Part], options: Options) -> Contents:
    """Work out what a catalog of these parts holds.

    Args:
        parts: what to put in, in any order.
        options: how.
    """
    requested = tuple(options.get("requested", ("/",)))
    asked = [URI(r if isinstance(r, str) else r.text) for r in requested]
    processor = options.get("path_processor", "zip")
    export = _Export(asked, escapes(processor), options.get("with_permissions", _any_permission(parts)))
    resources = _by_uri(p for p in parts if isinstance(p, ResourcePart))
    folders = _by_uri(p for p in parts if isinstance(p, FolderPart))
    if options.get("ancestors", True):
        folders = _with_ancestors(folders, resources, asked)
    lists = _children(folders), _children(resources)
    objects: list[CatalogObject] = [export.folder(part, *lists) for part in folders.values()]
    objects += [export.resource(part) for part in resources.values()]
    objects += export.others(p for p in parts if isinstance(p, CatalogObject))
    return Contents(
        index=_index(objects, requested, options),
        objects=tuple(objects),
        data=export.data,
        raw={p.name: p.data for p in parts if isinstance(p, RawEntry)},
        broken_dependencies=_broken(options),
    )


_Object = TypeVar("_Object", bound=CatalogObject)


class _Export:
    """What all objects of one export share.

    Args:
        asked: the URIs that the index asks for.
        escaped: whether entry names are escaped.
        with_permissions: what listed objects state as `exportedWithPermissions`.
    """

    def __init__(self, asked: Sequence[URI], escaped: bool, with_permissions: bool) -> None:
        self.asked = asked
        self.escaped = escaped
        self.with_permissions = with_permissions
        self.data: dict[str, bytes] = {}

    def resource(self, part: ResourcePart) -> CatalogObject:
        """A listed resource."""
        entry = entry_name(f"resources{part.uri}.xml", escaped=self.escaped)
        return Maker(entry, self.with_permissions, self.data).resource(part, part.uri)

    def folder(
        self, part: FolderPart, folders: Mapping[URI, list[str]], resources: Mapping[URI, list[str]]
    ) -> Folder:
        """A folder; its lists are worked out when it was asked for or lies below what was (§5)."""
        uri = part.uri
        given: dict[str, object] = {
            "exportedWithPermissions": self.with_permissions,
            "parent": None if uri == "/" else uri.parent,
            "name": uri.name,
            "label": "root" if uri == "/" else uri.name,
            "description": "Root of the folder hierarchy" if uri == "/" else None,
            "creationDate": DATE,
            "updateDate": DATE,
        }
        if any(uri == asked or uri.is_below(asked) for asked in self.asked):
            given["folder"] = folders.get(uri)
            given["resource"] = resources.get(uri)
        maker = Maker("", self.with_permissions, {})
        return self.placed(Folder(maker.fields(FOLDER, given | _singular(part.fields), uri), "", uri))

    def others(self, objects: Iterable[CatalogObject]) -> list[CatalogObject]:
        """Objects that were given as such, under their entry names."""
        placed: list[CatalogObject] = []
        events = 0
        for item in objects:
            if isinstance(item, AccessEvent):
                events += 1
                placed.append(replace(item, entry=f"accessEvents/{events}.xml"))
            else:
                placed.append(self.placed(item))
        return placed

    def placed(self, item: _Object) -> _Object:
        """An object with the name of the entry it gets."""
        return replace(item, entry=entry_name(logical_path(item), escaped=self.escaped))


_RepositoryPart = TypeVar("_RepositoryPart", FolderPart, ResourcePart)


def _by_uri(parts: Iterable[_RepositoryPart]) -> dict[URI, _RepositoryPart]:
    found: dict[URI, _RepositoryPart] = {}
    for part in parts:
        if part.uri in found:
            raise ValueError(f"{part!r} is given twice")
        found[part.uri] = part
    return found


def _children(uris: Iterable[URI]) -> dict[URI, list[str]]:
    """The names below each folder, sorted."""
    names: dict[URI, list[str]] = {}
    for uri in sorted(uris):
        if uri != "/":
            names.setdefault(uri.parent, []).append(uri.name)
    return names


def _singular(fields: Mapping[str, object]) -> dict[str, object]:
    """Fields of a folder, so that given lists replace the ones worked out."""
    return {
        name.removesuffix("s") if name in ("folders", "resources") else name: v for name, v in fields.items()
    }


def _with_ancestors(
    folders: Mapping[URI, FolderPart], resources: Iterable[URI], asked: Sequence[URI]
) -> dict[URI, FolderPart]:
    """The folders and all above them; the root only when it was asked for (§5)."""
    found = dict(folders)
    for uri in [*folders, *resources]:
        for ancestor in uri.ancestors():
            if ancestor != "/" or "/" in asked:
                found.setdefault(ancestor, FolderPart(ancestor))
    return dict(sorted(found.items()))


def _any_permission(parts: Iterable[Part]) -> bool:
    given = (p.fields for p in parts if isinstance(p, ResourcePart | FolderPart))
    return any(name in fields for fields in given for name in ("permission", "permissions"))


def _index(
    objects: Sequence[CatalogObject], requested: Sequence[Requested], options: Options
) -> Index | None:
    if options.get("without_index", False):
        return None
    if "index" in options:
        return options["index"]
    properties = {
        "pathProcessorId": options.get("path_processor", "zip"),
        "rootTenantId": options.get("organization", ROOT_ORGANIZATION),
        "jsVersion": options.get("version", VERSION),
        **options.get("properties", {}),
    }
    return index_for(objects, requested, properties, options.get("modules", {}))


def _broken(options: Options) -> tuple[URI, ...] | None:
    if "broken_dependencies" not in options:
        return None
    return tuple(URI(uri) for uri in options["broken_dependencies"])
