"""Entry names: hostile ones are refused, sloppy ones are mended, both are reported.

The server looks entries up by exact name (`catalog-format.md` §1.1). We read more leniently, but never
silently: each `EntryName` keeps the name as written beside the one we use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .defects import Defect, DefectKind
from .limits import Limits

_LETTER = r"[^\x00-\x1f\x7f-\x9f\\:/]"
_ORDINARY = re.compile(rf"(?:(?!\.){_LETTER}++/)*+(?:(?!\.){_LETTER}++)?")
"""What nearly all names look like: segments that are not empty and do not begin with a dot."""
_DRIVE = re.compile(r"[A-Za-z]:")
_DOTS = re.compile(r"^(?:\./+)+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_JUNK_FILES = ("Thumbs.db", "desktop.ini")
_ODD = (
    *("\\", ":", "//", "/.", "__MACOSX/"),
    *(f"{name}\n" for name in _JUNK_FILES),
)
"""What a list of ordinary names, with a line end behind each, does not hold."""
_JUNK = re.compile(
    r"(?:.*/)?(?:(?:__MACOSX|\.git|\.svn)/.*|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)", re.DOTALL
)
_SHOWN = 200
"""Characters that are kept of a name that is too long."""


@dataclass(slots=True)
class EntryName:
    """One entry name on its way into an archive.

    Args:
        raw: as written in the archive; cut where it is too long to be used.
        name: as we use it: `/` between segments, no wrapping folder; directories end in `/`.
        refused: why the entry must not be read, or None.
    """

    raw: str
    name: str
    refused: DefectKind | None = None


def decode_name(name: bytes) -> tuple[str, bool]:
    """A name as text, and whether it is UTF-8; else it is read as what DOS would show, which never fails."""
    try:
        return name.decode(), True
    except UnicodeDecodeError:
        return name.decode("cp437"), False


def is_junk(name: str) -> bool:
    """Whether operating systems and editors leave such an entry behind."""
    if name[:1] != "." and "/." not in name and "__MACOSX/" not in name and not name.endswith(_JUNK_FILES):
        return False  # as nearly always
    return _JUNK.fullmatch(name) is not None


def are_ordinary(names: Sequence[str], limits: Limits) -> bool:
    """Whether nothing is wrong with any name, told by looking at all of them at once, which is much faster.

    It is the same as that `clean_names` finds nothing, but for characters that are odd and harmless.
    """
    lines = "\n".join(("", *names, "")).replace("/.folder.xml\n", "/\n")
    longest = max(map(len, names), default=0)
    return (
        "\nindex.xml\n" in lines
        and {name[:1] for name in names}.isdisjoint(("", ".", "/"))
        and not any(odd in lines for odd in _ODD)
        and "".join(names).isprintable()
        and longest <= limits.max_name_length
        and (
            longest <= 2 * limits.max_name_depth or max(n.count("/") for n in names) <= limits.max_name_depth
        )
        and len(set(map(str.casefold, names))) == len(names)
    )


def clean_names(raw_names: Iterable[str], limits: Limits) -> tuple[list[EntryName], list[Defect]]:
    """Check and mend the names of an archive, in order, and say what was found."""
    defects: list[Defect] = []
    names = [_clean(raw, limits, defects) for raw in raw_names]
    _unwrap(names, defects)
    _mark_duplicates(names, defects)
    for name in names:
        if name.refused is None and is_junk(name.name):
            defects.append(Defect(DefectKind.JUNK, name.raw))
    return names, defects


def _clean(raw: str, limits: Limits, defects: list[Defect]) -> EntryName:
    name = EntryName(raw, raw)
    refused: DefectKind | None
    if len(raw) > limits.max_name_length:
        name.raw = name.name = raw if len(raw) <= _SHOWN else raw[:_SHOWN] + "…"
        refused = DefectKind.NAME_TOO_LONG
    elif raw.count("/") + raw.count("\\") > limits.max_name_depth:
        refused = DefectKind.NAME_TOO_DEEP
    elif raw and _ORDINARY.fullmatch(raw):
        return name
    else:
        if "\\" in raw:
            name.name = raw.replace("\\", "/")
            defects.append(Defect(DefectKind.BACKSLASH_NAMES, raw))
        refused = hostility(name.name)
        if refused is None:
            return _canonical(name, defects)
    name.refused = refused
    defects.append(Defect(refused, name.raw))
    return name


def hostility(name: str) -> DefectKind | None:
    """Why a name must not be used, whatever the limits; None for a harmless one."""
    is_directory = name.endswith("/")
    name = _DOTS.sub("", name)
    if name == "." or not (name or is_directory):
        return DefectKind.EMPTY_NAME
    if _CONTROL.search(name):
        return DefectKind.NUL_IN_NAME
    if name.startswith("/"):
        return DefectKind.ABSOLUTE_NAME
    if _DRIVE.match(name):
        return DefectKind.DRIVE_LETTER
    if ".." in name.split("/"):
        return DefectKind.PARENT_SEGMENT
    return None


def _canonical(name: EntryName, defects: list[Defect]) -> EntryName:
    segments = [segment for segment in name.name.split("/") if segment not in ("", ".")]
    canonical = ("/".join(segments) or ".") + ("/" if name.name.endswith("/") else "")
    if canonical != name.name:
        name.name = canonical
        defects.append(Defect(DefectKind.ODD_NAME, name.raw))
    return name


def _unwrap(names: list[EntryName], defects: list[Defect]) -> None:
    """Drop the one folder that holds everything, if `index.xml` lies right below it (§17)."""
    if any(n.name == "index.xml" and n.refused is None for n in names):
        return
    usable = [n for n in names if n.refused is None and not is_junk(n.name)]
    if not usable:
        return
    wrapper = usable[0].name.partition("/")[0] + "/"
    if not any(n.name == wrapper + "index.xml" for n in usable):
        return
    if not all(n.name.startswith(wrapper) for n in usable):
        return
    for n in usable:
        n.name = n.name[len(wrapper) :] or "./"
        n.refused = hostility(n.name)
        if n.refused is not None:
            defects.append(Defect(n.refused, n.raw))
    defects.append(Defect(DefectKind.WRAPPING_FOLDER, wrapper))


def _mark_duplicates(names: list[EntryName], defects: list[Defect]) -> None:
    """Of equal names the last one counts, as it does for Java's reader of zips."""
    usable = [n for n in names if n.refused is None]
    if len({n.name.casefold() for n in usable}) == len(usable):
        return
    last: dict[str, EntryName] = {}
    folded: dict[str, str] = {}
    for n in usable:
        earlier = last.get(n.name)
        if earlier is not None:
            earlier.refused = DefectKind.SHADOWED
            defects.append(Defect(DefectKind.SHADOWED, earlier.raw))
        last[n.name] = n
        other = folded.setdefault(n.name.casefold(), n.name)
        if other != n.name:
            defects.append(Defect(DefectKind.CASE_DUPLICATE, n.raw, f"also {other}"))
