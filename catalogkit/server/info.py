"""What a server is: `serverInfo`, where it has one."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from ..errors import RefusedError
from .transport import Transport

SERVICE = "/rest_v2/serverInfo"
_ABSENT = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_ACCEPTABLE)
_COMMUNITY = "CE"


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """What a server says of itself.

    Args:
        version: as in `8.2.0`; empty where it is not told.
        edition: `CE` or `PRO`; empty where it is not told.
    """

    version: str = ""
    edition: str = ""

    @property
    def is_commercial(self) -> bool | None:
        """Whether it is a commercial one; None if it does not say."""
        return self.edition.upper() != _COMMUNITY if self.edition else None


def server_info(transport: Transport) -> ServerInfo:
    """What a server is; nothing is known of one without this service.

    Raises:
        RemoteError: there is no usable answer.
    """
    try:
        answer = transport.get(SERVICE)
    except RefusedError as error:
        if error.status not in _ABSENT:
            raise
        return ServerInfo()
    found = answer.json()
    if not isinstance(found, dict):
        return ServerInfo()
    version, edition = (found.get(name) for name in ("version", "edition"))
    return ServerInfo(
        version[:50] if isinstance(version, str) else "", edition[:50] if isinstance(edition, str) else ""
    )
