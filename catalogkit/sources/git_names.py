"""Names of what is in git: `REF:path`. Nothing is looked up there, so that other names cost no `git`."""

from __future__ import annotations

import os
import re
from pathlib import PurePath, PurePosixPath

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def names_git(name: str) -> bool:
    """Whether a name means something in git: what is there as a file comes first."""
    return (
        ":" in name
        and "\0" not in name
        and _URL.match(name) is None
        and not PurePath(name).drive
        and not os.path.lexists(name)
    )


def path_in_git(name: str) -> str:
    """The path in `REF:path`, without what only git needs; another name as it is.

    >>> path_in_git("HEAD~1:./exports/prod.zip"), path_in_git("prod.zip")
    ('exports/prod.zip', 'prod.zip')
    """
    return str(PurePosixPath(parts_of(name)[1])) if names_git(name) else name


def parts_of(name: str) -> tuple[str, str]:
    """Revision and path; braces in a revision may hold colons, as in `HEAD@{12:00}`."""
    depth = 0
    for index, character in enumerate(name):
        depth += (character == "{") - (character == "}")
        if character == ":" and depth == 0:
            return name[:index], name[index + 1 :]
    return name, ""
