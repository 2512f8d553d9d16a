"""`task`, and what `export` and `import` tell about tasks: over real sockets, against the sandbox."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from catalogkit.rehearsal.options import Server as Rules
from catalogkit.sandbox.loading import fresh_repository
from catalogkit.testing import jdbc, report, write
from tests.conftest import ROOT, Run
from tests.sandbox.client import DEADLINE, Client, served
from tests.server.faults import FaultServer, answer, as_json

Told = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture(autouse=True)
def login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATALOGKIT_USER", "jasperadmin")
    monkeypatch.setenv("CATALOGKIT_PASSWORD", "jasperadmin")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Client]:
    """A server whose tasks end at once."""
    with served(fresh_repository(Rules.CE_6_4), tmp_path) as client:
        yield client


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Client]:
    """A server whose tasks do not end as long as a test takes."""
    with served(fresh_repository(Rules.CE_6_4), tmp_path, slow=600) as client:
        yield client


@pytest.fixture
def told(run: Run) -> Told:
    """Run a command; gives its exit code and its result, which follows the schema."""

    def tell(*arguments: object) -> tuple[int, dict[str, Any]]:
        code, output, errors = run(*arguments, "-o", "json")
        assert output, errors
        data: dict[str, Any] = json.loads(output)
        name = data["schema"].removeprefix("catalogkit/").replace("/", "-")
        schema = json.loads((ROOT / "catalogkit" / "schemas" / f"{name}.json").read_text())
        jsonschema.validate(data, schema)
        return code, data

    return tell


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write(tmp_path / "small.zip", jdbc("/area/ds", password=None), requested=["/area"])


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A catalog that makes a server wait: its own index says what is broken."""
    made = report("/area/weekly", data_source="/area/gone")
    return write(tmp_path / "broken.zip", made, broken_dependencies=("/area/weekly",), requested=["/area"])


def started(run: Run, server: Client, catalog: Path) -> str:
    """The id of an import that goes on, as the user is told it."""
    code, output, errors = run("import", server.url, catalog, "--wait", "0")
    (identity,) = run("task", "list", server.url)[1].split()

    assert code == 1
    assert f"Import in progress. (task {identity})" in errors
    assert f"`catalogkit task state {server.url} {identity}`" in " ".join(output.split())
    assert "as rehearsed" not in output
    assert "other than rehearsed" not in output
    return identity


def waiting(run: Run, server: Client, catalog: Path) -> str:
    """The id of an import that waits, as the user is told it."""
    _, output, _ = run("import", server.url, catalog, "--force", "--if-pending", "leave", "--skip-themes")
    (identity,) = run("task", "list", server.url)[1].split()

    assert f"`catalogkit task restart {server.url} {identity}`" in " ".join(output.split())
    return identity


# Imports


def test_an_import_that_goes_on_is_looked_after_by_its_id(
    run: Run, told: Told, slow: Client, small: Path
) -> None:
    identity = started(run, slow, small)
    code, data = told("task", "state", slow.url, identity)

    assert (code, data["kind"], data["outcome"]["phase"]) == (0, "import", "inprogress")
    assert (data["ids"], data["late"]) == ([identity], False)
    code, data = told("task", "state", slow.url, identity, "--wait", "0.1")
    assert (code, data["late"], data["exit"]["reason"]) == (1, True, "the task has not ended")
    code, output, _ = run("task", "cancel", slow.url, identity)
    assert (code, output) == (
        0, f"import {identity}: cancelled\n  note: what was imported by then stays\n",
    )  # fmt: skip
    assert told("task", "list", slow.url) == (
        0,
        {
            **data, "action": "list", "kind": None, "ids": [], "outcome": None, "late": False,
            "notes": [], "exit": {"code": 0, "reason": "done"},
        },
    )  # fmt: skip
    assert run("task", "list", slow.url)[1] == f"{slow.url}: no tasks\n"


