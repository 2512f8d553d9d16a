"""The index property `pathProcessorId` is unknown, or contradicts the entry names.

What: it says how entry names are escaped: `zip` or `file` (escaped), `none` or `basic` (not escaped).

Why it matters: the import ends with `import.failed` before anything is done.

Example: `pathProcessorId` = `ZIP`; the id is case-sensitive.

Remedy: write `zip`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..archive.escaping import ESCAPING_PROCESSORS, PLAIN_PROCESSORS, unescape
from ..model.catalog import Catalog
from ..model.index import INDEX_ENTRY
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """At most one hit of each kind."""
    if subject.catalog.index is None:
        return
    processor = subject.catalog.index.path_processor
    if not subject.catalog.escaped and _names_look_escaped(subject.catalog):
        yield Hit(
            f"entry names are escaped, but pathProcessorId says `{processor or 'nothing'}`: "
            "the server does not find them",
            entry=INDEX_ENTRY,
            detail="escaped",
            server_code="import.failed.content.error",
        )
    if processor is not None and processor not in ESCAPING_PROCESSORS | PLAIN_PROCESSORS:
        yield Hit(
            f"the server knows no path processor `{processor}`",
            entry=INDEX_ENTRY,
            detail=processor,
        )


def _names_look_escaped(catalog: Catalog) -> bool:
    """Whether a descriptor states just the URI that its entry name becomes when it is unescaped."""
    objects = (*catalog.folders.values(), *catalog.resources.values())
    return any(item.body_uri == unescape(item.uri) != item.uri for item in objects)


RULE = Rule(
    code="CK114",
    name="wrong-path-processor",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Set pathProcessorId to zip, as exports do.",
    check=check,
    page=__doc__,
    server_code="import.failed",
)
