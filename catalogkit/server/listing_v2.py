"""The v2 listing, page by page (rest-services §5).

Pages are asked for full ones, which the server fills up where permissions hide something, and each says where
the next one starts. `Total-Count` is used for progress alone: it leaves out folders or counts other types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus

from ..archive import Progress
from ..errors import BadAnswerError, UnreadableError
from ..parsing.listings import stored_of_lookup
from .answers import Answer
from .items import Item, Lookup
from .query import Query, v2_types
from .transport import Transport

SERVICE = "/rest_v2/resources"
PAGE = 1_000
"""Items of one page."""


def list_v2(transport: Transport, query: Query, progress: Progress | None = None) -> Iterator[Item]:
    """The items of a v2 listing.

    Args:
        transport: sends the requests.
        query: what to list.
        progress: told (items, items in all as far as known) after each page.

    Raises:
        UsageError: nothing has one of the types.
        RemoteError: there is no usable answer.
    """
    arguments = _arguments(query)
    done, offset = 0, 0
    while True:
        page = transport.get(SERVICE, (*arguments, ("offset", str(offset))))
        items = _items(page)
        done += len(items)
        following = _next(page, offset, len(items), query)
        if progress is not None:
            total = _number(page, "total-count")
            progress(done, done if following is None else max(total, done + 1))
        yield from items
        if following is None or (query.limit and done >= query.limit):
            return
        offset = following


def _arguments(query: Query) -> tuple[tuple[str, str], ...]:
    size = min(PAGE, query.limit) if query.limit else PAGE
    return (
        *((("folderUri", query.folder),) if query.folder != "/" else ()),
        *((("q", query.text),) if query.text.strip() else ()),
        *(("type", name) for name in v2_types(query.types)),
        ("recursive", "true" if query.recursive else "false"),
        ("sortBy", "uri"),
        ("forceFullPage", "true"),
        ("limit", str(size)),
    )


def _items(page: Answer) -> list[Lookup]:
    if page.status == HTTPStatus.NO_CONTENT or not page.body:
        return []
    found = page.json()
    items = found.get("resourceLookup") if isinstance(found, dict) else None
    if not isinstance(items, list):
        raise _no_listing(page)
    return [_lookup(page, item) for item in items]


def _lookup(page: Answer, item: object) -> Lookup:
    if not isinstance(item, dict):
        raise _no_listing(page)
    texts = {name: value for name, value in item.items() if isinstance(value, str)}
    try:
        return Lookup(stored_of_lookup(texts, page.where), item)
    except UnreadableError:
        raise _no_listing(page) from None


def _next(page: Answer, offset: int, count: int, query: Query) -> int | None:
    """Where the next page starts; None if there is none."""
    following = _number(page, "next-offset")
    if following > offset:
        return following
    # A server that does not know full pages says nothing: what is full may go on.
    size = min(PAGE, query.limit) if query.limit else PAGE
    return offset + count if count >= size else None


def _number(page: Answer, header: str) -> int:
    text = page.headers.get(header, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _no_listing(page: Answer) -> BadAnswerError:
    hint = "check the address of the server"
    return BadAnswerError("the answer is no listing", where=page.where, hint=hint)


def as_texts(members: Mapping[str, object]) -> dict[str, str]:
    """The members of an item as the XML form of the listing writes them."""
    return {name: _text(value) for name, value in members.items() if isinstance(value, str | int | bool)}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
