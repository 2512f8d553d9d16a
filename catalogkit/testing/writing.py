"""Parts to the bytes of a zip, to a file, or to a folder."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Unpack

from ..archive.writer import ZipWriter
from ..parsing.catalog_writer import write_catalog
from .assemble import Options, assemble
from .parts import Part


def catalog(*parts: Part, **options: Unpack[Options]) -> bytes:
    """A catalog as the bytes of a zip; the same parts give the same bytes.

    Args:
        parts: what to put in, in any order.
        options: how; see `Options`.

    >>> from catalogkit.testing import jdbc, report
    >>> catalog(report("/a", data_source="/ds"), jdbc("/ds"))[:2]
    b'PK'
    """
    contents = assemble(parts, options)
    stream = io.BytesIO()
    write_catalog(stream, contents.index, contents.objects, contents.data, contents.broken_dependencies)
    return _with_raw(stream, dict(contents.raw)) if contents.raw else stream.getvalue()


def write(path: str | Path, /, *parts: Part, **options: Unpack[Options]) -> Path:
    """Write a catalog to a file and return its path, so that it can be opened in the same line.

    Args:
        path: the file; it is replaced.
        parts: what to put in, in any order.
        options: how; see `Options`.
    """
    path = Path(path)
    path.write_bytes(catalog(*parts, **options))
    return path


def write_folder(path: str | Path, /, *parts: Part, **options: Unpack[Options]) -> Path:
    """Write a catalog as a directory export (`catalog-format.md` §1.1) and return its path.

    Args:
        path: the folder; it is made.
        parts: what to put in, in any order.
        options: how; see `Options`.
    """
    options.setdefault("path_processor", "file")
    with zipfile.ZipFile(io.BytesIO(catalog(*parts, **options))) as archive:
        archive.extractall(path)
    return Path(path)


def _with_raw(stream: io.BytesIO, raw: dict[str, bytes]) -> bytes:
    """The zip with further entries; those of a name that is there take its place."""
    made = io.BytesIO()
    with zipfile.ZipFile(stream) as archive, ZipWriter(made) as writer:
        for name in archive.namelist():
            writer.add(name, raw.pop(name) if name in raw else archive.read(name))
        for name, data in raw.items():
            if name.endswith("/"):
                writer.add_directory(name)
            else:
                writer.add(name, data)
    return made.getvalue()
