"""What a running server lists, where a command line names one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..collector import collector_at_work
from ..server import Api, Connection, connect
from . import names_server

if TYPE_CHECKING:
    from ..archive import Progress
    from ..model.target import Target


class Asking(NamedTuple):
    """How a server is asked for its listing.

    Args:
        connection: how it is reached; None for the usual way.
        api: which listing to ask.
        progress: told how far the listing is; None to tell nobody.
    """

    connection: Connection | None = None
    api: Api = Api.AUTO
    progress: Progress | None = None


def listed_by_server(name: str, asking: Asking) -> Target | None:
    """What a server lists; None if the name means none.

    Args:
        name: the address of a server, or anything else.
        asking: how the server is asked.

    Raises:
        UsageError: the address or the login cannot be used.
        RemoteError: the server does not give its listing.
    """
    if not names_server(name):
        return None
    with collector_at_work(), connect(name, asking.connection) as server:  # answers refer to themselves
        return server.target(asking.api, progress=asking.progress)
