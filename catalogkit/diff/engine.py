"""Compares two catalogs by meaning: pairs, moves, then field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model.catalog import Catalog, find_entry
from ..model.descriptors import root_of
from ..model.index import BROKEN_ENTRY, INDEX_ENTRY
from ..model.objects import CatalogObject, ObjectKey, ObjectKind
from ..model.people import User
from ..model.repository import Folder, RepositoryObject, Resource
from ..model.schedules import Job
from ..model.shapes import HEADER
from ..model.uri import URI
from ..model.usage import Favorite
from ..parsing.places import Place
from .canonical import DATA, SNAPSHOT, Canonical, FileContent, Order, Tree, file_content
from .changes import content, jobs, objects, sources
from .changes.base import Change, Subject, place_of
from .classify import change_of, noise_of, subject_of
from .compare import MAX_RAW, Comparer, Difference, Pair, Reordered, Untold
from .contents import content_change
from .entries import Unread
from .found import Noise, NotCompared
from .index import broken_changes, index_changes, is_reordered, list_changes
from .moves import moves, relabelled
from .noise import NoiseKind
from .showing import shown
from .sides import Sides, grouped

_CATALOG = Subject(None, "", "")
_ADDED: Mapping[ObjectKind, type[Change]] = {
    ObjectKind.ORGANIZATION: objects.OrganizationAdded,
    ObjectKind.JOB: objects.JobAdded,
}
_REMOVED: Mapping[ObjectKind, type[Change]] = {
    ObjectKind.ORGANIZATION: objects.OrganizationRemoved,
    ObjectKind.JOB: objects.JobRemoved,
}
_LISTS = {
    Place.JOB_INDEX: ("job_ids", "jobs"),
    Place.FAVORITE_INDEX: ("favorite_ids", "favorites"),
}
"""The attributes of `Catalog` that hold the ids in lists, and what these list."""
_COMMON = frozenset((*(field.name for field in HEADER), DATA, SNAPSHOT))
"""What objects of all types have in common."""
_FLAG = "@exportedWithPermissions"
_REFERENCES = (sources.ReferenceAdded, sources.ReferenceRemoved)


def compare(sides: Sides) -> Iterator[Change | Noise | NotCompared]:
    """Everything in which two catalogs differ, in the order of kinds and names."""
    return _Comparison(sides).run()


class _Comparison:
    """One comparison of two catalogs."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._canonical = _canonical(sides.old), _canonical(sides.new)
        self._comparer = Comparer(*self._canonical)
        self._moved: dict[str, str] = {}
        self._old = grouped(sides.old, sides.new, sides.keys)
        self._new = grouped(sides.new, sides.old, sides.keys)
        self._gone_or_come: set[ObjectKey] = set()
        self._without_permissions: set[ObjectKey] = set()
        self._flags = _flags_as_a_whole(sides, self._old, self._new)
        self._flagged: list[str] = []

    def run(self) -> Iterator[Change | Noise | NotCompared]:
        removed = {key: item for key, item in self._old.items() if key not in self._new}
        added = {key: item for key, item in self._new.items() if key not in self._old}
        moved = moves(removed, added, *self._canonical)
        self._moved = {old.id: new.id for old, new in moved.items()}
        for key in [key for key in removed if key.kind is ObjectKind.JOB]:
            here = self._moved_job(key, removed[key])
            if here in added:
                moved[key] = here
        taken = set(moved.values())
        left = {key: item for key, item in removed.items() if key not in moved}
        came = {key: item for key, item in added.items() if key not in taken}
        moved.update(relabelled(left, came, *self._canonical))
        self._gone_or_come = {item.key for item in (*removed.values(), *added.values())}
        came_from = {new: old for old, new in moved.items()}
        for key in sorted(self._old.keys() | self._new.keys(), key=_rank):
            if key in came_from:
                yield from self._moved_pair(self._old[came_from[key]], self._new[key])
            elif key in added:
                yield _added(added[key])
            elif key in removed and key not in moved:
                yield _removed(removed[key])
            elif key not in removed:
                yield from self._pair(self._old[key], self._new[key])
        yield from self._catalogs()
        yield from self._unread()

    def _moved_job(self, key: ObjectKey, item: CatalogObject) -> ObjectKey | None:
        """What a job is compared by, if the report that it runs was moved."""
        if not isinstance(item, Job) or item.report not in self._moved:
            return None
        return ObjectKey(ObjectKind.JOB, self._moved[item.report] + key.id.removeprefix(item.report))

    def _moved_pair(self, old: CatalogObject, new: CatalogObject) -> Iterator[Change | Noise | NotCompared]:
        found = list(self._pair(old, new, is_moved=True))
        if isinstance(new, Folder | Resource):
            is_edited = any(isinstance(item, Change) for item in found)
            yield objects.ObjectMoved(subject_of(new), ("uri",), old.key.id, new.key.id, is_edited=is_edited)
        yield from found

    def _pair(
        self, old: CatalogObject, new: CatalogObject, *, is_moved: bool = False
    ) -> Iterator[Change | Noise | NotCompared]:
        """Everything in which two objects differ."""
        has_other_files = is_moved or new.key in self._sides.other_files or old.key in self._sides.other_files
        is_retyped = root_of(old) != root_of(new)
        if is_retyped:
            yield objects.ObjectRetyped(subject_of(new), ("type",), root_of(old), root_of(new))
        is_one_sided = _has_permissions_on_one_side(old, new)
        nothing = True
        is_untold = False
        followed: list[Change] = []
        for found in self._comparer.differences(Pair(old, new, has_other_files, is_moved or is_retyped)):
            if isinstance(found, Untold):
                what = f"{found.number:,} more parts of {subject_of(new)} that are not understood"
                yield NotCompared(what, f"only the first {MAX_RAW:,} that differ are told")
                continue
            nothing = nothing and isinstance(found, Difference) and found.names[-1] in (DATA, SNAPSHOT)
            if is_retyped and (isinstance(found, Reordered) or found.path[0] not in _COMMON):
                is_untold = is_untold or (_place_of(found) in old.fields.keys() & new.fields.keys())
                continue
            if is_one_sided and _place_of(found) == "permission":
                self._without_permissions.add(new.key)
                continue
            one = self._found(found)
            if isinstance(one, _REFERENCES):
                followed.append(one)
            elif one is not None:
                yield one
        yield from self._followed(followed)
        if is_untold:
            yield NotCompared(f"other fields of {subject_of(new)}", "it is of another type now")
        if isinstance(old, Job) and isinstance(new, Job) and old.listed != new.listed:
            cls = jobs.JobListed if new.listed else jobs.JobUnlisted
            yield cls(subject_of(new), ("listed",), str(old.listed).lower(), str(new.listed).lower())
        if isinstance(old, Favorite) and isinstance(new, Favorite) and old.listed != new.listed:
            sides = [str(item.listed).lower() for item in (old, new)]
            yield objects.FieldChanged(subject_of(new), ("listed",), *sides)
        if nothing and not is_moved and not is_retyped and self._differs(old, new):
            yield Noise(NoiseKind.LAYOUT, subject_of(new))

    def _differs(self, old: CatalogObject, new: CatalogObject) -> bool:
        """Whether the bytes of two descriptors differ."""
        first, second = self._sides.old.archive, self._sides.new.archive
        entries = first.by_name.get(old.entry), second.by_name.get(new.entry)
        contents = [
            file_content(archive, entry)
            for archive, entry in zip((first, second), entries, strict=True)
            if entry is not None
        ]
        return len(contents) == 2 and contents[0] != contents[1]

    def _found(self, found: Difference | Reordered) -> Change | Noise | NotCompared | None:
        """A difference as a change or as noise; None if another change implies it."""
        if isinstance(found, Reordered):
            is_permission = found.name == "permission"
            kind = NoiseKind.PERMISSION_ORDER if is_permission else NoiseKind.ORDER
            return Noise(kind, subject_of(found.item), found.name)
        noise = noise_of(found)
        if noise is not None:
            place = place_of(found.path[found.start :])
            is_secret = noise is NoiseKind.RE_ENCRYPTED
            values = ("", "") if is_secret else (shown(found.before), shown(found.after))
            return Noise(noise, subject_of(found.item, found.part), place, *values)
        before, after = found.before, found.after
        if isinstance(before, FileContent) and isinstance(after, FileContent):
            holder = found.holder
            assert isinstance(holder, Resource)
            archives = self._sides.old.archive, self._sides.new.archive
            subject = subject_of(found.item, found.part)
            return content_change(archives, subject, found.path[found.start :], holder, before, after)
        if found.names[-1] in (DATA, SNAPSHOT) and None in (before, after):
            return None  # another field tells that no file is named any more, or that one is
        change = change_of(found)
        if isinstance(change, objects.ChildrenChanged) and self._is_implied(found):
            return None
        if isinstance(change, objects.PermissionsExported) and self._flags is not None and found.part is None:
            self._flagged.append(found.item.key.id)
            return None
        if self._follows(before, after):
            return sources.ReferenceFollowsMove(change.subject, change.path, before, after)
        return change

    def _is_implied(self, found: Difference) -> bool:
        """Whether a child came or went, so that the list of its folder had to change."""
        folder, value = (found.was, found.before) if found.after is None else (found.item, found.after)
        assert isinstance(folder, Folder)
        uri = folder.uri.child(shown(value))
        kinds = {"folder": ObjectKind.FOLDER, "resource": ObjectKind.RESOURCE}
        return ObjectKey(kinds[found.path[0]], uri) in self._gone_or_come

    def _follows(self, before: Tree | None, after: Tree | None) -> bool:
        """Whether what an object refers to was moved there."""
        return isinstance(before, str) and isinstance(after, str) and self._moved.get(before) == after

    def _followed(self, found: list[Change]) -> Iterator[Change]:
        """References that went and came: one that follows what was moved is one change, not two."""
        came_from = {new: old for old, new in self._moved.items()}
        gone = {(change.subject, change.path): change for change in found if change.after is None}
        for change in found:
            if change.after is None:
                continue
            old = came_from.get(str(change.after))
            path = (*change.path[:-1], old or "")
            was = gone.pop((change.subject, path), None) if old else None
            if was is None:
                yield change
            else:
                yield sources.ReferenceFollowsMove(change.subject, path, was.before, change.after)
        yield from gone.values()

    def _catalogs(self) -> Iterator[Change | Noise | NotCompared]:
        """What belongs to no object."""
        if self._flags is not None and self._flagged:
            yield objects.AllPermissionsExported(_CATALOG, (_FLAG,), *self._flags, uris=tuple(self._flagged))
        if self._without_permissions:
            number = len(self._without_permissions)
            what = f"permissions of {number:,} object{'' if number == 1 else 's'}"
            yield NotCompared(what, "one side was exported without permissions")
        old, new, entries = self._sides.old, self._sides.new, self._sides.entries
        if entries.events:
            yield Noise(NoiseKind.ACCESS_EVENTS, _CATALOG, count=entries.events)
        if entries.directories:
            yield Noise(NoiseKind.DIRECTORIES, _CATALOG, count=entries.directories)
        if entries.is_reordered:
            yield Noise(NoiseKind.ENTRY_ORDER, _CATALOG)
        if INDEX_ENTRY in entries.names:
            yield from self._index(old, new)
        if BROKEN_ENTRY in entries.names and BROKEN_ENTRY not in {item.name for item in self._sides.unread}:
            yield from self._broken(old.broken_dependencies or (), new.broken_dependencies or ())
        yield from self._lists()

    def _broken(self, old: tuple[URI, ...], new: tuple[URI, ...]) -> Iterator[Change | Noise]:
        found = list(broken_changes(old, new))
        yield from found
        if not found:
            yield Noise(NoiseKind.LAYOUT if old == new else NoiseKind.ORDER, _CATALOG, BROKEN_ENTRY)

    def _lists(self) -> Iterator[Change | Noise]:
        """The lists beside jobs and favorites."""
        entries, catalogs = self._sides.entries, (self._sides.old, self._sides.new)
        names = set(entries.names) - {item.name for item in self._sides.unread}
        placed = [item for is_new in (False, True) for item in entries.placed(names, is_new=is_new)]
        for item in {(item.place, item.path): item for item in placed if item.place in _LISTS}.values():
            ids, objects = _LISTS[item.place]
            old, new = (getattr(catalog, ids).get(URI(item.path), ()) for catalog in catalogs)
            known = {
                number
                for catalog in catalogs
                for number in (*old, *new)
                if f"{item.path}/{number}" in getattr(catalog, objects)
            }
            yield from list_changes(item.entry.name, old, new, known)

    def _index(self, old: Catalog, new: Catalog) -> Iterator[Change | Noise]:
        if old.index is None or new.index is None:
            is_neither = old.index is new.index
            sides = [INDEX_ENTRY if c.index is not None or is_neither else None for c in (old, new)]
            yield content.IndexChanged(_CATALOG, (INDEX_ENTRY,), *sides)
            return
        found = list(index_changes(old.index, new.index, self._gone_or_come))
        yield from found
        if not found and old.index == new.index:
            yield Noise(NoiseKind.LAYOUT, _CATALOG, INDEX_ENTRY)
        elif not found and is_reordered(old.index, new.index):
            yield Noise(NoiseKind.ORDER, _CATALOG, INDEX_ENTRY)

    def _unread(self) -> Iterator[Change | NotCompared]:
        """Entries that differ and cannot be understood."""
        for item in self._sides.unread:
            if item.name == INDEX_ENTRY:
                yield NotCompared(item.name, item.reason)
            else:
                yield from self._entry(item)
        for item in self._sides.entries.refused:
            yield from self._entry(item)

    def _entry(self, item: Unread) -> Iterator[Change | NotCompared]:
        archives = self._sides.old.archive, self._sides.new.archive
        before, after = (
            file_content(archive, entry) if entry is not None else None
            for archive, entry in zip(archives, (item.old, item.new), strict=True)
        )
        if before is not None and after is not None and before.may_be(after):
            yield NotCompared(item.name, item.reason)
            return
        yield content.EntryChanged(Subject(None, item.name, item.name), ("bytes",), before, after)
        yield NotCompared(item.name, f"only its bytes were compared: {item.reason}")


