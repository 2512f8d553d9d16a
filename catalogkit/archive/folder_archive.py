"""A directory export: the files below a folder (`catalog-format.md` §1.1)."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ..errors import LimitError, NotACatalogError
from .base import CHUNK, Archive, DamagedError, Entry
from .defects import Defect, DefectKind
from .limits import Limits
from .names import clean_names


class FolderArchive(Archive):
    """The files below a folder. Links are listed and refused, never followed."""

    def __init__(self, path: Path, limits: Limits) -> None:
        found: list[tuple[str, os.stat_result]] = []
        for item in _walk(path):
            if len(found) >= limits.max_entries:
                raise LimitError(
                    f"the folder holds more than {limits.max_entries:,} entries",
                    where=str(path),
                    hint="raise --max-entries if you trust the catalog",
                )
            found.append(item)
        names, defects = clean_names((name for name, _ in found), limits)
        entries = []
        for name, (_, status) in zip(names, found, strict=True):
            refused = name.refused or _refusal(status.st_mode)
            if refused is not None and name.refused is None:
                defects.append(Defect(refused, name.raw))
            entry_size = 0 if name.name.endswith("/") else status.st_size
            entries.append(Entry(name.name, name.raw, entry_size, entry_size, None, refused))
        super().__init__(str(path), limits, entries, defects)
        self._root = path

    def close(self) -> None:
        """Nothing is held open between reads."""

    def _chunks(self, entry: Entry) -> Iterator[bytes]:
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        try:
            descriptor = os.open(self._root / entry.raw_name, flags)
        except OSError as error:
            raise DamagedError(DefectKind.UNREADABLE, entry, error.strerror or "") from error
        with open(descriptor, "rb", buffering=0) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk


def _walk(root: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Names relative to the root with their status, sorted, directories with a final `/`."""
    pending = [""]
    while pending:
        prefix = pending.pop()
        try:
            with os.scandir(root / prefix) as listing:
                items = sorted(listing, key=lambda item: item.name)
        except OSError as error:
            raise NotACatalogError(
                f"cannot list the folder: {error.strerror}",
                where=str(root / prefix),
                hint="check the permissions of the folder",
            ) from error
        for item in items:
            status = item.stat(follow_symlinks=False)
            if stat.S_ISDIR(status.st_mode):
                pending.append(f"{prefix}{item.name}/")
                yield f"{prefix}{item.name}/", status
            else:
                yield f"{prefix}{item.name}", status


def _refusal(mode: int) -> DefectKind | None:
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return None
    return DefectKind.SYMLINK if stat.S_ISLNK(mode) else DefectKind.SPECIAL_FILE
