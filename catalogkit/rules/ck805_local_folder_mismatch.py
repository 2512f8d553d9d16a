"""An embedded resource says that it is embedded in something else.

What: its `<folder>` is not the URI of its owner followed by `_files`.

Why it matters: the server puts it below its owner all the same (recorded: `d-body-local-folder`), but looks
for its file at the stated place; a path that names the stated URI leads nowhere after the import.

Example: a report copied and renamed inside the zip, with the folders of its resources left as they were.

Remedy: state the folder of the owner, and move the data file with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.repository import Resource
from ._hygiene import embedded
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per embedded resource; what is embedded in it follows it and is not told."""
    for listed, found, local in embedded(subject.catalog):
        stated = local.text("folder")
        if stated is not None and stated.rstrip("/") not in _folders_of(found.owner):
            yield Hit(
                f"the embedded {local.type.name} {local.uri.name} of {found.owner.uri} states the folder "
                f"{stated}",
                uri=listed.uri,
                entry=listed.entry,
                line=found.line,
                detail=local.uri,
            )


def _folders_of(owner: Resource) -> tuple[str, ...]:
    """Where its embedded resources may say they are; where it says it is itself, is told as CK119."""
    itself = owner.body_uri
    return (owner.uri.files,) if itself is None else (owner.uri.files, itself.files)


RULE = Rule(
    code="CK805",
    name="local-folder-mismatch",
    level=Level.INFO,
    certainty=Certainty.CERTAIN,
    remedy="State the URI of the owner followed by _files as folder, and move the data file there.",
    check=check,
    page=__doc__,
)
