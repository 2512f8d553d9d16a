"""A report reads a data adapter, or an adapter a file, that is not in the catalog.

What: the property `net.sf.jasperreports.data.adapter`, the file that a data adapter reads, or the `fileName`
of a custom data source, leads to nothing in the catalog.

Why it matters: the import goes through; the report has no data when it runs.

Example: an adapter that reads `repo:/data/cities.csv`, exported without the file.

Remedy: export the adapter and its file too, or make sure that the target has them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.fields import Role
from ._dependencies import run_time_hits
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per owner and missing target."""
    return run_time_hits(subject, Role.DATA_ADAPTER, Role.DATA_FILE)


RULE = Rule(
    code="CK306",
    name="missing-data-adapter",
    level=Level.WARNING,
    certainty=Certainty.LIKELY,
    remedy="Export the adapter and its file too, or make sure that the target has them.",
    check=check,
    page=__doc__,
)
