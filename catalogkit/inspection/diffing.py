"""`diff`: what differs between two catalogs, or a catalog and a listing: risks first, noise counted."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, TypeAlias

from ..archive import Archive, Progress
from ..collector import collector_paused
from ..diff.canonical import FileContent
from ..diff.changes.base import Change
from ..diff.changes.content import TextChanged
from ..diff.engine import compare
from ..diff.found import Noise, NotCompared
from ..diff.impact import Impacts, graph_of_users
from ..diff.kinds import ChangeKind, Group
from ..diff.showing import cut, shown
from ..diff.sides import Sides, read_sides
from ..diff.texts import TextDiff, compare_texts
from ..errors import EntryError
from ..model.catalog import Catalog
from ..model.descriptors import root_of
from ..model.level import Level
from ..model.objects import ObjectKey
from ..model.text_redaction import redacted_text
from ..parsing.builder import build_catalog
from ..parsing.index import archive_is_escaped
from ..parsing.places import Place, place_entries
from ..references.edge import object_id
from .diff_result import DiffChange, DiffNoise, DiffOptions, DiffResult, DiffSummary, TextPart
from .result import input_of

if TYPE_CHECKING:
    from ..model.target import Target
    from ..references.graph import Graph
    from ..rules import Finding
    from .pictures import Pictures

Side: TypeAlias = "Archive | Target"
"""A catalog, or what a listing tells of a repository."""

_LISTED = frozenset({Place.FOLDER, Place.RESOURCE})
_LONG = 200
"""Characters from which on a value is compared line by line."""


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
            result = _of_catalogs(old, new, options, progress)
        else:
            result = _of_listings(old, new, options)
    inputs = (input_of(old), input_of(new)) if options.with_inputs else ()
    return replace(result, inputs=inputs, options=options.spelled())


def _of_catalogs(old: Archive, new: Archive, options: DiffOptions, progress: Progress | None) -> DiffResult:
    # A policy asks of all that is there, not only of what changed.
    whole = options.with_impact or options.with_references or bool(options.policy)
    sides = read_sides(old, new, whole=whole, progress=progress)
    found = list(compare(sides))
    is_changed = any(isinstance(item, Change) for item in found)
    graph = _graph(sides.new, options) if is_changed else None
    impacts = None
    if graph is not None and options.with_impact:
        impacts = Impacts(graph, {object_id(item.key): root_of(item) for item in sides.new.objects()})
    result = _Assembly(options, sides, impacts).result(old.path, new.path, found, sides.new)
    if not options.with_references:
        return result
    from .neighbours import neighbours

    ids = [object_id(ObjectKey(one.object, one.uri)) for one in result.changes if one.object is not None]
    return replace(result, references=neighbours(graph, ids) if graph is not None else {})


def _graph(catalog: Catalog, options: DiffOptions) -> Graph | None:
    """Who needs whom, no further than it is asked for."""
    if options.with_references:
        from ..references.graph import build_graph

        return build_graph(catalog)
    return graph_of_users(catalog) if options.with_impact else None


def _of_listings(old: Side, new: Side, options: DiffOptions) -> DiffResult:
    from ..diff.listings import compare_listings, scope_of

    whole = bool(options.policy) and isinstance(new, Archive)
    catalog = next((_read(side, whole=whole) for side in (old, new) if isinstance(side, Archive)), None)
    in_scope = scope_of(["/"] if catalog is None else _requested(catalog))
    first, second = (_told(side, catalog) for side in (old, new))
    if not whole:
        catalog = None  # a large one takes much memory
    found = list(compare_listings(first, second, in_scope=in_scope))
    if options.policy and not whole:
        found.append(NotCompared("what --protect and --forbid name", "they are asked of a catalog only"))
    return _Assembly(options, None, None).result(first.name, second.name, found, catalog)


def _told(side: Side, catalog: Catalog | None) -> Target:
    """What a listing tells, or would tell of the catalog that is the other side."""
    if not isinstance(side, Archive):
        return side
    from ..rehearsal.targets import listed_of

    assert catalog is not None
    return listed_of(catalog)


def _read(archive: Archive, *, whole: bool) -> Catalog:
    """A catalog that is compared with a listing, which knows of folders and resources alone."""
    if whole:
        return build_catalog(archive)
    entries = place_entries(archive, escaped=archive_is_escaped(archive))
    return build_catalog(archive, placed=[item for item in entries if item.place in _LISTED])


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
        self._told: Counter[str] = Counter()

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
        touched: dict[str, str] = {}
        left_out = ignored = 0
        for item in found:
            if isinstance(item, Change):
                _touch(touched, item)
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
            summary=_summary(changes)._replace(left_out=left_out, ignored=ignored),
            changes=tuple(self._change(change) for change in order),
            noise=dict(sorted(counts.items())),
            noise_changes=tuple(map(_noise, noise)) if self._options.with_noise else (),
            not_compared=tuple(not_compared),
            findings=self._findings(touched, catalog),
        )

    def _is_wanted(self, change: Change) -> bool:
        options, subject = self._options, change.subject
        return (
            (not options.groups or change.group in options.groups)
            and (not options.types or subject.type in options.types or subject.root in options.types)
            and (not options.uris or any(_is_at(change.reaches, pattern) for pattern in options.uris))
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
            fingerprint=self._fingerprint(change),
            images=self._images(change) if self._options.with_images else None,
        )

    def _fingerprint(self, change: Change) -> str:
        """What stays the same; of several at one place, as of two controls of one name, each has its own."""
        subject = change.subject
        text = "\0".join((change.kind.value, str(subject.kind), subject.id, subject.part, *change.path))
        self._told[text] += 1
        text += f"\0#{self._told[text]}" if self._told[text] > 1 else ""
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]

    def _images(self, change: Change) -> Pictures | None:
        """The pictures that a change is about."""
        from .pictures import Pictures

        found = Pictures(self._picture(change.before, 0), self._picture(change.after, 1))
        return found if found.before or found.after else None

    def _picture(self, file: object, number: int) -> str | None:
        from .pictures import MAX_PICTURE, picture_uri

        if not isinstance(file, FileContent) or file.size > MAX_PICTURE or self._sides is None:
            return None
        try:
            return picture_uri((self._sides.old, self._sides.new)[number].archive.read(file.entry))
        except EntryError:
            return None  # told among what was not compared, by the comparison itself

    def _text(self, change: Change) -> TextPart | None:
        """The lines that differ, where a change is about a long text."""
        before, after = change.before, change.after
        if isinstance(change, TextChanged):
            assert isinstance(before, FileContent)
            assert isinstance(after, FileContent)
            return self._file_lines(change.form, before, after)
        if type(before) is not str or type(after) is not str:
            return None
        if "\n" not in before + after and max(len(before), len(after)) <= _LONG:
            return None
        return self._lines("sql" if change.place.endswith("queryString") else "text", before, after)

    def _file_lines(self, form: str, before: FileContent, after: FileContent) -> TextPart:
        """The lines that differ of two files, or why they are not compared."""
        limit = self._options.max_text
        if max(before.size, after.size) > limit:
            reason = f"lines of files over {limit:,} bytes are not compared (--max-text)"
            return TextPart(form, 0, 0, (), reason)
        try:
            return self._lines(form, self._decoded(before, 0), self._decoded(after, 1))
        except EntryError as error:
            return TextPart(form, 0, 0, (), f"its lines are not compared: {error.what}")

    def _decoded(self, file: FileContent, number: int) -> str:
        """The text of a file that was found to be one."""
        from ..diff.formats import decoded

        assert self._sides is not None
        text = decoded((self._sides.old, self._sides.new)[number].archive.read(file.entry))
        assert text is not None
        return text

    def _lines(self, form: str, before: str, after: str) -> TextPart:
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

    def _findings(self, touched: Mapping[str, str], catalog: Catalog | None) -> tuple[Finding, ...]:
        """What the policy says of all changes, shown or not, and of the new catalog."""
        policy = self._options.policy
        if not policy or catalog is None:
            return ()
        from ..rules import Subject, all_rules, run

        rules = [rule for rule in all_rules() if rule.is_policy]
        return tuple(run(rules, Subject(catalog, policy=policy, touched=touched)))


def _cut(found: TextDiff) -> str:
    return found.cut or ("" if found.hunks else "they differ only in what is not shown")


def _unified(found: TextDiff) -> Iterator[str]:
    for hunk in found.hunks:
        yield hunk.header
        yield from hunk.lines


def _is_at(places: Iterable[str], pattern: str) -> bool:
    return any(fnmatchcase(place, pattern) for place in places)


def _touch(touched: dict[str, str], change: Change) -> None:
    """Add what a change does to whatever it touches, unless an earlier one did something to it."""
    for place in change.reaches:
        here = place == change.subject.id
        touched.setdefault(place, change.what if here else f"{change.subject}: {change.what}")


def _matches(change: Change, pattern: str) -> bool:
    """Whether a pattern `uri:GLOB`, `type:NAME` or `field:GLOB` is about a change."""
    name, _, value = pattern.partition(":")
    if name == "uri":
        return _is_at(change.places, value)
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
        objects=len(groups),
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
