"""What kinds of changes, kinds of noise, rules and codes of the server mean: the same words as in `docs/`."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterable
from enum import Enum
from functools import cache
from typing import Any

from ...diff.kinds import ChangeKind
from ...diff.noise import NoiseKind
from ...errors import UsageError
from ...inspection.pages import rule_page


def meanings_of_changes() -> dict[str, str]:
    """A sentence for every kind of change."""
    return _told(ChangeKind)


def meanings_of_noise() -> dict[str, str]:
    """A sentence for every kind of noise."""
    return _told(NoiseKind)


def meanings_of_codes(codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Title and paragraphs of the pages about some codes; codes that have no page are left out."""
    found = {}
    for code in sorted(set(codes)):
        try:
            page = rule_page(code)
        except UsageError:
            continue
        found[code] = {
            "title": page.title,
            "name": page.name,
            "facts": list(page.facts),
            "text": [[section.title, section.text] for section in page.sections],
        }
    return found


@cache
def _told(enum: type[Enum]) -> dict[str, str]:
    """What stands below each member of an enum in its source; nothing where there is no source."""
    try:
        source = textwrap.dedent(inspect.getsource(enum))
    except OSError:
        return {}
    body = ast.parse(source).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    name = ""
    for node in body.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
        elif name and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found[enum[name].value] = " ".join(str(node.value.value).split())
            name = ""
    return found
