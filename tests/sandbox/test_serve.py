"""`catalogkit serve`: start, line, end, state, and what it refuses."""

from __future__ import annotations

import errno
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from catalogkit.archive import Limits
from catalogkit.errors import UsageError
from catalogkit.rehearsal.options import Server
from catalogkit.sandbox.export_request import request_of
from catalogkit.sandbox.exporting import export
from catalogkit.sandbox.loading import fresh_repository, repository_of
from catalogkit.sandbox.store import Store
from catalogkit.sources import open_catalog
from catalogkit.testing import catalog, folder, jdbc, user, write
from tests.conftest import ROOT, SHARED, Run
from tests.sandbox.client import DEADLINE, ZIP, served, until
from tests.sandbox.processes import command, running
from tests.sandbox.recorded import comparable, target_repository

ONE = {"requested": ["/area"]}


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_and_ends_when_it_is_told(tmp_path: Path, told: signal.Signals) -> None:
    with running(environment={"TMPDIR": str(tmp_path)}) as server:
        assert server.client.get("/rest_v2/serverInfo").json()["version"] == "6.4.2"
        server.process.send_signal(told)
        output, errors = server.process.communicate(timeout=DEADLINE)

    assert (server.process.returncode, output, errors) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


MARK = "----------catalogkit"
PART = f'--{MARK}\r\nContent-Disposition: form-data; name="file"; filename="c.zip"\r\n\r\nPK'.encode()
HALVES = pytest.mark.parametrize(
    ("head", "kind"), [(b"PK", ZIP), (PART, f"multipart/form-data; boundary={MARK}")], ids=["zip", "form"]
)


@HALVES
def test_an_upload_that_stands_still_does_not_hold_up_the_end(tmp_path: Path, head: bytes, kind: str) -> None:
    with running(environment={"TMPDIR": str(tmp_path)}) as server, server.client.half_upload(head, kind):
        assert server.client.get("/rest_v2/import").json() == []
        server.process.send_signal(signal.SIGINT)
        output, errors = server.process.communicate(timeout=DEADLINE)

    assert (server.process.returncode, output, errors) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


@HALVES
def test_an_upload_that_is_cut_leaves_nothing(tmp_path: Path, head: bytes, kind: str) -> None:
    with running(environment={"TMPDIR": str(tmp_path)}) as server:
        (uploads,) = tmp_path.iterdir()
        with server.client.half_upload(head, kind):
            assert server.client.get("/rest_v2/import").json() == []
            if kind == ZIP:  # a form is kept by its parser until it is complete
                until(lambda: any(uploads.iterdir()))
        until(lambda: not any(uploads.iterdir()))
        assert server.client.get("/rest_v2/import").json() == []
        server.process.send_signal(signal.SIGINT)
        _, errors = server.process.communicate(timeout=DEADLINE)

    assert errors == ""


def test_odd_requests_are_answered_and_not_logged() -> None:
    with running() as server:
        upgrade = {"Connection": "Upgrade", "Upgrade": "websocket"}
        form = {"Content-Type": f"multipart/form-data; boundary={MARK}"}
        assert server.client.call("GET", "/rest_v2/serverInfo", headers=upgrade).status == 200
        assert server.client.call("POST", "/rest_v2/import", b"no form", form).status == 500
        server.process.send_signal(signal.SIGINT)
        _, errors = server.process.communicate(timeout=DEADLINE)

    assert errors == ""


def test_it_serves_what_several_catalogs_hold_together(tmp_path: Path) -> None:
    first = write(tmp_path / "first.zip", jdbc("/area/a", label="old"), jdbc("/area/b"), requested=["/area"])
    second = write(tmp_path / "second.zip", jdbc("/area/a", label="new"), user("ana"), requested=["/area"])

    with running(first, second) as server:
        server.client.user = "ana"
        uris = server.client.uris()
        label = server.client.get("/rest_v2/resources/area/a").json()["label"]

    assert {"/area/a", "/area/b"} <= set(uris)
    assert label == "new"


def test_a_commercial_catalog_makes_a_commercial_server() -> None:
    with running(ROOT / "sample_catalogs" / "healthy.zip") as server:
        server.client.user = "superuser"
        assert server.client.get("/rest_v2/serverInfo").json()["edition"] == "PRO"
        assert "/organizations/orchards" in server.client.uris()
        assert server.client.export(parameters=["everything"])["phase"] == "finished"


