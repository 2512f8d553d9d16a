"""Hits out of defects and problems, for the rules that pass them on."""

from __future__ import annotations

from collections.abc import Iterator

from ..archive import DefectKind
from ..model.catalog import Catalog
from ..model.objects import ObjectKind
from ..model.problems import ProblemKind
from .base import Hit, Level


def defect_hits(catalog: Catalog, kinds: frozenset[DefectKind], level: Level | None = None) -> Iterator[Hit]:
    """One hit per defect of these kinds."""
    for defect in catalog.archive.defects:
        if defect.kind in kinds:
            detail = "" if defect.detail in ("", defect.kind.text) else f" ({defect.detail})"
            yield Hit(
                f"{defect.kind.text}{detail}",
                entry=defect.entry,
                detail=defect.kind.id,
                level=level,
            )


def grouped_hit(catalog: Catalog, kind: DefectKind) -> Iterator[Hit]:
    """At most one hit for all defects of a kind, with their number."""
    found = [defect for defect in catalog.archive.defects if defect.kind is kind]
    if found:
        count = f" ({len(found)} entries)" if len(found) > 1 else ""
        yield Hit(f"{kind.text}{count}", entry=found[0].entry, detail=kind.id)


def problem_hits(catalog: Catalog, kind: ProblemKind) -> Iterator[Hit]:
    """One hit per problem of a kind."""
    for problem in catalog.problems:
        if problem.kind is kind:
            message = problem.detail or problem.kind.value
            if kind is ProblemKind.WRONG_ROOT:
                message = f"its root element is `{problem.subject}`; {problem.detail}"
            yield Hit(
                message,
                uri=claimed_uri(catalog, problem.entry),
                entry=problem.entry,
                line=problem.line,
                detail=problem.subject,
            )


def claimed_uri(catalog: Catalog, entry: str) -> str:
    """The URI of the folder or resource that an entry belongs to; empty where there is none."""
    key = catalog.claims.get(entry)
    if key is None or key.kind not in (ObjectKind.FOLDER, ObjectKind.RESOURCE):
        return ""
    return key.id
