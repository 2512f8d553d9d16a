"""When the garbage collector works."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the garbage collector while many objects are made and none become garbage.

    It would walk all new ones again and again, in vain.
    """
    with _collector(gc.disable):
        yield


@contextmanager
def collector_at_work() -> Iterator[None]:
    """Let the garbage collector work, even within a pause: much becomes garbage that nothing else frees."""
    with _collector(gc.enable):
        yield


@contextmanager
def _collector(change: Callable[[], None]) -> Iterator[None]:
    before = gc.isenabled()
    change()
    try:
        yield
    finally:
        if before:
            gc.enable()
        else:
            gc.disable()
