"""A text that must not survive stands in the catalog.

What: a descriptor or data file of the catalog holds a text that `--forbid` names, in any case.

Why it matters: the host of the test database, the name of the organization that a catalog comes from, or a
mail address must not reach production. Imports rewrite the organization in known fields only, never inside
JRXML or JSON (`catalog-format.md` §3.3).

Example: `catalogkit check export.zip --forbid db.test.example`.

Remedy: correct the text on the source, and export again. `catalogkit dump` shows where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..archive import Entry
from ..errors import EntryError
from ..model.uri import URI
from ..parsing.places import Place, place_entry
from .base import Certainty, Hit, Level, Rule, Subject

_REPOSITORY = frozenset({Place.FOLDER, Place.RESOURCE, Place.DATA})


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per entry and text, at the first line that holds it."""
    texts = {text: text.casefold() for text in subject.policy.forbidden if text}
    if not texts:
        return
    archive = subject.catalog.archive
    for entry in archive.by_name.values():
        if entry.is_directory:
            continue
        try:
            content = archive.read(entry)
        except EntryError as error:
            yield Hit(f"it could not be searched: {error.what}", entry=entry.name, detail="unread")
            continue
        found = content.decode("utf-8", "replace").casefold()
        for text, wanted in texts.items():
            position = found.find(wanted)
            if position >= 0:
                yield Hit(
                    f'the forbidden text "{text}" stands {_times(found.count(wanted))}',
                    uri=_uri(subject, entry),
                    entry=entry.name,
                    line=found.count("\n", 0, position) + 1,
                    detail=text,
                )


def _uri(subject: Subject, entry: Entry) -> str:
    """The URI of what an entry belongs to; empty where it belongs to no object of the repository."""
    key = subject.catalog.claims.get(entry.name)
    if key is not None:
        return key.id if key.id.startswith("/") else ""
    placed = place_entry(entry, escaped=subject.catalog.escaped)
    return URI(placed.path) if placed.place in _REPOSITORY else ""


def _times(number: int) -> str:
    return "here" if number == 1 else f"here {number:,} times"


RULE = Rule(
    code="CK902",
    name="forbidden-text",
    level=Level.ERROR,
    certainty=Certainty.CERTAIN,
    remedy="Correct it on the source and export again.",
    check=check,
    page=__doc__,
)
