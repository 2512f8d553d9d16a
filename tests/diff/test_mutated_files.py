"""Other bytes in one data file of every kind: exactly that is told, of the resource whose file it is."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from catalogkit.diff.canonical import MISSING, FileContent
from catalogkit.diff.changes.base import Change
from catalogkit.diff.changes.content import ImageReplaced, TextChanged
from catalogkit.testing import Part, ResourcePart, link, local, png, resource, write
from tests.diff.comparing import brief, compared_files

FONT = b"\x00\x01\x00\x00\x00\x0b\x00\x80\x00\x03\x000OS/2"
URI = "/files/one"
THEME = "/themes/orchard/overrides.css"


class Bytes(NamedTuple):
    """A kind of data file: bytes before and after, what is told of them, and the format that is named."""

    old: bytes
    new: bytes
    kind: str
    level: str = "info"
    form: str = ""


FORMATS = {
    "jrxml": Bytes(
        b"<jasperReport name='a'/>", b"<jasperReport name='b'/>", "jrxml-changed", "warning", "jrxml"
    ),
    "style": Bytes(
        b"<jasperTemplate/>", b"<jasperTemplate><style/></jasperTemplate>", "text-changed", "info", "style"
    ),
    "xml": Bytes(b"<schema/>", b"<schema version='2'/>", "text-changed", "info", "xml"),
    "json": Bytes(b'{"a": 1}', b'{"a": 2}', "text-changed", "info", "json"),
    "properties": Bytes(b"a = 1\n", b"a = 2\n", "text-changed", "info", "properties"),
    "css": Bytes(b"a { color: red }", b"a { color: blue }", "text-changed", "info", "css"),
    "sql": Bytes(b"select 1", b"select 2", "text-changed", "info", "sql"),
    "html": Bytes(b"<html lang='en'/>", b"<html lang='de'/>", "text-changed", "info", "html"),
    "text": Bytes(b"one", b"two", "text-changed", "info", "text"),
    "image": Bytes(png(2, 3), png(4, 5), "image-replaced"),
    "binary": Bytes(FONT, FONT + b"\x00", "binary-replaced"),
    "binary instead of text": Bytes(b"one", FONT, "binary-replaced"),
    "text instead of binary": Bytes(FONT, b"one", "binary-replaced"),
    "text instead of an image": Bytes(png(), b"one", "binary-replaced"),
    "image instead of text": Bytes(b"one", png(), "binary-replaced"),
    "jrxml instead of xml": Bytes(b"<schema/>", b"<jasperReport/>", "jrxml-changed", "warning", "jrxml"),
    "empty": Bytes(b"one", b"", "text-changed", "info", "text"),
}
SUFFIXES = {"properties": ".properties", "css": ".css", "sql": ".sql"}
LAYOUTS = {
    "jrxml": (b"<jasperReport a='1' b='2'/>", b'<jasperReport b="2"  a="1"></jasperReport>'),
    "style": (
        b"<jasperTemplate><style/></jasperTemplate>",
        b"<jasperTemplate>\n  <style/>\n</jasperTemplate>",
    ),
    "xml": (b"<schema a='1'/>", b'<?xml version="1.0"?>\n<schema a="1"/>'),
}


def owners(name: str) -> dict[str, tuple[str, str]]:
    """Where a file may be: the URI of the object, and the name of the embedded resource."""
    return {"listed": (f"{URI}{name}", ""), "embedded": (URI, f"part{name}"), "deep": (URI, f"deep{name}")}


def file(path: str, data: bytes | None) -> ResourcePart:
    return resource("fileResource", path, data=data)


def report(path: str, *resources: ResourcePart) -> ResourcePart:
    return resource("reportUnit", path, resource=resources)


def part(where: str, suffix: str, data: bytes | None) -> ResourcePart:
    """A resource with a data file of its own, or with one in what it embeds."""
    if where == "listed":
        return file(f"{URI}{suffix}", data)
    inside = local("fileResource", f"part{suffix}", dataFile=f"part{suffix}.data", data=data)
    if where == "embedded":
        return report(URI, inside)
    deep = local("fileResource", f"deep{suffix}", dataFile=f"deep{suffix}.data", data=data)
    view = local("adhocDataView", "view", resource=[deep])
    return resource("dashboardModelResource", URI, resource=[view])


def compared(folder: Path, old: Part, new: Part) -> list[object]:
    return list(compared_files(write(folder / "old.zip", old), write(folder / "new.zip", new)))


@pytest.mark.parametrize("where", owners(""))
@pytest.mark.parametrize("name", FORMATS)
def test_other_bytes_are_told(name: str, where: str, tmp_path: Path) -> None:
    data, suffix = FORMATS[name], SUFFIXES.get(name, "")
    uri, inside = owners(suffix)[where]

    found = compared(tmp_path, part(where, suffix, data.old), part(where, suffix, data.new))

    (change,) = found
    assert isinstance(change, Change)
    at = f"{uri}!{inside}" if inside else uri
    assert brief(found) == [(data.kind, data.level, at, "data")]
    assert [tree.size for tree in (change.before, change.after) if isinstance(tree, FileContent)] == [
        len(data.old),
        len(data.new),
    ]
    assert getattr(change, "form", "") == data.form
    assert isinstance(change, TextChanged) == bool(data.form)


def test_the_sizes_of_images_are_told(tmp_path: Path) -> None:
    data = FORMATS["image"]

    (change,) = compared(tmp_path, file(URI, data.old), file(URI, data.new))

    assert isinstance(change, ImageReplaced)
    assert change.sizes == ((2, 3), (4, 5))


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_layout_of_xml_is_noise(name: str, tmp_path: Path) -> None:
    old, new = LAYOUTS[name]

    assert brief(compared(tmp_path, file(URI, old), file(URI, new))) == [("layout", "noise", URI, "data")]


def test_a_file_of_a_theme_is_told_as_such(tmp_path: Path) -> None:
    found = compared(tmp_path, file(THEME, b"a { color: red }"), file(THEME, b"a { color: blue }"))

    assert brief(found) == [("theme-changed", "info", THEME, "data")]


@pytest.mark.parametrize("where", owners(""))
def test_a_missing_file_is_told(where: str, tmp_path: Path) -> None:
    there = write(tmp_path / "there.zip", part(where, "", b"one"))
    missing = without_data(there, tmp_path / "missing.zip")
    uri, inside = owners("")[where]
    at = f"{uri}!{inside}" if inside else uri

    (gone,) = compared_files(there, missing)
    (come,) = compared_files(missing, there)

    assert brief([gone]) == [("file-removed", "error", at, "data")]
    assert brief([come]) == [("file-added", "info", at, "data")]
    assert isinstance(gone, Change)
    assert isinstance(come, Change)
    assert (gone.after, come.before) == (MISSING, MISSING)
    assert isinstance(gone.before, FileContent)
    assert gone.before == come.after
    assert compared_files(missing, missing) == []


def without_data(path: Path, new: Path) -> Path:
    """A catalog without its data files."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(new, "w") as target:
        for name in source.namelist():
            if name.endswith(".xml"):
                target.writestr(name, source.read(name))
    return new


