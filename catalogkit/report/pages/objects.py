"""What a page of changes or findings is about: objects, each with what is said of it, gravest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urlencode

from ...model.level import Level
from ...model.nouns import noun
from ...model.uri import FILES_SUFFIX

Data: TypeAlias = Mapping[str, Any]

ERROR, WARNING, NOTE, FINE = range(4)
LEVELS = ("error", "warning", "info", "ok")
"""Levels by rank; the last is for objects of which nothing is said."""
LEVEL_WORDS = ("error", "warning", "note", "fine")
RANKS = {level.value: level.rank for level in Level}

FILES = f"{FILES_SUFFIX}/"
"""What stands in a URI before the name of something embedded."""
_ORGANIZATIONS = re.compile(r"(?:/organizations/([^/]+))+")
_REPOSITORY = ("folder", "resource")


@dataclass(slots=True)
class Item:
    """One thing that is said of an object.

    Args:
        kind: kind of a change, code of a rule or of the server.
        level: rank of its level.
        text: what is said.
        part: what inside the object it is about.
        field: the place inside that.
        before: what stood there.
        after: what stands there.
        permission: who has which mask before and after, for a change of a permission.
        entry: the entry it was seen in.
        line: line in the entry; 0 for none.
        remedy: what to do.
        certainty: how sure it is; empty where it is a fact.
        long: numbers of its text and its images in what is long of the object; -1 for none.
        unified: the lines of its text, for a page without scripts.
    """

    kind: str
    level: int
    text: str
    part: str = ""
    field: str = ""
    before: str | None = None
    after: str | None = None
    permission: Data | None = None
    entry: str = ""
    line: int = 0
    remedy: str = ""
    certainty: str = ""
    long: tuple[int, int] = (-1, -1)
    unified: Data | None = None

    def to_dict(self) -> dict[str, Any]:
        """The members that say something, under short names."""
        members = {
            "k": self.kind, "l": self.level, "s": self.text, "p": self.part, "f": self.field,
            "m": self.permission, "e": self.entry, "n": self.line, "r": self.remedy, "c": self.certainty,
        }  # fmt: skip
        said = {name: value for name, value in members.items() if value or name == "l"}
        if self.before is not None:
            said["b"] = self.before
        if self.after is not None:
            said["a"] = self.after
        if self.long != (-1, -1):
            said["x"] = self.long
        return said


@dataclass(slots=True)
class Object:
    """An object with what is said of it.

    Args:
        id: what links name it by: a URI, or kind and name; empty for the catalog itself.
        uri: its URI or name.
        kind: folder, resource, user, …; `entry` for an entry of the archive, empty for the catalog itself.
        type: its root element or resource type; may be empty.
        action: what happens to it, in a word.
        reason: what to say of it in a line.
        because: why that happens to it.
        level: rank of the gravest level.
        items: what is said of it.
        users: who depends on it: `count`, `words`, `examples`.
        references: ids that it needs and that need it, if the result holds them.
        long: number of the block that holds its texts and images, and the place in it; None for none.
        noise: numbers of its noise in the list of all noise.
    """

    id: str
    uri: str
    kind: str
    type: str
    action: str = ""
    reason: str = ""
    because: str = ""
    level: int = FINE
    items: list[Item] = field(default_factory=list)
    users: Data | None = None
    references: Data | None = None
    long: tuple[int, int] | None = None
    noise: list[int] = field(default_factory=list)

    @property
    def noun(self) -> str:
        """What people call it."""
        if not self.kind:
            return "catalog"
        return noun(self.type or _ROOTS.get(self.kind, self.kind))

    @property
    def name(self) -> str:
        """Its last part."""
        if not self.kind and not self.uri:
            return "the catalog itself"
        is_path = self.kind in _REPOSITORY or self.kind == "entry"
        return (self.uri.rstrip("/").rpartition("/")[2] if is_path else self.uri) or "/"

    @property
    def organization(self) -> str:
        """The organization it belongs to; empty for the root."""
        return organization_of(self.uri)

    @property
    def anchor(self) -> str:
        """The fragment that leads to it."""
        return urlencode({"at": self.id}, errors="replace")

    def add(self, item: Item) -> None:
        """Take one more thing that is said."""
        self.items.append(item)
        self.level = min(self.level, item.level)

    def to_dict(self) -> dict[str, Any]:
        """The members that say something, under short names; `u` and `w` unless others say the same."""
        members = {
            "id": self.id, "u": self.uri, "k": self.kind, "t": self.type, "n": self.noun,
            "o": self.organization, "a": self.action, "w": self.reason, "y": self.because, "l": self.level,
            "c": [item.to_dict() for item in self.items], "i": self.users,
            "r": self.references, "x": self.long, "z": self.noise,
        }  # fmt: skip
        said = {name: value for name, value in members.items() if value or name in ("id", "u", "l")}
        if self.uri == self.id:
            del said["u"]
        if len(self.items) == 1 and self.items[0].text == self.reason:
            said.pop("w", None)
        return said


_ROOTS = {"job": "reportJob", "calendar": "holiday-calendar", "event": "accessEvent"}
"""Root elements of kinds whose name is another."""


def object_id(kind: str, uri: str) -> str:
    """What links name an object by; as in a graph of references."""
    return uri if kind in _REPOSITORY or not kind else f"{kind} {uri}"


def organization_of(uri: str) -> str:
    """The innermost organization of a URI or name; empty for the root.

    >>> organization_of("/organizations/a/organizations/b/c"), organization_of("ana|a"), organization_of("/x")
    ('b', 'a', '')
    """
    if uri.startswith("/"):
        found = _ORGANIZATIONS.match(uri)
        return found[1] if found else ""
    return uri.rpartition("|")[2] if "|" in uri else ""


def with_unique_ids(objects: Iterable[Object]) -> list[Object]:
    """The objects; of two with one id, as a folder and a resource with one URI, the later gets its kind."""
    seen: set[str] = set()
    found = []
    for item in objects:
        number = 1
        free = item.id
        while free in seen:
            free = f"{item.kind} {item.uri}" if number == 1 else f"{item.kind} {item.uri} ({number})"
            number += 1
        item.id = free
        seen.add(free)
        found.append(item)
    return found


class Places:
    """Finds the object that a URI, a name or an entry is about, or makes one.

    Args:
        found: the objects there are, by kind and URI or name; those that are made are added.
    """

    def __init__(self, found: dict[tuple[str, str], Object]) -> None:
        self._found = found
        self._by_uri: dict[str, Object] = {}
        for item in found.values():
            self._by_uri.setdefault(item.uri, item)

    def of(self, uri: str, entry: str) -> Object:
        """The object; what is embedded counts to its owner."""
        if not uri:
            return self._made("entry" if entry else "", entry)
        return self.known(uri) or self._made("resource" if uri.startswith("/") else "user", uri)

    def known(self, uri: str) -> Object | None:
        """The object, or the owner of what is embedded, if it is there."""
        while uri not in self._by_uri and FILES in uri:
            uri = uri.rpartition(FILES)[0]
        return self._by_uri.get(uri)

    def _made(self, kind: str, uri: str) -> Object:
        key = kind, uri
        if key not in self._found:
            self._found[key] = Object(object_id(*key), uri, kind, "")
            self._by_uri.setdefault(uri, self._found[key])
        return self._found[key]


def item_of_finding(finding: Data) -> Item:
    """What a finding says of its object."""
    return Item(
        kind=finding["code"],
        level=RANKS[finding["level"]],
        text=finding["message"],
        part=finding["uri"] if finding["uri"] and FILES in finding["uri"] else "",
        entry=finding["entry"] or "",
        line=finding["line"] or 0,
        remedy=finding["remedy"],
        certainty=finding["certainty"],
    )
