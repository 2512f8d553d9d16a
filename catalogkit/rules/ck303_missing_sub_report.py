"""A report needs a sub-report that is not in the catalog.

What: a `subreportExpression` of its JRXML names a file that neither the report nor the catalog holds.

Why it matters: the import goes through, because the server does not look into JRXML; the report then fails
whenever it is run, unless the target has the file already.

Example: `"repo:/shared/details.jrxml"` in a report that was exported alone. Neither the exporter nor the
server follows such a path.

Remedy: export the sub-report too, or make sure that the target has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.fields import Role
from ._dependencies import run_time_hits
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per owner and missing target."""
    return run_time_hits(subject, Role.SUB_REPORT)


RULE = Rule(
    code="CK303",
    name="missing-sub-report",
    level=Level.WARNING,
    certainty=Certainty.LIKELY,
    remedy="Export the sub-report too, or make sure that the target has it.",
    check=check,
    page=__doc__,
)
