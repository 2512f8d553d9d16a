"""A directory export: the files below a folder (`catalog-format.md` §1.1)."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from ..errors import LimitError, NotACatalogError
from .base import CHUNK, Archive, DamagedError, Entry
from .defects import Defect, DefectKind
from .limits import Limits
from .names import clean_names, decode_name


class FileEntry(Entry):
    """A file or directory below the folder.

    Args:
        path: where it is, relative to the folder; the name of a file need not be text.
    """

    __slots__ = ("path",)

    def __init__(self, name: str, raw_name: str, size: int, refused: DefectKind | None, path: str) -> None:
        super().__init__(name, raw_name, size, size, None, refused)
        self.path = path


class FolderArchive(Archive):
    """The files below a folder. Links are listed and refused, never followed."""

    form = "folder"

    def __init__(self, path: Path, limits: Limits) -> None:
        entries, defects = file_entries(_walk(path, limits), str(path), limits)
        super().__init__(str(path), limits, entries, defects)
        self._root = path

    def close(self) -> None:
        """Nothing is held open between reads."""

    def _chunks(self, entry: Entry) -> Iterator[bytes]:
        assert isinstance(entry, FileEntry)
        if entry.is_directory:
            return
        # A pipe put in the place of a file must not make us wait.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            descriptor = os.open(self._root / entry.path, flags | getattr(os, "O_BINARY", 0))
            with open(descriptor, "rb", buffering=0) as stream:
                while chunk := stream.read(CHUNK):
                    yield chunk
        except OSError as error:
            raise DamagedError(DefectKind.UNREADABLE, entry, error.strerror or "") from error


class FoundFile(NamedTuple):
    """Something below the folder; `detail` says more about why it is refused."""

    path: str
    size: int
    refused: DefectKind | None = None
    detail: str = ""


def file_entries(files: Iterable[FoundFile], where: str, limits: Limits) -> tuple[list[Entry], list[Defect]]:
    """The entries for files, in their order, and what is wrong with them.

    Args:
        files: the files; no more of them are taken than the limits allow.
        where: what the user named, for the message.
        limits: how much may be read.

    Raises:
        LimitError: there are too many.
    """
    found = list(islice(files, limits.max_entries + 1))
    if len(found) > limits.max_entries:
        raise too_many(where, limits)
    decoded = [decode_name(os.fsencode(file.path)) for file in found]
    names, defects = clean_names((text for text, _ in decoded), limits)
    entries: list[Entry] = []
    for name, (_, is_utf8), file in zip(names, decoded, found, strict=True):
        if not is_utf8:
            defects.append(Defect(DefectKind.NAME_CHARSET, name.raw))
        if name.refused is None and file.refused is not None:
            defects.append(Defect(file.refused, name.raw, file.detail))
            name.refused = file.refused
        entries.append(FileEntry(name.name, name.raw, file.size, name.refused, file.path))
    return entries, defects


def too_many(where: str, limits: Limits) -> LimitError:
    """The error about a folder that holds more than may be read."""
    return LimitError(
        f"{DefectKind.TOO_MANY_ENTRIES.text}: {limits.max_entries:,}",
        where=where,
        hint="raise --max-entries if you trust the catalog",
    )


def _walk(root: Path, limits: Limits) -> Iterator[FoundFile]:
    """Everything below a folder: files by name, then directories by name, each with what it holds."""
    pending = [""]
    while pending:
        prefix = pending.pop()
        try:
            with os.scandir(root / prefix) as listing:
                items = sorted(islice(listing, limits.max_entries + 1), key=lambda item: item.name)
        except OSError as error:
            if prefix:
                yield FoundFile(prefix, 0, DefectKind.UNREADABLE, error.strerror or "")
                continue
            raise NotACatalogError(
                f"cannot list the folder: {error.strerror}",
                where=str(root),
                hint="check the permissions of the folder",
            ) from error
        if prefix:
            yield FoundFile(prefix, 0)
        directories = []
        for item in items:
            file = _examine(prefix, item)
            if file.path.endswith("/") and _may_enter(file.path, limits):
                directories.append(file.path)
            else:
                yield file
        pending.extend(reversed(directories))


def _examine(prefix: str, item: os.DirEntry[str]) -> FoundFile:
    path = prefix + item.name
    try:
        status = item.stat(follow_symlinks=False)
    except OSError as error:
        return FoundFile(path, 0, DefectKind.UNREADABLE, error.strerror or "")
    if stat.S_ISDIR(status.st_mode):
        return FoundFile(path + "/", 0)
    if stat.S_ISREG(status.st_mode):
        return FoundFile(path, status.st_size)
    return FoundFile(path, 0, DefectKind.SYMLINK if stat.S_ISLNK(status.st_mode) else DefectKind.SPECIAL_FILE)


def _may_enter(path: str, limits: Limits) -> bool:
    """Whether what lies in a directory can have a name within the limits."""
    return path.count("/") <= limits.max_name_depth and len(path) <= limits.max_name_length
