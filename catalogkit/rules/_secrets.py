"""What the rules about keys and secrets share."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.secrets import FoundSecret, Scheme
from ._hygiene import some
from .base import Hit, Subject


def written(subject: Subject, scheme: Scheme) -> list[FoundSecret]:
    """The secrets that are written in a scheme."""
    return [found for found in subject.secrets if found.scheme is scheme]


def hits_by_object(found: list[FoundSecret], what: str) -> Iterator[Hit]:
    """One hit per object, naming its fields: `<fields> <is or are> <what>`."""
    fields: dict[tuple[str, str, str], list[str]] = {}
    for secret in found:
        fields.setdefault((secret.place, secret.uri, secret.owner.entry), []).append(secret.field)
    for (_, uri, entry), names in fields.items():
        verb = "is" if len(names) == 1 else "are"
        yield Hit(f"{some(names)} {verb} {what}", uri=uri, entry=entry, detail=", ".join(sorted(names)))
