"""Dates, as servers write them (`catalog-format.md` §4; `rest-services.md` §5)."""

from __future__ import annotations

from datetime import UTC, datetime


def date_of(text: str) -> datetime | None:
    """The moment that a text tells; one without a zone is read as UTC. None where it tells none.

    >>> date_of("2024-01-02T03:04:05.000+01:00") == date_of("2024-01-02T02:04:05")
    True
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def seconds_of(text: str) -> int | None:
    """The same as seconds since 1970."""
    found = date_of(text)
    return None if found is None else int(found.timestamp())
