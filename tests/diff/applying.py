"""Applies changes to what one catalog holds, and tells how the result differs from another one.

Objects are taken in the canonical form of the comparison. How that differs is told here without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from catalogkit.diff.canonical import (
    DATA,
    ORDER,
    SNAPSHOT,
    Canonical,
    FileContent,
    Node,
    Order,
    Several,
    Tree,
    file_content,
)
from catalogkit.diff.changes import objects, sources
from catalogkit.diff.changes.base import Change
from catalogkit.diff.kinds import Group
from catalogkit.model.catalog import Catalog, find_entry
from catalogkit.model.descriptors import fields_of, root_of
from catalogkit.model.fields import TEXT
from catalogkit.model.objects import CatalogObject
from catalogkit.model.repository import Folder, RepositoryObject
from catalogkit.model.schedules import Job
from catalogkit.model.shapes import HEADER
from catalogkit.model.uri import URI
from catalogkit.model.usage import Favorite
from catalogkit.model.values import Secret, is_keyed

Model: TypeAlias = "dict[str, Node]"
"""Objects in canonical form, by what they are compared by; under `""` what belongs to none."""
Path: TypeAlias = "tuple[str, ...]"

_TYPE, _LISTED = "#type", "listed"
"""Names under which the root element of an object is kept, and whether an index lists it."""
_CHILDREN = ("folder", "resource")
_FILES = (DATA, SNAPSHOT)
_COMMON = {*(field.name for field in HEADER), *_FILES}
"""What is compared even where an object is of another type."""
_TOLD = {"@dataFile", "encrypted"}
"""What only counts as there or not: files are called after resources, and the test of a key is noise."""
_NOISE = {"version", "creationDate", "updateDate", "jobId", "triggerId", "id"}


def model_of(catalog: Catalog) -> Model:
    """All that a catalog holds."""

    def content_at(path: str) -> FileContent | None:
        entry = find_entry(catalog.archive, path, escaped=catalog.escaped)
        return None if entry is None else file_content(catalog.archive, entry)

    canonical = Canonical(content_at)
    return {"": _whole(catalog), **{name_of(item): _tree(item, canonical) for item in catalog.objects()}}


def name_of(item: CatalogObject) -> str:
    """What an object is compared by: the ids of jobs and favorites are noise."""
    if isinstance(item, Job):
        return _job(item.report, item.label)
    if isinstance(item, Favorite):
        words = (item.folder, item.text("resourceURI") or "", item.text("userName") or "")
        return f"favorite {': '.join(words)}"
    return str(item.key)


def applied(catalogs: tuple[Catalog, Catalog], changes: Iterable[Change]) -> tuple[Model, Model]:
    """What comes of the first of two catalogs if it is changed, and what the second one holds."""
    old, new = map(model_of, catalogs)
    come_or_gone = old.keys() ^ new.keys()
    for model in old, new:
        for name, tree in model.items():
            _leave_out(tree, name, come_or_gone)
    changes = list(changes)
    made = _moved(old, new, [change for change in changes if isinstance(change, objects.ObjectMoved)])
    names = [{item.key: name_of(item) for item in catalog.objects()} for catalog in catalogs]
    for change in changes:
        subject = change.subject
        name = names[change.group is not Group.REMOVED].get((subject.kind, subject.id), "")
        assert bool(name) == (subject.kind is not None), change
        if isinstance(change, objects.AllPermissionsExported):
            _apply_to_all(made, new, change)
            continue
        _apply(made, new, name, change)
        if isinstance(change, objects.PermissionsExported) and not subject.part:
            _forget_permissions(made[name], new[name])
    return made, new


def _apply_to_all(made: Model, new: Model, change: objects.AllPermissionsExported) -> None:
    """Each folder and resource that both sides have says something else of permissions."""
    told = list(change.uris)
    for name in made.keys() & new.keys():
        kind, _, uri = name.partition(" ")
        if kind in _CHILDREN and made[name].get(change.path[0]) != new[name].get(change.path[0]):
            told.remove(uri)
            _put(made[name], change.path, change)
            _forget_permissions(made[name], new[name])
    assert told == []


def _forget_permissions(made: Node, new: Node) -> None:
    """Where only one side was exported with permissions, they are not compared."""
    if not made.get("permission") or not new.get("permission"):
        for tree in (made, new):
            tree.pop("permission", None)


def differing(made: Tree | None, wanted: Tree | None, path: Path = ()) -> Iterator[Path]:
    """The places at which two trees differ in more than noise."""
    if isinstance(made, Node) or isinstance(wanted, Node):
        first, second = (tree if isinstance(tree, Node) else Node() for tree in (made, wanted))
        if not isinstance(made or Node(), Node) or not isinstance(wanted or Node(), Node):
            yield path
        for name in {**first, **second}:
            if name == ORDER:
                yield from _differing_order(first, second, path)
            elif name not in _NOISE:
                yield from differing(first.get(name), second.get(name), (*path, name))
    elif not _is_same(made, wanted, path[-1]):
        yield path


def _is_same(made: Tree | None, wanted: Tree | None, name: str) -> bool:
    if name in _FILES and None in (made, wanted):
        return True  # another field tells whether a file is named
    if name in _TOLD and made is not None and wanted is not None:
        return True
    if isinstance(made, Secret) and isinstance(wanted, Secret) and made.is_encrypted and wanted.is_encrypted:
        return made == wanted or is_keyed(made.reveal()) or is_keyed(wanted.reveal())
    return _text(made) == _text(wanted)


def _text(tree: Tree | None) -> Tree | None:
    """A secret as its text: where one side has a secret, changes take the other one for a secret too."""
    return tree.reveal() if isinstance(tree, Secret) else tree


def _differing_order(made: Node, wanted: Node, path: Path) -> Iterator[Path]:
    """The order of what is in both; of what came it is not told."""
    first, second = (tree.get(ORDER, Order()) for tree in (made, wanted))
    assert isinstance(first, Order)
    assert isinstance(second, Order)
    if [name for name in first if name in second] != [name for name in second if name in first]:
        yield (*path, ORDER)


def _tree(item: CatalogObject, canonical: Canonical) -> Node:
    tree = Node({**canonical.object(item, fields_of(item)), _TYPE: root_of(item)})
    if isinstance(item, Job | Favorite):
        tree[_LISTED] = str(item.listed).lower()
    if isinstance(item, RepositoryObject):
        implied = {"name": item.uri.name, "parent": item.uri.parent}
        implied |= {} if isinstance(item, Folder) else {"folder": item.uri.parent}
        for name in [name for name, text in implied.items() if item.text(name) == text]:
            del tree[name]
    return tree


def _whole(catalog: Catalog) -> Node:
    """Properties of the index, what is listed as broken, and entries that belong to no object."""
    made = Node({f"broken_dependencies {uri}": uri for uri in catalog.broken_dependencies or ()})
    if catalog.index is not None:
        made.update({p.name: p.value or "" for p in catalog.index.properties if p.name is not None})
    for item in catalog.unclaimed:
        if item.entry.endswith("/"):
            continue
        content = file_content(catalog.archive, catalog.archive.by_name[item.entry])
        made.update({} if content is None else {item.entry: content})
    return made


def _job(report: str, label: str) -> str:
    return f"job {report}: {label}"


def _leave_out(tree: Node, name: str, come_or_gone: Iterable[str]) -> None:
    """Take those out of the lists of a folder that came or went."""
    kind, _, uri = name.partition(" ")
    if kind != "folder":
        return
    for child_kind in _CHILDREN:
        children = tree.get(child_kind)
        assert children is None or isinstance(children, Node)
        for child in list(children or ()):
            if f"{child_kind} {URI(uri).child(child)}" in come_or_gone:
                del children[child]


def _moved(old: Model, new: Model, moves: list[objects.ObjectMoved]) -> Model:
    """Objects at their new places; with reports go their jobs."""
    names: dict[str, str] = {}
    for change in moves:
        assert change.subject.kind is not None
        names[f"{change.subject.kind.value} {change.before}"] = f"{change.subject.kind.value} {change.after}"
        for name in old.keys() - new.keys():
            label = name.removeprefix(_job(str(change.before), ""))
            here = _job(str(change.after), label)
            if label != name and here in new.keys() - old.keys():
                names[name] = here
    return {names.get(name, name): _copied(tree) for name, tree in old.items()}


def _copied(tree: Node) -> Node:
    parts = {name: _copied(part) if isinstance(part, Node) else part for name, part in tree.items()}
    return type(tree)(parts, tree.resource)


def _apply(made: Model, new: Model, name: str, change: Change) -> None:
    match change.group:
        case Group.ADDED:
            assert name not in made
            made[name] = _copied(new[name])
        case Group.REMOVED:
            del made[name]
        case Group.RETYPED:
            kept = {key: part for key, part in made[name].items() if key in _COMMON}
            come = {key: part for key, part in _copied(new[name]).items() if key not in _COMMON}
            made[name] = Node({**kept, **come})
        case Group.CHANGED if not name:
            _apply_to_whole(made[""], change)
        case Group.CHANGED:
            _apply_to_object(made[name], new[name], change)


def _apply_to_whole(made: Node, change: Change) -> None:
    match change.path:
        case ("bytes",):
            _put(made, (change.subject.id,), change)
        case ("broken_dependencies", uri):
            _put(made, (f"broken_dependencies {uri}",), change)
        case (name,):
            _put(made, (name,), change)


def _apply_to_object(made: Node, new: Node, change: Change) -> None:
    """Embedded resources are looked for in the new object, among those that the old one has, too."""
    subject = change.subject
    starts: list[Path] = [()]
    if subject.part_root:
        starts = [
            path
            for path, node in _embedded(new)
            if node.resource is not None
            and (node.resource.uri, node.resource.type.name) == (subject.part, subject.part_root)
            and _at(made, path) is not None
        ]
    paths = [(*start, *change.path) for start in starts]
    fitting = [path for path in paths if _fits(made, path, change)]
    assert fitting, change
    _put(made, fitting[0], change)


def _embedded(tree: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    for name, part in tree.items():
        if isinstance(part, Node):
            if part.resource is not None:
                yield (*path, name), part
            yield from _embedded(part, (*path, name))


def _fits(made: Node, path: Path, change: Change) -> bool:
    """Whether what a change says was there is there; of two without a name only one may have it."""
    was = _at(made, path)
    if isinstance(was, Order) and isinstance(change.before, Order):
        was = Order(key for key in was if key in change.before)  # it tells the order of what stayed
    if _is_only_value(was, change):
        assert isinstance(was, Several)
        (was,) = was.values()
    return _text(was) == _text(change.before)


def _at(made: Node, path: Path) -> Tree | None:
    """What is at a place; None if nothing is."""
    found: Tree | None = made
    for name in path:
        found = found.get(name) if isinstance(found, Node) else None
    return found


def _is_only_value(was: Tree | None, change: Change) -> bool:
    """Whether a parameter had one value, and has another one."""
    is_one = isinstance(was, Several) and len(was) == 1 and not isinstance(change.before, Several)
    return is_one and change.before is not None and change.after is not None


def _put(made: Node, path: Path, change: Change) -> None:
    """Put what is there now in the place of what was there."""
    assert _fits(made, path, change), change
    for name in path[:-1]:
        part = made.setdefault(name, Node())
        assert isinstance(part, Node), change
        made = part
    name = path[-1]
    if _is_only_value(made.get(name), change):
        assert isinstance(change.after, Node)
        made[name] = Several({str(change.after[TEXT]): _copied(change.after)})
        return
    made.pop(name, None)
    if isinstance(change, sources.ReferenceFollowsMove) and name == change.before:
        name = str(change.after)
    if change.after is not None:
        made[name] = _copied(change.after) if isinstance(change.after, Node) else change.after
