"""Which items a v2 listing shows, and in which order (rest-services §5, §7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..model.target import StoredEvent
from ..model.uri import URI, without_scheme
from .http import Call, whole_number
from .items import FILES, Item, View

_ILLEGAL = frozenset("~!#$%^|`&*()+={}[]:;\"',?\\")
_TRUE = "true"


class IllegalValueError(Exception):
    """An argument has a value that the service refuses.

    Args:
        code: the server's code.
        name: the argument.
        value: what the server shows of its value.
    """

    def __init__(self, code: str, name: str, value: str) -> None:
        super().__init__(code)
        self.code = code
        self.name = name
        self.value = value


class NegativeNumberError(Exception):
    """A number that must not be negative is: the server fails over it (§7)."""


@dataclass(frozen=True, slots=True)
class Query:
    """What a listing is asked for.

    Args:
        words: every word must be in the label or description.
        folder: where to look.
        types: kinds or file types, of which one must fit; empty for all.
        without: kinds that are left out.
        outside: folders that are left out, with what is below them.
        recursive: whether sub-folders are looked into.
        limit: how many at most; 0 for all.
        offset: how many are passed over.
        sort: what they are sorted by.
        access: `viewed` or `modified` for what the caller has; empty for all.
        full: whether a page that rights have thinned out is filled up.
        counted: whether the total is told in any case.
        hidden: whether what is embedded is shown.
    """

    words: str
    folder: URI
    types: frozenset[str]
    without: frozenset[str]
    outside: tuple[str, ...]
    recursive: bool
    limit: int
    offset: int
    sort: str
    access: str
    full: bool
    counted: bool
    hidden: bool

    @property
    def with_folders(self) -> bool:
        """Whether folders are among the types."""
        return "folder" in self.types

    def found(self, view: View) -> list[Item]:
        """All that fits, in order; rights are not asked."""
        seen = _seen(view, self.access)
        items = [item for item in view.items() if self._fits(item) and (seen is None or _is_in(item, seen))]
        return sorted(items, key=lambda item: (_KEYS.get(self.sort, _label)(item), item.order))

    def total(self, view: View, found: list[Item]) -> int:
        """The total that the server tells, with its traps (§5)."""
        if self.full:
            return len(found)
        if self.types == {"file"}:  # counts every kind
            everything = view.items()
            return sum(not i.is_folder and not i.hidden and self._is_here(i) for i in everything)
        return sum(self.with_folders or not item.is_folder for item in found)

    def _fits(self, item: Item) -> bool:
        if item.hidden and not self.hidden:
            return False
        if not self._is_here(item) or any(item.uri.is_below(f) or item.uri == f for f in self.outside):
            return False
        if self.types:
            return not self.types.isdisjoint(_names(item)) and item.says(self.words)
        return item.v2 not in self.without and item.says(self.words)

    def _is_here(self, item: Item) -> bool:
        return item.uri.is_below(self.folder) if self.recursive else item.uri.parent == self.folder


def query_of(call: Call) -> Query:
    """The query in the arguments of a call.

    Raises:
        IllegalValueError: a value is refused.
        NegativeNumberError: a number is negative.
    """
    folder = call.argument("folderUri")
    if folder is None:
        folder = "/"
    if not folder.startswith("/") or any(c in _ILLEGAL or c.isspace() for c in folder):
        raise IllegalValueError("illegal.parameter.value.error", "folderUri", folder)
    types = frozenset(call.arguments("type"))
    return Query(
        words=call.argument("q") or "",
        folder=URI(folder),
        types=types,
        without=frozenset(call.arguments("excludeType")) - {"folder"},  # has no effect (§7)
        outside=tuple(call.arguments("excludeFolder")),
        recursive=(call.argument("recursive") or _TRUE).lower() == _TRUE,
        limit=_number(call, "limit", 100),
        offset=_number(call, "offset", 0),
        sort=call.argument("sortBy") or "name",
        access=call.argument("accessType") or "",
        full=call.argument("forceFullPage") == _TRUE,
        counted=call.argument("forceTotalCount") == _TRUE,
        hidden=call.argument("showHiddenItems") == _TRUE,
    )


def _number(call: Call, name: str, default: int) -> int:
    text = call.argument(name)
    if text is None:
        return default
    number = whole_number(text)
    if number is None:
        raise IllegalValueError("exception.remote.illegal.parameter.value.error", name, "")
    if number < 0:
        raise NegativeNumberError
    return number


def _names(item: Item) -> set[str]:
    """The types that an item is found by: its kind, and the type of a file."""
    return {item.v2, item.file_type} - {""} if item.kind in FILES else {item.v2}


def _seen(view: View, access: str) -> frozenset[str] | None:
    """What the caller has viewed or modified; None where it does not matter."""
    if access not in ("viewed", "modified"):
        return None
    events: list[StoredEvent] = view.repository.target.events
    wanted = access == "modified"
    return frozenset(without_scheme(e.uri) for e in events if e.user == view.user and e.updating is wanted)


def _is_in(item: Item, uris: frozenset[str]) -> bool:
    return not item.is_folder and item.uri in uris


def _label(item: Item) -> str:
    return item.label


_KEYS: dict[str, Callable[[Item], str]] = {
    "name": _label,
    "date": lambda item: item.updated.isoformat(),
    "updateDate": lambda item: item.updated.isoformat(),
    "creationDate": lambda item: item.created.isoformat(),
    "description": lambda item: item.description,
    "type": lambda item: item.v2,
    "uri": lambda item: item.uri,
}
"""What items are sorted by; other names are passed over (§5)."""
