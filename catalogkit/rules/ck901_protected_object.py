"""Something that must not be touched is touched.

What: an object whose URI or name matches a pattern of `--protect` changed, would be created or overwritten
by an import, or, where no target is given, is in the catalog at all.

Why it matters: production's data sources, users and settings are kept by hand. A catalog from a test server
repoints or replaces them, and the server does not ask (`import-semantics.md` §4.3, §7.2).

Example: `catalogkit diff prod.zip next.zip --protect '/datasources/*'`.

Remedy: leave the object out of the export, and import with `--broken-dependencies include`; or take the
pattern back if the change is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per object."""
    patterns = subject.policy.protected
    if not patterns:
        return
    for uri, what in subject.touched.items():
        pattern = next((pattern for pattern in patterns if fnmatchcase(uri, pattern)), None)
        if pattern is not None:
            yield Hit(f"it is protected by {pattern}: {what}", uri=uri)


RULE = Rule(
    code="CK901",
    name="protected-object",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Leave it out of the export, or take the pattern back if the change is meant.",
    check=check,
    page=__doc__,
)
