"""Recorded traffic, sent again: status, headers and body are as the server answered."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from catalogkit.sandbox.sandbox import Sandbox
from tests.sandbox.client import Client, Reply, served
from tests.sandbox.recorded import CONFORMANCE, PLAIN, target_repository, with_plain_user

pytestmark = pytest.mark.slow  # hundreds of catalogs

_HEADERS = (
    "Content-Type", "Cache-Control", "Pragma", "Allow", "Www-Authenticate", "Start-Index", "Result-Count",
    "Total-Count", "Next-Offset",
)  # fmt: skip
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TARGET = re.compile(r"\(target (\w+)\)")
_STARTS = {"export": "world1", "import": "fresh", "v1-resources": "world1", "v2-resources": "world1"}
_EXCEPTIONS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "transcript_exceptions.json").read_text()
)
_EARLIER_STATE = {("import", 140): "fresh"}
"""Where the recorded server was set up again without a note."""
_USERS = {"admin": "jasperadmin", "plain user": PLAIN, "no credentials": "", "bad credentials": "jasperadmin"}


class Stepped(Sandbox):
    """A server whose tasks go on when they are let, so that `in progress` can be seen."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.waiting: list[Callable[[], None]] = []

    def _start(self, work: Callable[[], None]) -> None:
        self.waiting.append(work)

    def release(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


def _exchanges(name: str) -> list[dict[str, Any]]:
    path = CONFORMANCE / "transcripts" / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.parametrize("name", sorted(_STARTS))
def test_recorded_traffic_is_answered_the_same(shared: Path, tmp_path: Path, name: str) -> None:
    differing = {number: what for number, what in _replay(name, tmp_path) if what}

    expected = _EXCEPTIONS[name]
    assert {number: sorted(what) for number, what in differing.items()} == {
        int(number): sorted(item["differs"]) for number, item in expected.items()
    }


def test_exceptions_give_reasons(shared: Path) -> None:
    assert all(item["reason"] for items in _EXCEPTIONS.values() for item in items.values())


def _replay(name: str, folder: Path) -> Iterator[tuple[int, set[str]]]:
    """What differs, exchange by exchange."""
    ids: dict[str, str] = {}
    with ExitStack() as stack:

        def fresh(target: str) -> Client:
            repository = with_plain_user(target_repository(target))
            return stack.enter_context(served(repository, folder, make=Stepped))

        current = _STARTS[name]
        client = fresh(current)
        for number, exchange in enumerate(_exchanges(name)):
            noted = _TARGET.search(exchange["note"])
            wanted = noted[1] if noted else current
            if wanted != current or (name, number) in _EARLIER_STATE:
                current = _EARLIER_STATE.get((name, number), wanted)
                client = fresh(current)
            yield number, _differences(exchange, _sent(client, exchange, ids), ids)


def _sent(client: Client, exchange: Mapping[str, Any], ids: Mapping[str, str]) -> Reply:
    request, response = exchange["request"], exchange["response"]
    method, path, _ = request["line"].split(" ")
    path = path.removeprefix("/jasperserver")
    for recorded, ours in ids.items():
        path = path.replace(recorded, ours)
    client.user = _USERS[exchange["as"]]
    client.password = "wrong" if exchange["as"] == "bad credentials" else None
    body = request["body"].encode() if "body" in request else None
    if "body_base64" in request:
        body = base64.b64decode(request["body_base64"])
    elif body is None and method in ("POST", "PUT"):
        body = b""
    if path.endswith("/state") and "inprogress" not in response.get("body", ""):
        assert isinstance(client.sandbox, Stepped)
        client.sandbox.release()
    left_out = ("host", "connection", "content-length")
    headers = {k: v for k, v in request["headers"].items() if k.lower() not in left_out}
    return client.call(method, path, body, headers)


def _differences(exchange: Mapping[str, Any], reply: Reply, ids: dict[str, str]) -> set[str]:
    response = exchange["response"]
    recorded = {name.title(): value for name, value in response["headers"].items()}
    found = {name for name in _HEADERS if (reply.headers.get(name) or "") != (recorded.get(name) or "")}
    if reply.status != response["status"]:
        found.add("status")
    if "body_base64" in response:
        if not _same_bytes(reply.body, base64.b64decode(response["body_base64"])):
            found.add("body")
    elif "body_bytes" not in response and _shape(reply.text(), response) != _shape(
        response.get("body", ""), response
    ):
        found.add("body")
    theirs, ours = (
        _UUID.findall(response.get("body", "")),
        _UUID.findall(reply.body.decode("utf-8", "replace")),
    )
    if exchange["request"]["line"].startswith("POST") and theirs and ours:
        ids[theirs[0]] = ours[0]
    return found


def _same_bytes(ours: bytes, theirs: bytes) -> bool:
    """Whether two zips have the same files and index; other bytes must be the same."""
    if not theirs.startswith(b"PK"):
        return ours == theirs
    with zipfile.ZipFile(io.BytesIO(ours)) as mine, zipfile.ZipFile(io.BytesIO(theirs)) as other:
        names = [set(archive.namelist()) for archive in (mine, other)]
        return names[0] == names[1] and _tree(mine.read("index.xml")) == _tree(other.read("index.xml"))


def _shape(text: str, response: Mapping[str, Any]) -> object:
    """A body to compare: ids and dates of creation blanked, members that have no order sorted."""
    text = _UUID.sub("…", text)
    if response.get("body_truncated"):
        return text[:60]
    if text.startswith(("{", "[")):
        return _sorted(json.loads(text))
    if text.startswith("<") and not text.startswith("<!doctype"):
        return _tree(text.encode())
    return text


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return {
            key: sorted(inner) if key == "parameters" and None not in inner else _sorted(inner)
            for key, inner in value.items()
            if key != "creationDate"
        }
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def _tree(data: bytes) -> object:
    return _node(etree.fromstring(data))


def _node(item: etree._Element) -> object:
    text = "" if len(item) or item.tag == "creationDate" else item.text or ""
    return (item.tag, sorted(item.attrib.items()), text.strip(), [_node(child) for child in item])
