"""Options that say what users decided: what must not be touched, and what must not be left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from ..rules import Policy

_Function = TypeVar("_Function", bound=Callable[..., Any])


def policy_options(function: _Function) -> _Function:
    """Add `--protect` and `--forbid`; they arrive as one argument `policy`."""

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        policy = Policy(kwargs.pop("protect"), kwargs.pop("forbid"))
        return function(*args, policy=policy, **kwargs)

    wrapped.__doc__ = function.__doc__
    wrapped.__name__ = function.__name__
    decorated: Any = wrapped
    if hasattr(function, "__click_params__"):
        decorated.__click_params__ = function.__click_params__
    decorated = click.option(
        "--forbid",
        multiple=True,
        metavar="TEXT",
        help="A text that must not stand anywhere in the catalog, such as the host of another database.",
    )(decorated)
    return click.option(  # type: ignore[no-any-return]
        "--protect",
        multiple=True,
        metavar="GLOB",
        help="URIs or names that must not be touched; * spans /. May be repeated.",
    )(decorated)
