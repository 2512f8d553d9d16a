"""The type of `--into`."""

from __future__ import annotations

import os
from pathlib import Path

import click


class TargetType(click.ParamType[str]):
    """Where an import would go: `fresh`, a file or folder, `REF:path` in git, or the address of a server."""

    name = "TARGET"

    def is_path(self, value: str, folder: Path) -> bool:
        """Whether a value names a file or folder, as seen from a folder."""
        from ..sources import STANDARD_INPUT
        from ..sources.targets import FRESH

        if value in (FRESH, STANDARD_INPUT):
            return False
        return ":" not in value or os.path.lexists(folder / value)
