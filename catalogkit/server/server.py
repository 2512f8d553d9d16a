"""A server, and what can be asked of it: each verb is a method."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import IO, Self

from ..archive import Limits, Progress
from ..errors import RefusedError
from ..model.target import PART_OF_REPOSITORY, Target
from ..parsing.listings import V1_UNKNOWN, V2_UNKNOWN, ListingReader
from ..rehearsal.options import ImportOptions
from .address import Address
from .connection import Connection
from .export_request import ExportRequest
from .exports import Exported, Exports
from .imports import Imports
from .info import ServerInfo, server_info
from .items import Descriptor, Item, first_of
from .listing_v1 import SERVICE as V1_SERVICE
from .listing_v1 import list_v1
from .listing_v2 import SERVICE as V2_SERVICE
from .listing_v2 import list_v2
from .login import Login
from .query import Api, Query
from .saving import saving
from .spellings import ImportRequest
from .states import TaskState
from .tasks import Observer
from .transport import Transport
from .waiting import Pace


class Server:
    """A running server. Use it as a context manager, or call `close`.

    Args:
        address: where it is, as `https://reports.example.com/jasperserver`.
        login: who asks; None for nobody.
        connection: how it is reached; None for the usual way.

    Raises:
        UsageError: the address is none, or holds a login.
    """

    def __init__(
        self, address: str, login: Login | None = None, connection: Connection | None = None
    ) -> None:
        self._transport = Transport(Address.of(address), login, connection)
        self._info: ServerInfo | None = None
        self._api: Api | None = None
        self.exports = Exports(self._transport)
        self.imports = Imports(self._transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Server({self.address!r})"

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    @property
    def address(self) -> str:
        """Where it is."""
        return str(self._transport.address)

    @property
    def user(self) -> str:
        """The name of the user who asks; empty where it is not known."""
        return self._transport.login.user

    def info(self) -> ServerInfo:
        """What it is; asked for once.

        Raises:
            RemoteError: there is no usable answer.
        """
        if self._info is None:
            self._info = server_info(self._transport)
        return self._info

    def api(self, wanted: Api = Api.AUTO) -> Api:
        """The listing to ask: v2, or v1 where a server does not have it; found out once.

        Args:
            wanted: which one is wanted.

        Raises:
            RemoteError: there is no usable answer, or neither of them.
        """
        if wanted is not Api.AUTO:
            return wanted
        if self._api is None:
            try:
                self._transport.get(V2_SERVICE, (("limit", "1"),))
                self._api = Api.V2
            except RefusedError as error:
                if error.status != HTTPStatus.NOT_FOUND:
                    raise
                self._api = self._v1()
        return self._api

    def _v1(self) -> Api:
        """The v1 listing of a server without v2."""
        try:
            self._transport.get(f"{V1_SERVICE}/", (("limit", "1"),), accept="*/*").refuse_page()
        except RefusedError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                error.what = "there is no such server at this address: it has neither listing"
                error.hint = "name the web application too, as in https://reports.example.com/jasperserver"
            raise
        return Api.V1

    def list(
        self,
        query: Query | None = None,
        api: Api = Api.AUTO,
        *,
        progress: Progress | None = None,
        denied: list[str] | None = None,
        save: Path | None = None,
    ) -> Iterator[Item]:
        """List folders and resources; nobody holds all of them.

        Args:
            query: what to list; None for everything.
            api: which listing to ask.
            progress: told how far it is.
            denied: takes the URIs of folders that the user may not read (v1; v2 leaves them out silently).
            save: a file that takes what is listed, as `save` writes it; None for none.

        Raises:
            UsageError: the listing cannot be asked for one of the types, or not be saved.
            RemoteError: there is no usable answer.
        """
        query, denied = query or Query(), denied if denied is not None else []
        if progress is not None:
            progress(0, 0)  # the first answer may take long
        if self.api(api) is Api.V1:
            found = list_v1(self._transport, query, progress, denied)
        else:
            found = list_v2(self._transport, query, progress)
        if save is None:
            yield from first_of(found, query.limit)
            return
        with saving(save, self.api(api)) as file:
            for item in first_of(found, query.limit):
                file.add(item)
                yield item
            file.finish(complete=query.is_complete and not denied)

    def save(
        self, path: Path, query: Query | None = None, api: Api = Api.AUTO, *, progress: Progress | None = None
    ) -> int:
        """Save a listing, so that it can be a target, or one side of a comparison.

        Args:
            path: a name that ends in `.json` (v2), or `.xml`.
            query: what to list; None for everything.
            api: which listing to ask.
            progress: told how far it is.

        Returns:
            How many items it holds.

        Raises:
            UsageError: the name does not fit, or the file cannot be written.
            RemoteError: there is no usable answer.
        """
        return sum(1 for _ in self.list(query, api, progress=progress, save=path))

    def target(self, api: Api = Api.AUTO, *, progress: Progress | None = None) -> Target:
        """What the repository holds, as far as a listing tells: something to import into, or to compare with.

        Args:
            api: which listing to ask.
            progress: told how far it is.

        Raises:
            RemoteError: there is no usable answer.
        """
        found, denied = self.api(api), list[str]()
        reader = ListingReader(self.address, Limits())
        target = reader.target
        target.commercial, target.version = self.info().is_commercial, self.info().version
        target.asked_by = self.user
        target.unknown |= V1_UNKNOWN if found is Api.V1 else V2_UNKNOWN
        for item in self.list(Query(), found, progress=progress, denied=denied):
            if isinstance(item, Descriptor):
                reader.descriptor(item.element, self.address)
            else:
                reader.add(item.stored)
        if denied:
            target.unknown |= {PART_OF_REPOSITORY}
        return target

    def export(
        self,
        request: ExportRequest,
        path: Path,
        *,
        pace: Pace | None = None,
        observer: Observer | None = None,
        progress: Progress | None = None,
        limits: Limits | None = None,
    ) -> Exported:
        """Export into a file; see `Exports.run`."""
        return self.exports.run(request, path, pace=pace, observer=observer, progress=progress, limits=limits)

    def import_(
        self,
        catalog: IO[bytes],
        size: int,
        request: ImportRequest | None = None,
        *,
        pace: Pace | None = None,
        observer: Observer | None = None,
    ) -> TaskState:
        """Import a catalog, and wait until the import ends, or waits for a decision.

        Args:
            catalog: the zip, from where it stands.
            size: its bytes.
            request: what the import is told.
            pace: how often to ask whether it is done.
            observer: told each state.

        Returns:
            The last state. One that is still `inprogress` did not end in time, and goes on.

        Raises:
            RemoteError: there is no usable answer; the import may run all the same.
        """
        state = self.imports.start(catalog, size, request or ImportRequest())
        return self.imports.follow(state, pace or Pace(), observer)

    def restart_import(
        self, task: str, request: ImportRequest, *, pace: Pace | None = None, observer: Observer | None = None
    ) -> TaskState:
        """Restart a pending import with other options, and wait; see `Imports.restart`."""
        state = self.imports.restart(task, request)
        return self.imports.follow(state, pace or Pace(), observer)

    def tasks(self) -> tuple[str, ...]:
        """The ids of all tasks; see `Imports.tasks`."""
        return self.imports.tasks()

    def service_of(self, task: str) -> Exports | Imports:
        """The service that a task belongs to: exports if they know it, or else imports.

        Exports are asked, since they forget nothing by being asked (rest-services §2). What a real server
        says there to the id of an import is not recorded: a failure is taken for "no such export", too.

        Args:
            task: its id.

        Raises:
            UsageError: this is no id of a task.
            RemoteError: there is no usable answer.
        """
        try:
            self.exports.state(task)
        except RefusedError as error:
            if error.status not in (HTTPStatus.NOT_FOUND, HTTPStatus.INTERNAL_SERVER_ERROR):
                raise
            return self.imports
        return self.exports

    def import_options(self, task: str) -> ImportOptions:
        """The options of an import; see `Imports.options`."""
        return self.imports.options(task)

    def cancel_import(self, task: str) -> None:
        """Cancel an import; what was imported by then stays (rest-services §1.5)."""
        self.imports.cancel(task)
