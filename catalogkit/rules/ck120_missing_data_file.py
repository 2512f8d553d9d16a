"""A resource names a data file that the catalog lacks.

What: the bytes of a file, image, JRXML or saved output are not in the archive.

Why it matters: the import ends with `import.failed.content.error` when it reaches the resource; what came
before stays imported.

Example: jars that a version control system refused to store.

Remedy: export again, or put the file back.
"""

from __future__ import annotations

from collections.abc import Iterator

from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per missing file."""
    for missing in subject.catalog.missing_data:
        owner = subject.catalog.resources[missing.owner]
        local = missing.resource if missing.resource != missing.owner else ""
        yield Hit(
            f"{f'its local resource {local}' if local else 'it'} names the file {missing.entry}, "
            "which is not there",
            uri=missing.owner,
            entry=owner.entry,
            detail=missing.entry,
        )


RULE = Rule(
    code="CK120",
    name="missing-data-file",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Export the resource again, or add the file under the name that the message gives.",
    check=check,
    page=__doc__,
    server_code="import.failed.content.error",
)
