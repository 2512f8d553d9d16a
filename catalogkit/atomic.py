"""Files are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from .errors import UsageError


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content becomes the file when the block ends well; else nothing is left behind.

    Raises:
        UsageError: the folder is not there or cannot be written to.
    """
    with drafting(path) as (stream, _):
        yield stream


@contextmanager
def drafting(path: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """The same as `writing`, and the path of the draft, to read what was written before it becomes the file.

    Raises:
        UsageError: the folder is not there or cannot be written to.
    """
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise UsageError(
            f"cannot write the file: {error.strerror}",
            where=str(path),
            hint="name a file in a folder that exists and can be written to",
        ) from error
    draft = Path(name)
    try:
        with open(descriptor, "wb") as stream:
            yield stream, draft
        draft.chmod(0o666 & ~_umask())
        draft.replace(path)
    except BaseException:
        draft.unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
