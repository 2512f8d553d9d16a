"""A report uses a style template that is not in the catalog.

What: a `template` of its JRXML, or of another style template, names a file that neither the report nor the
catalog holds.

Why it matters: the import goes through; the report then fails whenever it is run.

Example: `"repo:/styles/house.jrtx"` in a report that was exported alone.

Remedy: export the style template too, or make sure that the target has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.fields import Role
from ._dependencies import run_time_hits
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per owner and missing target."""
    return run_time_hits(subject, Role.STYLE_TEMPLATE)


RULE = Rule(
    code="CK305",
    name="missing-style-template",
    level=Level.WARNING,
    certainty=Certainty.LIKELY,
    remedy="Export the style template too, or make sure that the target has it.",
    check=check,
    page=__doc__,
)
