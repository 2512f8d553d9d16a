"""`info`: what a catalog is, at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..model.catalog import Catalog
from ..model.index import BROKEN_ENTRY, INDEX_ENTRY
from ..model.objects import ROOT_ORGANIZATION, ObjectKind
from ..model.uri import URI
from ..rules import Finding, Level
from .eras import Era, edition, era
from .facts import Facts, gather
from .result import Result

LARGEST = 5
"""Objects shown under "what makes it big"."""
ADMINISTRATOR_ROLES = ("ROLE_ADMINISTRATOR", "ROLE_SUPERUSER")


@dataclass(frozen=True, slots=True)
class Size:
    """Where the bytes are. `bytes` uncompressed."""

    what: str
    entries: int
    bytes: int


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
class ProblemCount:
    """How often a rule applies."""

    code: str
    name: str
    level: Level
    count: int
    example: str


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


def info(catalog: Catalog, findings: Sequence[Finding]) -> Info:
    """What a catalog is, with its problems counted.

    Args:
        catalog: the catalog.
        findings: what the rules found in it.
    """
    index = catalog.index
    facts = gather(catalog)
    which, evidence = edition(catalog, facts)
    return Info(
        path=catalog.archive.path,
        form=catalog.archive.form,
        archive_size=sum(entry.compressed_size for entry in catalog.archive.entries),
        entries=len(catalog.archive.entries),
        js_version=index.value("jsVersion") if index else None,
        era=era(catalog, facts),
        edition=which,
        edition_evidence=evidence,
        organization=index.organization if index else None,
        server_written=_server_written(catalog),
        modules=tuple(module.id or "" for module in index.modules) if index else (),
        folders=len(catalog.folders),
        types=_types(facts),
        people=_people(catalog),
        jobs=len(catalog.jobs),
        calendars=len(catalog.calendars),
        access_events=len(catalog.access_events),
        favorites=len(catalog.favorites),
        broken_dependencies=(
            None if catalog.broken_dependencies is None else len(catalog.broken_dependencies)
        ),
        keys=_keys(catalog, facts),
        sizes=_sizes(catalog),
        largest=_largest(catalog),
        problems=_problems(findings),
    )


def _server_written(catalog: Catalog) -> bool:
    """The zip writer's fingerprint, and the index as the last entry but for the broken dependencies."""
    names = [entry.name for entry in catalog.archive.entries if entry.name != BROKEN_ENTRY]
    return catalog.archive.looks_server_written and names[-1:] == [INDEX_ENTRY]


def _types(facts: Facts) -> tuple[TypeCount, ...]:
    names = facts.listed.keys() | facts.local.keys()
    counts = [TypeCount(name, facts.listed[name], facts.local[name]) for name in names]
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


def _keys(catalog: Catalog, facts: Facts) -> Keys:
    clear = len(facts.secrets) - facts.encrypted
    schemes = {
        "keyed": facts.keyed,
        "built-in key": facts.encrypted - facts.keyed,
        "clear text": clear,
    }
    used = [name for name, count in schemes.items() if count]
    index = catalog.index
    return Keys(
        scheme=used[0] if len(used) == 1 else "mixed" if used else "no secrets",
        alias=index.value("keyalias") if index else None,
        token=index is not None and index.value("encrypted") is not None,
        encrypted=facts.encrypted,
        clear=clear,
    )


def _sizes(catalog: Catalog) -> tuple[Size, ...]:
    entries: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    events = {entry.name for entry in catalog.access_events.entries}
    unclaimed = {item.entry for item in catalog.unclaimed}
    for entry in catalog.archive.entries:
        if entry.is_directory:
            continue
        if entry.name in events:
            what = "access events"
        elif entry.name in unclaimed or entry.raw_name in unclaimed:
            what = "unclaimed"
        elif _is_data(catalog, entry.name):
            what = "data files"
        else:
            what = "descriptors"
        entries[what] += 1
        sizes[what] += entry.size
    return tuple(Size(what, entries[what], sizes[what]) for what, _ in sizes.most_common())


def _is_data(catalog: Catalog, name: str) -> bool:
    key = catalog.claims.get(name)
    if key is None or key.kind is not ObjectKind.RESOURCE:
        return False
    return catalog.resources[URI(key.id)].entry != name


def _largest(catalog: Catalog) -> tuple[Size, ...]:
    """The folders and resources with most bytes, descriptors and data together."""
    entries: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for entry in catalog.archive.entries:
        key = catalog.claims.get(entry.name)
        if key is not None and not entry.is_directory:
            entries[key.id] += 1
            sizes[key.id] += entry.size
    return tuple(Size(uri, entries[uri], size) for uri, size in sizes.most_common(LARGEST))


def _problems(findings: Sequence[Finding]) -> tuple[ProblemCount, ...]:
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.rule.code, []).append(finding)
    counts = [
        ProblemCount(
            code,
            group[0].rule.name,
            min((f.level for f in group), key=lambda level: level.rank),
            len(group),
            " ".join(part for part in (group[0].hit.uri, group[0].hit.message) if part),
        )
        for code, group in grouped.items()
    ]
    return tuple(sorted(counts, key=lambda count: (count.level.rank, count.code)))