def test_passwords_come_from_a_file_and_from_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "passwords"
    path.write_text("jasperadmin=from-file\n")
    environment = {"CATALOGKIT_PASSWORDS": "jasperadmin=from-there\nsuperuser=from-there"}

    with running("--password-file", path, environment=environment) as server:
        found = {}
        for name, password in (
            ("jasperadmin", "from-file"),
            ("superuser", "from-there"),
            ("joeuser", "joeuser"),
            ("jasperadmin", "jasperadmin"),
        ):
            server.client.user, server.client.password = name, password
            found[name, password] = server.client.get("/rest_v2/serverInfo").status

    assert list(found.values()) == [200, 200, 200, 401]


@pytest.mark.skipif(sys.platform != "linux", reason="there all of 127/8 leads to this machine")
def test_it_listens_at_one_address_unless_it_is_told() -> None:
    """What listens at every address listens at 127.0.0.2 too."""
    with running() as server, socket.socket() as probe:
        refused = probe.connect_ex(("127.0.0.2", server.client.port))
    with running("--host", "0.0.0.0") as server, socket.socket() as probe:
        answered = probe.connect_ex(("127.0.0.2", server.client.port))

    assert (refused, answered) == (errno.ECONNREFUSED, 0)


def test_limits_count_for_uploads(tmp_path: Path) -> None:
    with running("--max-entries", "2") as server:
        state = server.client.import_(catalog(jdbc("/area/ds"), **ONE))  # type: ignore[arg-type]

    assert state["phase"] == "failed"
    assert state["message"] == "Import failed. Reason: more entries than --max-entries allows: 2"


def test_the_state_is_kept_from_one_run_to_the_next(tmp_path: Path) -> None:
    start = write(tmp_path / "start.zip", folder("/begun"), requested=["/begun"])
    state = tmp_path / "state"
    with running(start, "--state", state) as server:
        server.client.import_(catalog(jdbc("/area/ds"), **ONE))  # type: ignore[arg-type]

    with running(start, "--state", state) as server:
        uris = server.client.uris()

    assert {"/begun", "/area/ds"} <= set(uris)


def test_a_state_goes_on_under_the_rules_that_it_had(run: Run, tmp_path: Path) -> None:
    with running("--state", tmp_path, "--server", "8.2-ce"):
        pass

    with running("--state", tmp_path) as server:
        assert server.client.get("/rest_v2/serverInfo").json()["version"] == "8.2.0"
    code, _, errors = run("serve", "--state", tmp_path, "--server", "6.4-ce")

    assert code == 2
    assert errors.splitlines() == [
        f"error: the state that is kept there is one of 8.2-ce ({tmp_path})",
        "hint: leave out --server, say --server 8.2-ce, or name another folder",
    ]


def test_a_catalog_in_the_place_of_a_state_follows_the_rules_that_are_asked_for(tmp_path: Path) -> None:
    write(tmp_path / "repository.zip", jdbc("/ds"), version="7.2.0 PRO")

    with running("--state", tmp_path, "--server", "8.2-ce") as server:
        assert server.client.get("/rest_v2/serverInfo").json()["version"] == "8.2.0"


def test_two_servers_do_not_share_a_state(run: Run, tmp_path: Path) -> None:
    with running("--state", tmp_path):
        code, _, errors = run("serve", "--state", tmp_path)

    assert code == 2
    assert errors.splitlines()[0].startswith("error: another sandbox keeps its state there")


