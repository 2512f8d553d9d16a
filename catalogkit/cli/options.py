"""Options that several commands share. Every option has an environment variable of its name."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from dataclasses import fields
from functools import wraps
from typing import Any, NamedTuple, TypeAlias

import click

from ..archive.limits import Limits, option
from ..archive.limits import describe as describe_limit
from . import Settings
from .configuration import name_of, told_where_it_stands

Decorator: TypeAlias = "Callable[[Callable[..., Any]], Callable[..., Any]]"
_LIMITS = frozenset(field.name for field in fields(Limits))


def _lines(value: str) -> list[str]:
    """Several values of an environment variable: each on a line, for they may hold blanks."""
    return [line for line in value.splitlines() if line.strip()]


def _without_range(text: str) -> str:
    """The help of an option as people write it: `60` for `60.0`, and no `0<x<=1000000.0`."""
    text = re.sub(r"(; |  \[)[\d.<=]*x[\d.<>=]*\]$", lambda found: "]" if found[1] == "; " else "", text)
    return re.sub(r"(\[default: \d+)\.0\]$", r"\1]", text)


class Command(click.Command):
    """A command whose help shows limits apart, and whose options can come from the environment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for parameter in self.params:
            if not isinstance(parameter, click.Option):
                continue
            if parameter.envvar is None:
                parameter.envvar = "CATALOGKIT_" + name_of(parameter).replace("-", "_").upper()
            if parameter.metavar is None and isinstance(parameter.type, click.IntRange | click.FloatRange):
                parameter.metavar = "N"
            if parameter.multiple:
                parameter.help = f"{parameter.help} May be repeated."
            if parameter.multiple or parameter.nargs != 1:
                parameter.type = copy(parameter.type)
                parameter.type.split_envvar_value = _lines  # type: ignore[assignment, method-assign]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; what is wrong with them is not repeated if a key is among them."""
        has_key = any(argument.partition("=")[0] == "--secret-key" for argument in args)
        try:
            with told_where_it_stands(ctx):
                return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = ctx
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
                rows[parameter.name in _LIMITS].append((record[0], _without_range(record[1])))
        for is_limit, title in ((False, "Options"), (True, "Limits")):
            if rows[is_limit]:
                with formatter.section(title):
                    formatter.write_dl(rows[is_limit])


class Common(NamedTuple):
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


def gathered(argument: str, make: Callable[..., Any], *options: Decorator) -> Decorator:
    """Options that arrive as one argument.

    Args:
        argument: the name of the argument.
        make: makes it of what the options say, given by the names of their parameters.
        options: the options, in the order of the help.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            given = {name: kwargs.pop(name) for name in names}
            return function(*args, **kwargs, **{argument: make(**given)})

        own: list[click.Parameter] = []  # where click keeps the options of a function
        wrapped.__click_params__ = own  # type: ignore[attr-defined]
        for add in reversed(options):
            add(wrapped)
        names = [parameter.name for parameter in own if parameter.expose_value]
        own[:0] = getattr(function, "__click_params__", [])
        return wrapped

    return decorate


def _common(*, quiet: bool, verbose: bool, **limits: int) -> Common:
    return Common(Limits(**limits), quiet, verbose)


def _set_debug(ctx: click.Context, parameter: click.Parameter, value: bool) -> bool:  # noqa: ARG001
    if value:
        ctx.ensure_object(Settings).debug = True
    return value


common = gathered(
    "common",
    _common,
    click.option("-v", "--verbose", is_flag=True, help="Show everything that is otherwise only counted."),
    click.option("-q", "--quiet", is_flag=True, help="Show no progress."),
    click.option("--debug", is_flag=True, help="Show tracebacks.", callback=_set_debug, expose_value=False),
    *(
        click.option(
            option(field.name),
            type=AMOUNT,
            default=_short(getattr(Limits(), field.name)),
            show_default=True,
            help=describe_limit(field.name),
        )
        for field in fields(Limits)
    ),
)
"""The limits, `-v`, `-q` and `--debug`; they arrive as one argument `common`."""


catalog_argument = click.argument("catalog", metavar="CATALOG")
"""A zip, a folder, `REF:path` in git, or `-` for standard input."""


@contextmanager
def progress_bar(common: Common, label: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on standard error, if somebody is there to see it.

    It is shown from when there is something to tell until all is done: what is told next has its own line.
    """
    if common.quiet or not sys.stderr.isatty():
        yield None
        return
    bar: Any = None
    with ExitStack() as shown:

        def show(done: int, total: int) -> None:
            nonlocal bar
            is_over = 0 < total <= done
            if bar is None:
                if is_over:
                    return
                made = click.progressbar(length=1, label=label, file=sys.stderr, show_pos=False)
                bar = shown.enter_context(made)
            bar.length = total or done + 1  # 0 where it is not known
            bar.update(done - bar.pos)
            if is_over:
                shown.close()
                bar = None

        yield show
