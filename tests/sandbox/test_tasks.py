"""When tasks, and what belongs to them, are forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogkit.rehearsal.outcome import Phase
from catalogkit.sandbox.tasks import (
    EXPORTING,
    IMPORTING,
    KEPT,
    ExportTask,
    ImportTask,
    Tasks,
    TaskState,
)
from catalogkit.testing import catalog, jdbc, report
from tests.sandbox.client import Client

ENDED = TaskState(Phase.FINISHED, "Import succeeded.")
PENDING = TaskState(Phase.PENDING, "Import is pending")


def _after(seconds: float, *tasks: ImportTask | ExportTask) -> list[str]:
    """The ids that are left of tasks that changed last so many seconds ago."""
    kept = Tasks(lambda: seconds)
    for task in tasks:
        task.changed = 0
        kept.add(task)
    return kept.ids()


@pytest.mark.parametrize(("seconds", "is_kept"), [(KEPT, True), (KEPT + 1, False)])
def test_a_task_that_nobody_asks_for_is_forgotten_a_day_after_its_end(
    tmp_path: Path, seconds: float, is_kept: bool
) -> None:
    upload = tmp_path / "upload.zip"
    upload.write_bytes(b"")
    tasks = [ImportTask("ana", ENDED, upload=upload), ExportTask("ana", ENDED, result=b"zip")]

    assert _after(seconds, *tasks) == [task.id for task in tasks if is_kept]
    assert upload.exists() == is_kept


@pytest.mark.parametrize("state", [IMPORTING, PENDING, EXPORTING])
def test_a_task_that_may_go_on_is_never_forgotten(tmp_path: Path, state: TaskState) -> None:
    task = ImportTask("ana", state, upload=tmp_path / "upload.zip")

    assert _after(10 * KEPT, task) == [task.id]


def test_who_only_starts_tasks_makes_old_ones_forgotten_too() -> None:
    now = 0.0
    tasks = Tasks(lambda: now)
    old = ExportTask("ana", ENDED, changed=0)
    tasks.add(old)
    now = KEPT + 1

    tasks.add(ExportTask("ana", EXPORTING, changed=now))

    assert old.cancelled.is_set()


def test_an_upload_is_kept_as_long_as_it_may_be_imported_again(server: Client) -> None:
    assert server.sandbox is not None
    pending = server.import_(catalog(report("/r", data_source="/missing"), broken_dependencies=["/r"]))
    assert pending["phase"] == "pending"
    assert len(list(server.sandbox.uploads.iterdir())) == 1

    server.send("PUT", f"/rest_v2/import/{pending['id']}", {"brokenDependencies": "skip"})
    server.wait("import", pending["id"])

    assert list(server.sandbox.uploads.iterdir()) == []


def test_an_upload_is_gone_when_its_import_is_over_though_nobody_asks(server: Client) -> None:
    assert server.sandbox is not None
    task = server.upload(catalog(jdbc("/ds"))).json()["id"]
    held = server.sandbox.tasks.get(task, ImportTask)
    assert isinstance(held, ImportTask)
    while not held.state.is_over:
        pass

    assert list(server.sandbox.uploads.iterdir()) == []
    assert server.get("/rest_v2/import").json() == [task]
