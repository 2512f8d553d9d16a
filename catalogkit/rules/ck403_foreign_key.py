"""The catalog is under a key that the target must have.

What: the index carries the token `encrypted`, with which a server of 7.5 or later tests its key before it
imports anything.

Why it matters: a target whose key does not decrypt the token refuses the whole import. Each server makes a
key of its own when it is set up, so an export of one does not go into another just like that. Only the server
that the export comes from needs nothing.

Example: a test server's export uploaded to production: `import.decode.failed`.

Remedy: export with a key that both servers have, or bring the key of the export into the key store of the
target and name it with `--keyalias`, or give it with `--secret-key`. `catalogkit key` tests a key beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.index import INDEX_ENTRY
from ..rehearsal.keys import WRONG_KEY, reads_with_built_in_key
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """At most one hit."""
    index = subject.catalog.index
    if index is None or index.value("encrypted") is None or reads_with_built_in_key(index):
        return
    alias = index.value("keyalias")
    key = f"the key {alias}" if alias else "the key of the server it was exported from"
    yield Hit(f"a target without {key} refuses it", entry=INDEX_ENTRY, detail=alias or "")


RULE = Rule(
    code="CK403",
    name="foreign-key",
    level=Level.INFO,
    certainty=Certainty.CERTAIN,
    remedy="Give another server the key with --keyalias or --secret-key; `catalogkit key` tests one.",
    check=check,
    page=__doc__,
    server_code=WRONG_KEY,
)
