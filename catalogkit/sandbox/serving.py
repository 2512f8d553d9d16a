"""Starts the sandbox: listens, says where, and ends when it is told to."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn

from ..archive import Limits
from ..errors import UsageError
from .accounts import Accounts
from .app import PREFIXES, Application
from .repository import Repository
from .sandbox import Keep, Sandbox
from .web import web_application

_BACKLOG = 2048
_GRACE = 3.0
"""Seconds that callers have to send and to take what is under way when the server ends."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How a sandbox is served.

    Args:
        host: the address to listen at.
        port: the port; 0 for any that is free.
        slow: seconds that every task takes at least.
        passwords: passwords by user; the others have their name.
        keep: keeps each new repository before it counts; None to keep it in memory only.
        limits: how much of an upload may be read; None for the defaults.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    slow: float = 0
    passwords: Mapping[str, str] = field(default_factory=dict)
    keep: Keep | None = None
    limits: Limits | None = None


def serve(repository: Repository, how: Serving, ready: Callable[[str], None]) -> None:
    """Serve a repository until the process is told to end.

    Args:
        repository: what the server begins with.
        how: how it is served.
        ready: called with the URL once requests are answered.

    Raises:
        UsageError: the address cannot be listened at.
    """
    with _listening(how) as listener, tempfile.TemporaryDirectory(prefix="catalogkit-sandbox-") as uploads:
        sandbox = Sandbox(repository, Path(uploads), keep=how.keep, slow=how.slow, limits=how.limits)
        accounts = Accounts(lambda: sandbox.repository, how.passwords)
        application = web_application(Application(sandbox, accounts))
        logging.getLogger("python_multipart").setLevel(logging.ERROR)  # of bad requests, callers are told
        config = uvicorn.Config(
            application,
            lifespan="off",
            ws="none",
            log_level="error",
            access_log=False,
            server_header=False,
        )
        with closing(sandbox.tasks):
            _Server(config, lambda: ready(_url(listener))).run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that says when it is ready, and waits for nobody for long when it ends.

    Args:
        config: see uvicorn.
        ready: called once.
    """

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        cut_off = asyncio.get_running_loop().call_later(_GRACE, self._cut_off)
        await super().shutdown(sockets)
        cut_off.cancel()

    def _cut_off(self) -> None:
        """Those who are still there see what they would see if they had ended: a closed connection."""
        for connection in list(self.server_state.connections):
            connection.transport.abort()


def _listening(how: Serving) -> socket.socket:
    where = f"{how.host}:{how.port}"
    try:
        family = socket.getaddrinfo(how.host, how.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((how.host, how.port), family=family, backlog=_BACKLOG)
    except UnicodeError as failure:
        raise UsageError("the host is no name", where=where, hint="name another --host") from failure
    except OSError as failure:
        known = failure.errno in errno.errorcode
        reason = os.strerror(failure.errno or 0) if known else failure.strerror
        hint = "name another --port or --host"
        raise UsageError(f"cannot listen there: {reason}", where=where, hint=hint) from failure


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{PREFIXES[1]}"
