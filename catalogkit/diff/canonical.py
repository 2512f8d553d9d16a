"""Objects as trees in which equal things stand at equal places, whatever their order or place in the file.

What stands several times is kept by its key, not by its position: permissions by recipient, input controls
and files by URI or name, items by label (`catalog-format.md` §17). A resource that is embedded is a node
inside its owner; the bytes of a data file are a leaf.
"""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from ..archive import Archive, Entry
from ..errors import EntryError
from ..model.fields import TEXT, XSI_TYPE, Field, Leaf, Nested, Ref, Struct
from ..model.objects import CatalogObject, many
from ..model.redaction import redacted, with_secrets
from ..model.repository import Resource
from ..model.uri import URI
from ..model.values import Raw, Record, Reference, Secret, TypedValue, Value
from ..model.walk import SNAPSHOT_SUFFIX, data_paths

DATA = "#data"
"""The name under which the bytes of a data file are kept."""
SNAPSHOT = "#snapshot"
"""The name under which the bytes of a data snapshot are kept."""
MISSING = ""
"""What stands for the bytes of a file that is named and not there."""
ORDER = "#order"
"""The name under which the keys of an ordered field are kept, in their order."""


@dataclasses.dataclass(frozen=True, slots=True)
class FileContent:
    """The bytes of a data file: two are the same if size and checksum are.

    Args:
        size: bytes.
        crc: CRC-32; None where the file cannot be read, which then is the same as no other.
        entry: where the bytes are; not compared.
    """

    size: int
    crc: int | None
    entry: Entry = dataclasses.field(compare=False)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FileContent) or self.crc is None:
            return False
        return (self.size, self.crc) == (other.size, other.crc)

    def may_be(self, other: FileContent) -> bool:
        """Whether it cannot be told that two differ."""
        return self.size == other.size and None in (self.crc, other.crc)


class Target(str):
    """The URI that a reference leads to."""

    __slots__ = ()


