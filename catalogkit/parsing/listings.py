"""Saved listings of a repository: v1 XML and v2 JSON or XML (`rest-services.md` §4 to §7), as a target.

A v1 listing may hold passwords in clear text. Only names, labels and types are taken from it.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator, Mapping

from ..archive import Limits
from ..errors import EntryError, UnreadableError
from ..model.dates import seconds_of
from ..model.objects import ROOT_ORGANIZATION
from ..model.target import (
    PART_OF_REPOSITORY,
    StoredFolder,
    StoredOrganization,
    StoredResource,
    Target,
    ancestors,
)
from ..model.types import TYPES, V2_FILE
from ..model.uri import FILES_SUFFIX
from .xml import Element, Xml

_HINT = "save GET /rest_v2/resources?limit=0 as JSON, or GET /rest/resources/FOLDER as XML for each folder"
_FOLDER, _REFERENCE = "folder", "reference"
_V1_TYPES = {row.v1: name for name, row in TYPES.items() if row.v1 and row.v1 != "unknow"}
"""Types by `wsType`. `unknow` is the server's own spelling for what it has no name for (§6.1)."""
_V2_TYPES = {row.v2: name for name, row in reversed(TYPES.items()) if row.v2 != V2_FILE}
_INTERFACES = {
    "MondrianConnection": "mondrianConnection",
    "MondrianXMLADefinition": "mondrianXmlaDefinition",
    "SecureMondrianConnection": "secureMondrianConnection",
}
"""Types by the last part of `PROP_RESOURCE_TYPE`, where `wsType` does not tell them (§6.3)."""
_UNKNOWN = frozenset(
    {
        "permissions",
        "users and roles",
        "organizations",
        "attributes",
        "report jobs",
        "calendars",
        "access events",
        "embedded resources",
        "links",
    }
)
"""What no listing tells."""
V1_UNKNOWN = _UNKNOWN | {"Mondrian connections"}
"""What a v1 listing does not tell: it leaves out Mondrian connections altogether (§7)."""
V2_UNKNOWN = _UNKNOWN | {"types of files"}
"""What a v2 listing does not tell: all files and contents are `file`."""
COMPLETE = "complete"
"""The member or attribute by which a listing that was saved here says whether it is all there is."""
_DATE_DIGITS = 15
"""Digits of a date in milliseconds: enough for 30,000 years."""
_PAGE = 100
"""Items of a v2 listing that was not asked for more (§5)."""


def read_listings(name: str, files: Iterable[tuple[str, bytes]], limits: Limits) -> Target:
    """The target that saved listings show.

    Args:
        name: what the user named.
        files: name and bytes of each.
        limits: how much may be read.

    Raises:
        UnreadableError: one of them is no listing.
    """
    reader = ListingReader(name, limits)
    for file, data in files:
        reader.read(file, data)
    return reader.target


class ListingReader:
    """Puts what listings tell into a target: whole files, or item by item.

    Args:
        name: what the user named.
        limits: how much may be read.

    Attributes:
        target: what is known by now.
    """

    def __init__(self, name: str, limits: Limits) -> None:
        self._xml = Xml(limits)
        self.target = Target(name)
        self.target.folders["/"] = StoredFolder("/", "root")
        self.target.permissions["/"] = {("role", "ROLE_ADMINISTRATOR"): 1}
        self.target.organizations[ROOT_ORGANIZATION] = StoredOrganization(
            ROOT_ORGANIZATION, ROOT_ORGANIZATION, "root", uri="/", folder="/"
        )

    def read(self, file: str, data: bytes) -> None:
        """Add one file.

        Raises:
            UnreadableError: it is no listing.
        """
        if data.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"{":
            listing = _json(file, data)
            complete = listing.get(COMPLETE) if isinstance(listing, dict) else None
            self._v2(file, _lookups(listing), complete if isinstance(complete, bool) else None)
            return
        try:
            self._read_xml(file, self._xml.items(data, file))
        except EntryError as error:
            raise UnreadableError(error.what, where=file, hint=error.hint or _HINT) from None

    def _read_xml(self, file: str, elements: Iterator[Element]) -> None:
        root = next(elements, None)
        tag, said = (root.tag, root.get(COMPLETE, "")) if root is not None else ("", "")
        complete = {"true": True, "false": False}.get(said)
        if tag == "resourceDescriptors":
            self.target.unknown |= V1_UNKNOWN | ({PART_OF_REPOSITORY} if complete is False else set())
            for element in elements:
                if element.tag == "resourceDescriptor":
                    self.descriptor(element, file)
        elif tag == "resources":
            self._v2(file, ({str(e.tag): e.text or "" for e in lookup} for lookup in elements), complete)
        else:
            raise _no_listing(file)

    def descriptor(self, descriptor: Element, file: str, owner: str = "") -> None:
        """Add one descriptor of a v1 listing; contents carry what is embedded in them (§7).

        Args:
            descriptor: its element.
            file: what it comes from, for messages.
            owner: URI of the listed resource it is embedded in; empty for a listed one.

        Raises:
            UnreadableError: it is none.
        """
        self.target.unknown |= V1_UNKNOWN
        stored = stored_of_descriptor(descriptor, file, owner)
        self.add(stored)
        for inner in descriptor.iterchildren("resourceDescriptor"):
            if (inner.get("uriString") or "").startswith(f"{stored.uri}{FILES_SUFFIX}/"):
                self.descriptor(inner, file, owner or stored.uri)

    def lookup(self, members: Mapping[str, str], file: str) -> None:
        """Add one item of a v2 listing.

        Args:
            members: its members that are texts.
            file: what it comes from, for messages.

        Raises:
            UnreadableError: it is none.
        """
        self.target.unknown |= V2_UNKNOWN
        self.add(stored_of_lookup(members, file))

    def _v2(self, file: str, lookups: Iterable[dict[str, str]], complete: bool | None) -> None:
        self.target.unknown |= V2_UNKNOWN
        count = 0
        for count, members in enumerate(lookups, 1):  # noqa: B007 - the number of the last one is used
            self.lookup(members, file)
        if complete is False or (complete is None and count == _PAGE):
            self.target.unknown |= {PART_OF_REPOSITORY}

    def add(self, stored: StoredFolder | StoredResource) -> None:
        """Add a folder or resource."""
        self._above(stored.uri)
        if isinstance(stored, StoredFolder):
            self.target.folders[stored.uri] = stored
        else:
            self.target.resources[stored.uri] = stored

    def _above(self, uri: str) -> None:
        """What lies above something that is there is there, even if only a part was listed."""
        for parent in ancestors(uri):
            if parent in self.target.folders:
                break
            name = parent.rpartition("/")[2]
            self.target.folders[parent] = StoredFolder(parent, name, is_described=False)


