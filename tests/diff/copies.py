"""Copies of catalogs that differ in nothing but noise, and how much of it there is.

The noise is counted where it is made: the comparison has no part in that.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from lxml import etree

from catalogkit import open_catalog
from catalogkit.archive.escaping import unescape
from catalogkit.model.objects import CatalogObject
from catalogkit.model.repository import RepositoryObject
from catalogkit.model.values import Raw

INDEX = "index.xml"
EVENTS = "accessEvents/"
_GROUPS = ("reportJobs/", "favorites/")
_IDS = ("jobId", "triggerId", "id")
_LATER = "2031-12-24T18:00:00.000Z"
_KEYED = re.compile(rb"(ENC(?:&lt;|<)4A5253495600000010)([0-9A-F]+)(?=&gt;|>)")
_KEY_TEST = re.compile(rb'(name="encrypted" value="4A5253495600000010)([0-9A-F]+)')
_PERMISSIONS = re.compile(rb"(?:\s*<(permissions?)>(?:(?!</\1>).)*</\1>){2,}", re.DOTALL)
_PERMISSION = re.compile(rb"\s*<(permissions?)>.*?</\1>", re.DOTALL)
_RECIPIENT = re.compile(rb"<recipient\b.*?</recipient>", re.DOTALL)
_EVENT = b"<accessEvent><userName>ana</userName><resourceUri>repo:/public</resourceUri></accessEvent>"
_EVENTS_MODULE = re.compile(rb'\s*<module id="accessEvents">.*?</module>', re.DOTALL)
_EVENTS_COUNT = b"<accessEventsCount>%d</accessEventsCount>"
_PROCESSOR = re.compile(rb'\s*<property name="pathProcessorId" value="\w+"\s*/>')
_DOCUMENT = re.compile(rb"\s*<(?:\?xml|jasperReport)\b")

Replacement = bytes | Callable[[re.Match[bytes]], bytes]


@dataclass
class Copy:
    """A catalog that is being changed.

    Args:
        entries: bytes by entry name.
        objects: the objects, by the entries of their descriptors.
        data: names of the entries that hold data files.
        noise: how much of each kind of noise there is, by entry; under `""` what belongs to none.
        level: zip compression level; None stores.
    """

    entries: dict[str, bytes]
    objects: dict[str, CatalogObject]
    data: frozenset[str]
    noise: dict[str, Counter[str]] = field(default_factory=dict)
    level: int | None = 6

    @classmethod
    def of(cls, path: Path) -> Copy:
        """A catalog as it is."""
        made = _read(path)
        return replace(made, entries=dict(made.entries), noise={})

    def add(self, entry: str, kind: str, count: int = 1) -> None:
        """Count noise, if there is any."""
        if count:
            self.noise.setdefault(entry, Counter())[kind] += count

    def replace(self, entry: str, pattern: re.Pattern[bytes], new: Replacement, kind: str) -> None:
        """Replace every match in an entry, and count each as noise."""
        self.entries[entry], count = pattern.subn(new, self.entries[entry])
        self.add(entry, kind, count)

    def rename(self, names: dict[str, str]) -> None:
        """Give entries other names."""
        self.entries = {names.get(name, name): data for name, data in self.entries.items()}
        self.objects = {names.get(name, name): item for name, item in self.objects.items()}
        self.data = frozenset(names.get(name, name) for name in self.data)
        self.noise = {names.get(name, name): counts for name, counts in self.noise.items()}

    @property
    def total(self) -> dict[str, int]:
        """How much noise there is; the layout of a descriptor counts where nothing else in it differs."""
        found: Counter[str] = Counter()
        for entry, counts in self.noise.items():
            is_hidden = len(counts) > 1 and entry not in self.data
            found.update({kind: n for kind, n in counts.items() if kind != "layout" or not is_hidden})
        return {kind: number for kind, number in sorted(found.items()) if number}

    def write(self, path: Path) -> Path:
        """Write it as a zip."""
        method = zipfile.ZIP_STORED if self.level is None else zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in self.entries.items():
                archive.writestr(zipfile.ZipInfo(name, (2025, 2, 3, 4, 5, 6)), data, method, self.level)
        return path

    def extract(self, path: Path) -> Path:
        """Write it as a directory export."""
        for name, data in self.entries.items():
            target = path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if name.endswith("/"):
                target.mkdir(exist_ok=True)
            else:
                target.write_bytes(data)
        return path


@cache
def _read(path: Path) -> Copy:
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with open_catalog(path) as catalog:
        objects = {item.entry: item for item in catalog.objects() if item.entry in entries}
        data = {entry.name for r in catalog.all_resources() for entry in catalog.data_entries(r)}
    return Copy(entries, objects, frozenset(data))


def stored(copy: Copy) -> None:
    """Nothing is compressed."""
    copy.level = None


def compressed(copy: Copy) -> None:
    """Everything is compressed as little as can be."""
    copy.level = 1


def reordered(copy: Copy) -> None:
    """Entries stand in the opposite order."""
    copy.entries = dict(reversed(copy.entries.items()))
    copy.add("", "entry-order")


def redated(copy: Copy) -> None:
    """Every object, embedded or not, has other dates."""
    for name in copy.objects:
        for element, kind in ("creationDate", "creation-date"), ("updateDate", "update-date"):
            copy.replace(name, _text_of(element), _LATER.encode(), kind)


def versioned(copy: Copy) -> None:
    """Every counter of versions is higher."""
    for name in copy.objects:
        copy.replace(name, _text_of("version"), b"77", "version")


def reencrypted(copy: Copy) -> None:
    """Every value under a key is another one of the same length."""
    for name in copy.objects:
        copy.replace(name, _KEYED, _other_ciphertext, "re-encrypted")
    copy.replace(INDEX, _KEY_TEST, _other_ciphertext, "re-encrypted")


def permissions_reordered(copy: Copy) -> None:
    """Permissions of objects and of attributes stand in the opposite order."""
    for name, item in copy.objects.items():
        old = copy.entries[name]
        copy.entries[name] = _PERMISSIONS.sub(_reversed_permissions, old)
        kind = "permission-order" if isinstance(item, RepositoryObject) else "order"
        copy.add(name, kind, copy.entries[name] != old)


def renumbered(copy: Copy) -> None:
    """Jobs, their parts, and favorites have other ids."""
    names: dict[str, str] = {}
    for name in [name for name in copy.objects if name.startswith(_GROUPS)]:
        folder, _, file = name.rpartition("/")
        number = file.removesuffix(".xml").encode()
        for element in _IDS:
            copy.replace(name, _text_of(element), lambda old: b"9" + old[0], "ids")
        index = f"{folder}/{INDEX}"
        if index in copy.entries:
            listed = re.compile(rb"(?<=Id>)%s(?=<)" % number)
            copy.entries[index] = listed.sub(b"9" + number, copy.entries[index])
            copy.noise.setdefault(index, Counter())["ids"] = 0  # counted in the jobs themselves
        names[name] = f"{folder}/9{file}"
    copy.rename(names)


def events_dropped(copy: Copy) -> None:
    """No access events were exported."""
    names = [name for name in copy.entries if name.startswith(EVENTS)]
    for name in names:
        del copy.entries[name]
    copy.entries[INDEX], count = _EVENTS_MODULE.subn(b"", copy.entries[INDEX])
    copy.add("", "access-events", count + sum(not name.endswith("/") for name in names))
    copy.add("", "directories", sum(name.endswith("/") for name in names))


def events_added(copy: Copy) -> None:
    """Users opened something two times more."""
    added = [f"{EVENTS}{number}.xml" for number in (90_001, 90_002)]
    copy.entries.update(dict.fromkeys(added, _EVENT))
    index = _EVENTS_MODULE.sub(b"", copy.entries[INDEX])
    events = sum(name.startswith(EVENTS) for name in copy.entries)
    module = b'<module id="accessEvents">' + _EVENTS_COUNT % events + b"</module></export>"
    copy.entries[INDEX] = index.replace(b"</export>", module)
    copy.add("", "access-events", len(added) + 1)


def directories_dropped(copy: Copy) -> None:
    """No directory has an entry."""
    names = [name for name in copy.entries if name.endswith("/")]
    for name in names:
        del copy.entries[name]
    copy.add("", "directories", len(names))


def directories_added(copy: Copy) -> None:
    """Every directory has an entry."""
    names = {folder for name in copy.entries for folder in _folders(name)} - copy.entries.keys()
    copy.entries.update(dict.fromkeys(sorted(names), b""))
    copy.add("", "directories", len(names))


def indented(copy: Copy) -> None:
    """XML is indented in another way, and attributes stand in the opposite order."""
    _lay_out(copy, "\r\n   ")


def on_one_line(copy: Copy) -> None:
    """There is no white space between elements, and attributes stand in the opposite order."""
    _lay_out(copy, "")


def unescaped(copy: Copy) -> None:
    """Names of entries are written as they are, and the index says so."""
    copy.entries[INDEX], count = _PROCESSOR.subn(b"", copy.entries[INDEX])
    assert count == 1
    copy.rename({name: unescape(name) for name in copy.entries})


def _text_of(element: str) -> re.Pattern[bytes]:
    """The texts of an element without children."""
    return re.compile(rb"(?<=<%s>)[^<]+(?=</)|(?<=\">)[^<]+(?=</%s>)" % (element.encode(), element.encode()))


def _other_ciphertext(match: re.Match[bytes]) -> bytes:
    digits = b""
    while len(digits) < len(match[2]):
        digits += sha256(match[2] + digits).hexdigest().upper().encode()
    return match[1] + digits[: len(match[2])]


def _reversed_permissions(match: re.Match[bytes]) -> bytes:
    """Permissions in the opposite order; of two for one recipient the last counts, so they stay."""
    recipients = _RECIPIENT.findall(match[0])
    permissions = [one[0] for one in _PERMISSION.finditer(match[0])]
    is_safe = len(set(recipients)) == len(recipients)
    return b"".join(reversed(permissions) if is_safe else permissions)


def _folders(name: str) -> Iterator[str]:
    """The directories that an entry lies in."""
    path = name.rstrip("/")
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path + "/"


def _lay_out(copy: Copy, gap: str) -> None:
    documents = [name for name, item in copy.objects.items() if not _holds_unknown(item.fields.values())]
    documents += [name for name in copy.data if _DOCUMENT.match(copy.entries[name])]
    documents += [
        name for name in copy.entries if name.rpartition("/")[2] in (INDEX, "broken_dependencies.xml")
    ]
    for name in documents:
        old = copy.entries[name]
        copy.entries[name] = _laid_out(old, gap)
        copy.add(name, "layout", copy.entries[name] != old)


def _holds_unknown(values: Iterable[object]) -> bool:
    """Whether there is an element among some values that no table knows: its layout counts by itself."""
    for value in values:
        if isinstance(value, dict) and _holds_unknown(value.values()):
            return True
        if isinstance(value, tuple) and _holds_unknown(value):
            return True
        if isinstance(value, Raw) and "<" in value.xml:
            return True
    return False


def _laid_out(data: bytes, gap: str) -> bytes:
    """A document in another layout."""
    try:
        root = etree.fromstring(data, etree.XMLParser(strip_cdata=False, resolve_entities=False))
    except etree.XMLSyntaxError:
        return data
    if root.getroottree().docinfo.doctype or root.tag == "html":
        return data
    _lay_out_element(root, gap)
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)


def _lay_out_element(element: etree._Element, gap: str) -> None:
    attributes = element.attrib.items()
    element.attrib.clear()
    element.attrib.update(reversed(attributes))
    texts = [element.text, *(node.tail for node in element)]
    if any(text and text.strip() for text in texts) or not any(isinstance(n.tag, str) for n in element):
        return
    element.text = gap
    for node in element:
        node.tail = gap
        if isinstance(node.tag, str):
            _lay_out_element(node, gap)
