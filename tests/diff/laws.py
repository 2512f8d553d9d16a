"""What must hold for any two catalogs."""

from __future__ import annotations

from pathlib import Path

from catalogkit import open_catalog
from catalogkit.archive import open_archive
from catalogkit.diff.changes import objects, sources
from catalogkit.diff.changes.base import Change
from catalogkit.diff.engine import compare
from catalogkit.diff.found import Noise
from catalogkit.diff.kinds import Group
from catalogkit.diff.sides import read_sides
from catalogkit.inspection.diff_result import DiffOptions
from catalogkit.inspection.diffing import diff
from catalogkit.model.objects import ObjectKey
from tests.diff.applying import applied, differing, name_of

Names = dict[ObjectKey, str]


def found(old: Path, new: Path) -> tuple[list[Change], list[Noise]]:
    """What the comparison finds, before it is put into words."""
    with open_archive(old) as first, open_archive(new) as second:
        every = list(compare(read_sides(first, second)))
    return [one for one in every if isinstance(one, Change)], [one for one in every if isinstance(one, Noise)]


def assert_counted(old: Path, new: Path) -> None:
    """Every change has a fingerprint of its own, and everything that changed is counted once."""
    with open_archive(old) as first, open_archive(new) as second:
        result = diff(first, second, DiffOptions(with_impact=False, with_inputs=False))
    by_fingerprint = {change.fingerprint: change for change in result.changes}
    assert [one for one in result.changes if by_fingerprint[one.fingerprint] is not one] == []
    summary = result.summary
    assert summary.errors + summary.warnings + summary.notes == summary.changes == len(result.changes)
    groups = summary.added + summary.removed + summary.moved + summary.retyped + summary.changed
    assert groups == summary.objects == len({(change.object, change.uri) for change in result.changes})


def assert_mirrored(old: Path, new: Path) -> None:
    """The way back has the same changes the other way round, and as much noise."""
    names = _names(old), _names(new)
    there, noise = found(old, new)
    back, same_noise = found(new, old)
    moved = {str(c.after): str(c.before) for c in there if isinstance(c, objects.ObjectMoved)}
    # What is embedded is called after where it says that it is now.
    with_part = not any(isinstance(change, objects.AddressChanged) for change in there)
    left = [_described(change, _name(change, names[::-1]), with_part=with_part) for change in back]
    for change in there:
        name = _name(change, names)
        is_in_both = change.subject.kind is not None and change.group not in (Group.ADDED, Group.REMOVED)
        if is_in_both and name not in names[0].values():
            name = _former(name, moved)
        kind, *rest, before, after = _described(change, name, with_part=with_part)
        assert kind is change.kind
        left.remove((change.kind.mirror, *rest, after, before))
    assert left == []
    assert sorted(map(counted, noise)) == sorted(map(counted, same_noise))


def _names(path: Path) -> Names:
    """What the objects of a catalog are compared by."""
    with open_catalog(path) as catalog:
        return {item.key: name_of(item) for item in catalog.objects()}


def _name(change: Change, names: tuple[Names, Names]) -> str:
    """What the object of a change is compared by, in the catalog that has it."""
    subject = change.subject
    if subject.kind is None:
        return subject.id
    return names[change.group is not Group.REMOVED][ObjectKey(subject.kind, subject.id)]


def _former(name: str, moved: dict[str, str]) -> str:
    """What something that was moved, or runs what was moved, was compared by."""
    kind, _, rest = name.partition(" ")
    uri, colon, label = rest.partition(": ") if kind == "job" else (rest, "", "")
    return f"{kind} {moved.get(uri, uri)}{colon}{label}"


def _described(change: Change, name: str, *, with_part: bool) -> tuple[object, ...]:
    """A change, told so that it can be found among those of the way back."""
    subject, path = change.subject, change.path
    if isinstance(change, sources.ReferenceFollowsMove) and path[-1] in (change.before, change.after):
        path = path[:-1]
    part = subject.part.rpartition("/")[2] if with_part else ""
    return change.kind, name, part, subject.part_root, path, change.before, change.after


def counted(noise: Noise) -> tuple[str, str, int]:
    return noise.kind.value, noise.field, noise.count


def assert_applicable(old: Path, new: Path) -> None:
    """What the old catalog holds, changed, is what the new one holds."""
    changes, _ = found(old, new)
    with open_catalog(old) as first, open_catalog(new) as second:
        made, wanted = applied((first, second), changes)
    assert made.keys() == wanted.keys()
    assert {name: list(differing(made[name], wanted[name])) for name in wanted} == {
        name: [] for name in wanted
    }
