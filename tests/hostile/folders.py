"""Hostile folders instead of zips."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.hostile.base import CANARY, DESCRIPTOR, VALID, add

GIGABYTE = 1 << 30


def write(root: Path, changes: Mapping[str, bytes | None] | None = None) -> None:
    """The valid catalog as a folder, with changes."""
    for name, data in {**VALID, **(changes or {})}.items():
        if data is not None:
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)


def _add(name: str, change: Callable[[Path], object], *options: str, codes: tuple[int, ...] = (1,)) -> None:
    def make(path: Path) -> None:
        write(path)
        change(path)

    add(f"folder-{name}", make, *options, codes=codes)


def _link(name: str, target: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        (root / name).unlink(missing_ok=True)
        (root / name).symlink_to(target)

    return change


def _sparse(name: str, size: int) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        with open(root / name, "wb") as stream:
            stream.truncate(size)

    return change


def _deep(root: Path, *, levels: int, name: str) -> None:
    """Directories nested deeper than a path may be long."""
    here = os.open(root / "resources", os.O_RDONLY)
    for _ in range(levels):
        os.mkdir(name, dir_fd=here)
        below = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(os.open("evil.xml", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)


def _undecodable(root: Path) -> None:
    Path(os.fsdecode(os.fsencode(root) + b"/resources/a/\xff\xfe\x80.xml")).write_bytes(b"<a/>")
    Path(os.fsdecode(os.fsencode(root) + b"/resources/\xed\xa0\x80")).mkdir()
    Path(os.fsdecode(os.fsencode(root) + b"/resources/\xed\xa0\x80/x.data")).write_bytes(b"x")


def _bind(root: Path) -> None:
    here = Path.cwd()
    os.chdir(root)  # the path of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("resources/a/evil.xml")
    finally:
        os.chdir(here)


def _replace(name: str, data: bytes | None) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        (root / name).unlink()
        if data is None:
            (root / name).mkdir()
        else:
            (root / name).write_bytes(data)

    return change


_add("link-to-file", _link("resources/a/evil.xml", str(CANARY)))
_add("link-as-index", _link("index.xml", str(CANARY)))
_add("link-as-descriptor", _link(DESCRIPTOR, str(CANARY)))
_add("link-as-data", _link("resources/a/logo.data", str(CANARY)))
_add("link-to-root", _link("resources/all", "/"))
_add("link-to-itself", _link("resources/loop", "loop"))
_add("link-to-parent", _link("resources/a/up", ".."))
_add("link-to-device", _link("resources/a/evil.xml", "/dev/zero"))
_add("link-to-nothing", _link("resources/a/evil.xml", "nowhere"))
_add("pipe", lambda root: os.mkfifo(root / "resources/a/evil.xml"))
_add("pipe-as-index", lambda root: ((root / "index.xml").unlink(), os.mkfifo(root / "index.xml")))
_add("socket", _bind)
_add("index-is-a-directory", _replace("index.xml", None))
_add("index-is-empty", _replace("index.xml", b""))
_add("not-text", _undecodable)
_add("control-characters", lambda root: (root / "resources/a/\x1b[2J\n.xml").write_bytes(b"<a/>"))
_add("bidi", lambda root: (root / "resources/a/\u202elmx.xml").write_bytes(b"<a/>"))
_add("backslash", lambda root: (root / "resources/a/..\\..\\evil.xml").write_bytes(b"<a/>"))
_add("drive-letter", lambda root: (root / "C:").mkdir())
_add("deep-1000", lambda root: _deep(root, levels=1_000, name="d"))
_add("deep-60-long-names", lambda root: _deep(root, levels=60, name="d" * 250))
_add("sparse-descriptor-10-gb", _sparse(DESCRIPTOR, 10 * GIGABYTE))
_add("sparse-index-10-gb", _sparse("index.xml", 10 * GIGABYTE))
_add("sparse-index-1-gb", _sparse("index.xml", GIGABYTE))
_add("sparse-data-10-gb", _sparse("resources/a/logo.data", 10 * GIGABYTE))
_add("sparse-data-2-gb", _sparse("resources/a/logo.data", 2 * GIGABYTE - 1), codes=(0, 1))
_add(
    "entries-5000-above-the-limit",
    lambda root: [(root / f"{i}").touch() for i in range(5_000)],
    "--max-entries=1000",
    codes=(3,),
)
_add("limit-total-size", lambda root: None, "--max-total-size=500")
_add("limit-entry-size", lambda root: None, "--max-entry-size=300")
add("folder-empty", lambda path: path.mkdir(), codes=(1, 3))
add("path-is-a-pipe", lambda path: os.mkfifo(path), codes=(3,))
add("path-is-nothing", lambda path: None, codes=(3,))
add("path-is-a-link-to-nothing", lambda path: path.symlink_to("nowhere"), codes=(3,))
add("path-is-a-link-to-itself", lambda path: path.symlink_to(path.name), codes=(3,))
add("path-is-a-device", lambda path: path.symlink_to("/dev/zero"), codes=(3,))