def test_an_outcome_is_told_once(run: Run, told: Told, server: Client, small: Path) -> None:
    identity = server.upload(small.read_bytes()).json()["id"]
    code, data = told("task", "state", server.url, identity, "--wait", "60")

    assert (code, data["outcome"]["phase"], data["kind"]) == (0, "finished", "import")
    assert data["notes"] == ["the server has told this once, and forgotten the task"]
    code, _, errors = run("task", "state", server.url, identity)
    assert code == 4
    assert "hint: no import has this id: its outcome was told, which is done once" in errors


def test_an_import_that_waits_is_restarted(run: Run, told: Told, server: Client, broken: Path) -> None:
    identity = waiting(run, server, broken)
    code, data = told("task", "state", server.url, identity)
    assert (code, data["outcome"]["phase"]) == (1, "pending")
    assert data["outcome"]["error"]["code"] == "import.broken.dependencies"
    assert "`catalogkit task restart`" in data["notes"][0]

    code, data = told("task", "options", server.url, identity)
    assert (code, data["options"]) == (0, ["--skip-themes"])

    restart = ("--update", "--broken-dependencies", "include", "--wait", "60")
    code, data = told("task", "restart", server.url, identity, *restart)
    assert data["outcome"]["phase"] == "finished"
    assert data["outcome"]["warnings"][0]["code"] == "import.reference.resource.not.found"
    assert (code, data["options"]) == (1, ["--update", "--broken-dependencies include"])
    assert data["notes"][0] == "these options replace all that the import was given before"


def test_a_restart_replaces_all_options(run: Run, told: Told, slow: Client, broken: Path) -> None:
    slow.sandbox._slow = 0
    identity = waiting(run, slow, broken)
    slow.sandbox._slow = 600
    code, data = told("task", "restart", slow.url, identity, "--update")

    assert (code, data["outcome"]["phase"], data["late"]) == (0, "inprogress", False)
    assert told("task", "options", slow.url, identity)[1]["options"] == ["--update"]
    code, _, errors = run("task", "restart", slow.url, identity, "--update")
    assert code == 4
    assert "hint: only a pending import can be restarted" in errors


# Exports


def test_an_export_that_takes_long_is_fetched_later(
    run: Run, told: Told, slow: Client, small: Path, tmp_path: Path
) -> None:
    slow.sandbox._slow = 0
    slow.import_(small.read_bytes())
    slow.sandbox._slow = 0.2
    path = tmp_path / "export.zip"
    code, _, errors = run("export", slow.url, "--uri", "/area", "--to", path, "--wait", "0")
    (identity,) = run("task", "list", slow.url)[1].split()

    assert code == 4
    assert f"`catalogkit task download` fetches it later, as task {identity}" in errors
    assert not path.exists()
    code, data = told("task", "download", slow.url, identity, "--to", path, "--wait", "60")
    assert (code, data["kind"], data["outcome"]["phase"]) == (0, "export", "finished")
    assert data["download"]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert run("ls", path)[1].split()[-1] == "/area/ds"
    code, _, errors = run("task", "download", slow.url, identity, "--to", path)
    assert code == 4
    assert "hint: no export has this id: it was fetched, which is possible once, or cancelled" in errors


def test_asking_for_the_state_of_an_export_forgets_nothing(
    run: Run, told: Told, server: Client, tmp_path: Path
) -> None:
    identity = server.export(uris=["/themes"])["id"]
    for _ in range(2):
        code, data = told("task", "state", server.url, identity)
        assert (code, data["kind"], data["outcome"]["phase"]) == (0, "export", "finished")
        assert "`catalogkit task download` fetches it" in data["notes"][0]

    code, output, _ = run("task", "download", server.url, identity, "--to", tmp_path / "e.zip")
    assert code == 0
    assert output.startswith(f"export {identity}: finished (Export succeeded.)\n  {tmp_path / 'e.zip'}, ")


def test_an_export_that_failed_is_not_fetched(told: Told, server: Client, tmp_path: Path) -> None:
    identity = server.export(uris=["/nowhere"])["id"]
    code, data = told("task", "download", server.url, identity, "--to", tmp_path / "e.zip")

    assert (code, data["outcome"]["phase"], data["download"]) == (1, "failed", None)
    assert data["notes"][0].startswith("servers do not say why")
    assert not (tmp_path / "e.zip").exists()


