"""Opens the data files that may hold references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..archive import Entry
from ..errors import EntryDamagedError, EntryError
from ..model.catalog import Catalog
from ..model.repository import Resource
from ..model.types import TYPES
from ..model.uri import URI
from ..model.walk import local_resources
from ..parsing.xml import Xml
from .bundles import bundle_keys
from .extraction import Content, Unread, local_name

CSS = "css"
JSON = "dashboardComponent"
_NOT_TEXT = frozenset({"jar", "font", "cer", "key", "pub", "ppk", "secureFile", "prop", "config"})
"""File types that hold no references, or are looked at by those who know what they are for."""
_WANTED = frozenset(
    {"jasperReport", "jasperTemplate", "schema", "securityDefinition", "Roles", "Role", "Schema", "java"}
)
"""Root elements that somebody here understands; further those that end in `DataAdapter`."""
_COMPILED = b"\xac\xed\x00\x05"
"""The start of a serialised Java object: a compiled report."""
_PROLOG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*", re.DOTALL
)
_ROOT = re.compile(rb"<(?:[\w.-]{1,200}:)?([\w.-]{1,200})")
_GLANCE = 64
"""Bytes that tell whether a file of any type may be text, XML in most cases."""
_TEXT = frozenset({"jrxml", "jrtx", CSS, JSON})
"""File types that are always read whole."""
_LOOK = 65_536
"""Bytes in which the root element must start."""
MAX_LINKS = 100
"""Links from file to file that are followed."""


class Files:
    """The data files of one catalog, each parsed once while it is wanted.

    Args:
        catalog: the catalog.

    Attributes:
        unread: what could not be searched.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._xml = Xml(catalog.archive.limits)
        self._known: dict[URI, frozenset[str] | None] = {}
        self._embedded: dict[URI, dict[URI, Resource]] = {}
        self.unread: list[Unread] = []

    def contents(self, owner: URI, holder: Resource) -> Iterator[Content]:
        """The searchable files of a resource; a file that should be searched and cannot is noted."""
        file_type = holder.text("fileType") or ""
        if holder.type is not TYPES["fileResource"] and holder.type is not TYPES["olapUnit"]:
            return
        if file_type in _NOT_TEXT:
            return
        for entry in self._catalog.data_entries(holder):
            try:
                content = self._content(owner, holder, entry, file_type)
            except EntryError as error:
                self.unread.append(Unread(owner, entry.name, error.line, error.what))
            else:
                if content is not None:
                    yield content

    def followed(self, uri: str) -> Resource | None:
        """The file at a URI, behind any links; None where there is none."""
        seen: set[str] = set()
        while uri not in seen and len(seen) < MAX_LINKS:
            seen.add(uri)
            resource = self._resource(URI(uri))
            if resource is None:
                return None
            uri = resource.text("referenceUri") or ""
            if not uri:
                return resource
        return None

    def _resource(self, uri: URI) -> Resource | None:
        """As `Catalog.resource`; what one owner holds is gone through only once."""
        owner = self._catalog.owners.get(uri)
        if owner is None or uri in self._catalog.resources:
            return self._catalog.resources.get(uri)
        if owner not in self._embedded:
            held: dict[URI, Resource] = {}
            self._embedded[owner] = held
            for local in local_resources(self._catalog.resources[owner]):
                held.setdefault(local.uri, local)
        return self._embedded[owner].get(uri)

    def lost_keys(self, keys: Iterable[str], bundles: Sequence[str]) -> set[str]:
        """Those of some keys that are in no bundle; none where one is not there or cannot be read.

        Bundles are read until every key is found: most have it in their first.

        Args:
            keys: the keys.
            bundles: URIs of the bundles, in all locales.
        """
        lost = set(keys) if bundles else set()
        for uri in bundles:
            if not lost:
                break
            known = self._keys(uri)
            if known is None:
                return set()
            lost -= known
        return lost

    def _keys(self, uri: str) -> frozenset[str] | None:
        """The keys of the resource bundle at a URI; None where it is not there or cannot be read."""
        bundle = self.followed(uri)
        if bundle is None:
            return None
        if bundle.uri not in self._known:
            self._known[bundle.uri] = self._read_keys(bundle)
        return self._known[bundle.uri]

    def _read_keys(self, bundle: Resource) -> frozenset[str] | None:
        found: frozenset[str] | None = None
        for entry in self._catalog.data_entries(bundle):
            try:
                self._xml.check_size(entry.size, entry.name)
                found = bundle_keys(self._catalog.archive.read(entry), entry.name)
            except EntryError as error:
                owner = self._catalog.owners.get(bundle.uri, bundle.uri)
                self.unread.append(Unread(owner, entry.name, error.line, error.what))
        return found

    def _content(self, owner: URI, holder: Resource, entry: Entry, file_type: str) -> Content | None:
        archive = self._catalog.archive
        if file_type not in _TEXT and not _may_be_text(archive.start(entry, _GLANCE)):
            return None
        self._xml.check_size(entry.size, entry.name)
        data = archive.read(entry)
        kind = _kind(data[:_LOOK], file_type)
        if kind is None:
            return None
        if kind in _UNSEARCHABLE:
            raise EntryDamagedError(_UNSEARCHABLE[kind], where=entry.name)
        if kind in (CSS, JSON):
            return Content(owner, holder, entry.name, data, kind, None)
        root = self._xml.parse(data, entry.name, packed=entry.compressed_size)
        name = local_name(root)
        return Content(owner, holder, entry.name, data, name, root) if is_wanted(name) else None


_COMPILED_REPORT = "compiled report"
_NO_JRXML = "no JRXML"
_UNKNOWN_ROOT = "XML"
_UNSEARCHABLE = {
    _COMPILED_REPORT: "a compiled report cannot be searched for references",
    _NO_JRXML: "it is said to be JRXML, but is no XML",
}


def is_wanted(root: str) -> bool:
    """Whether files with this root element may hold references."""
    return root in _WANTED or root.endswith("DataAdapter")


_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"\0\0\0<")
"""How XML starts whose characters take two or four bytes."""


def _may_be_text(start: bytes) -> bool:
    """Whether a file may be XML, or a compiled report, from its first bytes."""
    return start.lstrip().startswith((b"<", *_WIDE, b"\xef\xbb\xbf", _COMPILED))


def _kind(start: bytes, file_type: str) -> str | None:
    """What a file seems to be, from how it starts; None for what holds no references."""
    if start.startswith(_COMPILED):
        return _COMPILED_REPORT
    if file_type in (CSS, JSON):
        return file_type
    if b"\0" in start[:4]:  # XML in an encoding of two or four bytes a character, or no text
        if b"<" in start[:4] or start[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return _UNKNOWN_ROOT
        return _NO_JRXML if file_type == "jrxml" else None
    prolog = _PROLOG.match(start)
    root = _ROOT.match(start, prolog.end() if prolog else 0)
    if root is None:
        return _NO_JRXML if file_type == "jrxml" and start.strip() else None
    name = root[1].decode("ascii", "replace")
    return name if is_wanted(name) or file_type == "jrxml" else None
