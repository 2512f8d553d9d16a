"""`info`: what a catalog is, at a glance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from ..archive import Archive, Progress
from ..collector import collector_paused
from ..model.catalog import Catalog
from ..model.index import BROKEN_ENTRY, INDEX_ENTRY
from ..model.objects import ROOT_ORGANIZATION
from ..parsing.builder import build_catalog
from ..parsing.index import archive_is_escaped
from ..parsing.places import Place, place_entries
from .eras import Era, edition, era
from .glance import ProblemCount, problems_at_a_glance
from .result import Result
from .sizes import DataFiles, Size
from .survey import SecretCount, Survey, survey

LARGEST = 5
"""Objects shown under "what makes it big"."""
ADMINISTRATOR_ROLES = ("ROLE_ADMINISTRATOR", "ROLE_SUPERUSER")


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How many resources of a type there are, listed and embedded."""

    type: str
    listed: int
    local: int


@dataclass(frozen=True, slots=True)
class People:
    """Users, roles, organizations."""

    users: int
    disabled: int
    administrators: tuple[str, ...]
    roles: int
    organizations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """How secrets are protected.

    Args:
        scheme: `keyed` (7.5 or later), `built-in key` (5.5 to 7.2), `clear text`, `mixed` or `no secrets`.
        alias: UUID of the export key, or None.
        token: whether the index carries the token that tests a key.
        encrypted: secrets written as `ENC<…>`.
        clear: secrets in clear text.
    """

    scheme: str
    alias: str | None
    token: bool
    encrypted: int
    clear: int


@dataclass(frozen=True, slots=True)
class Info(Result):
    """What a catalog is. Sizes in bytes."""

    schema: ClassVar[str] = "catalogkit/info/1"

    path: str
    form: str
    archive_size: int
    entries: int
    js_version: str | None
    era: Era
    edition: str
    edition_evidence: str
    organization: str | None
    server_written: bool
    modules: tuple[str, ...]
    folders: int
    types: tuple[TypeCount, ...]
    people: People
    jobs: int
    calendars: int
    access_events: int
    favorites: int
    broken_dependencies: int | None
    keys: Keys
    sizes: tuple[Size, ...]
    largest: tuple[Size, ...]
    problems: tuple[ProblemCount, ...]


def info(archive: Archive, progress: Progress | None = None) -> Info:
    """What a catalog is, and the problems that show at a glance; `checking.check` looks at everything.

    Args:
        archive: the catalog, of which descriptors of resources are only looked over.
        progress: called with (entries done, entries in all) from time to time.
    """
    with collector_paused():
        return _info(archive, progress)


def _info(archive: Archive, progress: Progress | None) -> Info:
    placed = list(place_entries(archive, escaped=archive_is_escaped(archive)))
    catalog = build_catalog(archive, placed=[item for item in placed if item.place not in _REPOSITORY])
    seen = survey(archive, placed, progress)
    places = Counter(item.place for item in placed)
    files = DataFiles(archive, seen, placed, escaped=catalog.escaped)
    index = catalog.index
    which, evidence = edition(catalog, seen)
    return Info(
        path=archive.path,
        form=archive.form,
        archive_size=sum(entry.compressed_size for entry in archive.entries),
        entries=len(archive.entries),
        js_version=index.value("jsVersion") if index else None,
        era=era(catalog, seen),
        edition=which,
        edition_evidence=evidence,
        organization=index.organization if index else None,
        server_written=_server_written(archive),
        modules=tuple(module.id or "" for module in index.modules) if index else (),
        folders=places[Place.FOLDER],
        types=_types(seen),
        people=_people(catalog),
        jobs=places[Place.JOB],
        calendars=places[Place.CALENDAR],
        access_events=places[Place.EVENT],
        favorites=places[Place.FAVORITE],
        broken_dependencies=(
            None if catalog.broken_dependencies is None else len(catalog.broken_dependencies)
        ),
        keys=_keys(catalog, seen),
        sizes=files.sizes(),
        largest=files.largest(LARGEST),
        problems=problems_at_a_glance(catalog, seen, files),
    )


_REPOSITORY = frozenset({Place.FOLDER, Place.RESOURCE, Place.DATA, Place.DIRECTORY})


def _server_written(archive: Archive) -> bool:
    """The zip writer's fingerprint, and the index as the last entry but for the broken dependencies."""
    names = [entry.name for entry in archive.entries[-2:] if entry.name != BROKEN_ENTRY]
    return archive.looks_server_written and names[-1:] == [INDEX_ENTRY]


def _types(seen: Survey) -> tuple[TypeCount, ...]:
    names = seen.listed.keys() | seen.local.keys()
    counts = [TypeCount(name, seen.listed[name], seen.local[name]) for name in names]
    return tuple(sorted(counts, key=lambda c: (-c.listed - c.local, c.type)))


def _people(catalog: Catalog) -> People:
    users = catalog.users.values()
    administrators = [
        str(user.name) for user in users if any(role.name in ADMINISTRATOR_ROLES for role in user.roles)
    ]
    organizations = [o for o in catalog.organizations if o != ROOT_ORGANIZATION]
    return People(
        users=len(users),
        disabled=sum(not user.enabled for user in users),
        administrators=tuple(sorted(administrators)),
        roles=len(catalog.roles),
        organizations=tuple(sorted(organizations)),
    )


def _keys(catalog: Catalog, seen: Survey) -> Keys:
    secrets = seen.secrets + SecretCount.of(catalog.users.values())
    schemes = {
        "keyed": secrets.keyed,
        "built-in key": secrets.encrypted - secrets.keyed,
        "clear text": secrets.clear,
    }
    used = [name for name, count in schemes.items() if count]
    index = catalog.index
    return Keys(
        scheme=used[0] if len(used) == 1 else "mixed" if used else "no secrets",
        alias=index.value("keyalias") if index else None,
        token=index is not None and index.value("encrypted") is not None,
        encrypted=secrets.encrypted,
        clear=secrets.clear,
    )