def test_a_port_that_is_taken_is_told(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, errors = run("serve", "--port", port)

    assert code == 2
    assert f"cannot listen there: Address already in use (127.0.0.1:{port})" in errors
    assert "hint: name another --port or --host" in errors


def test_a_catalog_that_cannot_be_read_is_told(run: Run, tmp_path: Path) -> None:
    code, _, errors = run("serve", tmp_path / "missing.zip")

    assert code == 3
    assert errors.startswith("error: no such file or folder")


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    script = (
        "import sys, importlib.util as u\n"
        "found = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'uvicorn' else found(name, *rest)\n"
        "from catalogkit.cli import main\n"
        "main(['serve'])\n"
    )

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [
        "error: the sandbox is not installed: uvicorn missing",
        "hint: pip install 'catalogkit[sandbox]'",
    ]


def test_nothing_of_it_is_imported_by_other_commands() -> None:
    script = (
        "import sys\nfrom catalogkit.cli import main\n"
        "try:\n    main(['serve', '--help'])\nexcept SystemExit:\n    pass\n"
        "print([n for n in ('starlette', 'uvicorn', 'multipart') if n in sys.modules])"
    )

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert ended.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", ["world1", "pool", "clash", "locked", "hidden", "fresh"])
def test_what_is_kept_is_what_there_was(shared: Path, tmp_path: Path, name: str) -> None:
    repository = target_repository(name)
    store = Store(tmp_path)

    store.keep(repository)
    again = store.load(Server.CE_6_4, Limits())
    store.close()

    assert again is not None
    assert comparable(again.target) == comparable(repository.target)
    assert [*again.contents.users] == [*repository.contents.users]
    assert again.contents.data == repository.contents.data


@pytest.mark.parametrize("path", sorted((SHARED / "catalogs").glob("*.zip")), ids=lambda path: path.stem)
def test_real_catalogs_of_every_version_are_kept_and_exported(
    shared: Path, tmp_path: Path, path: Path
) -> None:
    with open_catalog(path) as opened:
        repository = repository_of([opened])
    user = next(name for name in ("superuser", "jasperadmin") if name in repository.contents.users)
    store = Store(tmp_path)

    store.keep(repository)
    again = store.load(repository.server, Limits())
    store.close()

    assert again is not None
    assert comparable(again.target) == comparable(repository.target)
    assert not export(repository, request_of({"parameters": ["everything"]}), user).failed


def test_what_was_being_written_when_it_was_killed_does_not_count(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.keep(fresh_repository(Server.CE_6_4))
    store.close()
    kept = (tmp_path / "repository.zip").read_bytes()
    (tmp_path / ".repository.zip.new").write_bytes(kept[: len(kept) // 2])

    again = Store(tmp_path)
    found = again.load(Server.CE_6_4, Limits())
    again.close()

    assert found is not None
    assert comparable(found.target) == comparable(fresh_repository(Server.CE_6_4).target)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "repository.zip"]


def test_what_was_kept_stays_if_the_next_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    store = Store(tmp_path)
    store.keep(fresh_repository(Server.CE_6_4))
    kept = (tmp_path / "repository.zip").read_bytes()
    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(UsageError, match="the state cannot be kept: No space left on device"):
        store.keep(fresh_repository(Server.CE_8_2))

    assert (tmp_path / "repository.zip").read_bytes() == kept
    store.close()


def test_a_state_that_cannot_be_written_fails_the_import_and_changes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "state")
    (tmp_path / "state" / ".repository.zip.new").mkdir()

    with served(fresh_repository(Server.CE_6_4), tmp_path, keep=store.keep) as client:
        state = client.import_(catalog(jdbc("/area/ds"), **ONE))  # type: ignore[arg-type]
        assert not client.has("/area/ds")

    assert state["message"] == "Import failed. Reason: the state cannot be kept: Is a directory"
    store.close()


def test_a_state_that_cannot_be_read_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "repository.zip").write_text("no zip")

    code, _, errors = run("serve", "--state", tmp_path)

    assert code == 3
    assert errors.splitlines() == [
        f"error: the state cannot be read: the file holds no zip archive ({tmp_path / 'repository.zip'})",
        "hint: move it away, or name another folder",
    ]


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageError, match="the state cannot be kept: File exists"):
        Store(tmp_path / "file")


def test_a_draft_that_cannot_be_removed_is_told(tmp_path: Path) -> None:
    draft = tmp_path / ".repository.zip.new"
    draft.mkdir()
    with pytest.raises(UsageError, match="the state cannot be kept") as told:
        Store(tmp_path)
    assert told.value.where == str(draft)

    draft.rmdir()
    Store(tmp_path).close()


@pytest.mark.slow
def test_killed_at_any_moment_of_an_import_it_is_before_or_after(tmp_path: Path) -> None:
    """A marker and many resources arrive together or not at all."""
    state = tmp_path / "state"
    expected: set[frozenset[str]] = {frozenset()}
    seen: set[frozenset[str]] = set()
    for step, delay in enumerate((None, 0.0, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3)):
        names = [f"/run{step}/r{i}" for i in range(200)]
        upload = catalog(*(jdbc(name) for name in names), requested=[f"/run{step}"])
        with running("--state", state) as server:
            reached = frozenset(uri for uri in server.client.uris("&type=jdbcDataSource"))
            assert reached in expected, f"between, at step {step}"
            seen.add(reached)
            task = server.client.upload(upload).json()["id"]
            if delay is None:  # one import gets through, however slow the machine is
                server.client.wait("import", task)
            else:
                _wait(delay)
            server.process.kill()
            server.process.wait()
        expected = {reached, reached | frozenset(names)}
    with running("--state", state) as server:
        assert frozenset(server.client.uris("&type=jdbcDataSource")) in expected
    assert len(seen) > 1, "no import ever got through"


def _wait(seconds: float) -> None:
    import time

    time.sleep(seconds)  # the moment of the end is what is tested


def test_command_is_the_module(tmp_path: Path) -> None:
    ended = subprocess.run(command("serve", "--help"), capture_output=True, text=True, check=True)

    assert "[CATALOG...]" in ended.stdout
    assert all(
        option in ended.stdout for option in ("--state", "--slow", "--host", "--port", "--password-file")
    )
