"""From entries to a catalog (`catalog-format.md` §17).

Every entry ends up with an owner or with a reason why it has none.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias, TypeVar

from ..archive import Archive, Entry
from ..errors import EntryError, EntryLimitError, EntryRefusedError
from ..model.catalog import (
    AccessEvents,
    Catalog,
    MissingData,
    Unclaimed,
    entry_name,
    find_entry,
    names_are_escaped,
)
from ..model.fields import Field
from ..model.index import Index
from ..model.objects import (
    AccessEvent,
    Calendar,
    CatalogObject,
    Favorite,
    Folder,
    Job,
    ObjectKey,
    ObjectKind,
    Organization,
    Resource,
    User,
    UserRole,
)
from ..model.problems import Problem, ProblemKind
from ..model.shapes import (
    ACCESS_EVENT,
    CALENDAR,
    FAVORITE,
    FAVORITE_INDEX,
    FOLDER,
    JOB,
    JOB_INDEX,
    ORGANIZATION,
    ROLE,
    USER,
)
from ..model.types import TYPES, unknown_type
from ..model.uri import URI
from ..model.values import Record
from ..model.walk import data_paths, with_locals
from .bind import Plan, bind, resource_plan
from .catalog_writer import calendar_file
from .index import read_broken_dependencies, read_index
from .places import Place, Placed, directory_is_known, place_entries
from .xml import Element, Xml

Progress: TypeAlias = Callable[[int, int], None]
"""Called with (entries done, entries in all) from time to time."""

PROGRESS_STEP = 500
"""Entries between two calls of a `Progress`."""

_Object = TypeVar("_Object", bound=CatalogObject)
_BOM = b"\xef\xbb\xbf"


class _Shape:
    """A root element that is not a resource: its name, its plan, and how to make its object."""

    def __init__(
        self, root: str, fields: tuple[Field, ...], make: Callable[[Record, str], CatalogObject]
    ) -> None:
        self.root = root
        self.plan = Plan(fields)
        self.make = make


_PEOPLE = {
    Place.USER: _Shape("user", USER, User),
    Place.ROLE: _Shape("role", ROLE, UserRole),
    Place.ORGANIZATION: _Shape("organization", ORGANIZATION, Organization),
    Place.CALENDAR: _Shape("holiday-calendar", CALENDAR, Calendar),
}
_EVENT = _Shape("accessEvent", ACCESS_EVENT, AccessEvent)
_FOLDER_PLAN = Plan(FOLDER)
_JOB_PLAN = Plan(JOB)
_JOB_INDEX_PLAN = Plan(JOB_INDEX)
_FAVORITE_PLAN = Plan(FAVORITE)
_FAVORITE_INDEX_PLAN = Plan(FAVORITE_INDEX)


def build_catalog(archive: Archive, progress: Progress | None = None) -> Catalog:
    """Read everything in an archive except access events and data files.

    Args:
        archive: where the entries are; it stays open as long as the catalog is used.
        progress: told how far it is.
    """
    with _garbage_collector_paused():
        return _Builder(archive).build(progress)


class _Builder:
    """The state of one reading."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.xml = Xml(archive.limits)
        self.problems: list[Problem] = []
        self.texts: dict[str, str] = {}
        self.folders: dict[URI, Folder] = {}
        self.resources: dict[URI, Resource] = {}
        self.owners: dict[URI, URI] = {}
        self.people: dict[Place, dict[str, CatalogObject]] = {place: {} for place in _PEOPLE}
        self.jobs: dict[str, Job] = {}
        self.favorites: dict[str, Favorite] = {}
        self.job_ids: dict[URI, tuple[str, ...]] = {}
        self.favorite_ids: dict[URI, tuple[str, ...]] = {}
        self.listed: set[tuple[str, URI, str]] = set()
        """Every (`jobId` or `favoriteId`, URI, id) that an index lists."""
        self.claims: dict[str, ObjectKey | None] = {}
        self.reasons: dict[str, str] = {}
        self.doubts: dict[str, list[Problem]] = {}
        """Problems of entries that may turn out to be data files, by entry name."""

    def build(self, progress: Progress | None) -> Catalog:
        index = self._index()
        escaped = names_are_escaped(index)
        placed = list(place_entries(self.archive, escaped=escaped))
        self._group_indexes(placed)
        events: list[Entry] = []
        for count, item in enumerate(placed):
            try:
                self._read(item, events)
            except EntryError as error:
                self._failed(item.entry, error)
            if progress is not None and count % PROGRESS_STEP == 0:
                progress(count, len(placed))
        broken = self._broken_dependencies()
        missing = self._claim_data(escaped)
        for problems in self.doubts.values():
            self.problems.extend(problems)
        unclaimed = self._unclaimed(placed)
        if progress is not None:
            progress(len(placed), len(placed))
        people = self.people
        return Catalog(
            archive=self.archive,
            index=index,
            broken_dependencies=broken,
            folders=self.folders,
            resources=self.resources,
            owners=self.owners,
            users=_of(people[Place.USER], User),
            roles=_of(people[Place.ROLE], UserRole),
            organizations=_of(people[Place.ORGANIZATION], Organization),
            jobs=self.jobs,
            calendars=_of(people[Place.CALENDAR], Calendar),
            access_events=AccessEvents(tuple(events), self._event),
            favorites=self.favorites,
            job_ids=self.job_ids,
            favorite_ids=self.favorite_ids,
            claims=self.claims,
            unclaimed=unclaimed,
            missing_data=tuple(missing),
            problems=tuple(self.problems),
        )

    def _index(self) -> Index | None:
        entry = self.archive.by_name.get("index.xml")
        if entry is None:
            return None
        try:
            index = read_index(self.archive, self.xml, entry, self.problems)
        except EntryError as error:
            self._failed(entry, error)
            return None
        self.claims[entry.name] = None
        return index

    def _broken_dependencies(self) -> tuple[URI, ...] | None:
        entry = self.archive.by_name.get("broken_dependencies.xml")
        if entry is None:
            return None
        try:
            broken = read_broken_dependencies(self.archive, self.xml, entry, self.problems)
        except EntryError as error:
            self._failed(entry, error)
            return None
        self.claims[entry.name] = None
        return broken

    def _group_indexes(self, placed: list[Placed]) -> None:
        """Read the lists of job and favorite ids first: they say which files count."""
        for entry, place, path in placed:
            try:
                if place is Place.JOB_INDEX:
                    self._ids(entry, URI(path), "reportUnitJobs", "jobId", self.job_ids)
                elif place is Place.FAVORITE_INDEX:
                    self._ids(entry, URI(path), "favorites", "favoriteId", self.favorite_ids)
            except EntryError as error:
                self._failed(entry, error)

    def _ids(self, entry: Entry, uri: URI, tag: str, name: str, ids: dict[URI, tuple[str, ...]]) -> None:
        root = self._root(entry, tag)
        if root is None:
            return
        plan = _JOB_INDEX_PLAN if name == "jobId" else _FAVORITE_INDEX_PLAN
        fields = bind(root, plan, entry.name, self.problems, self.texts)
        values = fields.get(name, ())
        assert isinstance(values, tuple)
        ids[uri] = tuple(v for v in values if isinstance(v, str))
        self.listed.update((name, uri, v) for v in ids[uri])
        self.claims[entry.name] = None

    def _read(self, placed: Placed, events: list[Entry]) -> None:
        entry, place, path = placed
        match place:
            case Place.RESOURCE:
                self._resource(entry, URI(path))
            case Place.FOLDER:
                self._folder(entry, URI(path))
            case Place.USER | Place.ROLE | Place.ORGANIZATION | Place.CALENDAR:
                self._person(entry, place, path)
            case Place.JOB:
                self._job(entry, URI(path))
            case Place.FAVORITE:
                self._favorite(entry, URI(path))
            case Place.EVENT:
                events.append(entry)
                self.claims[entry.name] = None
            case Place.REFUSED:
                assert entry.refused is not None
                self.reasons[entry.raw_name] = f"refused: {entry.refused.text}"
            case Place.JUNK:
                self.reasons[entry.name] = "left behind by an operating system or editor"
            case Place.OTHER:
                self.reasons[entry.name] = "not a place where a catalog keeps anything"
            case Place.DATA:
                self.reasons[entry.name] = "no descriptor names it"

    def _root(self, entry: Entry, tag: str) -> Element | None:
        """The root element if it has the expected name; else the reason is noted."""
        root = self._parse(entry)
        if root.tag != tag:
            self.problems.append(
                Problem(ProblemKind.WRONG_ROOT, entry.name, 1, str(root.tag), f"expected {tag}")
            )
            self.reasons[entry.name] = f"its root element is not {tag}"
            return None
        return root

    def _parse(self, entry: Entry) -> Element:
        self.xml.check_size(entry.size, entry.name)
        data = self.archive.read(entry)
        if data[:3] == _BOM:
            self._lenient(entry, "byte order mark")
        if b"\r\n" in data:
            self._lenient(entry, "CRLF line ends")
        return self.xml.parse(data, entry.name)

    def _lenient(self, entry: Entry, what: str) -> None:
        self.problems.append(Problem(ProblemKind.LENIENT, entry.name, 1, what))

    def _failed(self, entry: Entry, error: EntryError) -> None:
        self.problems.append(_problem(entry, error))
        self.reasons[entry.name] = error.what

    def _resource(self, entry: Entry, uri: URI) -> None:
        try:
            root = self._parse(entry)
        except EntryError as error:
            self.doubts[entry.name] = [_problem(entry, error)]
            self.reasons[entry.name] = error.what
            return
        tag = str(root.tag)
        resource_type = TYPES.get(tag)
        if resource_type is None:
            if tag == "folder" or root.find("folder") is None or root.find("name") is None:
                kind = ProblemKind.WRONG_ROOT
                self.doubts[entry.name] = [Problem(kind, entry.name, 1, tag, "not a descriptor")]
                self.reasons[entry.name] = "XML, but no descriptor"
                return
            resource_type = unknown_type(tag)
        problems: list[Problem] = []
        if not resource_type.is_known:
            problems.append(Problem(ProblemKind.UNKNOWN_TYPE, entry.name, 1, tag))
        plan = resource_plan(resource_type)
        fields = bind(root, plan, entry.name, problems, self.texts)
        resource = Resource(fields, entry.name, uri, resource_type)
        if resource.body_uri != uri:
            stated = resource.body_uri
            problems.append(Problem(ProblemKind.PATH_MISMATCH, entry.name, 1, uri, f"it states {stated}"))
        if problems:
            self.doubts[entry.name] = problems
        self._put(self.resources, uri, resource)

    def _folder(self, entry: Entry, uri: URI) -> None:
        root = self._root(entry, "folder")
        if root is None:
            return
        fields = bind(root, _FOLDER_PLAN, entry.name, self.problems, self.texts)
        folder = Folder(fields, entry.name, uri)
        if folder.body_uri not in (uri, None) or (folder.body_uri is None and uri != "/"):
            detail = f"it states {folder.body_uri}"
            self.problems.append(Problem(ProblemKind.PATH_MISMATCH, entry.name, 1, uri, detail))
        self._put(self.folders, uri, folder)

    def _person(self, entry: Entry, place: Place, path: str) -> None:
        shape = _PEOPLE[place]
        root = self._root(entry, shape.root)
        if root is None:
            return
        fields = bind(root, shape.plan, entry.name, self.problems, self.texts)
        person = shape.make(fields, entry.name)
        self._put(self.people[place], person.key.id, person)
        if not _path_fits(person, path):
            detail = f"it states {person.key.id}"
            self.problems.append(Problem(ProblemKind.PATH_MISMATCH, entry.name, 1, path, detail))

    def _job(self, entry: Entry, path: URI) -> None:
        root = self._root(entry, "reportJob")
        if root is None:
            return
        fields = bind(root, _JOB_PLAN, entry.name, self.problems, self.texts)
        listed = ("jobId", path.parent, path.name) in self.listed
        job = Job(fields, entry.name, path.parent, path.name, listed)
        self._put(self.jobs, str(path), job)

    def _favorite(self, entry: Entry, path: URI) -> None:
        root = self._root(entry, "favorite")
        if root is None:
            return
        fields = bind(root, _FAVORITE_PLAN, entry.name, self.problems, self.texts)
        listed = ("favoriteId", path.parent, path.name) in self.listed
        favorite = Favorite(fields, entry.name, path.parent, path.name, listed)
        self._put(self.favorites, str(path), favorite)

    def _put(self, objects: dict[_Key, _Object], key: _Key, item: _Object) -> None:
        if key in objects:
            earlier = objects[key]
            self.problems.append(
                Problem(
                    ProblemKind.DUPLICATE_OBJECT,
                    item.entry,
                    1,
                    str(item.key),
                    f"also in {earlier.entry}",
                )
            )
        objects[key] = item
        self.claims[item.entry] = item.key

    def _event(self, entry: Entry) -> AccessEvent | None:
        try:
            root = self._root(entry, _EVENT.root)
            if root is None:
                return None
            return AccessEvent(bind(root, _EVENT.plan, entry.name, [], self.texts), entry.name)
        except EntryError as error:
            self._failed(entry, error)
            return None

    def _claim_data(self, escaped: bool) -> list[MissingData]:
        """Give every data file to the resource that names it; return those that are not there."""
        missing = []
        mistaken: set[URI] = set()
        for uri, owner in self.resources.items():
            for resource in with_locals(owner):
                if resource is not owner:
                    self.owners.setdefault(resource.uri, uri)
                for path in data_paths(resource):
                    entry = find_entry(self.archive, path, escaped=escaped)
                    if entry is None:
                        name = entry_name(path, escaped=escaped)
                        missing.append(MissingData(uri, resource.uri, name))
                        continue
                    other = self.claims.get(entry.name)
                    if other is not None and other.kind is ObjectKind.RESOURCE and other != owner.key:
                        mistaken.add(URI(other.id))
                    self._claim_one(entry, owner)
        for uri in mistaken:
            resource = self.resources[uri]
            if resource.body_uri != uri:
                del self.resources[uri]
        return missing

    def _claim_one(self, entry: Entry, owner: Resource) -> None:
        self.claims[entry.name] = owner.key
        self.reasons.pop(entry.name, None)
        self.doubts.pop(entry.name, None)

    def _unclaimed(self, placed: list[Placed]) -> tuple[Unclaimed, ...]:
        used: set[str] | None = None
        found = []
        for entry, place, _ in placed:
            if place is Place.REFUSED or entry.refused is not None:
                reason = f"refused: {entry.refused.text}" if entry.refused else ""
                found.append(Unclaimed(entry.raw_name, entry.size, reason))
            elif entry.name in self.claims:
                continue
            elif place is Place.DIRECTORY:
                if used is None:
                    used = self._used_directories()
                if entry.name in used or directory_is_known(entry.name):
                    self.claims[entry.name] = None
                else:
                    found.append(Unclaimed(entry.name, 0, "an empty directory of no known folder"))
            else:
                found.append(Unclaimed(entry.name, entry.size, self.reasons.get(entry.name, "")))
        return tuple(found)

    def _used_directories(self) -> set[str]:
        """Every directory above a claimed entry."""
        used: set[str] = {"./"}
        for name in self.claims:
            while (end := name.rfind("/", 0, len(name) - 1)) >= 0:
                name = name[: end + 1]
                if name in used:
                    break
                used.add(name)
        return used


_Key = TypeVar("_Key", bound=str)


def _of(objects: dict[str, CatalogObject], cls: type[_Object]) -> dict[str, _Object]:
    return {key: item for key, item in objects.items() if isinstance(item, cls)}


def _path_fits(person: CatalogObject, path: str) -> bool:
    """Whether the entry name of a user, role, organization or calendar fits what is inside."""
    match person:
        case User() | UserRole():
            name = person.name
            return path in (name.name, f"{name.tenant}/{name.name}")
        case Calendar():
            return path == calendar_file(person.name)
        case Organization():
            return path == person.id
    return True


def _problem(entry: Entry, error: EntryError) -> Problem:
    if isinstance(error, EntryLimitError):
        kind = ProblemKind.XML_LIMIT
    elif isinstance(error, EntryRefusedError) or entry.refused is not None:
        kind = ProblemKind.UNREADABLE_ENTRY
    else:
        kind = ProblemKind.MALFORMED_XML
    return Problem(kind, entry.name, error.line, "", error.what)


@contextmanager
def _garbage_collector_paused() -> Iterator[None]:
    """Building makes many objects and no garbage; the collector would walk them in vain."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
