"""A running server: its listings, exports and imports over REST, without the command line.

with connect("https://reports.example.com/jasperserver") as server:
    server.save(Path("listing.json"))
    server.export(ExportRequest(uris=("/reports",)), Path("reports.zip"))
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..late import imported_late

if TYPE_CHECKING:
    from .connection import Connection
    from .export_request import ExportRequest
    from .exports import Download, Exported
    from .info import ServerInfo
    from .items import Descriptor, Item, Lookup
    from .login import BasicLogin, HeaderLogin, Login, NoLogin
    from .query import Api, Query
    from .server import Server
    from .spellings import ImportRequest, read_request
    from .states import TaskState
    from .waiting import Pace, Retry

_HOMES = {
    "Api": ".query",
    "BasicLogin": ".login",
    "Connection": ".connection",
    "Descriptor": ".items",
    "Download": ".exports",
    "ExportRequest": ".export_request",
    "Exported": ".exports",
    "HeaderLogin": ".login",
    "ImportRequest": ".spellings",
    "Item": ".items",
    "Login": ".login",
    "Lookup": ".items",
    "NoLogin": ".login",
    "Pace": ".waiting",
    "Query": ".query",
    "Retry": ".waiting",
    "Server": ".server",
    "ServerInfo": ".info",
    "TaskState": ".states",
    "read_request": ".spellings",
}

__all__ = [
    "Api",
    "BasicLogin",
    "Connection",
    "Descriptor",
    "Download",
    "ExportRequest",
    "Exported",
    "HeaderLogin",
    "ImportRequest",
    "Item",
    "Login",
    "Lookup",
    "NoLogin",
    "Pace",
    "Query",
    "Retry",
    "Server",
    "ServerInfo",
    "TaskState",
    "connect",
    "read_request",
]


__getattr__ = imported_late(__name__, _HOMES)


def connect(
    address: str, connection: Connection | None = None, *, environment: Mapping[str, str] | None = None
) -> Server:
    """A server, with the login that the environment, a file or the key ring holds (`secrets.find_login`).

    Args:
        address: where it is.
        connection: how it is reached; None for the usual way.
        environment: the variables; None for those of the process.

    Raises:
        UsageError: the address or the login cannot be used.
    """
    from .address import Address
    from .secrets import find_login
    from .server import Server

    environment = os.environ if environment is None else environment
    where = str(Address.of(address))
    return Server(where, find_login(where, environment), connection)
