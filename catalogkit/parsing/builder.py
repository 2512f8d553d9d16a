"""From entries to a catalog (`catalog-format.md` §17)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from ..archive import Archive, Entry, Progress
from ..collector import collector_paused
from ..errors import EntryError
from ..model.catalog import AccessEvents, Catalog, Claims, MissingData, names_are_escaped
from ..model.index import BROKEN_ENTRY, INDEX_ENTRY
from ..model.objects import CatalogObject, ObjectKind, many
from ..model.people import Organization, User, UserRole
from ..model.problems import Problem, ProblemKind
from ..model.repository import Folder, Resource
from ..model.schedules import Calendar, Job
from ..model.shapes import FAVORITE_INDEX, JOB_INDEX
from ..model.types import TYPES, unknown_type
from ..model.uri import URI
from ..model.usage import AccessEvent, Favorite
from ..model.walk import local_resources
from .bind import Plan, resource_plan
from .claims import data_files, unclaimed_entries
from .index import read_broken_dependencies, read_index
from .places import Place, Placed, place_entries
from .reader import Reader, problem_of
from .shapes import SHAPES, states_another_path
from .xml import Xml

PROGRESS_STEP = 500
"""Entries between two calls of a `Progress`."""

_ID_LISTS = {
    Place.JOB_INDEX: ("reportUnitJobs", "jobId", Plan(JOB_INDEX)),
    Place.FAVORITE_INDEX: ("favorites", "favoriteId", Plan(FAVORITE_INDEX)),
}
_LISTED_BY = {Place.JOB: Place.JOB_INDEX, Place.FAVORITE: Place.FAVORITE_INDEX}
_Object = TypeVar("_Object", bound=CatalogObject)
_Key = TypeVar("_Key", bound=str)
_Part = TypeVar("_Part")


def build_catalog(
    archive: Archive, progress: Progress | None = None, *, placed: Sequence[Placed] | None = None
) -> Catalog:
    """Read everything in an archive except access events and data files.

    Args:
        archive: where the entries are; it stays open as long as the catalog is used.
        progress: called with (entries done, entries in all) from time to time.
        placed: the entries to read with their places, where not all are wanted.
    """
    with collector_paused():
        return _Builder(archive).build(progress, placed)


class _Builder:
    """The state of one reading."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.reader = Reader(archive)
        self.resources: dict[URI, Resource] = {}
        self.objects: dict[Place, dict[str, CatalogObject]] = {place: {} for place in SHAPES}
        self.ids: dict[Place, dict[URI, tuple[str, ...]]] = {place: {} for place in _ID_LISTS}
        self.listed: dict[Place, set[URI]] = {place: set() for place in _ID_LISTS}
        self.claims: Claims = {}
        self.doubts: dict[str, list[Problem]] = {}
        """Problems of entries that may turn out to be data files, by entry name."""

    def build(self, progress: Progress | None, placed: Sequence[Placed] | None) -> Catalog:
        index = self._whole(INDEX_ENTRY, read_index)
        escaped = names_are_escaped(index)
        if placed is None:
            placed = list(place_entries(self.archive, escaped=escaped))
        for item in placed:
            if item.place in _ID_LISTS:
                self._read(item, self._id_list)
        for count, item in enumerate(placed):
            if item.place not in _ID_LISTS:
                self._read(item, self._object)
            if progress is not None and count % PROGRESS_STEP == 0:
                progress(count, len(placed))
        broken = self._whole(BROKEN_ENTRY, read_broken_dependencies)
        missing = self._claim_data(escaped=escaped)
        unclaimed = tuple(unclaimed_entries(placed, self.claims, self.reader.reasons))
        events = tuple(item.entry for item in placed if item.place is Place.EVENT)
        if progress is not None:
            progress(len(placed), len(placed))
        return Catalog(
            archive=self.archive,
            index=index,
            broken_dependencies=broken,
            folders=self._of(Place.FOLDER, Folder),
            resources=self.resources,
            owners=self._owners(),
            users=self._of(Place.USER, User),
            roles=self._of(Place.ROLE, UserRole),
            organizations=self._of(Place.ORGANIZATION, Organization),
            jobs=self._of(Place.JOB, Job),
            calendars=self._of(Place.CALENDAR, Calendar),
            access_events=AccessEvents(events, partial(_event, self.archive)),
            favorites=self._of(Place.FAVORITE, Favorite),
            job_ids=self.ids[Place.JOB_INDEX],
            favorite_ids=self.ids[Place.FAVORITE_INDEX],
            claims=self.claims,
            unclaimed=unclaimed,
            missing_data=missing,
            problems=tuple(self.reader.problems),
        )

    def _whole(self, name: str, read: Callable[[Archive, Xml, Entry, list[Problem]], _Part]) -> _Part | None:
        """A part of the catalog that is one entry at the top; None if it is not there or not readable."""
        entry = self.archive.by_name.get(name)
        if entry is None:
            return None
        try:
            part = read(self.archive, self.reader.xml, entry, self.reader.problems)
        except EntryError as error:
            self.reader.failed(entry, error)
            return None
        self.claims[name] = None
        return part

    def _id_list(self, placed: Placed) -> None:
        """The list beside jobs or favorites that says which of them count (§11, §12)."""
        tag, name, plan = _ID_LISTS[placed.place]
        root = self.reader.root(placed.entry, tag)
        if root is None:
            return
        uri = URI(placed.path)
        values = many(self.reader.fields(placed.entry, root, plan), name)
        ids = tuple(value for value in values if isinstance(value, str))
        self.ids[placed.place][uri] = ids
        self.listed[placed.place].update(uri.child(value) for value in ids)
        self.claims[placed.entry.name] = None

    def _read(self, placed: Placed, read: Callable[[Placed], None]) -> None:
        try:
            read(placed)
        except EntryError as error:
            self.reader.failed(placed.entry, error)

    def _object(self, placed: Placed) -> None:
        if placed.place is Place.RESOURCE:
            self._resource(placed.entry, URI(placed.path))
        elif placed.place is Place.EVENT:
            self.claims[placed.entry.name] = None
        elif placed.place in SHAPES:
            self._described(placed)

    def _described(self, placed: Placed) -> None:
        """An object that is no resource."""
        entry, place, path = placed
        shape = SHAPES[place]
        root = self.reader.root(entry, shape.root)
        if root is None:
            return
        listed = place in _LISTED_BY and path in self.listed[_LISTED_BY[place]]
        item = shape.make(self.reader.fields(entry, root, shape.plan), entry.name, URI(path), listed)
        self._put(self.objects[place], item.key.id, item)
        stated = states_another_path(item, path)
        if stated is not None:
            self.reader.report(ProblemKind.PATH_MISMATCH, entry, path, f"it states {stated}")

    def _resource(self, entry: Entry, uri: URI) -> None:
        """A resource, or a data file whose name ends in `.xml` (§0 rule 9): that shows at the end."""
        try:
            root = self.reader.parse(entry)
        except EntryError as error:
            self._doubt(entry, error.what, problem_of(entry, error))
            return
        tag = str(root.tag)
        known = TYPES.get(tag)
        if known is None and (tag == "folder" or root.find("folder") is None or root.find("name") is None):
            problem = Problem(ProblemKind.WRONG_ROOT, entry.name, 1, tag, "not a descriptor")
            self._doubt(entry, "XML, but no descriptor", problem)
            return
        problems: list[Problem] = []
        resource_type = known or unknown_type(tag)
        fields = self.reader.fields(entry, root, resource_plan(resource_type), problems)
        resource = Resource(fields, entry.name, uri, resource_type)
        if known is None:
            problems.append(Problem(ProblemKind.UNKNOWN_TYPE, entry.name, 1, tag))
        if resource.body_uri != uri:
            detail = f"it states {resource.body_uri}"
            problems.append(Problem(ProblemKind.PATH_MISMATCH, entry.name, 1, uri, detail))
        if problems:
            self.doubts[entry.name] = problems
        self._put(self.resources, uri, resource)

    def _doubt(self, entry: Entry, reason: str, problem: Problem) -> None:
        self.doubts[entry.name] = [problem]
        self.reader.reasons[entry.name] = reason

    def _put(self, objects: dict[_Key, _Object], key: _Key, item: _Object) -> None:
        if key in objects:
            detail = f"also in {objects[key].entry}"
            problem = Problem(ProblemKind.DUPLICATE_OBJECT, item.entry, 1, str(item.key), detail)
            self.reader.problems.append(problem)
        objects[key] = item
        self.claims[item.entry] = item.key

    def _claim_data(self, *, escaped: bool) -> tuple[MissingData, ...]:
        """Give data files to their resources; what was taken for a resource of its own is none."""
        missing: list[MissingData] = []
        mistaken: set[URI] = set()
        for owner, found in data_files(self.archive, self.resources, escaped=escaped):
            if isinstance(found, MissingData):
                missing.append(found)
                continue
            other = self.claims.get(found.name)
            if other is not None and other.kind is ObjectKind.RESOURCE and other != owner.key:
                mistaken.add(URI(other.id))
            self.claims[found.name] = owner.key
            self.doubts.pop(found.name, None)
        for uri in mistaken:
            if self.resources[uri].body_uri != uri:
                del self.resources[uri]
        for problems in self.doubts.values():
            self.reader.problems.extend(problems)
        return tuple(missing)

    def _owners(self) -> dict[URI, URI]:
        """The listed owner of each embedded resource."""
        owners: dict[URI, URI] = {}
        for uri, resource in self.resources.items():
            for local in local_resources(resource):
                owners.setdefault(local.uri, uri)
        return owners

    def _of(self, place: Place, cls: type[_Object]) -> dict[Any, _Object]:
        """The objects of a place, which `SHAPES` makes of this class, by URI or name."""
        return {key: item for key, item in self.objects[place].items() if isinstance(item, cls)}


def _event(archive: Archive, entry: Entry) -> tuple[AccessEvent | None, list[Problem]]:
    """An access event; it needs nothing of the builder, which is gone by then."""
    shape = SHAPES[Place.EVENT]
    reader = Reader(archive)
    event = None
    try:
        root = reader.root(entry, shape.root)
        if root is not None:
            event = AccessEvent(reader.fields(entry, root, shape.plan), entry.name)
    except EntryError as error:
        reader.failed(entry, error)
    return event, reader.problems
