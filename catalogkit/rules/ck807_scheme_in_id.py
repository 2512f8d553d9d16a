"""The id of a resource contains `repo:`.

What: `repo:` is what paths may start with; here it is part of a name.

Why it matters: the server strips it from a path before it looks for anything, so that such a resource is not
found by its full name where paths are searched; whether it is found at all depends on the version.

Example: a sub-report embedded under the name `repo:detail`, because its expression says so.

Remedy: give it the id without `repo:`; expressions may keep theirs.
"""

from __future__ import annotations

from collections.abc import Iterator

from .base import Certainty, Hit, Level, Rule, Subject

_SCHEME = "repo:"


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per folder or resource, embedded ones included."""
    catalog = subject.catalog
    for item in (*catalog.folders.values(), *catalog.all_resources()):
        if _SCHEME in item.uri.name:
            message = f"its id {item.uri.name} contains `{_SCHEME}`, which is taken off paths"
            yield Hit(message, uri=item.uri, entry=item.entry)


RULE = Rule(
    code="CK807",
    name="scheme-in-id",
    level=Level.INFO,
    certainty=Certainty.LIKELY,
    remedy="Create the resource again under an id without `repo:`.",
    check=check,
    page=__doc__,
)
