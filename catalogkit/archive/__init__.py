"""Entries of a catalog, whatever its form: zip, directory export, zipped directory."""

from __future__ import annotations

import stat
from pathlib import Path

from ..collector import collector_paused
from ..errors import NotACatalogError
from .base import Archive, Entry, Progress
from .defects import Defect, DefectKind, Treatment
from .folder_archive import FolderArchive
from .limits import Limits
from .zip_archive import ZipArchive

__all__ = [
    "Archive",
    "Defect",
    "DefectKind",
    "Entry",
    "FolderArchive",
    "Limits",
    "Progress",
    "Treatment",
    "ZipArchive",
    "open_archive",
]


def open_archive(path: str | Path, limits: Limits | None = None) -> Archive:
    """Open a zip or a directory export.

    Args:
        path: a zip file or a folder.
        limits: how much may be read; None for the defaults.

    Raises:
        NotACatalogError: nothing there, or neither a zip nor a folder.
        LimitError: more entries than allowed.
    """
    limits = limits or Limits()
    path = Path(path)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        what = "no such file or folder"
        if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
            what = f"cannot open it: {error.strerror}"
        raise NotACatalogError(what, where=str(path), hint="check the path") from error
    with collector_paused():
        if stat.S_ISDIR(mode):
            return FolderArchive(path, limits)
        if stat.S_ISREG(mode):
            return ZipArchive(path, limits)
    raise NotACatalogError(
        "neither a file nor a folder",
        where=str(path),
        hint="name a catalog zip or folder; `-` reads standard input",
    )
