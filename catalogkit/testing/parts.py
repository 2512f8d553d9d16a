"""What a catalog is built of: resources and folders that do not yet know where they end up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from ..model.objects import CatalogObject
from ..model.types import TYPES, ResourceType, unknown_type
from ..model.uri import URI


@dataclass(frozen=True, slots=True, eq=False)
class ResourcePart:
    """A resource to be: listed when it is given to `catalog`, local when it is given to an owner.

    Args:
        type: its row in the table of types.
        path: its URI, or only a name for a resource that is embedded.
        fields: what was given, by XML name; the rest gets defaults.
        data: the bytes of its data file, or None for no file.
        dump: the bytes of its data snapshot (`catalog-format.md` §3.2), or None for no file.
    """

    type: ResourceType
    path: str
    fields: Mapping[str, object] = field(default_factory=dict)
    data: bytes | None = None
    dump: bytes | None = None

    @property
    def name(self) -> str:
        """The last segment of its path."""
        return self.path.rpartition("/")[2]

    @property
    def uri(self) -> URI:
        """Where it is when it is listed.

        Raises:
            ValueError: it has only a name.
        """
        if not self.path.startswith("/"):
            raise ValueError(f"{self.path!r} is only a name: embed it, or give a URI")
        return URI(self.path)

    def but(self, **fields: object) -> ResourcePart:
        """The same with other fields; None leaves a field out."""
        return replace(self, fields={**self.fields, **fields})

    def at(self, path: str) -> ResourcePart:
        """The same at another URI or under another name."""
        return replace(self, path=path)

    def __repr__(self) -> str:
        return f"<{self.type.name} {self.path}>"


@dataclass(frozen=True, slots=True, eq=False)
class FolderPart:
    """A folder to be. Its lists of children are worked out unless given."""

    uri: URI
    fields: Mapping[str, object] = field(default_factory=dict)

    def but(self, **fields: object) -> FolderPart:
        """The same with other fields; None leaves a field out."""
        return replace(self, fields={**self.fields, **fields})

    def __repr__(self) -> str:
        return f"<folder {self.uri}>"


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry written exactly as given; a name that ends in `/` is a directory."""

    name: str
    data: bytes = b""


Part: TypeAlias = "ResourcePart | FolderPart | RawEntry | CatalogObject"
"""Anything that `catalog` takes."""


def resource(
    type_name: str,
    path: str,
    /,
    *,
    data: bytes | None = None,
    dump: bytes | None = None,
    **fields: object,
) -> ResourcePart:
    """A resource of any type.

    Args:
        type_name: XML root element name; of an unknown type only header fields and `Raw` values are taken.
        path: its URI, or only a name for a resource that is embedded.
        data: bytes of its data file; the file gets the name a server gives it (`catalog-format.md` §3.2).
        dump: bytes of its data snapshot.
        fields: header and own elements by XML name, and `permissions`; None leaves one out, `Raw` is
            written as it is.
    """
    return ResourcePart(TYPES.get(type_name) or unknown_type(type_name), path, fields, data, dump)


def local(type_name: str, name: str, /, *, data: bytes | None = None, **fields: object) -> ResourcePart:
    """A resource to embed. Its folder is that of its owner's local resources unless `folder` is given.

    Args:
        type_name: XML root element name, written as `xsi:type`.
        name: its resource id.
        data: bytes of its data file.
        fields: as for `resource`.
    """
    return ResourcePart(TYPES.get(type_name) or unknown_type(type_name), name, fields, data)


def folder(uri: str, /, **fields: object) -> FolderPart:
    """A folder (`catalog-format.md` §5).

    Args:
        uri: where it is.
        fields: elements by XML name, and `permissions`; `folders` and `resources` replace the lists of
            children that are worked out.
    """
    return FolderPart(URI(uri), fields)


def raw(name: str, data: bytes | str = b"") -> RawEntry:
    """An entry written exactly under this name, replacing what else would be there."""
    return RawEntry(name, data.encode() if isinstance(data, str) else data)


def part_of(
    type_name: str,
    path: str,
    given: Mapping[str, object],
    more: Mapping[str, object],
    *,
    data: bytes | None = None,
    dump: bytes | None = None,
) -> ResourcePart:
    """A resource from the fields that its builder sets and those that its caller adds or replaces."""
    return ResourcePart(TYPES[type_name], path, {**given, **more}, data, dump)
