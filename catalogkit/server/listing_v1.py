"""The v1 listing, folder by folder, or as a search (rest-services §4)."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from ..archive import Limits, Progress
from ..errors import BadAnswerError, EntryError, RefusedError, UnreadableError
from ..model.target import StoredFolder
from ..parsing.listings import stored_of_descriptor
from ..parsing.xml import Xml
from .connection import MAX_ANSWER
from .items import Descriptor, Item
from .query import Query, v1_types
from .transport import Transport

SERVICE = "/rest/resources"
_LIMITS = Limits(max_xml_size=MAX_ANSWER, max_xml_nodes=50_000_000)


def list_v1(
    transport: Transport, query: Query, progress: Progress | None = None, denied: list[str] | None = None
) -> Iterator[Item]:
    """The items of a v1 listing.

    Args:
        transport: sends the requests.
        query: what to list.
        progress: told (folders done, folders in all as far as known) after each.
        denied: takes the URIs of folders that the user may not read.

    Raises:
        UsageError: v1 cannot be searched for one of the types.
        RemoteError: there is no usable answer.
    """
    if query.is_search:
        yield from _search(transport, query)
    else:
        yield from _walk(transport, query, progress, denied if denied is not None else [])


def _search(transport: Transport, query: Query) -> Iterator[Item]:
    """What a search finds; below a folder that is not there it would find nothing, without a word (§7)."""
    arguments = [("type", name) for name in v1_types(query.types)]
    if query.folder != "/":
        _folder(transport, query.folder, (("limit", "1"),))
    if query.text.strip():
        arguments.append(("q", query.text))
    if query.recursive:
        arguments.append(("recursive", "1"))
    if query.limit:
        arguments.append(("limit", str(query.limit)))
    yield from _folder(transport, query.folder, tuple(arguments))


def _walk(transport: Transport, query: Query, progress: Progress | None, denied: list[str]) -> Iterator[Item]:
    """The folder and all below; folders that may not be read are told apart."""
    waiting, seen = [query.folder], {query.folder}
    done = 0
    while waiting:
        folder = waiting.pop()
        try:
            items = _folder(transport, folder, ())
        except RefusedError as error:
            if error.status not in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND) or folder == query.folder:
                raise
            items = []  # it may not be read, or went away meanwhile
            if error.status == HTTPStatus.FORBIDDEN:
                denied.append(folder)
        below = [item.stored.uri for item in items if isinstance(item.stored, StoredFolder)]
        new = [uri for uri in below if uri not in seen] if query.recursive else []
        seen.update(new)
        waiting.extend(reversed(new))
        done += 1
        if progress is not None:
            progress(done, done + len(waiting))
        yield from items


def _folder(transport: Transport, folder: str, params: tuple[tuple[str, str], ...]) -> list[Descriptor]:
    try:
        answer = transport.get(f"{SERVICE}{folder}", params, accept="*/*")
    except RefusedError as error:
        if error.status == HTTPStatus.NOT_FOUND and folder == "/":
            error.hint = "servers from 8.2 on have no v1 listing: leave out --api, or check the address"
        raise
    answer.refuse_page()
    try:
        root = Xml(_LIMITS).parse(answer.body, answer.where)
        if root.tag != "resourceDescriptors":
            raise UnreadableError("it is no listing")
        return [
            Descriptor(stored_of_descriptor(element, answer.where), element)
            for element in root.iterchildren("resourceDescriptor")
        ]
    except (EntryError, UnreadableError):
        raise BadAnswerError(
            "the answer is no listing, or was cut off",
            where=answer.where,
            hint="check the address of the server",
        ) from None
