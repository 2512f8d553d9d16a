"""Content could not be searched for what it needs.

What: a JRXML, style template, Domain, data adapter or dashboard file is malformed, exceeds a limit, or is a
compiled report.

Why it matters: what it needs at run time is not known; other findings about references are incomplete.

Example: a sub-report that was uploaded as `.jasper`.

Remedy: repair the file; keep JRXML in the repository instead of compiled reports.
"""

from __future__ import annotations

from collections.abc import Iterator

from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per file."""
    for item in subject.graph.unread:
        yield Hit(
            f"its content could not be searched for references: {item.what}",
            uri=item.owner,
            entry=item.entry,
            line=item.line,
            detail=item.entry,
        )


RULE = Rule(
    code="CK313",
    name="unsearchable-content",
    level=Level.WARNING,
    certainty=Certainty.CERTAIN,
    remedy="Repair the file; keep JRXML in the repository instead of compiled reports.",
    check=check,
    page=__doc__,
)
