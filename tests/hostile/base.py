"""A small valid catalog, and the table that hostile ones are entered in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.hostile.raw_zip import Part, build

CANARY = Path(__file__).with_name("canary.txt")
"""A file that nothing in an archive may make us read."""

REPORTED, UNREADABLE = 1, 3
"""Exit codes: something was found; no readable catalog."""

HARMLESS = (0, 1)
"""Exit codes of what does no harm on the server and may pass without a warning."""

INDEX = b"""<?xml version="1.0" encoding="UTF-8"?>
<export>
<property name="pathProcessorId" value="zip"/>
<property name="jsVersion" value="8.1.0 CE"/>
<module id="authority"><role>ROLE_USER</role></module>
<module id="repositoryResources"><folder>/</folder><resource>/a/logo</resource></module>
</export>
"""

ROLE = b"<role><name>ROLE_USER</name><externallyDefined>false</externallyDefined></role>"


def folder(name: str = "a", parent: str = "/", more: bytes = b"") -> bytes:
    """The descriptor of a folder."""
    text = f"<folder><name>{name}</name><label>{name}</label>" + (
        f"<parent>{parent}</parent>" if parent else ""
    )
    return text.encode() + more + b"</folder>"


def resource(
    more: bytes = b"", *, tag: str = "fileResource", name: str = "logo", data: str = "logo.data"
) -> bytes:
    """The descriptor of a resource in folder `/a`."""
    attribute = f' dataFile="{data}"' if tag == "fileResource" else ""
    head = f'<{tag}{attribute} exportedWithPermissions="true"><folder>/a</folder><name>{name}</name>'
    return f"{head}<version>1</version><label>{name}</label>".encode() + more + f"</{tag}>".encode()


VALID: Mapping[str, bytes] = {
    "roles/ROLE_USER.xml": ROLE,
    "resources/.folder.xml": folder("/", ""),
    "resources/a/.folder.xml": folder(),
    "resources/a/logo.xml": resource(b"<fileType>img</fileType>", data="logo.data"),
    "resources/a/logo.data": bytes(range(256)) * 40,
    "index.xml": INDEX,
}
"""Entries of the valid catalog, by name."""

DESCRIPTOR = "resources/a/logo.xml"


class Maker(NamedTuple):
    """A hostile archive.

    Args:
        name: its name in test ids.
        make: puts it at a path that does not exist yet.
        options: limits to give on the command line.
        codes: the exit codes that are right for it.
    """

    name: str
    make: Callable[[Path], None]
    options: tuple[str, ...] = ()
    codes: tuple[int, ...] = (REPORTED, UNREADABLE)


MAKERS: dict[str, Maker] = {}
"""Every hostile archive by name."""


def parts(changes: Mapping[str, bytes | None] | None = None) -> list[Part]:
    """The valid catalog with some entries replaced, added, or (None) left out."""
    entries = {**VALID, **(changes or {})}
    return [Part(name, data) for name, data in entries.items() if data is not None]


def add(
    name: str,
    make: Callable[[Path], None],
    *options: str,
    codes: tuple[int, ...] = (REPORTED, UNREADABLE),
) -> None:
    """Enter an archive that a function puts at a path."""
    assert name not in MAKERS, name
    MAKERS[name] = Maker(name, make, options, codes)


def add_bytes(
    name: str,
    content: Callable[[], bytes],
    *options: str,
    codes: tuple[int, ...] = (REPORTED, UNREADABLE),
) -> None:
    """Enter a file whose bytes a function gives."""
    add(name, lambda path: path.write_bytes(content()) and None, *options, codes=codes)


def add_entries(
    name: str,
    entries: Callable[[], Mapping[str, bytes | None]],
    *options: str,
    codes: tuple[int, ...] = (REPORTED, UNREADABLE),
) -> None:
    """Enter the valid catalog with the entries that a function gives."""
    add_bytes(name, lambda: build(parts(entries())), *options, codes=codes)


def add_part(
    name: str,
    part: Callable[[], Part],
    *options: str,
    codes: tuple[int, ...] = (REPORTED, UNREADABLE),
) -> None:
    """Enter the valid catalog with one more part."""
    add_bytes(name, lambda: build([*parts(), part()]), *options, codes=codes)
