"""Many clients at once: no task is lost, and no result is somebody else's."""

from __future__ import annotations

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from catalogkit.testing import catalog, jdbc
from tests.sandbox.client import Client

CLIENTS, IMPORTS, EXPORTS = 50, 100, 100


def _upload(number: int) -> bytes:
    return catalog(jdbc(f"/c{number}/ds", label=f"label {number}"), requested=[f"/c{number}"])


@pytest.mark.slow
def test_fifty_clients_import_and_export_at_once(server: Client) -> None:
    def import_(number: int) -> tuple[str, str]:
        task = server.upload(_upload(number)).json()["id"]
        state = server.wait("import", task)
        assert state["id"] == task
        return task, state["phase"]

    def export(number: int) -> tuple[str, bytes]:
        task = server.send("POST", "/rest_v2/export", {"uris": [f"/c{number}/ds"]}).json()["id"]
        assert server.wait("export", task)["phase"] == "finished"
        return task, server.get(f"/rest_v2/export/{task}/x.zip", "application/zip").body

    with ThreadPoolExecutor(CLIENTS) as clients:
        imported = list(clients.map(import_, range(IMPORTS)))
        exported = list(clients.map(export, range(EXPORTS)))

    assert {phase for _, phase in imported} == {"finished"}
    assert len({task for task, _ in [*imported, *exported]}) == IMPORTS + EXPORTS
    for number, (_, data) in enumerate(exported):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert f"label {number}<" in archive.read(f"resources/c{number}/ds.xml").decode()
    assert set(server.uris("&type=jdbcDataSource")) == {f"/c{n}/ds" for n in range(IMPORTS)}
    assert server.get("/rest_v2/import").json() == []
    assert list(server.sandbox.uploads.iterdir()) == []  # type: ignore[union-attr]


@pytest.mark.slow
def test_imports_and_exports_at_the_same_time_see_whole_repositories(server: Client) -> None:
    """An export while imports run holds each of them as a whole or not at all."""

    def mixed(number: int) -> None:
        if number % 2:
            uploads = [jdbc(f"/m{number}/{i}") for i in range(5)]
            state = server.import_(catalog(*uploads, requested=[f"/m{number}"]))
            assert state["phase"] == "finished"
        else:
            _check(server.catalog(uris=["/"]))

    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(mixed, range(IMPORTS)))

    assert len(server.uris("&type=jdbcDataSource")) == IMPORTS // 2 * 5


def _check(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name.split("/") for name in archive.namelist() if name.startswith("resources/m")]
    found: dict[str, int] = {}
    for parts in names:
        if len(parts) == 3 and parts[2] not in ("", ".folder.xml"):
            found[parts[1]] = found.get(parts[1], 0) + 1
    assert set(found.values()) <= {5}


@pytest.mark.slow
def test_of_many_who_ask_for_a_final_state_one_is_told(server: Client) -> None:
    task = server.upload(_upload(1)).json()["id"]
    while not server.has("/c1/ds"):
        pass

    with ThreadPoolExecutor(CLIENTS) as clients:
        statuses = list(clients.map(lambda _: server.get(f"/rest_v2/import/{task}/state"), range(CLIENTS)))

    told = [reply for reply in statuses if reply.status == 200 and reply.json()["phase"] == "finished"]
    assert len(told) == 1
