"""A secret is encrypted in another way than the server will read it.

What: there are secrets under the key that is built into servers of 5.5 to 7.2, in a catalog that does not
state such a version, or beside secrets of later servers.

Why it matters: the server chooses one key for the whole catalog: the built-in one if `jsVersion` states a
version up to 7.2, else a key of its key store. What is under another one arrives as garbage, without a word.

Example: a data source from an export of 6.4, copied into one of 8.2.

Remedy: import the old objects from a catalog of their own that states their version, or enter the password
again on the server.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.secrets import Scheme
from ..rehearsal.keys import reads_with_built_in_key
from ._secrets import hits_by_object, written
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per object whose secrets are misread."""
    index = subject.catalog.index
    old = written(subject, Scheme.BUILT_IN)
    if index is None or not old:
        return
    if not reads_with_built_in_key(index):
        said = index.value("jsVersion")
        version = f"jsVersion says {said}" if said else "there is no jsVersion"
        yield from hits_by_object(old, f"under the built-in key of 5.5 to 7.2, but {version}")
    else:
        newer = f"under a key of 7.5 or later, but jsVersion says {index.value('jsVersion')}"
        yield from hits_by_object(written(subject, Scheme.KEYED), newer)


RULE = Rule(
    code="CK405",
    name="mixed-eras",
    level=Level.WARNING,
    certainty=Certainty.LIKELY,
    remedy="Import these objects from a catalog that states their version, or enter their passwords again.",
    check=check,
    page=__doc__,
)
