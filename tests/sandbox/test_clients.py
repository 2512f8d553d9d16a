"""Clients that others wrote, as `docs/sandbox.md` tells: curl, one from PyPI, one from npm."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from catalogkit.testing import catalog, content, control, jdbc, report
from tests.sandbox.client import DEADLINE, Client

CURL = shutil.which("curl")
needs_curl = pytest.mark.skipif(CURL is None, reason="curl is not installed")


def curl(client: Client, *arguments: str) -> bytes:
    assert CURL is not None
    login = ["-u", "jasperadmin:jasperadmin"]
    ended = subprocess.run([CURL, "-sS", "--fail", *login, *arguments], capture_output=True, check=True)
    return ended.stdout


def finished(client: Client, service: str, task: str) -> dict[str, str]:
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        url = f"{client.url}/rest_v2/{service}/{task}/state"
        state: dict[str, str] = json.loads(curl(client, "-H", "Accept: application/json", url))
        if state["phase"] != "inprogress":
            return state
    raise TimeoutError


@needs_curl
def test_curl_imports_a_zip(server: Client, tmp_path: Path) -> None:
    path = tmp_path / "catalog.zip"
    path.write_bytes(catalog(jdbc("/area/ds"), requested=["/area"]))

    started = json.loads(
        curl(server, "-H", "Content-Type: application/zip", "-H", "Accept: application/json",
             "--data-binary", f"@{path}", f"{server.url}/rest_v2/import?update=true")
    )  # fmt: skip

    assert finished(server, "import", started["id"])["phase"] == "finished"
    assert server.has("/area/ds")


@needs_curl
def test_curl_submits_the_form(server: Client, tmp_path: Path) -> None:
    path = tmp_path / "catalog.zip"
    path.write_bytes(catalog(jdbc("/area/ds"), requested=["/area"]))

    started = json.loads(
        curl(server, "-H", "Accept: application/json", "-F", f"file=@{path};type=application/zip",
             "-F", "update=on", f"{server.url}/rest_v2/import")
    )  # fmt: skip

    assert finished(server, "import", started["id"])["phase"] == "finished"
    assert server.has("/area/ds")


@needs_curl
def test_curl_exports_and_what_it_gets_is_a_catalog(server: Client, tmp_path: Path) -> None:
    from catalogkit import open_catalog

    server.import_(catalog(jdbc("/area/ds"), requested=["/area"]))
    started = json.loads(
        curl(server, "-H", "Content-Type: application/json", "-H", "Accept: application/json",
             "-d", '{"uris": ["/area"], "parameters": ["repository-permissions"]}',
             f"{server.url}/rest_v2/export/")
    )  # fmt: skip
    assert finished(server, "export", started["id"])["phase"] == "finished"

    path = tmp_path / "export.zip"
    curl(server, "-o", str(path), f"{server.url}/rest_v2/export/{started['id']}/export.zip")

    with open_catalog(path) as exported:
        assert set(exported.resources) == {"/area/ds"}
        assert exported.problems == ()


needs_jasperclient = pytest.mark.skipif(
    find_spec("jasperClient") is None,
    reason="the published client is not installed: pip install 'catalogkit[clients]'",
)


def jasperclient(server: Client, code: str, folder: Path) -> object:
    """What a program says as JSON; `client` is logged in."""
    script = (
        "import sys, json\n"
        "from jasperClient.client import JasperClient\n"
        "client = JasperClient(sys.argv[1], 'jasperadmin', 'jasperadmin')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script + code, f"{server.url}/"],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
    )
    return json.loads(ended.stdout)


@needs_jasperclient
def test_jasperclient_logs_in_and_lists_reports(server: Client, tmp_path: Path) -> None:
    server.import_(catalog(report("/area/a"), report("/area/b"), jdbc("/area/ds"), requested=["/area"]))

    told = jasperclient(server, "print(json.dumps([i['uri'] for i in client.listReports()]))", tmp_path)

    assert told == ["/area/a", "/area/b"]


@needs_jasperclient
def test_jasperclient_gets_no_report_and_no_parameters(server: Client, tmp_path: Path) -> None:
    server.import_(catalog(report("/area/a", controls=[control("c")]), requested=["/area"]))
    code = "client.getReport('/area/a'); print(json.dumps(client.getListParameters('/area/a')))"

    told = jasperclient(server, code, tmp_path)

    assert told == {"inputControls": {"inputControl": []}}
    assert (tmp_path / "export.pdf").read_bytes() == b""


NODE, NODE_MODULES = shutil.which("node"), os.environ.get("CATALOGKIT_NODE_MODULES", "")


@pytest.mark.skipif(
    NODE is None or not (Path(NODE_MODULES) / "jasper-node-client").is_dir(),
    reason="npm install jasper-node-client, and name its node_modules in CATALOGKIT_NODE_MODULES",
)
@pytest.mark.parametrize(
    ("service", "name", "expected"),
    [
        ("resources", "page.html", [200, "<p>words</p>"]),
        ("reports", "a.pdf", [404, ""]),
    ],
)
def test_jasper_node_client_fetches_contents_but_no_reports(
    server: Client, service: str, name: str, expected: list[object]
) -> None:
    server.import_(
        catalog(report("/area/a"), content("/area/page.html", b"<p>words</p>", "html"), requested=["/area"])
    )
    script = (
        "const [url, stem, suffix] = process.argv.slice(1);\n"
        "const authorization = 'Basic ' + Buffer.from('jasperadmin:jasperadmin').toString('base64');\n"
        "const config = {baseUrl: url, headers: {authorization, accept: '*/*'}};\n"
        "const Jasper = require('jasper-node-client')(config);\n"
        "new Jasper().requestReport('/area/', stem, suffix, {}, (error, data, headers, answer) =>\n"
        "  console.log(JSON.stringify([answer.statusCode, data.toString()])));\n"
    )
    url = f"{server.url}/rest_v2/{service}"

    ended = subprocess.run(
        [str(NODE), "-e", script, url, *name.split(".")],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NODE_PATH": NODE_MODULES},
    )

    assert json.loads(ended.stdout) == expected
