"""There is no `index.xml`.

What: every export has one at the top; it says what was exported and how names are escaped.

Why it matters: the import ends with `import.failed.content.error` before anything is done.

Example: a zip of the folder `resources` alone.

Remedy: zip the whole export, or export again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.index import INDEX_ENTRY
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """At most one hit."""
    if INDEX_ENTRY not in subject.catalog.archive.by_name:
        yield Hit("there is no index.xml: this is no export catalog")


RULE = Rule(
    code="CK110",
    name="no-index",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Name the folder or zip that an export wrote, or export again.",
    check=check,
    page=__doc__,
    needs_repository=False,
    server_code="import.failed.content.error",
)