def _flags_as_a_whole(
    sides: Sides, *objects: Mapping[ObjectKey, CatalogObject]
) -> tuple[str | None, str | None] | None:
    """What all objects of each side say, if those of one side alone were exported with permissions."""
    flags = [
        {item.text(_FLAG) for item in side.values() if isinstance(item, RepositoryObject)} for side in objects
    ]
    if [len(side) for side in flags] != [1, 1] or (flags[0] == {"true"}) == (flags[1] == {"true"}):
        return None
    entries = sides.entries
    same = (entries.old.keys() & entries.new.keys()).difference(entries.names)
    if any(item.place in (Place.FOLDER, Place.RESOURCE) for item in entries.placed(same, is_new=True)):
        return None  # these say the same on both sides
    return flags[0].pop(), flags[1].pop()


def _has_permissions_on_one_side(old: CatalogObject, new: CatalogObject) -> bool:
    """Whether permissions were exported on one side only: then nothing was granted or revoked (§10)."""
    sides = [item for item in (old, new) if isinstance(item, RepositoryObject)]
    if len(sides) < 2 or sides[0].exported_with_permissions == sides[1].exported_with_permissions:
        return False
    return any(not item.exported_with_permissions and not item.permissions for item in sides)


def _place_of(found: Difference | Reordered) -> str:
    return found.name if isinstance(found, Reordered) else found.path[0]


