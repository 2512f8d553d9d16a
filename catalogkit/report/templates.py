"""Where templates come from: ours, and those with which a user overrides blocks of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeAlias

import jinja2
from jinja2.sandbox import SandboxedEnvironment

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
        UsageError: there is no such folder, or a template of it cannot be rendered.
    """
    if folder is not None and not folder.is_dir():
        raise UsageError("there is no such folder of templates", where=str(folder), hint="check --template")
    token = _overrides.set(folder)
    try:
        yield
    except jinja2.TemplateError as error:
        if folder is None:
            raise
        place = f"{getattr(error, 'name', None) or folder}"
        line = getattr(error, "lineno", None)
        where = f"{place}, line {line}" if line else place
        hint = "docs/templates.md tells which blocks there are"
        raise UsageError(f"a template cannot be rendered: {error}", where=where, hint=hint) from None
    finally:
        _overrides.reset(token)


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


class _Sandboxed(_ReadsData, SandboxedEnvironment):
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
