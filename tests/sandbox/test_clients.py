"""Clients that others wrote work with the sandbox: curl, and one from PyPI."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from catalogkit.testing import catalog, jdbc, report
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


@pytest.mark.skipif(
    find_spec("jasperClient") is None,
    reason="the published client is not installed: pip install 'catalogkit[clients]'",
)
def test_a_published_client_logs_in_and_lists_reports(server: Client) -> None:
    server.import_(catalog(report("/area/a"), report("/area/b"), jdbc("/area/ds"), requested=["/area"]))
    script = (
        "import sys, json\n"
        "from jasperClient.client import JasperClient\n"
        "client = JasperClient(sys.argv[1], 'jasperadmin', 'jasperadmin')\n"
        "print(json.dumps([item['uri'] for item in client.listReports()]))\n"
    )

    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, f"{server.url}/"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(ended.stdout) == ["/area/a", "/area/b"]
