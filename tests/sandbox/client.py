"""A server of this process behind a real socket, and the plainest client there can be."""

from __future__ import annotations

import base64
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uvicorn

from catalogkit.sandbox.accounts import Accounts
from catalogkit.sandbox.app import Application
from catalogkit.sandbox.repository import Repository
from catalogkit.sandbox.sandbox import Sandbox
from catalogkit.sandbox.serving import Serving, _listening
from catalogkit.sandbox.web import web_application

DEADLINE = 60.0
"""Seconds that nothing takes."""
JSON, XML, ZIP = "application/json", "application/xml", "application/zip"
LAST = ("finished", "failed", "pending")


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def text(self) -> str:
        return self.body.decode()


@dataclass
class Client:
    """A client of a server.

    Args:
        port: where it listens.
        user: who calls, with the password of the same text; empty for nobody.
        prefix: the path of the web application.
    """

    port: int
    user: str = "jasperadmin"
    password: str | None = None
    prefix: str = "/jasperserver"
    sandbox: Sandbox | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.prefix}"

    def call(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """One request; `path` is below the web application, and encoded already."""
        given = {"Accept": JSON, **(headers or {})}
        if self.user:
            password = self.user if self.password is None else self.password
            given["Authorization"] = "Basic " + base64.b64encode(f"{self.user}:{password}".encode()).decode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)
        try:
            connection.request(method, self.prefix + path, body, given)
            answer = connection.getresponse()
            told = {name.title(): value for name, value in answer.getheaders()}
            return Reply(answer.status, told, answer.read())
        finally:
            connection.close()

    def get(self, path: str, accept: str = JSON) -> Reply:
        return self.call("GET", path, headers={"Accept": accept})

    def send(self, method: str, path: str, value: object) -> Reply:
        return self.call(method, path, json.dumps(value).encode(), {"Content-Type": JSON})

    # Imports

    @contextmanager
    def half_upload(self, head: bytes, kind: str = ZIP) -> Iterator[None]:
        """An upload of which only the start is sent; the connection is cut at the end."""
        word = base64.b64encode(f"{self.user}:{self.user}".encode()).decode()
        lines = (
            f"POST {self.prefix}/rest_v2/import HTTP/1.1",
            "Host: localhost",
            f"Authorization: Basic {word}",
            f"Content-Type: {kind}",
            "Content-Length: 10000000",
        )
        with socket.create_connection(("127.0.0.1", self.port), DEADLINE) as connection:
            connection.sendall("\r\n".join([*lines, "\r\n"]).encode() + head)
            yield

    def upload(self, catalog: bytes, arguments: str = "") -> Reply:
        return self.call("POST", f"/rest_v2/import{arguments}", catalog, {"Content-Type": ZIP})

    def form(self, fields: list[tuple[str, str]], catalog: bytes | None, part: str = "file") -> Reply:
        """An upload as browsers do it."""
        mark = "----------catalogkit"
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields]
        body = "".join(parts).encode()
        if catalog is not None:
            head = f'Content-Disposition: form-data; name="{part}"; filename="c.zip"\r\nContent-Type: {ZIP}'
            body += f"--{mark}\r\n{head}\r\n\r\n".encode() + catalog + b"\r\n"
        kind = f"multipart/form-data; boundary={mark}"
        return self.call("POST", "/rest_v2/import", body + f"--{mark}--\r\n".encode(), {"Content-Type": kind})

    def import_(self, catalog: bytes, arguments: str = "") -> dict[str, Any]:
        """Import a catalog and wait: the last state, which is told once."""
        return self.wait("import", self.upload(catalog, arguments).json()["id"])

    # Exports

    def export(self, **request: object) -> dict[str, Any]:
        """Export and wait: the last state."""
        return self.wait("export", self.send("POST", "/rest_v2/export", request).json()["id"])

    def catalog(self, **request: object) -> bytes:
        """Export and download."""
        state = self.export(**request)
        assert state["phase"] == "finished", state
        reply = self.get(f"/rest_v2/export/{state['id']}/catalog.zip", ZIP)
        assert reply.status == 200
        return reply.body

    def wait(self, service: str, task: str) -> dict[str, Any]:
        """Poll until a task is in its last state."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            reply = self.get(f"/rest_v2/{service}/{task}/state")
            assert reply.status == 200, (reply.status, reply.body)
            state: dict[str, Any] = reply.json()
            if state["phase"] in LAST:
                return state
            time.sleep(0.005)
        raise TimeoutError(task)

    # Listings

    def uris(self, arguments: str = "") -> list[str]:
        """The URIs of a v2 listing."""
        reply = self.get(f"/rest_v2/resources?limit=0{arguments}")
        return [item["uri"] for item in reply.json()["resourceLookup"]] if reply.status == 200 else []

    def has(self, uri: str) -> bool:
        return self.get(f"/rest_v2/resources{quote(uri)}").status == 200


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + DEADLINE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.005)


@contextmanager
def served(
    repository: Repository,
    folder: Path,
    *,
    user: str = "jasperadmin",
    passwords: Mapping[str, str] | None = None,
    make: Callable[..., Sandbox] = Sandbox,
    **options: Any,
) -> Iterator[Client]:
    """Serve a repository from a thread of this process.

    Args:
        repository: what the server begins with.
        folder: where uploads go.
        user: who calls.
        passwords: passwords that are not the name of their user.
        make: makes the server from the repository, the folder and `options`.
        options: for `make`.
    """
    sandbox = make(repository, folder, **options)
    application = Application(sandbox, Accounts(lambda: sandbox.repository, passwords or {}))
    config = uvicorn.Config(
        web_application(application), lifespan="off", log_level="error", access_log=False, ws="none"
    )
    server = uvicorn.Server(config)
    listener = _listening(Serving(port=0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield Client(listener.getsockname()[1], user, sandbox=sandbox)
    finally:
        server.should_exit = True
        thread.join(DEADLINE)
        sandbox.tasks.close()
        listener.close()
