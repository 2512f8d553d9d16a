"""The table of defects: complete, and every kind is found in an archive that has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogkit import CatalogkitError
from catalogkit.archive import DefectKind, Limits, Treatment, open_archive
from catalogkit.archive.limits import option
from tests.hostile.makers import MAKERS
from tests.hostile.raw_zip import Part, build

MADE_BY = {
    DefectKind.NOT_A_ZIP: "no-zip-text",
    DefectKind.TRUNCATED: "cut-32-of-64",
    DefectKind.DIRECTORY_DAMAGED: "directory-signature",
    DefectKind.MULTI_DISK: "split-over-disks",
    DefectKind.TOO_MANY_ENTRIES: "limit-entries",
    DefectKind.ABSOLUTE_NAME: "name-absolute",
    DefectKind.DRIVE_LETTER: "name-drive-letter",
    DefectKind.PARENT_SEGMENT: "name-parent-inside",
    DefectKind.NUL_IN_NAME: "name-nul",
    DefectKind.EMPTY_NAME: "name-empty",
    DefectKind.NAME_TOO_DEEP: "name-deep-1000",
    DefectKind.NAME_TOO_LONG: "name-long-5000",
    DefectKind.SYMLINK: "zip-symlink",
    DefectKind.SPECIAL_FILE: "folder-pipe",
    DefectKind.ENCRYPTED: "entry-encrypted",
    DefectKind.UNSUPPORTED_METHOD: "entry-method-lzma",
    DefectKind.OVERLAP: "overlap-quoted",
    DefectKind.OUTSIDE: "entry-offset-outside",
    DefectKind.SHADOWED: "duplicate-descriptor",
    DefectKind.HEADER_MISMATCH: "entry-local-name",
    DefectKind.BAD_CRC: "entry-crc",
    DefectKind.BAD_DATA: "data-garbage",
    DefectKind.SIZE_MISMATCH: "entry-size-smaller",
    DefectKind.UNREADABLE: "",
    DefectKind.LIMIT: "limit-entry-size",
    DefectKind.CASE_DUPLICATE: "name-case-twin-of-index",
    DefectKind.BACKSLASH_NAMES: "all-names-with-backslashes",
    DefectKind.WRAPPING_FOLDER: "wrapped",
    DefectKind.ODD_NAME: "name-double-slash",
    DefectKind.NAME_CHARSET: "name-in-cp437",
    DefectKind.NAME_WITHOUT_FLAG: "name-utf-8-without-flag",
    DefectKind.JUNK: "name-junk",
    DefectKind.JUNK_BEFORE: "junk-before",
    DefectKind.JUNK_AFTER: "junk-after",
    DefectKind.COUNT_MISMATCH: "count-too-low",
    DefectKind.LARGE: "",
}
"""The hostile archive that has each kind of defect; those without have a test of their own."""


def test_every_kind_is_tried() -> None:
    assert list(MADE_BY) == list(DefectKind)


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.id) for kind, name in MADE_BY.items() if name])
def test_it_is_found(kind: DefectKind, tmp_path: Path) -> None:
    maker = MAKERS[MADE_BY[kind]]
    maker.make(tmp_path / "x.zip")
    limits = Limits(**dict(_field(text) for text in maker.options))
    if kind.treatment is Treatment.ARCHIVE_REFUSED:
        with pytest.raises(CatalogkitError) as caught:
            open_archive(tmp_path / "x.zip", limits)
        assert caught.value.what.startswith(kind.text)
        assert caught.value.where == str(tmp_path / "x.zip")
        return
    with open_archive(tmp_path / "x.zip", limits) as archive:
        archive.verify()
        concerned = [d.entry for d in archive.defects if d.kind is kind]
        assert concerned
        if kind.treatment is Treatment.ENTRY_REFUSED:
            refused = [e for e in archive.entries if e.refused is kind]
            assert {e.raw_name for e in refused} == set(concerned)
            assert all(archive.by_name.get(e.name) is not e or e.refused is kind for e in refused)
        else:
            assert all(e.refused is not kind for e in archive.entries)


def _field(text: str) -> tuple[str, int]:
    name, _, value = text.removeprefix("--").partition("=")
    return name.replace("-", "_"), int(value)


def test_unreadable(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x/gone").touch()
    with open_archive(tmp_path / "x") as archive:
        (tmp_path / "x/gone").unlink()
        archive.verify()
        assert [(d.kind, d.entry) for d in archive.defects] == [(DefectKind.UNREADABLE, "gone")]


def test_large(tmp_path: Path) -> None:
    with open(tmp_path / "x.zip", "wb") as stream:
        stream.seek(2 << 30)  # a hole, not bytes on the disk
        stream.write(build([Part("index.xml", b"<export/>")]))
    with open_archive(tmp_path / "x.zip") as archive:
        assert DefectKind.LARGE in {d.kind for d in archive.defects}


def test_no_two_kinds_are_the_same() -> None:
    assert len(DefectKind.__members__) == len(list(DefectKind))
    assert len({kind.text for kind in DefectKind}) == len(list(DefectKind))


def test_texts_name_real_options() -> None:
    options = {option(name) for name in Limits.__slots__}
    named = {word for kind in DefectKind for word in kind.text.split() if word.startswith("--")}
    assert named <= options


@pytest.mark.parametrize("kind", DefectKind)
def test_ids_are_words(kind: DefectKind) -> None:
    assert kind.id.replace("-", "").isalpha()
    assert kind.id == kind.id.lower()
