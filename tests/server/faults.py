"""A server that fails in every way a network can: real sockets, one scripted answer for each request."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

Answering = Callable[["Peer"], None]


@dataclass
class Request:
    """A request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Peer:
    """One connection: an answer writes to it."""

    connection: socket.socket
    stopped: threading.Event
    request: Request

    def write(self, data: bytes) -> None:
        self.connection.sendall(data)


def answer(
    status: int = 200, body: bytes = b"", headers: Iterable[tuple[str, str]] = (), length: int | None = None
) -> Answering:
    """A whole answer; `length` says another one than the body has."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"{name}: {value}" for name, value in headers]
    data = "\r\n".join((*lines, "Connection: close", "", "")).encode() + body
    return lambda peer: peer.write(data)


def as_json(value: object, status: int = 200, headers: Iterable[tuple[str, str]] = ()) -> Answering:
    return answer(status, json.dumps(value).encode(), (("Content-Type", "application/json"), *headers))


def page(text: str = "<!DOCTYPE html><html><body>Log in</body></html>", status: int = 200) -> Answering:
    return answer(status, text.encode(), [("Content-Type", "text/html;charset=UTF-8")])


def redirect(location: str, status: int = 302) -> Answering:
    return answer(status, headers=[("Location", location)])


def dropped(_: Peer) -> None:
    """No answer: the connection ends."""


def silent(peer: Peer) -> None:
    """No answer, and no end, until the test is over."""
    peer.stopped.wait(30)


def chunked_cut(body: bytes) -> Answering:
    """The first piece of an answer of unknown length."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nTransfer-Encoding: chunked\r\n\r\n"
    return lambda peer: peer.write(head + b"%x\r\n%s\r\n" % (len(body), body))


@dataclass
class FaultServer:
    """Answers the requests in order; each of them is kept in `requests`."""

    script: list[Answering]
    context: ssl.SSLContext | None = None
    requests: list[Request] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._stopped = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._serve)]
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        with socket.create_connection(self._socket.getsockname()):
            pass  # wakes up the one that accepts
        for thread in self._threads:
            thread.join(30)
        self._socket.close()

    @property
    def url(self) -> str:
        scheme = "https" if self.context else "http"
        return f"{scheme}://127.0.0.1:{self._socket.getsockname()[1]}/jasperserver"

    @property
    def said(self) -> list[str]:
        """Method and last part of the path of each request."""
        return [f"{r.method} {r.path.partition('?')[0].rpartition('/')[2]}" for r in self.requests]

    def _serve(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            if self._stopped.is_set():
                connection.close()
                return
            thread = threading.Thread(target=self._answer, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _answer(self, connection: socket.socket) -> None:
        try:
            if self.context is not None:
                connection = self.context.wrap_socket(connection, server_side=True)
            request = _read(connection)
            if request is not None:
                self.requests.append(request)
                script = self.script.pop(0) if self.script else answer(500, b"there is no script for it")
                script(Peer(connection, self._stopped, request))
        except OSError:
            pass  # the client went away: it is what some tests are about
        finally:
            connection.close()


def _read(connection: socket.socket) -> Request | None:
    with connection.makefile("rb") as stream:
        first = stream.readline().decode()
        if not first:
            return None
        method, path, _ = first.split(" ")
        headers = {}
        while line := stream.readline().decode().strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = b""
        if "content-length" in headers:
            body = stream.read(int(headers["content-length"]))
        return Request(method, path, headers, body)
