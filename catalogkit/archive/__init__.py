"""Entries of a catalog, whatever its form: zip, directory export, zipped directory."""

from __future__ import annotations

from pathlib import Path

from ..errors import NotACatalogError
from .base import Archive, Entry
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
    if path.is_dir():
        return FolderArchive(path, limits)
    if not path.exists():
        raise NotACatalogError("no such file or folder", where=str(path), hint="check the path")
    if not path.is_file():
        raise NotACatalogError(
            "neither a file nor a folder", where=str(path), hint="name a catalog zip or folder"
        )
    return ZipArchive(path, limits)