def test_a_file_that_becomes_a_link_is_no_missing_file(tmp_path: Path) -> None:
    found = compared(tmp_path, file(URI, b"one"), link(URI, "/files/other"))

    kinds = [(kind, place) for kind, _, _, place in brief(found)]
    assert kinds == [("field-changed", "dataFile"), ("reference-added", "referenceUri")]


def test_a_data_snapshot_is_told(tmp_path: Path) -> None:
    old, new = (resource("reportUnit", URI, dump=dump) for dump in (FONT, FONT + b"\x00"))
    assert brief(compared(tmp_path, old, new)) == [("binary-replaced", "info", URI, "snapshot")]


def test_a_missing_data_snapshot_is_told(tmp_path: Path) -> None:
    there = write(tmp_path / "there.zip", resource("reportUnit", URI, dump=FONT))
    missing = without_data(there, tmp_path / "missing.zip")

    assert brief(compared_files(there, missing)) == [("file-removed", "error", URI, "snapshot")]
    assert brief(compared_files(missing, there)) == [("file-added", "info", URI, "snapshot")]


def test_options_of_an_olap_view_are_told(tmp_path: Path) -> None:
    old, new = (resource("olapUnit", URI, data=f"<java><{name}/></java>".encode()) for name in "ab")

    assert brief(compared(tmp_path, old, new)) == [("text-changed", "info", URI, "data")]


def test_a_part_of_saved_output_is_told(tmp_path: Path) -> None:
    old, new = (
        resource(
            "contentResource",
            URI,
            data=b"<html/>",
            subResource=[local("contentResource", "chart", dataFile="chart", data=picture)],
        )
        for picture in (png(), png(2))
    )

    assert brief(compared(tmp_path, old, new)) == [("image-replaced", "info", f"{URI}!chart", "data")]


def test_a_file_beside_another_owner_is_told_of_whom_it_belongs_to(tmp_path: Path) -> None:
    """What is embedded is where it says (`catalog-format.md` §0 rule 5)."""
    old, new = (
        report(URI, local("fileResource", "a", folder="/elsewhere", dataFile="a.data", data=data))
        for data in (b"one", b"two")
    )

    assert brief(compared(tmp_path, old, new)) == [("text-changed", "info", f"{URI}!a", "data")]


def test_a_data_file_that_ends_in_xml_is_none_of_its_own(tmp_path: Path) -> None:
    """`catalog-format.md` §0 rule 9."""
    old, new = (
        report(URI, local("fileResource", "a", dataFile="a.xml", data=data)) for data in (b"<a/>", b"<b/>")
    )

    assert brief(compared(tmp_path, old, new)) == [("text-changed", "info", f"{URI}!a", "data")]
