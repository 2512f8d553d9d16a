"""`diff`: what differs between two catalogs, or a catalog and a listing: risks first, noise counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import ClassVar, TypeAlias

from ..archive import Archive, Progress
from ..collector import collector_paused
from ..diff.canonical import FileContent
from ..diff.changes.base import Change
from ..diff.changes.content import TextChanged
from ..diff.engine import compare
from ..diff.found import Noise, NotCompared
from ..diff.impact import Impact, Impacts, graph_of_users
from ..diff.kinds import ChangeKind, Group
from ..diff.listings import compare_listings, scope_of
from ..diff.showing import cut, shown
from ..diff.sides import Sides, read_sides
from ..diff.texts import TextDiff, compare_texts
from ..errors import EntryError
from ..model.catalog import Catalog
from ..model.descriptors import root_of
from ..model.level import Level
from ..model.objects import ObjectKey, ObjectKind
from ..model.target import Target
from ..model.text_redaction import redacted_text
from ..parsing.builder import build_catalog
from ..references.edge import object_id
from ..rehearsal.targets import target_of
from ..rules import Finding, Policy, Subject, all_rules, run
from .result import Result

Side: TypeAlias = "Archive | Target"
"""A catalog, or what a listing tells of a repository."""

MAX_TEXT = 8 << 20
"""Bytes of a file from which on its lines are not compared, unless told otherwise."""
_LONG = 200
"""Characters from which on a value is compared line by line."""


@dataclass(frozen=True, slots=True)
class DiffOptions:
    """What is wanted of a comparison.

    Args:
        uris: patterns of URIs or names; only changes of objects that match one.
        types: root elements; only changes of objects of these types.
        groups: only changes that do this.
        ignored: `uri:GLOB`, `type:NAME` or `field:GLOB`: changes that are counted, and not shown.
        with_noise: whether noise is listed, not only counted.
        with_impact: whether to tell who depends on what changed.
        context: lines around changed lines.
        max_lines: lines of one text that are shown.
        max_text: bytes of a file whose lines are compared.
        policy: what must not change, and what must not be left.
    """

    uris: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    ignored: tuple[str, ...] = ()
    with_noise: bool = False
    with_impact: bool = True
    context: int = 3
    max_lines: int = 2_000
    max_text: int = MAX_TEXT
    policy: Policy = Policy()  # noqa: RUF009 - it is frozen


@dataclass(frozen=True, slots=True)
class TextPart:
    """The lines in which a text differs.

    Args:
        format: what the text is.
        added: lines only the new text has.
        removed: lines only the old text has.
        unified: headers of hunks, and lines behind their signs.
        cut: what is not shown, in words; empty if nothing.
    """

    format: str
    added: int
    removed: int
    unified: tuple[str, ...]
    cut: str


@dataclass(frozen=True, slots=True)
class DiffChange:
    """One change.

    Args:
        kind: what kind of change it is.
        level: how much it matters.
        group: what it does to the object.
        object: kind of the object; None for the catalog itself.
        uri: URI or name of the object.
        root: root element of the object.
        type: root element of what changed: the object, or something embedded in it.
        part: URI of the embedded resource that changed; empty if the object itself did.
        field: the place inside it.
        before: what stood there, secrets masked; None if nothing did.
        after: what stands there; None if nothing does.
        what: what changed, without the object.
        sentence: what changed, as a sentence.
        text: the lines that differ, of a long text.
        impact: who depends on the object.
    """

    kind: ChangeKind
    level: Level
    group: Group
    object: ObjectKind | None
    uri: str
    root: str
    type: str
    part: str
    field: str
    before: str | None
    after: str | None
    what: str
    sentence: str
    text: TextPart | None
    impact: Impact | None


@dataclass(frozen=True, slots=True)
class DiffNoise:
    """One difference that says nothing."""

    kind: str
    uri: str
    field: str
    before: str
    after: str
    count: int


@dataclass(frozen=True, slots=True)
class DiffSummary:
    """How much differs.

    Args:
        changes: changes that are listed.
        objects: objects that they are about.
        errors: changes that put production at risk.
        warnings: changes that a reviewer should see.
        notes: other changes.
        added: objects that are new.
        removed: objects that are gone.
        moved: objects that are elsewhere.
        retyped: objects that are of another type.
        changed: objects that changed in any other way.
        left_out: changes that were not asked for.
        ignored: changes that an option ignores.
    """

    changes: int
    objects: int
    errors: int
    warnings: int
    notes: int
    added: int
    removed: int
    moved: int
    retyped: int
    changed: int
    left_out: int
    ignored: int


@dataclass(frozen=True, slots=True)
class DiffResult(Result):
    """What differs between two sides.

    Args:
        old: what the user named.
        new: the same for the other side.
        summary: how much differs.
        changes: the changes, gravest first.
        noise: differences that say nothing, by kind.
        noise_changes: these one by one, if asked for.
        not_compared: what could not be compared, and why.
        findings: what the policy says.
    """

    schema: ClassVar[str] = "catalogkit/diff/1"

    old: str
    new: str
    summary: DiffSummary
    changes: tuple[DiffChange, ...]
    noise: Mapping[str, int]
    noise_changes: tuple[DiffNoise, ...]
    not_compared: tuple[NotCompared, ...]
    findings: tuple[Finding, ...]

    def fails(self, threshold: Level | None) -> bool:
        """Whether there is any change, or one at least as grave as a threshold; or a finding that is."""
        if threshold is None:
            return bool(self.changes or self.findings)
        levels = [change.level for change in self.changes] + [finding.level for finding in self.findings]
        return any(level.rank <= threshold.rank for level in levels)


def diff(
    old: Side, new: Side, options: DiffOptions | None = None, progress: Progress | None = None
) -> DiffResult:
    """Compare two catalogs, or a catalog with what a listing tells of a repository.

    Args:
        old: the old side.
        new: the new side.
        options: what is wanted.
        progress: told how far the reading of the new catalog is.
    """
    options = options or DiffOptions()
    with collector_paused():
        if isinstance(old, Archive) and isinstance(new, Archive):
            return _of_catalogs(old, new, options, progress)
        return _of_listings(old, new, options)


def _of_catalogs(old: Archive, new: Archive, options: DiffOptions, progress: Progress | None) -> DiffResult:
    sides = read_sides(old, new, whole=options.with_impact, progress=progress)
    found = list(compare(sides))
    impacts = None
    if options.with_impact and any(isinstance(item, Change) for item in found):
        roots = {object_id(item.key): root_of(item) for item in sides.new.objects()}
        impacts = Impacts(graph_of_users(sides.new), roots)
    return _Assembly(options, sides, impacts).result(old.path, new.path, found, sides.new)


def _of_listings(old: Side, new: Side, options: DiffOptions) -> DiffResult:
    catalogs = [build_catalog(side) if isinstance(side, Archive) else None for side in (old, new)]
    targets = [
        target_of(catalog) if catalog is not None else side
        for catalog, side in zip(catalogs, (old, new), strict=True)
    ]
    assert isinstance(targets[0], Target)
    assert isinstance(targets[1], Target)
    requested = [uri for catalog in catalogs if catalog is not None for uri in _requested(catalog)]
    in_scope = scope_of(requested) if any(catalogs) else scope_of(["/"])
    found = list(compare_listings(targets[0], targets[1], in_scope=in_scope))
    names = [target.name for target in targets if isinstance(target, Target)]
    return _Assembly(options, None, None).result(names[0], names[1], found, catalogs[1])


def _requested(catalog: Catalog) -> Iterator[str]:
    """What an export was asked for."""
    if catalog.index is not None:
        for element in ("folder", "resource"):
            yield from (item.text for item in catalog.index.items("repositoryResources", element))


class _Assembly:
    """Makes a result of what a comparison found."""

    def __init__(self, options: DiffOptions, sides: Sides | None, impacts: Impacts | None) -> None:
        self._options = options
        self._sides = sides
        self._impacts = impacts

    def result(
        self,
        old: str,
        new: str,
        found: Iterable[Change | Noise | NotCompared],
        catalog: Catalog | None,
    ) -> DiffResult:
        changes: list[Change] = []
        noise: list[Noise] = []
        not_compared: list[NotCompared] = []
        left_out = ignored = 0
        for item in found:
            if isinstance(item, Noise):
                noise.append(item)
            elif isinstance(item, NotCompared):
                not_compared.append(item)
            elif not self._is_wanted(item):
                left_out += 1
            elif any(_matches(item, pattern) for pattern in self._options.ignored):
                ignored += 1
            else:
                changes.append(item)
        counts: Counter[str] = Counter()
        for one in noise:
            counts[one.kind.value] += one.count
        not_compared += _unclear(counts)
        order = sorted(changes, key=lambda c: (c.level.rank, _ORDER[c.kind], c.subject.id))
        return DiffResult(
            old=old,
            new=new,
            summary=replace(_summary(changes), left_out=left_out, ignored=ignored),
            changes=tuple(self._change(change) for change in order),
            noise=dict(sorted(counts.items())),
            noise_changes=tuple(map(_noise, noise)) if self._options.with_noise else (),
            not_compared=tuple(not_compared),
            findings=self._findings(changes, catalog),
        )

    def _is_wanted(self, change: Change) -> bool:
        options, subject = self._options, change.subject
        return (
            (not options.groups or change.group in options.groups)
            and (not options.types or subject.type in options.types or subject.root in options.types)
            and (not options.uris or any(_is_at(change, pattern) for pattern in options.uris))
        )

    def _change(self, change: Change) -> DiffChange:
        subject = change.subject
        impact = None
        if self._impacts is not None and subject.kind is not None:
            impact = self._impacts.of(object_id(ObjectKey(subject.kind, subject.id)))
        return DiffChange(
            kind=change.kind,
            level=change.level,
            group=change.group,
            object=subject.kind,
            uri=subject.id,
            root=subject.root,
            type=subject.type,
            part=subject.part,
            field=change.place,
            before=None if change.before is None else cut(shown(change.before)),
            after=None if change.after is None else cut(shown(change.after)),
            what=change.what,
            sentence=change.sentence,
            text=self._text(change),
            impact=impact,
        )

    def _text(self, change: Change) -> TextPart | None:
        """The lines that differ, where a change is about a long text."""
        before, after = change.before, change.after
        if isinstance(change, TextChanged):
            assert isinstance(before, FileContent)
            assert isinstance(after, FileContent)
            return self._lines(change.form, self._decoded(before, 0), self._decoded(after, 1))
        if type(before) is str and type(after) is str and ("\n" in before + after or len(after) > _LONG):
            return self._lines("sql" if change.place.endswith("queryString") else "text", before, after)
        return None

    def _decoded(self, file: FileContent, number: int) -> str | None:
        """The text of a file; None if it is too long, or cannot be read."""
        from ..diff.formats import decoded

        assert self._sides is not None
        archive = (self._sides.old, self._sides.new)[number].archive
        if file.size > self._options.max_text:
            return None
        try:
            return decoded(archive.read(file.entry))
        except EntryError:
            return None  # told among what was not compared, by the comparison itself

    def _lines(self, form: str, before: str | None, after: str | None) -> TextPart:
        if before is None or after is None:
            limit = f"lines of files over {self._options.max_text:,} bytes are not compared (--max-text)"
            return TextPart(form, 0, 0, (), limit)
        if before == after:
            return TextPart(form, 0, 0, (), "only the encoding differs")
        options = self._options
        found = compare_texts(
            redacted_text(before),
            redacted_text(after),
            context=options.context,
            max_lines=options.max_lines,
        )
        return TextPart(form, found.added, found.removed, tuple(_unified(found)), _cut(found))

    def _findings(self, changes: Iterable[Change], catalog: Catalog | None) -> tuple[Finding, ...]:
        """What the policy says of the changes, and of the new catalog."""
        policy = self._options.policy
        if not policy or catalog is None:
            return ()
        touched: dict[str, str] = {}
        for change in changes:
            touched.setdefault(change.subject.id, change.what)
        rules = [rule for rule in all_rules() if rule.is_policy]
        return tuple(run(rules, Subject(catalog, policy=policy, touched=touched)))


def _cut(found: TextDiff) -> str:
    return found.cut or ("" if found.hunks else "they differ only in what is not shown")


def _unified(found: TextDiff) -> Iterator[str]:
    for hunk in found.hunks:
        yield hunk.header
        yield from hunk.lines


def _is_at(change: Change, pattern: str) -> bool:
    return fnmatchcase(change.subject.id, pattern) or fnmatchcase(change.subject.part, pattern)


def _matches(change: Change, pattern: str) -> bool:
    """Whether a pattern `uri:GLOB`, `type:NAME` or `field:GLOB` is about a change."""
    name, _, value = pattern.partition(":")
    if name == "uri":
        return _is_at(change, value)
    if name == "type":
        return value in (change.subject.type, change.subject.root)
    return fnmatchcase(change.place, value)


def _noise(noise: Noise) -> DiffNoise:
    subject = noise.subject
    return DiffNoise(
        noise.kind.value, subject.part or subject.id, noise.field, noise.before, noise.after, noise.count
    )


def _unclear(counts: Mapping[str, int]) -> Iterator[NotCompared]:
    number = counts.get("re-encrypted", 0)
    if number:
        what = f"{number:,} encrypted value{'' if number == 1 else 's'}"
        yield NotCompared(what, "the same secret is encrypted differently each time")


_ORDER = {kind: number for number, kind in enumerate(ChangeKind)}
_GROUPS = (Group.ADDED, Group.REMOVED, Group.MOVED, Group.RETYPED, Group.CHANGED)


def _summary(changes: Iterable[Change]) -> DiffSummary:
    groups: dict[tuple[object, str], Group] = {}
    levels: Counter[Level] = Counter()
    number = 0
    for change in changes:
        number += 1
        levels[change.level] += 1
        key = change.subject.kind, change.subject.id
        first = groups.setdefault(key, change.group)
        groups[key] = min(first, change.group, key=_GROUPS.index)
    counts = Counter(groups.values())
    return DiffSummary(
        changes=number,
        objects=sum(1 for kind, _ in groups if kind is not None),
        errors=levels[Level.ERROR],
        warnings=levels[Level.WARNING],
        notes=levels[Level.INFO],
        added=counts[Group.ADDED],
        removed=counts[Group.REMOVED],
        moved=counts[Group.MOVED],
        retyped=counts[Group.RETYPED],
        changed=counts[Group.CHANGED],
        left_out=0,
        ignored=0,
    )
