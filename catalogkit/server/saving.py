"""Saves a listing in a form that is read back: v2 as JSON or XML, v1 as XML.

Of a v1 descriptor only what tells type and links is written: others of its properties are passwords.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from ..atomic import drafting
from ..errors import UsageError
from ..model.uri import FILES_SUFFIX
from ..parsing.listings import COMPLETE
from ..parsing.xml import Element
from .items import Descriptor, Item, Lookup
from .listing_v2 import as_texts
from .query import Api

_PROPERTIES = ("PROP_RESOURCE_TYPE", "PROP_REFERENCE_URI", "CONTENT_TYPE")
"""What the reader asks of a v1 descriptor."""
_ATTRIBUTES = ("name", "wsType", "uriString", "isNew")


class ListingFile:
    """A file that a listing is written into, item by item.

    Args:
        file: the file.
        form: `json` or `xml`.
        api: which listing it is.
    """

    def __init__(self, file: BinaryIO, form: str, api: Api) -> None:
        self._file = file
        self._is_json = form == "json"
        self._root = "resourceDescriptors" if api is Api.V1 else "resources"
        self._count = 0
        file.write(self._start(complete=False))

    def add(self, item: Item) -> None:
        """Write one item."""
        if self._is_json:
            assert isinstance(item, Lookup)
            text = json.dumps(item.members, ensure_ascii=False)
            self._file.write((",\n" if self._count else "\n").encode() + text.encode("utf-8", "replace"))
        else:
            element = _plain(item.element) if isinstance(item, Descriptor) else _element(item)
            self._file.write(b"\n" + etree.tostring(element, encoding="UTF-8", xml_declaration=False))
        self._count += 1

    def finish(self, *, complete: bool) -> None:
        """Write the end.

        Args:
            complete: whether it is the whole repository.
        """
        self._file.write(b"\n]}\n" if self._is_json else f"\n</{self._root}>\n".encode())
        self._file.seek(0)
        self._file.write(self._start(complete=complete))

    def _start(self, *, complete: bool) -> bytes:
        """The start; it is written twice, and has the same length each time."""
        if self._is_json:
            said = "true" if complete else "false"
            return f'{{"{COMPLETE}": {said:5}, "resourceLookup": ['.encode()
        said = '"true"' if complete else '"false"'
        return f"<{self._root} {COMPLETE}={said:7}>".encode()


@contextmanager
def saving(path: Path, api: Api) -> Iterator[ListingFile]:
    """A file for a listing, which is there when all of it was written and the block ended well.

    Args:
        path: a name that ends in `.json` or `.xml`.
        api: which listing it is.

    Raises:
        UsageError: the name does not fit, or the file cannot be written.
    """
    form = path.suffix.lower().lstrip(".")
    if form not in ("json", "xml"):
        raise UsageError("a listing is saved as .json or .xml", where=str(path), hint="name it listing.json")
    if form == "json" and api is Api.V1:
        hint = f"name it {path.with_suffix('.xml').name}"
        raise UsageError("this server has the v1 listing, which is XML", where=str(path), hint=hint)
    with drafting(path) as (file, _):
        yield ListingFile(file, form, api)


def _plain(element: Element) -> Element:
    """A descriptor without what nobody needs, and nobody should see."""
    made = etree.Element("resourceDescriptor")
    for name in _ATTRIBUTES:
        if (value := element.get(name)) is not None:
            made.set(name, value)
    for name in ("label", "description"):
        if text := element.findtext(name):
            etree.SubElement(made, name).text = text
    for found in element.iterchildren("resourceProperty"):
        name, text = found.get("name", ""), found.findtext("value")
        if name in _PROPERTIES and text:
            etree.SubElement(etree.SubElement(made, "resourceProperty", name=name), "value").text = text
    below = f"{element.get('uriString')}{FILES_SUFFIX}/"
    for inner in element.iterchildren("resourceDescriptor"):
        if (inner.get("uriString") or "").startswith(below):
            made.append(_plain(inner))
    return made


def _element(item: Lookup) -> Element:
    made = etree.Element("resourceLookup")
    for name, text in as_texts(item.members).items():
        etree.SubElement(made, name).text = text
    return made
