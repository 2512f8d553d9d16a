"""A theme goes into a server of another major version.

What: the import creates or overwrites files of a theme, and the catalog states another major version than
the target has.

Why it matters: style sheets and images of a theme fit the pages of the version that they were made for:
pages of another one may look broken, for everybody who is shown the theme. The vendor's documents say so
too of `--skip-themes`.

Example: the themes of 5.6 in a server of 8.2.

Remedy: add `--skip-themes`, which leaves out everything below folders called `themes`, and bring the themes
by hand after adapting them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.versions import number, stated_number
from ._import import told, written_resources
from .base import Certainty, Hit, Level, Rule, Subject

_THEME = re.compile(r"(?:/organizations/[^/]+)*/themes/[^/]+(?=/)")


def check(subject: Subject) -> Iterator[Hit]:
    """One hit per theme."""
    into, _ = told(subject)
    index = subject.catalog.index
    stated = stated_number((index.value("jsVersion") if index is not None else None) or "")
    version, _, _ = into.server.value.partition("-")
    if stated is None or stated[0] == number(version)[0]:
        return
    found = (_THEME.match(one.item.uri) for _, one in written_resources(subject))
    for theme in dict.fromkeys(match.group() for match in found if match is not None):
        yield Hit(f"a theme of version {stated[0]} goes into {version}", uri=theme)


RULE = Rule(
    code="CK705",
    name="themes-across-majors",
    level=Level.WARNING,
    certainty=Certainty.POSSIBLE,
    remedy="Add --skip-themes, and bring themes by hand after adapting them.",
    check=check,
    page=__doc__,
    needs_target=True,
)
