"""`check`: everything that our rules find in a catalog, and what could not be checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from ..archive import DefectKind, Progress
from ..errors import UnreadableError
from ..model.catalog import Catalog
from ..model.problems import ProblemKind
from ..rehearsal.rehearse import Into
from ..rules import Finding, Level, Policy, Subject, all_rules, run
from ..rules.sifting import Known, sift
from .neighbours import Neighbours, neighbours
from .rehearsal import RehearsalResult, Verdict, compared, rehearsal_result, rehearsed, rehearsed_unread
from .result import Input, Result, input_of


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Something that could not be checked, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class IgnoredFinding:
    """A finding that the configuration ignores, with the reason that it gives."""

    code: str
    uri: str
    reason: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class CheckResult(Result):
    """What was found.

    Args:
        path: the catalog.
        objects: objects read.
        findings: gravest first, then by rule and URI.
        not_checked: what could not be checked.
        rehearsal: what an import would do; None if no target was given.
        inputs: what it was made from.
        ignored: findings that the configuration ignores.
        held: how many findings the baseline holds.
        stale: how many entries of the baseline nothing has any more.
        references: who needs each object that is told of and what it needs, by id, if asked for.
    """

    schema: ClassVar[str] = "catalogkit/check/1"

    path: str
    objects: int
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    rehearsal: RehearsalResult | None = None
    inputs: tuple[Input, ...] = ()
    ignored: tuple[IgnoredFinding, ...] = ()
    held: int = 0
    stale: int = 0
    references: Mapping[str, Neighbours] | None = None

    def worst(self) -> Level | None:
        """The gravest level found."""
        return self.findings[0].level if self.findings else None

    def fails(self, threshold: Level) -> bool:
        """Whether anything is at least as grave as a threshold, or the import would not be clean."""
        if self.rehearsal is not None and self.rehearsal.verdict is not Verdict.CLEAN:
            return True
        worst = self.worst()
        return worst is not None and worst.rank <= threshold.rank


def check(
    catalog: Catalog,
    *,
    verify: bool = True,
    progress: Progress | None = None,
    into: Into | None = None,
    compare: bool = False,
    policy: Policy | None = None,
    known: Known | None = None,
    references: bool = False,
) -> CheckResult:
    """Check a catalog with all rules.

    Args:
        catalog: the catalog.
        verify: whether to read every data file and compare its checksum, and to read access events.
        progress: told how far the reading of data files is.
        into: what its import is told; None if it is not to be rehearsed.
        compare: whether to compare the strategies for broken dependencies.
        policy: what must not be touched, and what must not be left.
        known: findings that are not to be told.
        references: whether to tell who needs each object, and what it needs.

    Raises:
        UsageError: the importing user is not in the target, or may not import.
    """
    rehearsal = result = None
    if into is not None:
        rehearsal = rehearsed(catalog.archive, into)
        strategies = compared(catalog.archive, into) if compare else ()
        result = replace(rehearsal_result(rehearsal, into, catalog), strategies=strategies)
    if verify:
        catalog.archive.verify(progress)
        seen_in_events = tuple(catalog.access_events.problems())
        catalog = replace(catalog, problems=catalog.problems + seen_in_events)
    subject = Subject(catalog, into, rehearsal, policy)
    unasked = {rule.code for rule in all_rules() if not rule.is_asked(subject)}
    sifted = sift(run(all_rules(), subject), known or Known(), unasked=unasked)
    findings = sorted(
        sifted.kept,
        key=lambda f: (f.level.rank, f.rule.code, f.hit.uri, f.hit.entry, f.hit.line, f.hit.detail),
    )
    return CheckResult(
        path=catalog.archive.path,
        objects=sum(1 for _ in catalog.objects()) + len(catalog.access_events),
        findings=tuple(findings),
        not_checked=tuple(_not_checked(catalog, verify=verify, rehearsed=result is not None)),
        rehearsal=result,
        inputs=(input_of(catalog.archive), *((input_of(into.target),) if into is not None else ())),
        ignored=tuple(
            IgnoredFinding(f.rule.code, f.hit.uri or f.hit.entry, ignore.reason, f.fingerprint)
            for f, ignore in sifted.ignored
        ),
        held=len(sifted.held),
        stale=len(sifted.stale),
        references=neighbours(subject.graph, _ids(findings, result)) if references else None,
    )


def _ids(findings: Iterable[Finding], result: RehearsalResult | None) -> Iterator[str]:
    """Ids of the objects that a result tells of."""
    yield from (finding.hit.uri for finding in findings if finding.hit.uri.startswith("/"))
    for action in result.actions if result is not None else ():
        yield action.uri if action.kind in ("folder", "resource") else f"{action.kind} {action.uri}"


def unreadable(path: str, error: UnreadableError, into: Into) -> CheckResult:
    """The result for something that is no readable catalog, but could be uploaded all the same.

    Raises:
        UsageError: the importing user is not in the target, or may not import.
    """
    result = rehearsal_result(rehearsed_unread(error, into), into)
    return CheckResult(path, 0, (), (NotChecked("anything in it", str(error)),), result)


def _not_checked(catalog: Catalog, *, verify: bool, rehearsed: bool) -> Iterator[NotChecked]:
    if not rehearsed:
        number = sum(rule.needs_target for rule in all_rules())
        what = f"whether an import would go through, and the {number} rules about it"
        yield NotChecked(what, "no target was given; see --into")
    limited = [d for d in catalog.archive.defects if d.kind is DefectKind.LIMIT]
    limited_xml = [p for p in catalog.problems if p.kind is ProblemKind.XML_LIMIT]
    if limited or limited_xml:
        yield NotChecked(f"{len(limited) + len(limited_xml)} entries", "they exceed a limit")
    unknown = [p for p in catalog.problems if p.kind is ProblemKind.UNKNOWN_TYPE]
    if unknown:
        yield NotChecked(f"the inside of {len(unknown)} resources", "their type is not known")
    if not verify:
        yield NotChecked("the checksums of data files, and access events", "--no-verify was given")
    if catalog.index is None:
        yield NotChecked("what the index lists", "there is no readable index")
