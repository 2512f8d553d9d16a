"""Objects that are at another URI now, and jobs of another label: found by what they are or are like."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from ..model.descriptors import fields_of, root_of
from ..model.objects import CatalogObject, ObjectKey, ObjectKind
from ..model.repository import RepositoryObject
from ..model.schedules import Job
from ..model.values import Secret, is_keyed
from .canonical import DATA, Canonical, FileContent, Node, Several, Tree
from .noise import BY_FIELD

_MOVABLE = frozenset({ObjectKind.FOLDER, ObjectKind.RESOURCE})
_LEFT_OUT = frozenset(
    {
        "folder",
        "parent",
        "name",
        "version",
        "creationDate",
        "updateDate",
        "permission",
        "@dataFile",
        "olapViewOptionsDataFile",
    }
)
"""What says where something is, or is noise."""
_REPORT = "#report"
"""The name under which the report is kept whose folder a job lies in."""
ENOUGH = 0.7
"""From this likeness on (1 is the same) two objects of one type and name, label or file are taken for one."""
_CANDIDATES = 20
"""Objects at most that one is compared with: a likeness takes time."""

Moves = Mapping[ObjectKey, ObjectKey]


def moves(
    removed: Mapping[ObjectKey, CatalogObject],
    added: Mapping[ObjectKey, CatalogObject],
    old: Canonical,
    new: Canonical,
) -> dict[ObjectKey, ObjectKey]:
    """Which of the removed objects are which of the added ones.

    Args:
        removed: objects that only the old catalog has.
        added: objects that only the new one has.
        old: brings objects of the old catalog into canonical form.
        new: the same for the new one.
    """
    left = {key: _tree(item, old) for key, item in removed.items() if key.kind in _MOVABLE}
    came = {key: _tree(item, new) for key, item in added.items() if key.kind in _MOVABLE}
    if not left or not came:
        return {}
    found: dict[ObjectKey, ObjectKey] = {}
    for first, second in _same(removed, added, left, came):
        found[first] = second
    taken = set(found.values())
    rest = {key: tree for key, tree in came.items() if key not in taken}
    unpaired = {key: tree for key, tree in left.items() if key not in found}
    similar = sorted(
        _alike(removed, added, unpaired, rest), key=lambda one: (one[0], str(one[1]), str(one[2]))
    )
    for _, first, second in similar:
        if first not in found and second not in taken:
            found[first] = second
            taken.add(second)
    return found


def relabelled(
    removed: Mapping[ObjectKey, CatalogObject],
    added: Mapping[ObjectKey, CatalogObject],
    old: Canonical,
    new: Canonical,
) -> Iterator[tuple[ObjectKey, ObjectKey]]:
    """Jobs that are the same but for the label, which they are compared by; those of one id first.

    Args:
        removed: objects that only the old catalog has.
        added: objects that only the new one has.
        old: brings objects of the old catalog into canonical form.
        new: the same for the new one.
    """
    left = {key: _unlabelled(item, old) for key, item in removed.items() if isinstance(item, Job)}
    came = {key: _unlabelled(item, new) for key, item in added.items() if isinstance(item, Job)}
    return _same(removed, added, left, came)


def _unlabelled(job: Job, canonical: Canonical) -> Node:
    """What a job is, but for its label and what differs between any two exports."""
    tree = _without_noise(canonical.object(job, fields_of(job)), ())
    assert isinstance(tree, Node)
    return Node({**tree, "label": "", _REPORT: job.report})


def _without_noise(tree: Tree, names: tuple[str, ...]) -> Tree:
    if isinstance(tree, Secret) and is_keyed(tree.reveal()):
        return ""  # nothing can be told (§13)
    if not isinstance(tree, Node):
        return tree
    # Keys are no names.
    parts = {key: names if isinstance(tree, Several) else (*names, key) for key in tree}
    return Node({key: _without_noise(tree[key], at) for key, at in parts.items() if at not in BY_FIELD})


def _tree(item: CatalogObject, canonical: Canonical) -> Node:
    tree = canonical.object(item, fields_of(item))
    return Node({name: part for name, part in tree.items() if name not in _LEFT_OUT})


def _same(
    removed: Mapping[ObjectKey, CatalogObject],
    added: Mapping[ObjectKey, CatalogObject],
    left: Mapping[ObjectKey, Node],
    came: Mapping[ObjectKey, Node],
) -> Iterator[tuple[ObjectKey, ObjectKey]]:
    """Pairs that agree in everything; of several those of one name first, then in the order of URIs."""
    ours, theirs = _by_content(removed, left), _by_content(added, came)
    for content, keys in ours.items():
        others = theirs.get(content, [])
        by_name: dict[str, deque[ObjectKey]] = {}
        for key in others:
            by_name.setdefault(_name(added[key]), deque()).append(key)
        named = {key: same.popleft() for key in keys if (same := by_name.get(_name(removed[key])))}
        yield from named.items()
        taken = set(named.values())
        rest = (key for key in keys if key not in named)
        yield from zip(rest, (key for key in others if key not in taken), strict=False)


def _by_content(
    items: Mapping[ObjectKey, CatalogObject], trees: Mapping[ObjectKey, Node]
) -> dict[object, list[ObjectKey]]:
    found: dict[object, list[ObjectKey]] = {}
    for key in sorted(trees, key=str):
        found.setdefault((root_of(items[key]), _hashable(trees[key])), []).append(key)
    return found


def _alike(
    removed: Mapping[ObjectKey, CatalogObject],
    added: Mapping[ObjectKey, CatalogObject],
    left: Mapping[ObjectKey, Node],
    came: Mapping[ObjectKey, Node],
) -> Iterator[tuple[float, ObjectKey, ObjectKey]]:
    """Pairs that are much alike, each with how unlike they are."""
    by_trait: dict[object, list[ObjectKey]] = {}
    for key, tree in came.items():
        for trait in _traits(added[key], tree):
            by_trait.setdefault(trait, []).append(key)
    for key, tree in left.items():
        candidates = [c for trait in _traits(removed[key], tree) for c in by_trait.get(trait, ())]
        for candidate in list(dict.fromkeys(candidates))[:_CANDIDATES]:
            likeness = _likeness(tree, came[candidate])
            if likeness >= ENOUGH:
                yield 1 - likeness, key, candidate


def _traits(item: CatalogObject, tree: Node) -> Iterator[tuple[str, str, object]]:
    """What two objects must share to be compared at all."""
    root = root_of(item)
    yield root, "name", _name(item)
    if item.label:
        yield root, "label", item.label
    if DATA in tree:
        yield root, DATA, tree[DATA]


def _name(item: CatalogObject) -> str:
    return item.uri.name if isinstance(item, RepositoryObject) else item.key.id


def _likeness(first: Tree | None, second: Tree | None) -> float:
    """How much two trees are alike: 1 for the same, 0 for nothing in common."""
    if first == second:
        return 1
    if isinstance(first, Node) and isinstance(second, Node):
        names = dict.fromkeys((*first, *second))
        return sum(_likeness(first.get(name), second.get(name)) for name in names) / max(len(names), 1)
    if isinstance(first, str) and isinstance(second, str):
        from rapidfuzz.fuzz import ratio

        return ratio(first, second) / 100
    if isinstance(first, FileContent) and isinstance(second, FileContent):
        return min(first.size, second.size) / max(first.size, second.size, 1) / 2
    return 0


def _hashable(tree: Tree) -> object:
    """A tree as something that can be looked up."""
    if isinstance(tree, Node):
        return frozenset((name, _hashable(part)) for name, part in tree.items())
    return tree
