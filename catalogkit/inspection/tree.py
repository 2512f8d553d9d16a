"""`tree`: the folders of a catalog and what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..errors import UsageError
from ..model.catalog import Catalog
from ..model.objects import ObjectKind
from ..model.repository import Resource
from ..model.uri import URI
from ..model.walk import references
from .result import Result


@dataclass(frozen=True, slots=True)
class Node:
    """One line of a tree.

    Args:
        name: last segment of the URI.
        uri: the URI.
        kind: folder or resource.
        type: resource type; None for folders.
        label: the label.
        depth: levels below the first line.
        lines: for each level whether a line goes on below it: how to draw the branches.
        described: whether a folder has a descriptor; others are only implied by their contents.
        hidden: folders and resources below it that are not shown.
    """

    name: str
    uri: URI
    kind: ObjectKind
    type: str | None
    label: str
    depth: int
    lines: tuple[bool, ...]
    described: bool
    hidden: int


@dataclass(frozen=True, slots=True)
class Tree(Result):
    """Folders first, then resources, each sorted by name, depth first."""

    schema: ClassVar[str] = "catalogkit/tree/1"

    path: str
    root: str
    folders: int
    resources: int
    nodes: tuple[Node, ...]


def tree(catalog: Catalog, root: str = "/", *, depth: int | None = None, local: bool = False) -> Tree:
    """The tree below a folder.

    Args:
        catalog: the catalog.
        root: URI of the folder to start from.
        depth: levels to show; None for all.
        local: whether to show embedded resources below their owners.

    Raises:
        UsageError: there is no such folder.
    """
    children = _children(catalog, local=local)
    start = URI(root.rstrip("/") or "/")
    if start not in children and start not in catalog.folders:
        raise UsageError("there is no such folder in the catalog", where=root, hint="see `catalogkit ls`")
    nodes: list[Node] = []
    pending: list[tuple[URI, bool, tuple[bool, ...]]] = [(start, True, ())]
    while pending:
        uri, is_folder, lines = pending.pop()
        below = children.get(uri, []) if is_folder or local else []
        cut = depth is not None and len(lines) >= depth
        nodes.append(_node(catalog, uri, is_folder, lines, _count(children, uri) if cut else 0))
        if not cut:
            for number, (child, child_is_folder) in enumerate(reversed(below)):
                pending.append((child, child_is_folder, (*lines, number > 0)))
    shown = [node.kind for node in nodes]
    return Tree(
        path=catalog.archive.path,
        root=start,
        folders=shown.count(ObjectKind.FOLDER),
        resources=shown.count(ObjectKind.RESOURCE),
        nodes=tuple(nodes),
    )


def _children(catalog: Catalog, *, local: bool) -> dict[URI, list[tuple[URI, bool]]]:
    """(URI, whether a folder) of the children of each folder; implied folders included."""
    folders = set(catalog.folders)
    for uri in (*catalog.folders, *catalog.resources):
        folders.update(uri.ancestors())
    found: dict[URI, list[tuple[URI, bool]]] = {}
    for uri in folders - {URI("/")}:
        found.setdefault(uri.parent, []).append((uri, True))
    for uri in catalog.resources:
        found.setdefault(uri.parent, []).append((uri, False))
    if local:
        for resource in catalog.all_resources():
            inner = [(f.local.uri, False) for f in references(resource) if f.local is not None]
            if inner:
                found.setdefault(resource.uri, []).extend(inner)
    for below in found.values():
        below.sort(key=lambda child: (not child[1], child[0]))
    return found


def _count(children: dict[URI, list[tuple[URI, bool]]], uri: URI) -> int:
    """Everything below a URI."""
    count = 0
    pending = [uri]
    while pending:
        below = children.get(pending.pop(), [])
        count += len(below)
        pending.extend(child for child, _ in below)
    return count


def _node(catalog: Catalog, uri: URI, is_folder: bool, lines: tuple[bool, ...], hidden: int) -> Node:
    item = catalog.folders.get(uri) if is_folder else catalog.resource(uri)
    return Node(
        name=uri.name,
        uri=uri,
        kind=ObjectKind.FOLDER if is_folder else ObjectKind.RESOURCE,
        type=item.type.name if isinstance(item, Resource) else None,
        label=item.label if item is not None else "",
        depth=len(lines),
        lines=lines,
        described=item is not None,
        hidden=hidden,
    )
