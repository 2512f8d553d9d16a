"""`list`: what a running server holds, as its listing tells."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ..archive import Progress
from ..collector import collector_paused
from ..model.target import StoredFolder
from ..server import Api, Item, Query, Server
from .result import Result


@dataclass(frozen=True, slots=True)
class ListedObject:
    """A folder or resource of a server.

    Args:
        uri: where it is.
        type: `folder`, or its type as catalogs name it; `file` for any file where v2 was asked.
        file_type: type of a file; empty for others, or where v2 was asked.
        label: its label.
        description: its description; empty where it has none.
        updated: when it was changed last, in the time zone of the server; empty where v1 was asked.
    """

    uri: str
    type: str
    file_type: str
    label: str
    description: str
    updated: str


@dataclass(frozen=True, slots=True)
class ServerListing(Result):
    """What a server holds.

    Args:
        server: its address.
        version: its version; empty where it does not tell.
        edition: its edition; empty where it does not tell.
        api: the listing that was asked: `v1` or `v2`.
        folder: what was listed.
        complete: whether it is the whole repository.
        not_read: folders that the user may not read; v2 leaves them out without a word.
        saved: the file the listing was saved in; empty if it was not.
        objects: in the order of the server.
    """

    schema: ClassVar[str] = "catalogkit/list/1"

    server: str
    version: str
    edition: str
    api: str
    folder: str
    complete: bool
    not_read: tuple[str, ...]
    saved: str
    objects: tuple[ListedObject, ...]


def list_server(
    server: Server,
    query: Query,
    api: Api = Api.AUTO,
    *,
    save: Path | None = None,
    progress: Progress | None = None,
) -> ServerListing:
    """List what a server holds.

    Args:
        server: the server.
        query: what to list.
        api: which listing to ask.
        save: a file that takes the listing in a form that is read back; None for none.
        progress: told how far it is.

    Raises:
        UsageError: a type or the name of the file does not fit.
        RemoteError: there is no usable answer.
    """
    info, found, denied = server.info(), server.api(api), list[str]()
    with collector_paused():
        items = server.list(query, found, progress=progress, denied=denied, save=save)
        objects = tuple(map(_listed, items))
    return ServerListing(
        server.address,
        info.version,
        info.edition,
        found.value,
        query.folder,
        query.is_complete and not denied,
        tuple(denied),
        str(save) if save is not None else "",
        objects,
    )


def _listed(item: Item) -> ListedObject:
    stored = item.stored
    kind, file_type = ("folder", "") if isinstance(stored, StoredFolder) else (stored.type, stored.file_type)
    return ListedObject(stored.uri, kind, file_type, stored.label, stored.description, item.updated)
