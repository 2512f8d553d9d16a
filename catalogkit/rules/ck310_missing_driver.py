"""A data source needs a JDBC driver whose files are not in the catalog.

What: an attribute `jdbc:<class name>` of the root organization says in which folder below `/jdbc` the driver
is, and the catalog does not hold the folder.

Why it matters: exporters do not follow drivers. Every report on the data source fails with "driver not
found", unless the target has the folder.

Example: an export of people and settings together with a data source, without the folder `/jdbc`.

Remedy: export the folder too, or install the driver on the target.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.fields import Role
from ._dependencies import run_time_hits
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per owner and missing target."""
    return run_time_hits(subject, Role.JDBC_DRIVER)


RULE = Rule(
    code="CK310",
    name="missing-driver",
    level=Level.WARNING,
    certainty=Certainty.LIKELY,
    remedy="Export the driver's folder below /jdbc too, or install the driver on the target.",
    check=check,
    page=__doc__,
)
