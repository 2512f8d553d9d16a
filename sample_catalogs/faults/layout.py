"""Entries at odd places: unlisted, unclaimed, unescaped, left behind."""

from __future__ import annotations

from catalogkit.testing import Part, folder, jndi, raw

from . import BROKEN, descriptor, entry

_AT = f"{BROKEN}/Layout"


def faults() -> list[Part]:
    """All faults in the layout."""
    return [*lists(), *places(), *left_behind()]


def lists() -> list[Part]:
    """Lists of children that do not fit what is there."""
    return [
        folder(f"{_AT}/Lists", folders=["Absent"], resources=["listed", "absent"]),
        jndi(f"{_AT}/Lists/listed"),
        jndi(f"{_AT}/Lists/unlisted"),
        folder(f"{_AT}/Lists/Unlisted_Folder"),
        folder(f"{_AT}/twin"),
        jndi(f"{_AT}/twin"),
        jndi(f"{_AT}/PLUM"),
        jndi(f"{_AT}/plum"),
    ]


def places() -> list[Part]:
    """Descriptors where the server does not find them."""
    orphan, unescaped = jndi(f"{_AT}/No_Folder/orphan"), jndi(f"{_AT}/Gebühr")
    return [
        raw(entry("Layout/No_Folder/orphan"), descriptor(orphan)),
        raw(entry("Layout/Gebühr"), descriptor(unescaped)),
        raw(entry("Layout/windows").replace("/", "\\"), descriptor(jndi(f"{_AT}/windows"))),
    ]


def left_behind() -> list[Part]:
    """Entries that belong to nothing."""
    return [
        raw("__MACOSX/._index.xml", b"\x00\x05\x16\x07"),
        raw(f"resources{_AT}/.DS_Store", b"\x00\x00\x00\x01Bud1"),
        raw("import.log", "2024-01-15 08:00:00 import started\n"),
        raw(f"resources{_AT}/nobody_names_it.data", b"bytes"),
        raw(f"resources{_AT}/gone_files/main.data", b"bytes"),
        raw(f"resources{_AT}/Empty/"),
        raw("irrigation/12.xml", "<valve/>\n"),
    ]
