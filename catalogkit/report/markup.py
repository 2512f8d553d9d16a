"""Markup from the templates in `templates/`: everything that a catalog says is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jinja2

from . import layout
from .safe import visible
from .templates import environment, faults_told, overriding_folder


def rendered(template: str, **values: object) -> str:
    """A template filled in.

    Args:
        template: name of a file in `templates/`.
        values: what the template names.
    """
    with faults_told(template):
        return _environment(overriding_folder()).get_template(template).render(**values)


def harmless(value: object) -> object:
    """A value with characters that nobody sees, or that XML forbids, written as escapes; markup stays."""
    return value if hasattr(value, "__html__") else visible(value)


@cache
def _environment(folder: Path | None) -> jinja2.Environment:
    made = environment(folder, autoescape=True, finalize=harmless)
    made.filters.update(common=layout.common, count=layout.counted, grouped=layout.grouped)
    return made
