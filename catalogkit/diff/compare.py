"""Two objects, field by field: what is equal as written is never looked into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

from ..model.descriptors import fields_of
from ..model.fields import TEXT, XSI_TYPE, Field, Struct
from ..model.objects import CatalogObject
from ..model.repository import Folder, RepositoryObject, Resource
from ..model.values import Raw, Secret, Value
from .canonical import ORDER, Canonical, Node, Order, Several, Tree, Whole, holds_files

_STATED = frozenset({"folder", "parent", "name"})
"""Where an object says that it is."""
Place: TypeAlias = "tuple[tuple[str, ...], Tree | None, Tree | None]"
"""A place at which two trees differ: path, what stood there, what stands there."""
MAX_RAW = 1_000
"""Places of one object that are told although no table knows them."""


class Difference(NamedTuple):
    """One place at which two objects differ.

    Args:
        item: the object, as it is now.
        was: the object, as it was.
        path: names and keys from the object down to the place.
        names: the same without keys, from the innermost embedded resource down.
        part: the innermost embedded resource; None if the object itself holds the place.
        start: how much of the path leads to that resource.
        field: what the table says of the place; None for what no table knows.
        before: what stood there; None if nothing did.
        after: what stands there now; None if nothing does.
    """

    item: CatalogObject
    was: CatalogObject
    path: tuple[str, ...]
    names: tuple[str, ...]
    part: Resource | None
    start: int
    field: Field | None
    before: Tree | None
    after: Tree | None

    @property
    def holder(self) -> CatalogObject:
        """The object or embedded resource that holds the place."""
        return self.part or self.item

    @property
    def is_raw(self) -> bool:
        """Whether it is about what no table knows."""
        return isinstance(self.before, Raw) or isinstance(self.after, Raw)


class Reordered(NamedTuple):
    """A field whose parts stand in another order, which means nothing.

    Args:
        item: the object.
        name: the field.
    """

    item: CatalogObject
    name: str


class Untold(NamedTuple):
    """More places that no table knows, at which an object may differ.

    Args:
        item: the object.
        number: how many they are.
    """

    item: CatalogObject
    number: int


class Pair(NamedTuple):
    """An object in both catalogs.

    Args:
        old: as it was.
        new: as it is.
        has_other_files: whether any of its data files differs.
        is_renamed: whether its files may have other names now: it is at another URI, or of another type.
    """

    old: CatalogObject
    new: CatalogObject
    has_other_files: bool = True
    is_renamed: bool = False


class Comparer:
    """Compares pairs of objects of two catalogs.

    Args:
        old: brings objects of the old catalog into canonical form.
        new: the same for the new one.
    """

    def __init__(self, old: Canonical, new: Canonical) -> None:
        self._old = old
        self._new = new

    def differences(self, pair: Pair) -> Iterator[Difference | Reordered | Untold]:
        """Every place at which a pair of objects of one type differs, in the order of the table.

        Of what no table knows only so much is told as anybody reads: a hostile object may be full of it.
        """
        old, new = pair.old, pair.new
        table = fields_of(new)
        by_name = {field.name: field for field in table}
        holders = holds_files(table) if pair.has_other_files else frozenset()
        raw = 0
        for name in (*by_name, *(n for n in {**old.fields, **new.fields} if n not in by_name)):
            before, after = old.fields.get(name), new.fields.get(name)
            if before == after and name not in holders:
                continue
            if name in _STATED and is_implied(old, name) and is_implied(new, name):
                continue
            if pair.is_renamed and _is_usual(old, name) and _is_usual(new, name):
                continue
            if name not in by_name and raw >= MAX_RAW:
                raw += 1
                continue
            for found in self._field(pair, name, by_name.get(name), before, after):
                is_raw = isinstance(found, Difference) and found.is_raw
                raw += is_raw
                if not is_raw or raw <= MAX_RAW:
                    yield found
        if raw > MAX_RAW:
            yield Untold(new, raw - MAX_RAW)
        if isinstance(old, Resource) and isinstance(new, Resource):
            yield from self._data(old, new)

    def _field(
        self, pair: Pair, name: str, field: Field | None, before: _Values, after: _Values
    ) -> Iterator[Difference | Reordered]:
        was = None if before is None else self._old.field(pair.old, name, field)
        now = None if after is None else self._new.field(pair.new, name, field)
        is_equal = True
        for path, first, second in changed(was, now):
            is_equal = False
            yield located(pair, (name, *path), first, second, was, now)
        if is_equal and before != after and _in_order(was) != _in_order(now):
            yield Reordered(pair.new, name)

    def _data(self, old: Resource, new: Resource) -> Iterator[Difference]:
        before, after = dict(self._old.data(old)), dict(self._new.data(new))
        for name in before | after:
            if before.get(name) != after.get(name):
                sides = before.get(name), after.get(name)
                yield Difference(new, old, (name,), (name,), None, 0, None, *sides)


_Values: TypeAlias = "Value | tuple[Value, ...] | None"


def is_implied(item: CatalogObject, name: str) -> bool:
    """Whether a field says nothing but where the object is anyway."""
    if not isinstance(item, RepositoryObject) or name not in _STATED:
        return False
    if isinstance(item, Folder) and name == "folder":  # its children
        return False
    implied = item.uri.name if name == "name" else item.uri.parent
    stated = item.text(name)
    return stated == implied or (stated is None and item.uri == "/")


def _is_usual(item: CatalogObject, field: str) -> bool:
    """Whether a field names a data file that is called after its resource (`catalog-format.md` §3.2)."""
    if not isinstance(item, Resource) or field != item.type.data:
        return False
    name = item.text("name")
    return item.text(field) in (name, f"{name}.data", f"{name}.view.options")


def changed(before: Tree | None, after: Tree | None) -> Iterator[Place]:
    """Every place at which two trees differ."""
    if isinstance(before, Node) and isinstance(after, Node) and _is_comparable(before, after):
        if before != after:
            yield from _nested(before, after, _parts)
            yield from _orders(before, after)
    elif before != after or type(before) is not type(after):
        yield from _expanded((), before, after)


def _expanded(path: tuple[str, ...], before: Tree | None, after: Tree | None) -> Iterator[Place]:
    """A difference; where several things came or went at once, each by itself."""
    if _is_another_value(before, after):
        assert isinstance(before, Several)
        assert isinstance(after, Several)
        (was,), (now,) = before.values(), after.values()
        yield path, was, now
    elif before is None and isinstance(after, Several):
        yield from (((*path, key), None, tree) for key, tree in after.items() if key != ORDER)
    elif after is None and isinstance(before, Several):
        yield from (((*path, key), tree, None) for key, tree in before.items() if key != ORDER)
    else:
        yield path, before, after


def _nested(before: Node, after: Node, look_into: Callable[[Node, Node], Iterator[Place]]) -> Iterator[Place]:
    """Every part that differs, in the order of names; most are leaves, and need no further look."""
    for name in sorted((before.keys() | after.keys()) - {ORDER}):
        was, now = before.get(name), after.get(name)
        if isinstance(was, Node) and isinstance(now, Node) and _is_comparable(was, now):
            if was != now:
                yield from (((name, *path), first, second) for path, first, second in look_into(was, now))
        elif was != now or type(was) is not type(now):
            yield from _expanded((name,), was, now)


def _parts(before: Node, after: Node) -> Iterator[Place]:
    """What differs in a part: its own members, as those of an embedded resource, and what deepdiff finds."""
    return _nested(before, after, _deeper)


def _deeper(before: Node, after: Node) -> Iterator[Place]:
    """What deepdiff finds; embedded resources of different types are not looked into."""
    from deepdiff import DeepDiff
    from deepdiff.helper import notpresent

    found = DeepDiff(
        before,
        after,
        view="tree",
        custom_operators=[_leaves()],
        ignore_private_variables=False,  # keys are names of catalogs, whatever they begin with
        threshold_to_diff_deeper=0,
    )
    levels = [level for group in found.values() for level in group]
    places = [(tuple(level.path(output_format="list")), level.t1, level.t2) for level in levels]
    for path, first, second in sorted(places, key=lambda place: place[0]):
        if path[-1] != ORDER:
            was = None if first is notpresent else first
            now = None if second is notpresent else second
            yield from _expanded(path, was, now)


def _in_order(tree: Tree | None) -> object:
    """The keys of a tree in their order, at any depth; equal trees may differ in it."""
    return [(name, _in_order(part)) for name, part in tree.items()] if isinstance(tree, Node) else None


def _leaves() -> Any:
    """An operator that stops deepdiff at leaves, and at embedded resources of different types."""
    from deepdiff.operator import BaseOperatorPlus

    class Leaves(BaseOperatorPlus):
        def match(self, level: Any) -> bool:
            return not _is_comparable(level.t1, level.t2)

        def give_up_diffing(self, level: Any, diff_instance: Any) -> bool:
            if level.t1 != level.t2 or type(level.t1) is not type(level.t2):
                diff_instance.custom_report_result("leaves", level)
            return True

        def normalize_value_for_hashing(self, parent: Any, obj: Any) -> Any:  # noqa: ARG002
            return obj

    return Leaves()


def _is_comparable(before: object, after: object) -> bool:
    """Whether two trees are compared part by part."""
    if not isinstance(before, Node) or not isinstance(after, Node):
        return False
    if isinstance(before, Whole) or isinstance(after, Whole) or _is_another_value(before, after):
        return False
    types = [node.resource.type.name if node.resource is not None else "" for node in (before, after)]
    return types[0] == types[1]


def _is_another_value(before: object, after: object) -> bool:
    """Whether a parameter that may have several values had one, and has another one: one change, not two."""
    both = [tree for tree in (before, after) if isinstance(tree, Several) and len(tree) == 1]
    values = [value for tree in both for value in tree.values()]
    are_values = all(isinstance(value, Node) and value.keys() <= {TEXT, XSI_TYPE} for value in values)
    return len(values) == 2 and are_values and both[0].keys() != both[1].keys()


def _orders(before: Node, after: Node) -> Iterator[tuple[tuple[str, ...], Order, Order]]:
    """Ordered parts that stand in another order; what came or went is not counted."""
    for name, was in before.items():
        now = after.get(name)
        if isinstance(was, Order) and isinstance(now, Order):
            kept = Order(key for key in was if key in after), Order(key for key in now if key in before)
            if kept[0] != kept[1]:
                yield (ORDER,), *kept
        elif isinstance(was, Node) and isinstance(now, Node) and was != now and _is_comparable(was, now):
            for path, first, second in _orders(was, now):
                yield (name, *path), first, second


def located(
    pair: Pair,
    path: tuple[str, ...],
    before: Tree | None,
    after: Tree | None,
    was: Tree | None,
    now: Tree | None,
) -> Difference:
    """A difference with the embedded resource and the field that it is at.

    Args:
        pair: the two objects.
        path: names and keys down to the place.
        before: what stood there.
        after: what stands there.
        was: the tree of the first field of the path, as it was.
        now: the same as it is.
    """
    table: tuple[Field, ...] = fields_of(pair.new)
    part: Resource | None = None
    start = 0
    names: tuple[str, ...] = ()
    field: Field | None = None
    tree = now if now is not None else was  # what leads to the place is in both, if it is longer than one key
    is_key = False
    for depth, name in enumerate(path):
        if depth:
            tree = tree.get(name) if isinstance(tree, Node) else None
        if not is_key:
            field = next((f for f in table if f.name == name), None)
            names = (*names, name)
        is_key = not is_key and field is not None and field.many
        is_place = depth == len(path) - 1
        if not is_place and not is_key and isinstance(tree, Node) and tree.resource is not None:
            part, start, table, names = tree.resource, depth + 1, tree.resource.type.fields, ()
        elif not is_key:
            table = field.fields if isinstance(field, Struct) else ()
    if isinstance(before, Secret) or isinstance(after, Secret):
        before, after = _hidden(before), _hidden(after)
    return Difference(pair.new, pair.old, path, names, part, start, field, before, after)


def _hidden(tree: Tree | None) -> Tree | None:
    """A text as a secret: it stands where on the other side a secret does."""
    return Secret(tree) if isinstance(tree, str) else tree