def _canonical(catalog: Catalog) -> Canonical:
    def content_at(path: str) -> FileContent | None:
        entry = find_entry(catalog.archive, path, escaped=catalog.escaped)
        return file_content(catalog.archive, entry) if entry is not None else None

    return Canonical(content_at)


_RANKS = {
    kind: number
    for number, kind in enumerate(
        (
            ObjectKind.RESOURCE,
            ObjectKind.FOLDER,
            ObjectKind.ORGANIZATION,
            ObjectKind.USER,
            ObjectKind.ROLE,
            ObjectKind.JOB,
            ObjectKind.CALENDAR,
            ObjectKind.FAVORITE,
            ObjectKind.EVENT,
        )
    )
}


def _rank(key: ObjectKey) -> tuple[int, str]:
    return _RANKS[key.kind], key.id


def _added(item: CatalogObject) -> Change:
    if isinstance(item, User):
        return objects.UserCreated(subject_of(item), after=Order(sorted(map(str, item.roles))))
    return _ADDED.get(item.key.kind, objects.ObjectAdded)(subject_of(item), after=item.label)


def _removed(item: CatalogObject) -> Change:
    if isinstance(item, User):
        return objects.UserRemoved(subject_of(item), before=Order(sorted(map(str, item.roles))))
    return _REMOVED.get(item.key.kind, objects.ObjectRemoved)(subject_of(item), before=item.label)
