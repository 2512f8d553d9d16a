"""Options that several commands share. Every option has an environment variable `CATALOGKIT_…`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import click

from ..archive.limits import Limits, option
from ..archive.limits import describe as describe_limit
from . import Settings

_Function = TypeVar("_Function", bound=Callable[..., Any])
_LIMITS = frozenset(field.name for field in fields(Limits))


class Command(click.Command):
    """A command whose help shows limits apart, and whose options can come from the environment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for parameter in self.params:
            if isinstance(parameter, click.Option) and parameter.name and parameter.envvar is None:
                parameter.envvar = "CATALOGKIT_" + parameter.name.upper()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; what is wrong with them is not repeated if a key is among them."""
        has_key = any(argument.partition("=")[0] == "--secret-key" for argument in args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            if not has_key:
                raise
            what = f"wrong arguments ({type(error).__name__}); the key is one: put it in quotes"
            raise click.UsageError(what, ctx) from None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the limits."""
        rows: dict[bool, list[tuple[str, str]]] = {False: [], True: []}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None and isinstance(parameter, click.Option):
                rows[parameter.name in _LIMITS].append(record)
        for is_limit, title in ((False, "Options"), (True, "Limits")):
            if rows[is_limit]:
                with formatter.section(title):
                    formatter.write_dl(rows[is_limit])


@dataclass(frozen=True, slots=True)
class Common:
    """What the shared options say.

    Args:
        limits: how much may be read.
        quiet: whether to show no progress.
        verbose: whether to show what is otherwise only counted.
    """

    limits: Limits
    quiet: bool
    verbose: bool


class _Amount(click.ParamType[int]):
    """A number above zero; `k`, `M` and `G` stand for powers of 1024."""

    name = "N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = re.fullmatch(r"(\d{1,18})([kMG]?)", str(value).strip())
        if found is None or int(found[1]) == 0:
            self.fail(f"{value!r} is no number above zero, like 5000, 64k, 16M or 2G", param, ctx)
        return int(found[1]) << _SHIFTS[found[2]]


_SHIFTS = {"": 0, "k": 10, "M": 20, "G": 30}
AMOUNT = _Amount()
"""A number above zero; `k`, `M` and `G` stand for powers of 1024."""


def _short(amount: int) -> str:
    """An amount as somebody would write it."""
    unit = max((u for u, shift in _SHIFTS.items() if amount % (1 << shift) == 0), key=_SHIFTS.__getitem__)
    return f"{amount >> _SHIFTS[unit]}{unit}"


def common(function: _Function) -> _Function:
    """Add the limits, `-v`, `-q` and `--debug`; they arrive as one argument `common`."""

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        limits = Limits(**{name: kwargs.pop(name) for name in _LIMITS})
        quiet, verbose = kwargs.pop("quiet"), kwargs.pop("verbose")
        kwargs["common"] = Common(limits, quiet, verbose)
        return function(*args, **kwargs)

    wrapped.__doc__ = function.__doc__
    wrapped.__name__ = function.__name__
    decorated: Any = wrapped
    if hasattr(function, "__click_params__"):
        decorated.__click_params__ = function.__click_params__
    for field in reversed(fields(Limits)):
        decorated = click.option(
            option(field.name),
            type=AMOUNT,
            default=_short(getattr(Limits(), field.name)),
            show_default=True,
            help=describe_limit(field.name),
        )(decorated)
    for names, text in (
        (("--debug",), "Show tracebacks."),
        (("-q", "--quiet"), "Show no progress."),
        (("-v", "--verbose"), "Show everything that is otherwise only counted."),
    ):
        callback = _set_debug if names == ("--debug",) else None
        decorated = click.option(
            *names, is_flag=True, help=text, callback=callback, expose_value=callback is None
        )(decorated)
    return decorated  # type: ignore[no-any-return]


def _set_debug(ctx: click.Context, parameter: click.Parameter, value: bool) -> bool:  # noqa: ARG001
    if value:
        ctx.ensure_object(Settings).debug = True
    return value


catalog_argument = click.argument("catalog", metavar="CATALOG")
"""A zip, a folder, `REF:path` in git, or `-` for standard input."""


@contextmanager
def progress_bar(common: Common, label: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on standard error, if somebody is there to see it."""
    if common.quiet or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr, show_pos=False) as bar:

        def show(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield show
