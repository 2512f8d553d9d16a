"""Files are written whole or not at all."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from .errors import UsageError

_STANDARD = {"stdout": 1, "stderr": 2}
_OPEN = re.compile(rf"/dev/({'|'.join(_STANDARD)})|/(?:dev|proc/self)/fd/(\d{{1,9}})")
"""The names of what is open already."""


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content becomes the file when the block ends well; else nothing is left behind.

    A device or a pipe is written to as it is; that its reader goes away is no error. So is what is open
    already, as `/dev/stdout` is: to put another file in the place of the one that it leads to would lose what
    others write there.

    Args:
        path: the file; a link is followed, and stays.

    Raises:
        UsageError: it is a folder, or cannot be written.
    """
    check_place(path)
    if _is_special(path):
        with _told(path), suppress(BrokenPipeError), _opened(path) as stream:
            yield stream
        return
    with drafting(path) as (stream, _):
        yield stream


@contextmanager
def drafting(path: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """The same as `writing`, and the path of the draft, to read what was written before it becomes the file.

    Args:
        path: the file; a link is followed, and stays. Something else than a file is never replaced.

    Raises:
        UsageError: it is no file, or cannot be written.
    """
    check_place(path)
    if _is_special(path):
        raise UsageError("this is no file", where=str(path), hint="name a file, or a name that is free")
    with _told(path):
        target = Path(os.path.realpath(path))
        from tempfile import mkstemp  # with much that only writers of files need

        descriptor, name = mkstemp(prefix=f".{target.name}.", dir=target.parent)
        draft = Path(name)
        try:
            with open(descriptor, "wb") as stream:
                yield stream, draft
            draft.chmod(0o666 & ~_umask())
            draft.replace(target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


def check_place(path: Path) -> None:
    """Refuse what can never become a file, before anything is done for its sake.

    Raises:
        UsageError: it is `-`, as which people mean a stream, or a folder, or lies in none.
    """
    if str(path) == "-":
        raise UsageError("nothing is written to -", hint="name a file")
    if _kind(path) == stat.S_IFDIR:
        raise UsageError("this is a folder, and no file", where=str(path), hint="name a file in it")
    if _kind(path.parent) != stat.S_IFDIR:
        raise UsageError(
            "there is no such folder to write into", where=str(path), hint="make the folder, or name another"
        )


def _is_special(path: Path) -> bool:
    """Whether a device, a pipe or a socket is there, or something that is open already."""
    return _kind(path) not in (0, stat.S_IFREG) or _OPEN.fullmatch(str(path)) is not None


def _opened(path: Path) -> BinaryIO:
    """What is written to as it is; what is open already gets a descriptor of its own, and keeps its place."""
    found = _OPEN.fullmatch(str(path))
    if found is None:
        return path.open("wb")
    return open(os.dup(_STANDARD[found[1]] if found[1] else int(found[2])), "wb")


def _kind(path: Path) -> int:
    """What is at a path, as `stat` tells; 0 for nothing, and for what may not be looked at."""
    try:
        return stat.S_IFMT(path.stat().st_mode)
    except OSError:
        return 0


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(
            f"cannot write the file: {error.strerror or error}",
            where=str(path),
            hint="name a file in a folder that can be written to and has room",
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
