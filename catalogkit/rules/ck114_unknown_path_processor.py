"""The index property `pathProcessorId` has a value that no server knows.

What: it says how entry names are escaped: `zip` or `file` (escaped), `none` or `basic` (not escaped).

Why it matters: the import ends with `import.failed` before anything is done.

Example: `pathProcessorId` = `ZIP`; the id is case-sensitive.

Remedy: write `zip`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..archive.escaping import ESCAPING_PROCESSORS, PLAIN_PROCESSORS
from ..model.catalog import Catalog
from ..model.index import INDEX_ENTRY
from .base import Certainty, Hit, Level, Rule


def check(catalog: Catalog) -> Iterator[Hit]:
    """At most one hit."""
    processor = catalog.index.path_processor if catalog.index else None
    if processor is not None and processor not in ESCAPING_PROCESSORS | PLAIN_PROCESSORS:
        yield Hit(
            f"the server knows no path processor `{processor}`",
            entry=INDEX_ENTRY,
            detail=processor,
        )


RULE = Rule(
    code="CK114",
    name="unknown-path-processor",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Set pathProcessorId to zip, as exports do.",
    check=check,
    page=__doc__,
    server_code="import.failed",
)