def test_an_export_that_still_runs_is_not_fetched(run: Run, told: Told, slow: Client, tmp_path: Path) -> None:
    identity = slow.send("POST", "/rest_v2/export", {"uris": ["/themes"]}).json()["id"]
    code, data = told("task", "download", slow.url, identity, "--to", tmp_path / "e.zip")

    assert (code, data["late"], data["download"]) == (1, True, None)
    assert run("task", "cancel", slow.url, identity)[1] == f"export {identity}: cancelled\n"
    assert run("task", "list", slow.url)[1] == f"{slow.url}: no tasks\n"


# Wrong use


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("list", "{url}", "t1"), "all tasks are listed"),
        (("state", "{url}"), "name the id of the task"),
        (("state", "{url}", "../../x"), "this is no id of a task"),
        (("download", "{url}", "t1"), "name the file to write"),
        (("state", "{url}", "t1", "--to", "x.zip"), "this option is for `task download` (--to)"),
        (
            ("list", "{url}", "--wait", "1"),
            "this option is for `task state`, `task restart`, `task download` (--wait)",
        ),
        (("cancel", "{url}", "t1", "--update"), "this option is for `task restart` (--update)"),
        (("state", "{url}", "t1", "--secret-uri", "/k"), "this option is for `task restart` (--secret-uri)"),
        (("stop", "{url}", "t1"), "'stop' is not one of"),
    ],
)
def test_what_does_not_belong_together_is_refused(run: Run, arguments: tuple[str, ...], what: str) -> None:
    with FaultServer([]) as server:
        code, output, errors = run("task", *(word.format(url=server.url) for word in arguments))

    assert (code, output, server.requests) == (2, "", [])
    assert what in errors


def test_settings_of_another_action_are_no_mistake(
    run: Run, server: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOGKIT_UPDATE", "true")
    identity = server.export(uris=["/themes"])["id"]

    assert run("task", "state", server.url, identity)[0] == 0


def test_a_saved_result_gives_the_same_output(run: Run, server: Client, tmp_path: Path) -> None:
    identity = server.export(uris=["/themes"])["id"]
    saved = tmp_path / "r.json"
    _, text, _ = run("task", "state", server.url, identity, "-o", "text", "-o", f"json:{saved}")

    assert identity in text
    assert run("render", saved)[1] == text


# Interruptions


def test_who_stops_waiting_for_an_import_learns_its_id(
    run: Run, slow: Client, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object, seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("catalogkit.server.waiting.SystemClock.sleep", interrupted)
    code, _, errors = run("import", slow.url, small, "--quiet")
    (identity,) = run("task", "list", slow.url)[1].split()

    assert code == 130
    tells = f"`catalogkit task state {slow.url} {identity}` tells its outcome, once"
    assert errors.split("\n\n") == [
        f"the import may go on as task {identity}: {tells}", "error: interrupted\n",
    ]  # fmt: skip


def test_an_export_that_is_ended_by_a_signal_leaves_nothing(tmp_path: Path) -> None:
    running = as_json({"id": "t1", "phase": "inprogress"})
    script = [running] * 1_000
    with FaultServer(script) as server:
        command = ["export", server.url, "--everything", "--to", str(tmp_path / "e.zip")]
        process = subprocess.Popen([sys.executable, "-m", "catalogkit", *command], stderr=subprocess.PIPE)
        _until(lambda: len(server.requests) > 1 or process.poll() is not None)
        assert len(list(tmp_path.iterdir())) == 1, "the draft"
        server.script[:] = [answer(204)]
        os.kill(process.pid, signal.SIGTERM)
        _, errors = process.communicate(timeout=DEADLINE)

    assert (process.returncode, list(tmp_path.iterdir())) == (143, [])
    assert server.said[-1] == "DELETE t1"
    assert b"Traceback" not in errors


def _until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + DEADLINE
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)
