"""Embedded resources of one owner have nearly the same name.

What: their names differ only in case, only in `-` and `_`, or not at all.

Why it matters: a database that does not mind case takes them for one, and a repository has room for one of
those with the same name. Where they differ in `-` and `_`, one is most often left over from an upload under
another name, and people correct the wrong one.

Example: `Logo.png` and `logo.png` in one report.

Remedy: find out which one the report uses, and take the other out on the server.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.repository import Resource
from ._hygiene import Embedded, embedded, some
from .base import Certainty, Hit, Level, Rule, Subject


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per owner and group of names."""
    alike: dict[tuple[int, str], list[Embedded]] = {}
    for item in embedded(subject.catalog):
        folded = item.local.uri.name.casefold().replace("-", "_")
        alike.setdefault((id(item.found.owner), folded), []).append(item)
    for (_, folded), group in alike.items():
        if len(group) > 1:
            listed, found, _ = group[0]
            names = sorted(item.local.uri.name for item in group)
            yield Hit(
                _message(found.owner, names),
                uri=listed.uri,
                entry=listed.entry,
                line=group[1].found.line,
                detail=f"{found.owner.uri} {folded}",
                level=Level.WARNING if _clash(names) else None,
            )


def _message(owner: Resource, names: list[str]) -> str:
    if len(set(names)) == 1:
        return f"{len(names)} embedded resources of {owner.uri} are called {names[0]}"
    how = [
        words
        for words, without in (
            ("case", {name.replace("-", "_") for name in names}),
            ("`-` and `_`", {name.casefold() for name in names}),
        )
        if len(without) > 1
    ]
    return f"the embedded resources {some(names)} of {owner.uri} differ only in {' and in '.join(how)}"


def _clash(names: list[str]) -> bool:
    """Whether two are the same but for case."""
    return len({name.casefold() for name in names}) < len(names)


RULE = Rule(
    code="CK806",
    name="near-duplicate-local",
    level=Level.INFO,
    certainty=Certainty.POSSIBLE,
    remedy="Keep the one that its owner uses, and delete the other on the server.",
    check=check,
    page=__doc__,
)
