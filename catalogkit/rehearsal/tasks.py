"""Runs steps that wait for other steps, however deep, without using up the call stack."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeAlias

Task: TypeAlias = Generator["Task", None, None]
"""A step: whatever it yields is done before it goes on."""


def drive(task: Task) -> None:
    """Do a task and everything it waits for, depth first.

    An exception of a task is raised in the one that waits for it, and in the end here.
    """
    waiting: list[Task] = [task]
    error: Exception | None = None
    while waiting:
        try:
            following = next(waiting[-1]) if error is None else waiting[-1].throw(error)
        except StopIteration:
            waiting.pop()
            error = None
        except Exception as raised:  # noqa: BLE001 - handed on to whoever waits, and in the end raised
            waiting.pop()
            error = raised
        else:
            error = None
            waiting.append(following)
    if error is not None:
        raise error
