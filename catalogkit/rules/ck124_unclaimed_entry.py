"""An entry belongs to no object of the catalog.

What: no descriptor names it, and it lies at no place where a catalog keeps anything.

Why it matters: the server ignores it. It may have been meant as the data of a resource.

Example: a data file whose descriptor was deleted.

Remedy: leave it out, or correct the descriptor that should name it.
"""

from __future__ import annotations

from collections.abc import Iterator

from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per entry, unless another rule tells about it."""
    told = {problem.entry for problem in subject.catalog.problems}
    told |= {defect.entry for defect in subject.catalog.archive.defects}
    for unclaimed in subject.catalog.unclaimed:
        if unclaimed.entry not in told:
            yield Hit(f"it belongs to nothing: {unclaimed.reason}", entry=unclaimed.entry)


RULE = Rule(
    code="CK124",
    name="unclaimed-entry",
    level=Level.INFO,
    certainty=Certainty.CERTAIN,
    remedy="Leave the file out of the archive.",
    check=check,
    page=__doc__,
)
