"""A folder holds objects, but has no descriptor of its own.

What: exports write a `.folder.xml` for every folder above an exported object. Here one is missing.

Why it matters: where the folder does not exist yet, the import creates it with its id as label, without
description and permissions.

Example: a catalog put together by hand from single reports.

Remedy: export again, or add the descriptor.
"""

from __future__ import annotations

from collections.abc import Iterator

from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per folder that is used but not described."""
    told = set()
    for uri in (*subject.catalog.folders, *subject.catalog.resources):
        for folder in uri.ancestors():
            if folder == "/" or folder in told:
                break
            if folder not in subject.catalog.folders:
                told.add(folder)
                yield Hit("the folder has no .folder.xml; a new one gets its id as label", uri=folder)


RULE = Rule(
    code="CK126",
    name="missing-folder-descriptor",
    level=Level.INFO,
    certainty=Certainty.CERTAIN,
    remedy="Export with the folder, if its label and permissions matter.",
    check=check,
    page=__doc__,
)
