"""Many clients at once: no task is lost, no result is somebody else's, and no memory is kept."""

from __future__ import annotations

import gc
import io
import random
import threading
import time
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from catalogkit.rehearsal.outcome import Phase
from catalogkit.sandbox.repository import Repository
from catalogkit.sandbox.tasks import IMPORTING, ExportTask, ImportTask, Tasks, TaskState
from catalogkit.testing import catalog, file, jdbc
from tests.sandbox.client import DEADLINE, Client
from tests.sandbox.processes import running

CLIENTS, IMPORTS, EXPORTS = 50, 100, 100
ROUNDS, GROWTH = 8, 1.15
"""How often 200 tasks are repeated, and how much more memory that may take: 20 rounds of them took up to 10 %
more, and no more after that; all exports of a round that were kept would be 8 % a round."""


def _alive() -> Counter[str]:
    """How many tasks and repositories there are in this process, by class."""
    gc.collect()
    kinds = (ImportTask, ExportTask, Repository)
    return Counter(type(item).__name__ for item in gc.get_objects() if isinstance(item, kinds))


def _left_of(before: Counter[str]) -> Counter[str]:
    """What there is more of; the threads of tasks get some time to end."""
    end = time.monotonic() + DEADLINE
    while (left := _alive() - before) and time.monotonic() < end:
        time.sleep(0.1)
    return left


def _upload(number: int) -> bytes:
    return catalog(jdbc(f"/c{number}/ds", label=f"label {number}"), requested=[f"/c{number}"])


@pytest.mark.slow
def test_fifty_clients_import_and_export_at_once(server: Client) -> None:
    server.import_(_upload(0))  # the fixture keeps the repository that the server began with
    before = _alive()

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
    assert _left_of(before) == {}


def test_of_two_restarts_of_a_pending_task_one_runs() -> None:
    both = threading.Barrier(2)

    class Slow(ImportTask):
        def become(self, state: TaskState) -> None:
            with suppress(threading.BrokenBarrierError):  # nobody else gets as far as this
                both.wait(0.5)
            super().become(state)

    task = Slow("jasperadmin", TaskState(Phase.PENDING, "Import is pending"))
    tasks = Tasks()
    tasks.add(task)

    with ThreadPoolExecutor(2) as callers:
        restarted = list(callers.map(lambda given: tasks.restart(task, given), [task.given] * 2))

    assert sorted(restarted) == [False, True]
    assert task.state == IMPORTING


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


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell of memory")
def test_the_same_work_again_and_again_needs_no_more_memory(tmp_path: Path) -> None:
    """Rounds of the same tasks, measured after the second: the first ones fill caches and pools."""
    bytes_of = random.Random(1).randbytes
    names = range(IMPORTS)
    uploads = [catalog(jdbc(f"/c{n}/ds"), file(f"/c{n}/logo", bytes_of(50_000), "img")) for n in names]
    resident = []

    with running(environment={"TMPDIR": str(tmp_path)}) as server:

        def import_(number: int) -> None:
            assert server.client.import_(uploads[number], "?update=true")["phase"] == "finished"

        def export(number: int) -> None:
            assert len(server.client.catalog(uris=[f"/c{number}"])) > 50_000

        for _ in range(ROUNDS):
            with ThreadPoolExecutor(CLIENTS) as clients:
                list(clients.map(import_, names))
                list(clients.map(export, names))
            resident.append(_resident(server.process.pid))
        left = [path for path in tmp_path.rglob("*") if path.is_file()]

    assert left == []
    assert resident[-1] <= resident[1] * GROWTH, resident


def _resident(process: int) -> int:
    """The memory of a process that is in use now, in pages."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1])
