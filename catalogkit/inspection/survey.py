"""A quick look over all descriptors: what `info` is made of.

Building the whole model would answer the same questions in three times the time. Descriptors as servers write
them hold no comments, CDATA or DOCTYPE, so one regular expression finds in their bytes what is needed; any
other descriptor is parsed and written out plainly first. Names of elements come from the tables of the model.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

from lxml import etree

from ..archive import Archive, Entry, Progress
from ..errors import EntryError
from ..model.fields import Kind, Leaf, Struct
from ..model.people import User
from ..model.types import TYPES, Edition
from ..model.uri import URI
from ..model.values import Secret, is_encrypted, is_keyed
from ..model.versions import FIELDS
from ..model.walk import SNAPSHOT_SUFFIX
from ..parsing.bind import local_name
from ..parsing.builder import PROGRESS_STEP
from ..parsing.places import Place, Placed
from ..parsing.xml import Xml


def _secret_names() -> str:
    fields = (f for row in TYPES.values() for f in row.fields)
    inner = (g for f in fields for g in (f.fields if isinstance(f, Struct) else (f,)))
    return "|".join(sorted({f.name for f in inner if isinstance(f, Leaf) and f.kind is Kind.SECRET}))


_PLAIN = re.compile(
    rb"""\s*(?:<\?xml[^>]*?encoding=["'](?:utf-8|us-ascii)["'][^>]*\?>)?\s*<([\w.-]+)""", re.I
)
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'
"""What the server writes first."""
_ROOT = re.compile(rb"\s*<([\w.-]+)")
_MARKS = re.compile(
    rf"""<(?:
     (?:localResource|subResource)\b(?P<attributes>[^>]*)>
    |/(?P<end>localResource|subResource)>
    |folder>(?P<folder>[^<]*)</folder>\s*<name>(?P<name>[^<]*)</name>
    |(?:uri|referenceUri)>(?P<uri>[^<]+)<
    |(?:{_secret_names()})>(?P<secret>[^<]+)<
    |fileType>(?P<type>[^<]*)<
    |olapViewOptionsDataFile>(?P<options>[^<]+)<
    |(?P<snapshot>dataSnapshotMetadata)\b
    )""".encode(),
    re.VERBOSE,
)
"""All alternatives start alike, so that the search leaps from one `<` to the next."""
_DATA_FILE = re.compile(rb"""\bdataFile\s*=\s*["']([^"']*)["']""")
_XSI_TYPE = re.compile(rb""":type\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True, slots=True)
class SecretCount:
    """How secrets are written.

    Args:
        encrypted: those written as `ENC<…>`.
        keyed: those of them that are under a key of 7.5 or later.
        clear: those in clear text that are not empty.
    """

    encrypted: int = 0
    keyed: int = 0
    clear: int = 0

    def __add__(self, other: SecretCount) -> SecretCount:
        return SecretCount(
            self.encrypted + other.encrypted, self.keyed + other.keyed, self.clear + other.clear
        )

    @classmethod
    def of(cls, users: Iterable[User]) -> SecretCount:
        """The passwords of users."""
        values = (user.fields.get("password") for user in users)
        texts = Counter(kind_of_secret(v.reveal()) for v in values if isinstance(v, Secret) and v)
        return cls.counted(texts)

    @classmethod
    def counted(cls, kinds: Counter[str]) -> SecretCount:
        """From how often each kind occurs."""
        return cls(kinds["keyed"] + kinds["built-in key"], kinds["keyed"], kinds["clear"])


def kind_of_secret(text: str) -> str:
    """`keyed`, `built-in key` or `clear`."""
    if not is_encrypted(text):
        return "clear"
    return "keyed" if is_keyed(text) else "built-in key"


@dataclass(slots=True)
class Survey:
    """What was seen.

    Args:
        listed: listed resources by type name.
        local: embedded resources by type name.
        features: those of `model.versions.FIELDS` that occur.
        commercial: name of a type that only commercial servers know, or None.
        secrets: how secrets in simple fields of resources are written.
        uris: URIs of all resources, embedded ones included.
        folders: URIs of all folders.
        targets: (URI referred to, listed resource that does so), in the order they were met.
        data: logical paths of data files, each with the listed resource that it belongs to.
        jrxml: logical paths of JRXML files.
        unreadable: entries that are no readable descriptors, by name, with the reason.
    """

    listed: Counter[str] = field(default_factory=Counter)
    local: Counter[str] = field(default_factory=Counter)
    features: set[str] = field(default_factory=set)
    commercial: str | None = None
    secrets: SecretCount = SecretCount()
    uris: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    targets: dict[tuple[str, URI], None] = field(default_factory=dict)
    data: dict[str, URI] = field(default_factory=dict)
    jrxml: list[str] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)


def survey(archive: Archive, placed: list[Placed], progress: Progress | None = None) -> Survey:
    """Look over the descriptors of all resources.

    Args:
        archive: where the entries are.
        placed: the entries at their places.
        progress: called with (entries done, entries in all) from time to time.
    """
    return _Surveyor(archive).run(placed, progress)


class _Surveyor:
    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.xml = Xml(archive.limits)
        self.found = Survey()
        self.secrets: Counter[str] = Counter()
        self.missing_features = {name: _feature_mark(name) for name in FIELDS}

    def run(self, placed: list[Placed], progress: Progress | None) -> Survey:
        for count, (entry, place, path) in enumerate(placed):
            if place is Place.FOLDER:
                self.found.folders.add(path)
            elif place is Place.RESOURCE:
                try:
                    self._descriptor(entry, URI(path))
                except EntryError as error:
                    self.found.unreadable[entry.name] = error.what
            if progress is not None and count % PROGRESS_STEP == 0:
                progress(count, len(placed))
        if progress is not None:
            progress(len(placed), len(placed))
        self.found.secrets = SecretCount.counted(self.secrets)
        return self.found

    def _descriptor(self, entry: Entry, uri: URI) -> None:
        self.xml.check_size(entry.size, entry.name)
        data = self.archive.read(entry)
        start = _start(data) if b"<!" not in data else None
        if start is None:
            data = etree.tostring(self.xml.parse(data, entry.name))
            start = _start(data)
        assert start is not None
        tag = start[1].decode()
        row = TYPES.get(tag)
        if row is None and b"<folder>" not in data:
            self.found.unreadable[entry.name] = "XML, but no descriptor"
            return
        self.found.listed[tag] += 1
        if row is not None and row.edition is Edition.COMMERCIAL:
            self.found.commercial = self.found.commercial or tag
        for name, mark in list(self.missing_features.items()):
            if mark in data:
                self.found.features.add(name)
                del self.missing_features[name]
        self._marks(data, uri, data[start.end() : data.find(b">", start.end())])

    def _marks(self, data: bytes, owner: URI, attributes: bytes) -> None:
        """Follow the marks; `attributes` are those of the element whose header comes next.

        `homes` holds the URI of the resource that is open, below it those that it is embedded in.
        """
        found = self.found
        homes, path = [""], ""
        for mark in _MARKS.finditer(data):
            match mark.lastgroup:
                case "attributes":
                    attributes = mark["attributes"]
                    self._local(attributes)
                    if not attributes.endswith(b"/"):
                        homes.append("")
                case "end":
                    homes.pop()
                case "name":
                    homes[-1], path = self._header(mark, owner, attributes)
                case "type":
                    if path and mark["type"] == b"jrxml":
                        found.jrxml.append(path)
                case "uri":
                    found.targets[_text(mark["uri"]), owner] = None
                case "secret":
                    self.secrets[kind_of_secret(_text(mark["secret"]))] += 1
                case "options":
                    folder = URI(homes[-1]).parent.rstrip("/")
                    found.data[f"resources{folder}/{_text(mark['options'])}"] = owner
                case "snapshot":
                    found.data[f"resources{homes[-1]}{SNAPSHOT_SUFFIX}"] = owner

    def _local(self, attributes: bytes) -> None:
        kind = _XSI_TYPE.search(attributes)
        self.found.local[local_name(_text(kind[1])) if kind else "contentResource"] += 1

    def _header(self, mark: re.Match[bytes], owner: URI, attributes: bytes) -> tuple[str, str]:
        """The URI of a resource, and the logical path of its data file or nothing."""
        folder = _text(mark["folder"]).rstrip("/")
        uri = f"{folder}/{_text(mark['name'])}"
        self.found.uris.add(uri)
        file = _DATA_FILE.search(attributes)
        if file is None:
            return uri, ""
        path = f"resources{folder}/{_text(file[1])}"
        self.found.data[path] = owner
        return uri, path


def _start(data: bytes) -> re.Match[bytes] | None:
    """The start of the root element, if the declaration lets the bytes be read as UTF-8."""
    if data.startswith(_DECLARATION):
        return _ROOT.match(data, len(_DECLARATION))
    return _PLAIN.match(data)


def _feature_mark(name: str) -> bytes:
    return f"{name[1:]}=".encode() if name.startswith("@") else f"<{name}>".encode()


def _text(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    return unescape(text) if "&" in text else text
