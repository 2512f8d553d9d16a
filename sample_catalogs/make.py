"""Writes the sample catalogs beside itself; with `--check` it only says whether they are up to date.

The content is invented and the same on every run.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
if str(HERE.parent) not in sys.path:
    sys.path.insert(0, str(HERE.parent))

from catalogkit.testing import catalog  # noqa: E402
from sample_catalogs import broken, healthy, healthy_next, organization  # noqa: E402


def samples() -> dict[str, bytes]:
    """The bytes of each sample catalog, by file name."""
    return {
        "healthy.zip": catalog(*healthy.parts(), **healthy.OPTIONS),
        "healthy-next.zip": catalog(*healthy_next.parts(), **healthy_next.OPTIONS),
        "organization.zip": catalog(*organization.parts(), **organization.OPTIONS),
        "broken.zip": catalog(*broken.parts(), **broken.options()),
    }


def same(one: bytes, other: bytes) -> bool:
    """Whether two zips hold the same entries in the same order; compressors may differ."""
    return one == other or _entries(one) == _entries(other)


def outdated() -> list[str]:
    """The names of the samples that are not there or differ from what would be written."""
    return [
        name
        for name, data in samples().items()
        if not (HERE / name).is_file() or not same((HERE / name).read_bytes(), data)
    ]


def main(arguments: list[str]) -> int:
    """Write, or check; the exit code."""
    if arguments == ["--check"]:
        names = outdated()
        for name in names:
            print(f"{name} is out of date: run sample_catalogs/make.py", file=sys.stderr)
        return 1 if names else 0
    if arguments:
        print("usage: make.py [--check]", file=sys.stderr)
        return 2
    for name, data in samples().items():
        (HERE / name).write_bytes(data)
    return 0


def _entries(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
