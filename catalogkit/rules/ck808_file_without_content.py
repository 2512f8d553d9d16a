"""A file has no content and links to no other file.

What: a `fileResource`, listed or embedded, has neither `dataFile` nor `referenceUri`.

Why it matters: the import takes it, but whatever needs its content fails when it runs.

Example: an upload that broke off, or a data file taken out together with the attribute that named it.

Remedy: upload the file again on the server.
"""

from __future__ import annotations

from collections.abc import Iterator

from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per file."""
    for resource in subject.catalog.all_resources():
        if resource.type.name != "fileResource":
            continue
        if not resource.text("@dataFile") and not resource.text("referenceUri"):
            kind = f" of type {resource.text('fileType')}" if resource.text("fileType") else ""
            yield Hit(f"the file{kind} has no content and is no link", uri=resource.uri, entry=resource.entry)


RULE = Rule(
    code="CK808",
    name="file-without-content",
    level=Level.WARNING,
    certainty=Certainty.LIKELY,
    remedy="Upload the file again, or delete the resource.",
    check=check,
    page=__doc__,
)
