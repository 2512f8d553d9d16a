"""The garbage collector works as it did before and after, whatever happens."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from catalogkit.collector import collector_at_work, collector_paused

Change = Callable[[], AbstractContextManager[None]]
_EACH = pytest.mark.parametrize(("change", "works"), [(collector_paused, False), (collector_at_work, True)])


@_EACH
@pytest.mark.parametrize("around", [collector_paused, collector_at_work])
def test_what_was_before_is_restored(change: Change, works: bool, around: Change) -> None:
    with around():
        before = gc.isenabled()
        with change():
            assert gc.isenabled() == works
        assert gc.isenabled() == before
    assert gc.isenabled()


@_EACH
def test_what_was_before_is_restored_after_a_failure(change: Change, works: bool) -> None:
    @change()
    def fail() -> None:
        assert gc.isenabled() == works
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert gc.isenabled()
