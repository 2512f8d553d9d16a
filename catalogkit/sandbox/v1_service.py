"""The v1 resources service, which servers before 8 have (rest-services §4, §7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..model.uri import URI
from .http import PRIVATE, Answer, Call, whole_number
from .items import FILES, Item, View
from .sandbox import Sandbox
from .v1_descriptors import descriptor, ws_type

XML = "text/xml;charset=UTF-8"
_YES = frozenset({"1", "true", "yes"})
_ALIASES = {"xmlaConnection": "olapXmlaCon"}
_VALID = frozenset(
    {
        "folder", "reportUnit", "olapUnit", "datasource", "jdbc", "jndi", "bean", "custom", "virtual", "aws",
        "azuresql", "query", "dataType", "lov", "inputControl", "img", "font", "jrxml", "jar", "prop", "jrtx",
        "xml", "reference", "olapMondrianSchema", "olapXmlaCon", "xmlaConnection", "contentResource",
        "unknow",
    }
)  # fmt: skip
"""The names that may be searched for (§6.1)."""
_NEVER_FOUND = frozenset({"datasource", "reference", "unknow"})
"""Valid names that match nothing (§7)."""
_OUT = "mondrianConnection"
"""A kind that no listing shows (§7)."""


@dataclass(frozen=True, slots=True)
class V1Service:
    """The calls below `/rest/resources`.

    Args:
        sandbox: the server behind it.
    """

    sandbox: Sandbox

    def answer(self, call: Call, rest: tuple[str, ...]) -> Answer:
        """The answer to a call.

        Args:
            call: the call.
            rest: the segments of the path below the service, which are a URI.
        """
        answer = self._answer(call, URI("/" + "/".join(filter(None, rest))))
        return answer if call.method == "POST" else answer.with_headers(PRIVATE)

    def _answer(self, call: Call, uri: URI) -> Answer:
        if call.method not in ("GET", "HEAD"):
            return _text(405, "Method not supported for this object type")
        numbers: dict[str, int] = {}
        for name in ("limit", "startIndex"):
            number = _number(call.argument(name))
            if number is None:
                return _text(400, f"Invalid value set for parameter {name}.")
            numbers[name] = number
        types = call.arguments("type")
        unknown = next((name for name in types if name not in _VALID), None)
        if unknown is not None:
            return _text(400, f"Invalid resource type: {unknown}")
        view = View(self.sandbox.repository, call.user)
        words = call.argument("q") or ""
        if words or types:
            found = _search(view, uri, words, types, recursive=call.argument("recursive") in _YES)
            found = found[numbers["startIndex"] :]
        else:
            listed = _children(view, uri)
            if isinstance(listed, Answer):
                return listed
            found = listed
        shown = found[: numbers["limit"] or None]
        return _listing(view, shown, searched=bool(words or types))


def _children(view: View, uri: URI) -> list[Item] | Answer:
    """Sub-folders, then resources; of a resource or a hidden folder nothing (§4, §7)."""
    item = view.find(uri)
    if item is None:
        return _text(404, "")
    if not view.may_read(uri):
        return _text(403, "Access is denied")
    if item.hidden or not item.is_folder:
        return []
    here = [i for i in _shown(view, lambda other: other.uri.parent == uri) if view.may_read(i.uri)]
    return sorted(here, key=lambda i: (not i.is_folder, i.uri))


def _search(view: View, uri: URI, words: str, types: list[str], *, recursive: bool) -> list[Item]:
    """What has all the words, and one of the types; folders only if they are asked for (§4)."""
    wanted = {_ALIASES.get(name, name) for name in types} - _NEVER_FOUND

    def fits(item: Item) -> bool:
        if not (item.uri.is_below(uri) if recursive else item.uri.parent == uri):
            return False
        return item.says(words) and (_searched(item) in wanted if types else not item.is_folder)

    found = [item for item in _shown(view, fits) if view.may_read(item.uri)]
    return sorted(found, key=lambda item: (item.label, item.order))


def _shown(view: View, fits: Callable[[Item], bool]) -> Iterator[Item]:
    return (i for i in view.items() if not i.hidden and i.kind != _OUT and fits(i))


def _searched(item: Item) -> str:
    """The name that an item is found by: links by the type of what they lead to do not count (§6.1)."""
    return item.file_type if item.kind in FILES and item.kind == "fileResource" else ws_type(item)


def _listing(view: View, items: list[Item], *, searched: bool) -> Answer:
    body = "".join(descriptor(view, item, searched=searched) for item in items)
    return _text(200, f"<resourceDescriptors>\n{body}</resourceDescriptors>")


def _text(status: int, text: str) -> Answer:
    return Answer(status, text.encode("utf-8", "replace"), XML)


def _number(text: str | None) -> int | None:
    """A number that is not negative; None for anything else."""
    number = whole_number(text) if text is not None else 0
    return number if number is not None and number >= 0 else None
