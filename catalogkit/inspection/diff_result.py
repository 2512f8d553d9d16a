"""What a comparison is asked for, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from ..diff.found import NotCompared
from ..diff.kinds import ChangeKind, Group
from ..model.level import Level
from ..model.objects import ObjectKind
from ..rules import Policy
from .result import Input, Result

if TYPE_CHECKING:
    from ..diff.impact import Impact
    from ..rules import Finding
    from .neighbours import Neighbours
    from .pictures import Pictures

MAX_TEXT = 8 << 20
"""Bytes of a file from which on its lines are not compared, unless told otherwise."""


class DiffOptions(NamedTuple):
    """What is wanted of a comparison.

    Args:
        uris: patterns of URIs or names; only changes of objects that match one.
        types: root elements; only changes of objects of these types.
        groups: only changes that do this.
        ignored: `uri:GLOB`, `type:NAME` or `field:GLOB`: changes that are counted, and not shown.
        with_noise: whether noise is listed, not only counted.
        with_impact: whether to tell who depends on what changed.
        with_inputs: whether to tell what was compared, with checksums, which takes reading both files whole.
        with_images: whether to hold pictures that changed, small PNG, JPEG and GIF only.
        with_references: whether to tell who needs each object, and what it needs.
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
    with_inputs: bool = True
    with_images: bool = False
    with_references: bool = False
    context: int = 3
    max_lines: int = 2_000
    max_text: int = MAX_TEXT
    policy: Policy = Policy()

    def spelled(self) -> tuple[str, ...]:
        """What decides which changes are told, as the command line spells it; defaults are left out."""
        given = [f"--uri {uri}" for uri in self.uris] + [f"--type {name}" for name in self.types]
        if self.groups:
            given.append(f"--only {','.join(group.value for group in self.groups)}")
        given += [f"--ignore {pattern}" for pattern in self.ignored]
        given += ["--noise"] if self.with_noise else []
        given += [] if self.with_impact else ["--no-impact"]
        given += [f"--protect {pattern}" for pattern in self.policy.protected]
        return (*given, *(f"--forbid {text}" for text in self.policy.forbidden))


class TextPart(NamedTuple):
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


class DiffChange(NamedTuple):
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
        fingerprint: twenty hex digits that stay the same as long as the change is at that place.
        images: the picture before and after, if asked for.
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
    fingerprint: str
    images: Pictures | None = None


@dataclass(frozen=True, slots=True)
class DiffNoise:
    """One difference that says nothing."""

    kind: str
    uri: str
    field: str
    before: str
    after: str
    count: int


class DiffSummary(NamedTuple):
    """How much differs.

    Args:
        changes: changes that are listed.
        objects: what they are about: objects, entries that belong to none, and the catalog itself.
        errors: changes that put production at risk.
        warnings: changes that a reviewer should see.
        notes: other changes.
        added: those of them that are new; each counts once, by the first that fits of these five.
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
        inputs: what it was made from.
        options: what decided which changes are told, as the command line spells it.
        references: who needs each object in the new catalog and what it needs, by id, if asked for.
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
    inputs: tuple[Input, ...] = ()
    options: tuple[str, ...] = ()
    references: Mapping[str, Neighbours] | None = None

    def fails(self, threshold: Level | None) -> bool:
        """Whether there is any change, or one at least as grave as a threshold; or a finding that is."""
        if threshold is None:
            return bool(self.changes or self.findings)
        levels = [change.level for change in self.changes] + [finding.level for finding in self.findings]
        return any(level.rank <= threshold.rank for level in levels)
