"""Problems that show without parsing the descriptors of resources; `checking.check` finds all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.catalog import Catalog
from ..model.types import TYPES
from ..rules import Finding, Hit, Level, Subject, all_rules, run
from .sizes import DataFiles
from .survey import Survey


@dataclass(frozen=True, slots=True)
class ProblemCount:
    """How often a rule applies.

    Args:
        code: the rule.
        name: its name.
        level: the gravest level.
        count: how many findings.
        example: one of them.
    """

    code: str
    name: str
    level: Level
    count: int
    example: str


def problems_at_a_glance(catalog: Catalog, seen: Survey, files: DataFiles) -> tuple[ProblemCount, ...]:
    """What rules find, gravest first.

    Args:
        catalog: archive, index and people; folders and resources are not needed.
        seen: what a survey saw of the resources.
        files: their data files.
    """
    rules = {rule.code: rule for rule in all_rules()}
    findings = list(run((rule for rule in rules.values() if not rule.needs_repository), Subject(catalog)))
    findings += [Finding(rules[code], hit) for code, hit in _hits(catalog, seen, files)]
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.rule.code, []).append(finding)
    counts = (_count(group) for group in grouped.values())
    return tuple(sorted(counts, key=lambda count: (count.level.rank, count.code)))


def _count(group: list[Finding]) -> ProblemCount:
    hit = group[0].hit
    return ProblemCount(
        group[0].rule.code,
        group[0].rule.name,
        min((finding.level for finding in group), key=lambda level: level.rank),
        len(group),
        ": ".join(part for part in (hit.uri or hit.entry, hit.message) if part),
    )


def _hits(catalog: Catalog, seen: Survey, files: DataFiles) -> Iterator[tuple[str, Hit]]:
    unclaimed = set(files.unclaimed)
    for name, reason in seen.unreadable.items():
        if name in unclaimed:
            yield "CK115", Hit(reason, entry=name)
    for tag in sorted(seen.listed.keys() | seen.local.keys()):
        if tag not in TYPES:
            yield "CK116", Hit(f"`{tag}` is no known type of resource")
    for name in files.missing:
        yield "CK120", Hit(f"the file {name} is named, but not there")
    for name in files.unclaimed:
        if name not in seen.unreadable:
            yield "CK124", Hit("it belongs to nothing", entry=name)
    for target, owner in seen.targets:
        if target not in seen.uris and target not in seen.folders:
            yield "CK301", Hit(f"it needs {target}, which is not in the catalog", uri=owner)
    if catalog.broken_dependencies:
        yield "CK302", Hit(f"the exporter lists {len(catalog.broken_dependencies)} objects")
