"""A directory export that was committed to git as files."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import IO, NamedTuple

from ..archive import Archive, Entry, Limits
from ..archive.base import CHUNK
from ..archive.defects import DefectKind
from ..archive.folder_archive import FileEntry, FoundFile, file_entries, too_many
from ..archive.limits import MAX_DIRECTORY_SIZE
from ..collector import collector_paused
from ..errors import LimitError, NotACatalogError, UnreadableError
from .copies import too_large
from .git_process import git_output

LFS_POINTER = b"version https://git-lfs.github.com/spec/"
"""How the small files start that git-lfs keeps in the place of large ones."""
_LFS_SIZE = 1024
"""Bytes that such a file may have (`git-lfs/docs/spec.md`)."""
_FOLDER, _LINK, _SUBMODULE = b"040000", b"120000", b"160000"
_MAY_BE = {_LINK: (DefectKind.SYMLINK, ""), _SUBMODULE: (DefectKind.SPECIAL_FILE, "a submodule")}
"""Why an entry of a mode is refused, and the detail; other modes are those of files."""


class _Listed(NamedTuple):
    """An entry of a tree, at any depth."""

    path: str
    mode: bytes
    identity: bytes


class TreeArchive(Archive):
    """The files of a tree. Links and submodules are listed and refused.

    Args:
        name: what the user named.
        found: what is in the tree.
        spool: a file that holds the content of all files.
        starts: where in it each file starts, by path.
        limits: how much may be read.
    """

    form = "folder"

    def __init__(
        self,
        name: str,
        found: list[FoundFile],
        spool: IO[bytes],
        starts: Mapping[str, int],
        limits: Limits,
    ) -> None:
        entries, defects = file_entries(found, name, limits)
        super().__init__(name, limits, entries, defects)
        self._spool = spool
        self._starts = starts

    def close(self) -> None:
        """The spool belongs to `opened_tree`."""

    def _chunks(self, entry: Entry) -> Iterator[bytes]:
        assert isinstance(entry, FileEntry)
        for done in range(0, entry.size, CHUNK):
            self._spool.seek(self._starts[entry.path] + done)
            yield self._spool.read(min(CHUNK, entry.size - done))


@contextmanager
def opened_tree(name: str, tree: str, limits: Limits) -> Iterator[Archive]:
    """The archive in a tree.

    Plumbing is used, and not `git archive`, which leaves out or changes files as attributes tell it
    (`export-ignore`, `export-subst`, line ends). All content goes into one file without a name: nothing is
    unpacked under names that somebody else chose, and nothing is left behind.

    Args:
        name: what the user named, for messages.
        tree: the id of the tree.
        limits: how much may be read.

    Raises:
        UnreadableError: there is more than that, or git cannot read it.
    """
    with tempfile.TemporaryFile() as spool:
        with collector_paused():
            # Without `--full-tree` git lists only what lies under the path of the current folder.
            with git_output("ls-tree", "-r", "-t", "-z", "--full-tree", tree, name=name) as stream:
                listed = list(islice(_listed(stream, name), limits.max_entries + 1))
                if len(listed) > limits.max_entries:
                    raise too_many(name, limits)
            listed.sort(key=_order)
            files = [item for item in listed if item.mode not in (_FOLDER, *_MAY_BE)]
            places = _spooled(files, spool, name, limits)
            found = [_found(item, places) for item in listed]
            starts = {item.path: places[item.identity][0] for item in files}
            archive = TreeArchive(name, found, spool, starts, limits)
        with archive:
            yield archive


def kept_in_lfs(name: str, path: str = "") -> NotACatalogError:
    """The error about a file that git itself does not hold."""
    what = f"git-lfs keeps a file elsewhere: {path}" if path else "git-lfs keeps the file elsewhere"
    hint = "check it out with `git lfs pull`, and name the file or folder itself"
    return NotACatalogError(what, where=name, hint=hint)


def _listed(stream: IO[bytes], name: str) -> Iterator[_Listed]:
    """The entries that `git ls-tree -z` lists: `<mode> <type> <id>TAB<path>NUL`."""
    size, rest = 0, b""
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > MAX_DIRECTORY_SIZE:
            what = f"the names in the folder take more than {MAX_DIRECTORY_SIZE:,} bytes"
            raise LimitError(what, where=name, hint="commit the catalog as a zip")
        *records, rest = (rest + chunk).split(b"\0")
        for record in records:
            about, _, path = record.partition(b"\t")
            mode, _, identity = about.split(b" ")
            # As `os.fsdecode`, but for names that are no UTF-8 also on Windows.
            yield _Listed(path.decode(sys.getfilesystemencoding(), "surrogateescape"), mode, identity)


def _order(item: _Listed) -> list[tuple[bool, str]]:
    """The order of a folder on disk: files by name, then folders by name, each with what it holds."""
    *folders, last = item.path.split("/")
    return [*((True, folder) for folder in folders), (item.mode == _FOLDER, last)]


def _spooled(
    files: Iterable[_Listed], spool: IO[bytes], name: str, limits: Limits
) -> dict[bytes, tuple[int, int]]:
    """Copy every content once; gives start and size of each, by id."""
    paths = {item.identity: item.path for item in files}
    places: dict[bytes, tuple[int, int]] = {}
    with tempfile.TemporaryFile() as questions:
        questions.writelines(identity + b"\n" for identity in paths)
        questions.seek(0)
        with git_output("cat-file", "--batch", "--buffer", name=name, questions=questions) as stream:
            for identity, path in paths.items():
                start = spool.tell()
                size = _size(stream.readline(), name, path)
                if start + size > limits.max_total_size:
                    raise too_large("the folder in git", limits, name)
                _copy(stream, spool, size, name, path)
                places[identity] = (start, size)
    return places


def _size(answer: bytes, name: str, path: str) -> int:
    """The size in the line before a content: `<id> blob <size>`."""
    words = answer.split()
    if len(words) != 3 or words[1] != b"blob":
        raise UnreadableError(
            f"the content of a file is not in the repository: {path}",
            where=name,
            hint="fetch it: `git fsck` tells what is missing",
        )
    return int(words[2])


def _copy(stream: IO[bytes], spool: IO[bytes], size: int, name: str, path: str) -> None:
    """Copy one content, and skip the line end behind it."""
    rest = size
    while rest > 0 and (chunk := stream.read(min(CHUNK, rest))):
        if rest == size < _LFS_SIZE and chunk.startswith(LFS_POINTER):
            raise kept_in_lfs(name, path)
        spool.write(chunk)
        rest -= len(chunk)
    if rest > 0 or stream.read(1) != b"\n":
        raise UnreadableError("git stopped in the middle of a file", where=name, hint="try `git fsck`")


def _found(item: _Listed, places: Mapping[bytes, tuple[int, int]]) -> FoundFile:
    if item.mode == _FOLDER:
        return FoundFile(item.path + "/", 0)
    if item.mode in _MAY_BE:
        return FoundFile(item.path, 0, *_MAY_BE[item.mode])
    return FoundFile(item.path, places[item.identity][1])