def stored_of_descriptor(descriptor: Element, file: str, owner: str = "") -> StoredFolder | StoredResource:
    """What a descriptor of a v1 listing tells of a folder or resource; see `ListingReader.descriptor`."""
    uri, ws_type = descriptor.get("uriString"), descriptor.get("wsType")
    if not uri or not ws_type:
        raise _no_listing(file)
    label, description = (descriptor.findtext(name) or "" for name in ("label", "description"))
    created = _seconds(descriptor.findtext("creationDate") or "")
    if ws_type == _FOLDER:
        return StoredFolder(uri, label, description, created=created)
    kind, file_type, links = _v1_type(descriptor, ws_type)
    return StoredResource(uri, kind, file_type, label, description, links, owner, created=created)


def _seconds(milliseconds: str) -> int | None:
    """A date of a v1 listing: milliseconds since 1970 (§4); None where there is none."""
    text = milliseconds.strip()
    return int(text) // 1000 if text.isascii() and text.isdigit() and len(text) <= _DATE_DIGITS else None


def stored_of_lookup(members: Mapping[str, str], file: str) -> StoredFolder | StoredResource:
    """What an item of a v2 listing tells of a folder or resource; see `ListingReader.lookup`."""
    uri, kind = members.get("uri"), members.get("resourceType")
    if not uri or not kind:
        raise _no_listing(file)
    label, description = members.get("label", ""), members.get("description", "")
    found: StoredFolder | StoredResource
    if kind == _FOLDER:
        found = StoredFolder(uri, label, description)
    else:
        found = StoredResource(uri, _V2_TYPES.get(kind, kind), label=label, description=description)
    found.created = seconds_of(members.get("creationDate", ""))
    found.updated = seconds_of(members.get("updateDate", ""))
    return found


def _v1_type(descriptor: Element, ws_type: str) -> tuple[str, str, dict[str, tuple[str, ...]]]:
    """Type, file type and links of a v1 descriptor (§6.1)."""
    interface = _property(descriptor, "PROP_RESOURCE_TYPE").rpartition(".")[2]
    if interface == "ContentResource":
        return "contentResource", _property(descriptor, "CONTENT_TYPE"), {}
    if interface == "FileResource":
        if ws_type == _REFERENCE:
            target = _property(descriptor, "PROP_REFERENCE_URI")
            return "fileResource", "", {"referenceUri": (target,)} if target else {}
        return "fileResource", "" if ws_type == "unknow" else ws_type, {}
    return _INTERFACES.get(interface) or _V1_TYPES.get(ws_type) or ws_type, "", {}


def _property(descriptor: Element, name: str) -> str:
    """The value of one property; the others are not looked at."""
    for found in descriptor.iterchildren("resourceProperty"):
        if found.get("name") == name:
            return found.findtext("value") or ""
    return ""


def _json(file: str, data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise UnreadableError("it is no JSON", where=file, hint=_HINT) from None


def _lookups(listing: object) -> Iterator[dict[str, str]]:
    """The texts of each item; what is no listing has none, and is refused for it."""
    items = listing.get("resourceLookup") if isinstance(listing, dict) else None
    for item in items if isinstance(items, list) else [{}]:
        members = item.items() if isinstance(item, dict) else ()
        yield {name: value for name, value in members if isinstance(value, str)}


def _no_listing(file: str) -> UnreadableError:
    return UnreadableError("it is no listing of a repository", where=file, hint=_HINT)
