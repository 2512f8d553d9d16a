"""A report shows an image that is not in the catalog.

What: an `imageExpression` of its JRXML names a file that neither the report nor the catalog holds.

Why it matters: the import goes through; when the report runs the image is missing, or the report fails,
depending on `onErrorType`.

Example: `"repo:/images/logo"` in a report that was exported without the folder `/images`.

Remedy: export the image too, or make sure that the target has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.fields import Role
from ._dependencies import run_time_hits
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per owner and missing target."""
    return run_time_hits(subject, Role.IMAGE)


RULE = Rule(
    code="CK304",
    name="missing-image",
    level=Level.WARNING,
    certainty=Certainty.LIKELY,
    remedy="Export the image too, or make sure that the target has it.",
    check=check,
    page=__doc__,
)
