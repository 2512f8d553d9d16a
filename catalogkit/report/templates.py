"""Where templates come from: ours, and those with which a user overrides blocks of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from pathlib import Path
from traceback import extract_tb
from typing import Any, TypeAlias

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..errors import UsageError

Finalize: TypeAlias = Callable[[object], object]

OURS = "catalogkit"
"""The prefix under which a template of a user names ours: `{% extends "catalogkit/review.html" %}`."""
_overrides: ContextVar[Path | None] = ContextVar("overrides", default=None)


def template_folder() -> Path:
    """Where our templates are: inside an installed package, or at the top of a checkout."""
    package = Path(str(files("catalogkit")))
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def overriding_folder() -> Path | None:
    """The folder of the user whose templates are taken instead of ours; None for none."""
    return _overrides.get()


@contextmanager
def templates_of(folder: Path | None) -> Iterator[None]:
    """Render with the templates of a user for a while.

    Args:
        folder: templates with the names of ours; None for ours alone.

    Raises:
        UsageError: there is no such folder.
    """
    if folder is not None and not folder.is_dir():
        raise UsageError("there is no such folder of templates", where=str(folder), hint="check --template")
    token = _overrides.set(folder)
    try:
        yield
    finally:
        _overrides.reset(token)


@contextmanager
def faults_told(name: str) -> Iterator[None]:
    """Tell what is wrong with templates of the user while one is read and rendered.

    Args:
        name: the template.

    Raises:
        UsageError: a template of the user is at fault.
    """
    folder = overriding_folder()
    try:
        yield
    except Exception as error:
        if folder is None:
            raise
        path, line = _place(error)
        if path is not None and not path.is_relative_to(folder):  # it is ours that fails
            raise
        where = f"{path or folder / name}" + (f", line {line}" if line else "")
        what = (getattr(error, "message", None) or str(error) or type(error).__name__).rstrip(".")
        hint = "docs/templates.md tells which blocks there are"
        raise UsageError(f"a template cannot be rendered: {what}", where=where, hint=hint) from error


def _place(error: Exception) -> tuple[Path | None, int]:
    """The template and line that an error comes from; None if none is known, as one cannot be read."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return Path(error.filename) if error.filename is not None else None, error.lineno
    for frame in reversed(extract_tb(error.__traceback__)):
        if not frame.filename.startswith("<") and not frame.filename.endswith(".py"):
            return Path(frame.filename), frame.lineno or 0
    return None, 0


@cache
def loader(folder: Path | None) -> jinja2.BaseLoader:
    """What finds a template: in the folder of a user first, and ours under a prefix as well."""
    ours = jinja2.FileSystemLoader(template_folder())
    if folder is None:
        return ours
    prefixed = jinja2.PrefixLoader({OURS: ours})
    return jinja2.ChoiceLoader([jinja2.FileSystemLoader(folder), prefixed, ours])


class _ReadsData:
    """Reads `keys.clear` as the member of the data, not as the method of a dict."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)  # type: ignore[misc]


class _Trusted(_ReadsData, jinja2.Environment):
    """For our templates."""


class _Sandboxed(_ReadsData, ImmutableSandboxedEnvironment):
    """For templates of users, which may read data and nothing else."""


def environment(
    folder: Path | None, *, autoescape: bool, finalize: Finalize | None = None
) -> jinja2.Environment:
    """What renders templates; a template that names something that is not there fails.

    Args:
        folder: templates of a user, which run in a sandbox; None for ours alone.
        autoescape: whether values are escaped as markup.
        finalize: makes each value harmless before it is written.
    """
    make = _Trusted if folder is None else _Sandboxed
    return make(
        loader=loader(folder),
        autoescape=autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        finalize=finalize,
    )
