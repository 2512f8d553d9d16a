"""Secrets are under a key, but nothing tells the server which is the right one.

What: there are secrets as servers from 7.5 on write them, and the index has no property `encrypted`.

Why it matters: that property is the only test of a key. Without it a server with another key imports the
catalog without a word, and every password in it as garbage: data sources do not connect, users cannot log in.

Example: an index that was written by hand or by a tool for a part of an export.

Remedy: copy `encrypted` and `keyalias` from the index of the export that the secrets come from.
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
    index = subject.catalog.index
    if index is None or index.value("encrypted") is not None or reads_with_built_in_key(index):
        return
    number = len(written(subject, Scheme.KEYED))
    if number:
        message = f"{counted(number, 'secret')} under a key, and no property encrypted to test it with"
        yield Hit(message, entry=INDEX_ENTRY)


RULE = Rule(
    code="CK404",
    name="no-encrypted-token",
    level=Level.WARNING,
    certainty=Certainty.CERTAIN,
    remedy="Copy the properties encrypted and keyalias from the index of the export the secrets come from.",
    check=check,
    page=__doc__,
)
