"""The listings of every recorded target, over both services, are as the server gave them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from lxml import etree

from tests.sandbox.client import served
from tests.sandbox.recorded import CONFORMANCE, target_repository

TARGETS = CONFORMANCE / "targets"
NAMES = ("fresh", "world1", "sources", "clash", "pool", "locked", "hidden")
_SECRETS = ("PASSWORD", "SECRET_KEY", "ACCESS_KEY")
"""What listings show in clear text, and catalogs hold encrypted."""


def _without_date(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name != "creationDate"}


@pytest.mark.parametrize("name", NAMES)
def test_v2_lists_the_same_in_the_same_order(shared: Path, tmp_path: Path, name: str) -> None:
    recorded = json.loads((TARGETS / f"{name}.listing-v2.json").read_text())

    with served(target_repository(name), tmp_path) as client:
        ours = client.get("/rest_v2/resources?limit=0").json()

    assert list(map(_without_date, ours["resourceLookup"])) == list(
        map(_without_date, recorded["resourceLookup"])
    )


@pytest.mark.parametrize("name", NAMES)
def test_v1_lists_the_same_folder_by_folder(shared: Path, tmp_path: Path, name: str) -> None:
    folder = TARGETS / f"{name}.listing-v1"
    index = json.loads(next(iter(folder.glob("index*.json"))).read_text())

    with served(target_repository(name), tmp_path) as client:
        for entry in index:
            reply = client.get(f"/rest/resources{quote(entry['uri'])}", "*/*")
            assert reply.status == entry["status"], entry
            if entry.get("file"):
                theirs = (folder / entry["file"]).read_bytes()
                assert _shown(reply.body) == _shown(theirs), entry


def _shown(data: bytes) -> object:
    return _node(etree.fromstring(data)) if data.startswith(b"<") else data


def _node(item: etree._Element) -> object:
    name = item.get("name", "")
    hidden = item.tag == "creationDate" or any(word in name for word in _SECRETS)
    text = "" if hidden or len(item) else (item.text or "").strip()
    return (item.tag, sorted(item.attrib.items()), text, [] if hidden else [_node(child) for child in item])