class Beside(str):
    """The folder where an owner keeps what it embeds: the same for all owners, wherever they are."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Beside)

    def __ne__(self, other: object) -> bool:
        return not isinstance(other, Beside)

    def __hash__(self) -> int:
        return hash(Beside)


class Order(tuple[str, ...]):
    """Keys in their order."""

    __slots__ = ()


Tree: TypeAlias = "str | Secret | Raw | FileContent | Order | Node"
"""A leaf, or a node of further trees."""


class Node(dict[str, Tree]):
    """Trees by name or key.

    Attributes:
        resource: the embedded resource that it is; None for any other part of an object.
    """

    __slots__ = ("resource",)

    def __init__(self, parts: Mapping[str, Tree] | None = None, resource: Resource | None = None) -> None:
        super().__init__(parts or {})
        self.resource = resource


class Several(Node):
    """What stands several times, by key."""

    __slots__ = ()


class Whole(Node):
    """A node that means something only as a whole: a permission, or a role that somebody holds."""

    __slots__ = ()


Files: TypeAlias = Callable[[str], FileContent | None]
"""Gives the content of a data file by its logical path; None where the file is not there."""


class Canonical:
    """Brings the objects of one catalog into canonical form.

    Args:
        files: gives the content of data files.
    """

    def __init__(self, files: Files) -> None:
        self._files = files

    def object(self, item: CatalogObject, table: Iterable[Field]) -> Node:
        """All fields of an object, and its data file."""
        by_name = {field.name: field for field in table}
        node = Node({name: self.field(item, name, by_name.get(name)) for name in item.fields})
        if isinstance(item, Resource):
            node.update(self.data(item))
        return node

    def field(self, item: CatalogObject, name: str, field: Field | None) -> Tree:
        """One field of an object."""
        files = item.uri.files if isinstance(item, Resource) else None
        return self._values(field, with_secrets(item.fields)[name], files)

    def data(self, resource: Resource) -> Iterator[tuple[str, Tree]]:
        """The bytes of a resource: of its file and of its data snapshot, those that it names."""
        for path in data_paths(resource):
            content = self._files(path)
            yield SNAPSHOT if path.endswith(SNAPSHOT_SUFFIX) else DATA, content or MISSING

    def _values(self, field: Field | None, value: Value | tuple[Value, ...], files: URI | None) -> Tree:
        if not isinstance(value, tuple):
            return self._value(field, value, files)
        trees = [self._value(field, item, files) for item in value]
        keys = _numbered(_key(field, item, tree) for item, tree in zip(value, trees, strict=True))
        node = Several(dict(zip(keys, trees, strict=True)))
        if field is not None and field.ordered:
            node[ORDER] = Order(node)
        return node

    def _value(self, field: Field | None, value: Value, files: URI | None) -> Tree:
        match value:
            case Reference():
                return self._reference(value, files)
            case Resource():
                return self._embedded(value, files)
            case TypedValue():
                return _typed(value)
            case str() | Secret() | Raw():
                return value
            case _:
                return self._record(field, value, files)

    def _record(self, field: Field | None, record: Record, files: URI | None) -> Node:
        table = field.fields if isinstance(field, Struct) else ()
        by_name = {part.name: part for part in table}
        record = with_secrets(record)
        if isinstance(field, Struct) and field.secret_pairs is not None:
            record = _paired(record, field.secret_pairs[0], field.secret_pairs[2])
        make = Whole if isinstance(field, Struct) and field.name in _WHOLES else Node
        return make({name: self._values(by_name.get(name), value, files) for name, value in record.items()})

    def _reference(self, reference: Reference, files: URI | None) -> Tree:
        if reference.local is None:
            return Target(reference.uri or "")
        embedded = self._embedded(reference.local, files)
        if reference.uri is not None:
            embedded["uri"] = Target(reference.uri)
        return embedded

    def _embedded(self, resource: Resource, files: URI | None) -> Node:
        """An embedded resource; that it lies where its owner keeps such is not worth telling."""
        node = self.object(resource, resource.type.fields)
        if files is not None and node.get("folder") == files:
            node["folder"] = Beside(files)
        node[XSI_TYPE] = resource.type.name
        return Node(node, resource)


def file_content(archive: Archive, entry: Entry) -> FileContent:
    """What tells the bytes of an entry from others.

    The central directory tells it where there is one; in a folder the file is read.
    """
    if entry.crc is not None:
        return FileContent(entry.size, entry.crc, entry)
    size = crc = 0
    try:
        for chunk in archive.chunks(entry):
            size, crc = size + len(chunk), zlib.crc32(chunk, crc)
    except EntryError:
        return FileContent(entry.size, None, entry)
    return FileContent(size, crc, entry)


def _typed(value: TypedValue) -> Tree:
    node = Node({} if value.type is None else {XSI_TYPE: value.type})
    if value.text is not None:
        node[TEXT] = value.text
    names = _numbered((name for name, _ in value.parts), node)
    for name, (_, part) in zip(names, value.parts, strict=True):
        node[name] = part if isinstance(part, Raw) else _typed(part)
    return node


def _key(field: Field | None, value: Value, tree: Tree) -> str:
    """What tells one of several from the others; it is shown as it is."""
    if isinstance(value, Reference) and value.local is None:
        return str(tree)
    if isinstance(tree, Node) and tree.resource is not None:
        name = tree.get("name")
        return name if isinstance(name, str) else ""
    if isinstance(field, Struct) and field.key and isinstance(tree, Node):
        return redacted(" ".join(filter(None, (_words(tree.get(name, "")) for name in field.key))))
    return redacted(_words(tree))


def _words(tree: Tree) -> str:
    """The texts of a tree in one line, however its parts are ordered; a secret has no words."""
    if isinstance(tree, Node):
        names = sorted(tree.keys() - {XSI_TYPE}, reverse=True)
        return " ".join(filter(None, (_words(tree[name]) for name in names)))
    return tree if isinstance(tree, str) else ""


def _numbered(keys: Iterable[str], taken: Iterable[str] = ()) -> Iterator[str]:
    """The same keys; one that is taken has a number. There may be very many of them."""
    seen = set(taken)
    numbers: dict[str, int] = {}
    for key in keys:
        free = key
        while free in seen:
            numbers[key] = numbers.get(key, 1) + 1
            free = f"{key} #{numbers[key]}"
        seen.add(free)
        yield free


def _paired(record: Record, keys: str, values: str) -> Record:
    """Two parallel lists as one list of pairs (`catalog-format.md` §11.2)."""
    names, found = many(record, keys), many(record, values)
    if not isinstance(record.get(keys), tuple) or not isinstance(record.get(values), tuple):
        return record
    pairs = {f"{keys} {name}": value for name, value in zip(names, found, strict=False)}
    rest = {f"{keys} {name}": "" for name in names[len(found) :]}
    more = {values: found[len(names) :]} if len(found) > len(names) else {}
    return {**{k: v for k, v in record.items() if k not in (keys, values)}, **pairs, **rest, **more}


_WHOLES = frozenset({"permission", "permissions", "role"})
_HOLDERS: dict[int, frozenset[str]] = {}


def holds_files(table: tuple[Field, ...]) -> frozenset[str]:
    """The fields among some that may hold embedded resources, and so data files."""
    found = _HOLDERS.get(id(table))
    if found is None:
        found = _HOLDERS[id(table)] = frozenset(field.name for field in table if _may_hold(field))
    return found


def _may_hold(field: Field) -> bool:
    if isinstance(field, Struct):
        return any(_may_hold(part) for part in field.fields)
    return isinstance(field, Ref | Nested) and not isinstance(field, Leaf)
