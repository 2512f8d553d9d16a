"""A server over loopback that lists what a catalog holds, as v2 or as v1. All answers are made beforehand.

`python benchmarks/listing_server.py FILE --changed 100` gives every hundredth object another label. It says
its address and what it lists in one line of JSON, and answers until the process ends.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import quoteattr

import catalogkit
from catalogkit.model.repository import Folder, Resource

WEB_APPLICATION = "/jasperserver"
INFO = {"version": "6.4.2", "edition": "PRO"}
PAGE = 1_000
"""Items of a v2 page: what catalogkit asks for."""
_INTERFACES = {
    "dataType": "common.domain.DataType",
    "fileResource": "common.domain.FileResource",
    "folder": "common.domain.Folder",
    "inputControl": "common.domain.InputControl",
    "jdbcDataSource": "jasperreports.domain.JdbcReportDataSource",
    "listOfValues": "common.domain.ListOfValues",
    "query": "common.domain.Query",
    "reportUnit": "jasperreports.domain.ReportUnit",
}


class Item(NamedTuple):
    """What a listing tells of an object. Types are those of v1 and of v2; `leads_to` is of links."""

    uri: str
    label: str
    description: str
    root: str
    v1: str
    v2: str
    leads_to: str = ""


class Page(NamedTuple):
    """An answer."""

    body: bytes
    headers: dict[str, str]


def items_of(path: str, changed: int) -> list[Item]:
    """The folders and resources of a catalog by URI.

    Args:
        path: the catalog.
        changed: one of so many gets another label.
    """
    with catalogkit.open_catalog(path) as catalog:
        objects: list[Folder | Resource] = [*catalog.folders.values(), *catalog.resources.values()]
        found = sorted(_item(item) for item in objects if item.uri != "/")
    found[::changed] = [item._replace(label=f"New {item.label}") for item in found[::changed]]
    return found


def _item(item: Folder | Resource) -> Item:
    if not isinstance(item, Resource):
        return Item(item.uri, item.label, item.description, "folder", "folder", "folder")
    leads_to, v1 = "", item.type.v1
    if item.type.name == "fileResource":
        leads_to = item.text("referenceUri") or ""
        v1 = "reference" if leads_to else item.text("fileType") or ""
    told = (item.uri, item.label, item.description)
    return Item(*told, item.type.name, v1 or "unknow", item.type.v2, leads_to)


def pages_of(items: list[Item]) -> Iterator[tuple[str, Page]]:
    """The v2 listing: pages by offset; `PAGE` items each."""
    for offset in range(0, len(items), PAGE):
        page = items[offset : offset + PAGE]
        headers = {"Content-Type": "application/json", "Total-Count": str(len(items))}
        if offset + PAGE < len(items):
            headers["Next-Offset"] = str(offset + PAGE)
        yield str(offset), Page(json.dumps({"resourceLookup": list(map(_lookup, page))}).encode(), headers)


def _lookup(item: Item) -> dict[str, object]:
    dates = {"creationDate": "2026-11-21T20:06:08", "updateDate": "2024-03-02T09:30:00"}
    told = {"label": item.label, "description": item.description, "uri": item.uri, "resourceType": item.v2}
    return {"version": 0, "permissionMask": 1, **dates, **told}


def folders_of(items: list[Item]) -> Iterator[tuple[str, Page]]:
    """The v1 listing: contents by URI of the folder."""
    contents: dict[str, list[Item]] = {"/": [], **{item.uri: [] for item in items if item.root == "folder"}}
    for item in items:
        contents[item.uri.rpartition("/")[0] or "/"].append(item)
    for uri, found in contents.items():
        body = "\n".join(["<resourceDescriptors>", *map(_descriptor, found), "</resourceDescriptors>"])
        yield uri, Page(body.encode(), {"Content-Type": "text/xml;charset=UTF-8"})


def _descriptor(item: Item) -> str:
    folder, _, name = item.uri.rpartition("/")
    interface = _INTERFACES.get(item.root, "")
    package = "com.jaspersoft.jasperserver.api.metadata."
    properties = {
        "PROP_RESOURCE_TYPE": package + interface if interface else item.root,
        "PROP_PARENT_FOLDER": folder or "/",
        "PROP_VERSION": "0",
        "PROP_SECURITY_PERMISSION_MASK": "1",
        "PROP_HAS_DATA": "false",
        **({"PROP_REFERENCE_URI": item.leads_to} if item.leads_to else {}),
    }
    attributes = f'name={quoteattr(name)} wsType="{item.v1}" uriString={quoteattr(item.uri)} isNew="false"'
    lines = [f"<resourceDescriptor {attributes}>", f"\t<label><![CDATA[{item.label}]]></label>"]
    lines.append(f"\t<description><![CDATA[{item.description}]]></description>")
    lines.append("\t<creationDate>1795291566507</creationDate>")
    for key, value in properties.items():
        lines.append(f'\t<resourceProperty name="{key}">\n\t\t<value><![CDATA[{value}]]></value>')
        lines.append("\t</resourceProperty>")
    return "\n".join([*lines, "</resourceDescriptor>"])


def answers_of(items: list[Item], api: str) -> dict[str, Page]:
    """All answers of a server by what is asked: the path, and for a page its offset."""
    answers = {"/rest_v2/serverInfo": Page(json.dumps(INFO).encode(), {"Content-Type": "application/json"})}
    if api == "v2":
        answers.update((f"/rest_v2/resources {offset}", page) for offset, page in pages_of(items))
    else:
        answers.update((f"/rest/resources{uri}", page) for uri, page in folders_of(items))
    return answers


def serve(answers: dict[str, Page], told: dict[str, int]) -> None:
    """Say what is served, and answer until the process ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # no answer waits for the client to confirm the one before

        def do_GET(self) -> None:
            page = answers.get(self._asked())
            body, headers = page if page is not None else Page(b"", {})
            self.send_response(404 if page is None else 200)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def _asked(self) -> str:
            parts = urlsplit(self.path)
            path = unquote(parts.path.removeprefix(WEB_APPLICATION))
            if path != "/rest_v2/resources":
                return path
            return f"{path} {parse_qs(parts.query).get('offset', ['0'])[0]}"

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has there
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        address = f"http://127.0.0.1:{server.server_port}{WEB_APPLICATION}"
        print(json.dumps({"address": address, **told}), flush=True)
        server.serve_forever()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="List what a catalog holds, as a server does.")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--api", choices=["v2", "v1"], default="v2", help="the one listing that it has")
    parser.add_argument("--changed", type=int, default=100, metavar="N", help="one label of N is another")
    given = parser.parse_args()
    items = items_of(given.file, given.changed)
    folders = sum(item.root == "folder" for item in items)
    told = {"resources": len(items) - folders, "folders": folders, "changed": len(items[:: given.changed])}
    serve(answers_of(items, given.api), told)


if __name__ == "__main__":
    main()
