"""How long to wait before asking again: after a failure, and while a task runs."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol


class Clock(Protocol):
    """Tells the time, and lets it pass."""

    def now(self) -> float:
        """Seconds since 1970."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The clock of the system."""

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class Retry(NamedTuple):
    """How often a request that may be sent again is sent.

    Args:
        tries: how often in all.
        first: seconds before the second time; they double each time.
        most: seconds that are waited at most, whatever the server asks for.
    """

    tries: int = 4
    first: float = 0.5
    most: float = 60.0

    def delay(self, failed: int, asked: float | None) -> float | None:
        """Seconds to wait after some failures; None to give up.

        Args:
            failed: how often it failed.
            asked: what the server asks for, or None.
        """
        if failed >= self.tries or (asked is not None and asked > self.most):
            return None
        own = min(self.first * 2 ** (failed - 1), self.most)
        return own if asked is None else max(asked, 0.0)


class Pace(NamedTuple):
    """How often the state of a task is asked for.

    Args:
        first: seconds before the first question.
        factor: by how much the pauses grow.
        longest: seconds between two questions at most.
        patience: seconds after which it is given up; a worker that died stays `inprogress` for ever
            (import-semantics §1.2).
    """

    first: float = 0.5
    factor: float = 1.5
    longest: float = 10.0
    patience: float = 3600.0

    def pauses(self) -> Iterator[float]:
        """Seconds between questions; they end when patience does."""
        waited, pause = 0.0, self.first
        while waited < self.patience:
            pause = min(pause, self.longest, self.patience - waited)
            yield pause
            waited += pause
            pause *= self.factor


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """What `Retry-After` asks for, in seconds (RFC 9110 §10.2.3); None if it asks for nothing.

    Args:
        headers: of the answer, names in lower case.
        now: seconds since 1970.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    from email.utils import parsedate_to_datetime  # with all that belongs to mail, for a rare header

    try:
        return max(parsedate_to_datetime(text).timestamp() - now, 0.0)
    except (ValueError, OverflowError):
        return None
