"""Secrets are encrypted with the key that is built into servers of 5.5 to 7.2.

What: the catalog states a version up to 7.2, and its secrets are written as `ENC<…>` without an
initialisation vector.

Why it matters: the key is the same in every installation, and later servers still have it for old catalogs.
So it protects from a glance, not from anybody who has such a server: an import brings the passwords back to
life. Equal passwords can also be told by their equal text.

Example: every export of 5.5 to 7.2 that holds users or data sources with passwords.

Remedy: treat the file as if the passwords in it were readable. For the import itself nothing is needed: keys
that are given are ignored.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.index import INDEX_ENTRY
from ..model.secrets import Scheme
from ..rehearsal.keys import reads_with_built_in_key
from ._hygiene import counted
from ._secrets import written
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """At most one hit."""
    number = len(written(subject, Scheme.BUILT_IN))
    if number and reads_with_built_in_key(subject.catalog.index):
        protected = counted(number, "secret")
        message = f"{protected} under the key that every server has built in: whoever has one can use them"
        yield Hit(message, entry=INDEX_ENTRY)


RULE = Rule(
    code="CK402",
    name="old-built-in-key",
    level=Level.INFO,
    certainty=Certainty.CERTAIN,
    remedy="Treat the file as if the passwords in it were readable.",
    check=check,
    page=__doc__,
)
