"""`-o FORMAT[:FILE]`: one computed result, rendered as often as asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from ..atomic import check_place, writing
from ..errors import UsageError
from ..report import Data, formats_of, render, stream

_Function = TypeVar("_Function", bound=Callable[..., Any])


class Output(NamedTuple):
    """One output: a format, and a file or None for standard output."""

    form: str
    path: Path | None


class OutputType(click.ParamType["Output"]):
    """Reads `FORMAT[:FILE]`.

    Args:
        formats: the formats there are.
    """

    name = "FORMAT[:FILE]"

    def __init__(self, formats: tuple[str, ...]) -> None:
        self._formats = formats

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Output:
        """Turn the text of an option into an `Output`."""
        if isinstance(value, Output):
            return value
        form, _, path = str(value).partition(":")
        if form not in self._formats:
            what = f"no such format: {form}" if form else "no format is named"
            self.fail(f"{what}; there is {', '.join(self._formats)}", param, ctx)
        if not path:
            return Output(form, None)
        try:
            check_place(Path(path))
        except UsageError as error:
            self.fail(f"{error}; {error.hint}", param, ctx)
        return Output(form, Path(path))


def output_of(name: str) -> Callable[[_Function], _Function]:
    """An option `-o`, repeatable, for a result by the name of its schema; it arrives as `outputs`."""
    formats = formats_of(name)
    names = f"{', '.join(formats[:-1])} or {formats[-1]}"
    return click.option(
        "-o",
        "--output",
        "outputs",
        type=OutputType(formats),
        multiple=True,
        default=("text",),
        show_default=True,
        help=f"{names}; with :FILE written to a file.",
    )


output_option = output_of("")
"""`-o` for a result that has the formats of all results."""


def to_standard_output(chunks: Iterable[bytes]) -> None:
    """Write bytes to standard output; it is no error when the reader goes away, e.g. `| head`.

    Raises:
        UsageError: they cannot be written.
    """
    try:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
    except OSError as error:
        # What is still buffered must not raise again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            what = f"cannot write to standard output: {error.strerror}"
            raise UsageError(what, hint="make room where it goes") from None


def has_pages(outputs: tuple[Output, ...]) -> bool:
    """Whether a page is among the outputs, which shows more than text does, or JSON to make one of later."""
    return any(output.form in ("html", "json") for output in outputs)


def template_option(function: _Function) -> _Function:
    """An option `--template`, for results that have pages or Markdown."""
    return click.option(
        "--template",
        "templates",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Templates that override blocks of ours in HTML and Markdown (docs/templates.md).",
    )(function)


def write(
    data: Data,
    outputs: tuple[Output, ...],
    *,
    verbose: bool,
    streamed: bool = False,
    templates: Path | None = None,
) -> None:
    """Render a result to every output; files are written whole or not at all.

    Args:
        data: the result.
        outputs: where to.
        verbose: whether to show what is otherwise only counted.
        streamed: whether to write while rendering, for results that may be too large to hold.
        templates: a folder of templates that override ours; None for none.

    Raises:
        UsageError: two outputs share standard output, or a file cannot be written.
    """
    if sum(output.path is None for output in outputs) > 1:
        raise UsageError(
            "only one format can go to standard output",
            where="-o",
            hint="name a file for the others, e.g. -o json:result.json",
        )
    with _templates(templates):
        for output in outputs:
            make = stream if streamed else _whole
            _write_pieces(output, make(data, output.form, verbose=verbose))


def _templates(folder: Path | None) -> AbstractContextManager[None]:
    """Rendering with the templates of a user, if there are any."""
    if folder is None:
        return nullcontext()
    from ..report.templates import templates_of

    return templates_of(folder)


def _write_pieces(output: Output, pieces: Iterable[bytes]) -> None:
    if output.path is None:
        to_standard_output(pieces)
        return
    with writing(output.path) as file:
        file.writelines(pieces)


def _whole(data: Data, form: str, *, verbose: bool) -> list[bytes]:
    return [render(data, form, verbose=verbose)]
