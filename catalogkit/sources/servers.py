"""What a running server lists, where a command line names one."""

from __future__ import annotations

from ..model.target import Target

_SCHEMES = ("http://", "https://")


def names_server(name: str) -> bool:
    """Whether a name on the command line means a server."""
    return name.lower().startswith(_SCHEMES)


def listed_by_server(name: str) -> Target | None:
    """What a server lists; None if the name means none.

    Args:
        name: the address of a server, or anything else.

    Raises:
        UsageError: the address or the login cannot be used.
        RemoteError: the server does not give its listing.
    """
    if not names_server(name):
        return None
    from ..server import connect  # with its HTTP library, which most commands do not need

    with connect(name) as server:
        return server.target()
