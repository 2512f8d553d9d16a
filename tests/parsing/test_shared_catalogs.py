"""Real exports: everything in them is understood, and written again as it was.

They are not part of the repository; without them the tests are skipped.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from catalogkit import Catalog, open_catalog
from catalogkit.parsing.serialise import serialise

_SHARED = Path(__file__).resolve().parents[3] / "shared"
_FOLDERS = ("catalogs", "conformance/targets", "conformance/exports")
_NAMES = sorted(
    path.relative_to(_SHARED).as_posix() for folder in _FOLDERS for path in (_SHARED / folder).glob("*.zip")
)
_UNORDERED = "attribute"
"""Its children come in any order in organizations (`catalog-format.md` §9.4)."""

_PARSER = etree.XMLParser(remove_comments=True, remove_pis=True)


@pytest.mark.parametrize("name", _NAMES or ["none"])
def test_it_is_read_without_problems(shared: Path, name: str) -> None:
    with open_catalog(shared / name) as catalog:
        assert catalog.problems == ()
        assert catalog.unclaimed == ()
        assert catalog.missing_data == ()


@pytest.mark.parametrize("name", _NAMES or ["none"])
def test_every_object_is_written_as_it_was(shared: Path, name: str) -> None:
    with open_catalog(shared / name) as catalog:
        different = [entry for entry, written in _descriptors(catalog) if not _same(catalog, entry, written)]
    assert different == []


def _descriptors(catalog: Catalog) -> list[tuple[str, bytes]]:
    objects = [*catalog.objects(), *catalog.access_events]
    return [(item.entry, serialise(item)) for item in objects]


def _same(catalog: Catalog, entry: str, written: bytes) -> bool:
    original = catalog.archive.read(catalog.archive.by_name[entry])
    return _canonical(etree.fromstring(original, _PARSER)) == _canonical(etree.fromstring(written, _PARSER))


def _canonical(element: etree._Element) -> tuple[object, ...]:
    """An element without the white space between elements and the order of attributes."""
    children = [_canonical(child) for child in element]
    if element.tag == _UNORDERED:
        children.sort(key=repr)
    text = element.text or ""
    if children and text.isspace():
        text = ""
    return element.tag, sorted(element.attrib.items()), text, children
