"""A Domain uses a data source alias that it does not define.

What: a `datasourceId` in the schema of a Domain is not among the aliases of its data sources.

Why it matters: the import goes through; the Domain cannot be opened, and everything made of it fails.

Example: a data source was given another alias in the descriptor, but not in the schema.

Remedy: open the Domain on the source server, repair it, and export it again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.fields import Role
from ._dependencies import run_time_hits
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per owner and missing target."""
    return run_time_hits(subject, Role.DATA_SOURCE_ALIAS)


RULE = Rule(
    code="CK309",
    name="unknown-alias",
    level=Level.WARNING,
    certainty=Certainty.LIKELY,
    remedy="Repair the Domain on the source server and export it again.",
    check=check,
    page=__doc__,
)
