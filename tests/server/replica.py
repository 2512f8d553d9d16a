"""A stand-in for a server that answers as recorded: listings, tasks, and what it was asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

BASE = "/jasperserver"


def lookup(uri: str, kind: str, label: str = "", **more: object) -> dict[str, object]:
    """An item of a v2 listing."""
    return {
        "version": 0,
        "permissionMask": 1,
        "creationDate": "2026-11-21T20:06:08",
        "updateDate": "2024-03-02T09:30:00",
        "label": label or uri.rpartition("/")[2],
        "uri": uri,
        "resourceType": kind,
        **more,
    }


class Replica:
    """A server with one repository.

    Args:
        http: the server that listens.
        info: what `serverInfo` says; None for a server without it.
        user: the login that is let in; None lets everybody in.
    """

    def __init__(
        self, http: HTTPServer, info: Mapping[str, str] | None = None, user: tuple[str, str] | None = None
    ) -> None:
        self.http = http
        self.info = info
        self.user = user
        self.items: Sequence[Mapping[str, object]] | None = None
        self.denied: frozenset[str] = frozenset()
        self.folders: dict[str, tuple[int, bytes]] | None = None
        self.states: list[Mapping[str, object]] = []
        self.after: Sequence[Mapping[str, object]] | None = None
        self.download = b""
        self.uploads: list[Request] = []
        self.bodies: list[bytes] = []
        self.calls: list[str] = []
        http.expect_request(re.compile(".*")).respond_with_handler(self._answer)

    @property
    def url(self) -> str:
        """Its address."""
        return self.http.url_for(BASE)

    def load(self, targets: Path, name: str, *, v2: bool = True) -> None:
        """Take over a recorded repository."""
        listing = json.loads((targets / f"{name}.listing-v2.json").read_text())
        self.items = listing["resourceLookup"] if v2 else None
        folder = targets / f"{name}.listing-v1"
        self.folders = {
            entry["uri"]: (
                entry["status"],
                (folder / entry["file"]).read_bytes() if entry.get("file") else b"",
            )
            for entry in json.loads((folder / "index.json").read_text())
        }

    def _answer(self, request: Request) -> Response:
        path = request.path.removeprefix(BASE)
        self.calls.append(f"{request.method} {path}")
        if self.user is not None and (
            request.authorization is None
            or (request.authorization.username, request.authorization.password) != self.user
        ):
            return Response(
                "<!doctype html><html><title>HTTP Status 401</title></html>", 401, mimetype="text/html"
            )
        if path == "/rest_v2/serverInfo" and self.info is not None:
            return _json(dict(self.info))
        if path == "/rest_v2/resources" and self.items is not None:
            return self._v2(request)
        if path.startswith("/rest/resources") and self.folders is not None:
            return self._v1(path.removeprefix("/rest/resources"))
        if path.startswith(("/rest_v2/import", "/rest_v2/export")):
            return self._task(request, path)
        return Response(status=404)

    def _v2(self, request: Request) -> Response:
        """As recorded: full pages skip what may not be read; an empty page is 204."""
        assert self.items is not None
        arguments = request.args
        wanted = set(arguments.getlist("type"))
        folder = arguments.get("folderUri", "/").rstrip("/")
        found = [
            item
            for item in sorted(self.items, key=lambda item: str(item["uri"]))
            if str(item["uri"]).startswith(f"{folder}/") and (not wanted or item["resourceType"] in wanted)
        ]
        offset, limit = int(arguments.get("offset", 0)), int(arguments.get("limit", 100))
        page, position = list[Mapping[str, object]](), offset
        while position < len(found) and (not limit or len(page) < limit):
            if found[position]["uri"] not in self.denied:
                page.append(found[position])
            position += 1
        if not page:
            return Response(status=204, headers={"Total-Count": "0"})
        headers = {"Start-Index": str(offset), "Result-Count": str(len(page))}
        if arguments.get("forceFullPage") == "true":
            headers["Total-Count"] = str(len(found))
            if any(item["uri"] not in self.denied for item in found[position:]):
                headers["Next-Offset"] = str(position)
        return _json({"resourceLookup": page}, headers=headers)

    def _v1(self, path: str) -> Response:
        assert self.folders is not None
        status, body = self.folders.get("/" + path.strip("/"), (404, b""))
        return Response(body or b"Access is denied", status, content_type="text/xml;charset=UTF-8")

    def _task(self, request: Request, path: str) -> Response:
        if request.method in ("POST", "PUT"):
            self.bodies.append(request.get_data())
            self.uploads.append(request)
        elif request.method == "DELETE":
            return Response(status=204)
        elif not path.endswith("/state"):
            return Response(self.download, content_type="application/zip")
        state = self.states.pop(0)
        if state["phase"] != "inprogress" and self.after is not None:
            self.items = self.after
        return _json(dict(state))


def _json(value: object, headers: Iterable[tuple[str, str]] | Mapping[str, str] = ()) -> Response:
    made: Any = Response(json.dumps(value), content_type="application/json", headers=dict(headers))
    return made


def state(phase: str, message: str = "", **more: object) -> dict[str, object]:
    """A state of a task."""
    return {"id": "7b0e-1", "phase": phase, "message": message, **more}
