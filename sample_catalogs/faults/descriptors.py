"""Descriptors that are no XML, of unknown types, with unknown elements or senseless values."""

from __future__ import annotations

from catalogkit.testing import (
    Part,
    Raw,
    ResourcePart,
    control,
    file,
    folder,
    jndi,
    png,
    raw,
    report,
    resource,
)

from . import BROKEN, descriptor, entry

_AT = f"{BROKEN}/Descriptors"
_BOM = b"\xef\xbb\xbf"


def faults() -> list[Part]:
    """All faults in descriptors."""
    return [*unknown(), *values(), *paths(), *texts()]


def unknown() -> list[Part]:
    """Types, elements and attributes that no table has."""
    added = Raw("<ripeness><unit>days</unit></ripeness>")
    future = resource("localOrchardMap", "map")
    return [
        resource("orchardMap", f"{_AT}/unknown_type", scale=Raw("<scale>5000</scale>")),
        report(f"{_AT}/unknown_element", ripeness=added),
        jndi(f"{_AT}/unknown_attribute", **{"@pool": Raw("large")}),
        report(f"{_AT}/unknown_local_type", resources=[future]),
    ]


def values() -> list[Part]:
    """Values that are not of the kind that belongs there."""
    return [
        jndi(f"{_AT}/date_is_no_date", creationDate="yesterday"),
        jndi(f"{_AT}/version_is_no_number", version="one"),
        report(f"{_AT}/unknown_code", controlsLayout=9),
        control(f"{_AT}/unknown_control", 99),
        control(f"{_AT}/flag_is_no_flag").but(mandatory="perhaps"),
    ]


def paths() -> list[Part]:
    """Descriptors that state another place than the one they are at."""
    return [
        file(f"{_AT}/another_name", png(), "img", name="other_name", dataFile="another_name.data"),
        jndi(f"{_AT}/another_folder", folder="/public/Elsewhere"),
        folder(f"{_AT}/Another_Folder_Name", name="Other"),
        jndi(f"{_AT}/without_label", label=None),
    ]


def texts() -> list[Part]:
    """Descriptors that were cut off or edited."""
    cut_off, edited = jndi(f"{_AT}/cut_off"), jndi(f"{_AT}/edited_on_windows")
    doubled, mixed = jndi(f"{_AT}/two_labels"), jndi(f"{_AT}/text_between")
    return [
        *spoilt(cut_off, descriptor(cut_off)[:300]),
        *spoilt(edited, _BOM + descriptor(edited).replace(b"\n", b"\r\n")),
        *spoilt(doubled, descriptor(doubled).replace(b"<label>", b"<label>one</label><label>")),
        *spoilt(mixed, descriptor(mixed).replace(b"<version>", b"words<version>")),
        raw(entry("Descriptors/no_descriptor"), "<something><else/></something>\n"),
        folder(f"{_AT}/Bad_Folder"),
        raw(entry("Descriptors/Bad_Folder/.folder"), "<folder><name>Bad_Folder</name>"),
    ]


def spoilt(part: ResourcePart, data: bytes) -> list[Part]:
    """A resource that its folder lists, with other bytes for its descriptor."""
    return [part, raw(f"resources{part.uri}.xml", data)]
