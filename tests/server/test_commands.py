"""`list`, `export`, `import`, and servers as target and side, as a user meets them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pytest_httpserver import HTTPServer

from catalogkit.testing import jdbc, report, write, write_folder
from tests.conftest import ROOT, Run
from tests.server.conftest import SECRET
from tests.server.faults import FaultServer, answer, as_json, dropped, page
from tests.server.replica import Replica, lookup, state

INFO = {"version": "6.4.2", "edition": "CE"}
RUNNING = state("inprogress", "Import in progress.")
FINISHED = state("finished", "Import succeeded.")
BROKEN = {"errorCode": "import.broken.dependencies", "parameters": ["/a/weekly"]}
BEFORE = [lookup("/themes", "folder"), lookup("/themes/default", "folder")]
AFTER = [
    *BEFORE,
    lookup("/a", "folder"),
    lookup("/a/weekly", "reportUnit"),
    lookup("/ds", "folder"),
    lookup("/ds/main", "jdbcDataSource"),
]


@pytest.fixture
def replica(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Replica:
    """A server with a login, which the environment holds; the command line does not wait for it."""
    monkeypatch.setenv("CATALOGKIT_USER", "jasperadmin")
    monkeypatch.setenv("CATALOGKIT_PASSWORD", SECRET)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("catalogkit.server.waiting.SystemClock.sleep", lambda self, seconds: None)
    made = Replica(httpserver, INFO, ("jasperadmin", SECRET))
    made.items = BEFORE
    return made


Told = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def told(run: Run) -> Told:
    """Run a command; gives its exit code and its result, which follows the schema."""

    def tell(*arguments: object) -> tuple[int, dict[str, Any]]:
        code, output, errors = run(*arguments, "-o", "json")
        assert SECRET not in output + errors
        data: dict[str, Any] = json.loads(output)
        name = data["schema"].removeprefix("catalogkit/").replace("/", "-")
        schema = json.loads((ROOT / "catalogkit" / "schemas" / f"{name}.json").read_text())
        jsonschema.validate(data, schema)
        return code, data

    return tell


# list


def test_a_server_is_listed(run: Run, replica: Replica) -> None:
    replica.items = AFTER
    code, output, errors = run("list", replica.url)

    assert (code, errors) == (0, "")
    assert output.splitlines()[0].split() == ["folder", "/a", "a"]
    assert len(output.splitlines()) == 6


def test_a_part_is_listed(told: Told, replica: Replica) -> None:
    replica.items = AFTER
    code, data = told("list", replica.url, "/a", "--type", "reportUnit")

    assert code == 0
    assert [item["uri"] for item in data["objects"]] == ["/a/weekly"]
    assert (data["complete"], data["api"], data["version"]) == (False, "v2", "6.4.2")


def test_a_listing_is_a_table(run: Run, replica: Replica) -> None:
    replica.items = [lookup("/a", "reportUnit", "=1+1", description="d")]
    _, output, _ = run("list", replica.url, "-o", "csv")

    rows = list(csv.DictReader(io.StringIO(output)))
    assert [(row["uri"], row["type"], row["label"]) for row in rows] == [("/a", "reportUnit", "'=1+1")]


@pytest.mark.parametrize("suffix", ["json", "xml"])
def test_a_saved_listing_is_a_side_and_a_target(
    run: Run, told: Told, replica: Replica, small: Path, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"listing.{suffix}"
    code, output, _ = run("list", replica.url, "--save", path)
    assert code == 0
    assert output == f"{replica.url} (6.4.2 CE): 2 objects saved in {path}\n"

    code, saved = told("check", small, "--into", path)
    live_code, live = told("check", small, "--into", replica.url, "--server", "8.2-ce")
    assert code == live_code
    for name in ("verdict", "actions", "created", "uncertain"):
        assert saved["rehearsal"][name] == live["rehearsal"][name]
    assert live["rehearsal"]["target"] == replica.url


def test_a_server_is_one_side_of_a_comparison(told: Told, replica: Replica, small: Path) -> None:
    replica.items = AFTER[:-1]
    code, data = told("diff", small, replica.url)

    assert code == 1
    kinds = {change["uri"]: change["kind"] for change in data["changes"]}
    assert (kinds["/ds/main"], kinds["/a/weekly"]) == ("object-removed", "label-changed")
    assert told("diff", replica.url, small)[0] == 1


def test_the_rules_of_a_target_are_those_of_its_version(told: Told, replica: Replica, small: Path) -> None:
    assert told("check", small, "--into", replica.url)[1]["rehearsal"]["server"] == "6.4-ce"
    replica.info = {"version": "8.2.0", "edition": "PRO"}
    assert told("check", small, "--into", replica.url)[1]["rehearsal"]["server"] == "8.2-pro"


# export


def test_an_export_is_written(told: Told, replica: Replica, upload: bytes, tmp_path: Path) -> None:
    replica.states, replica.download = [RUNNING, RUNNING, FINISHED], upload
    path = tmp_path / "export.zip"
    code, data = told(
        "export", replica.url, "--to", path, "-u", "/a", "--all-roles", "--repository-permissions"
    )

    assert code == 0
    assert path.read_bytes() == upload
    assert data["sha256"] == hashlib.sha256(upload).hexdigest()
    assert json.loads(replica.bodies[0]) == {
        "uris": ["/a"],
        "roles": [],
        "parameters": ["repository-permissions"],
    }


def test_an_export_with_broken_references_says_so(
    run: Run, replica: Replica, upload: bytes, tmp_path: Path
) -> None:
    warning = {"code": "export.broken.dependency", "parameters": ["/a/weekly"]}
    replica.states, replica.download = [state("finished", "ok", warnings=[warning])], upload
    arguments = (
        "export",
        replica.url,
        "--to",
        tmp_path / "e.zip",
        "--everything",
        "--skip-dependent-resources",
    )
    code, output, _ = run(*arguments)

    assert code == 1
    assert "warning export.broken.dependency\n    /a/weekly\n    -> It refers to" in output
    assert "note: an import of the result stops" in output
    replica.states = [state("finished", "ok", warnings=[warning])]
    assert run(*arguments, "--exit-zero")[0] == 0


def test_an_export_that_fails_writes_nothing(run: Run, replica: Replica, tmp_path: Path) -> None:
    replica.states = [state("failed", "Export failed.")]
    code, output, errors = run("export", replica.url, "--to", tmp_path / "e.zip", "-u", "/nope")

    assert (code, errors) == (1, "")
    assert output.startswith(f"{replica.url}: not exported: Export failed.\n  -> servers do not say why")
    assert list(tmp_path.iterdir()) == []
    assert replica.calls[-1] == "DELETE /rest_v2/export/7b0e-1"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ((), "--everything"),
        (("--all-roles", "--role", "ROLE_A"), "--all-roles"),
        (("--everything", "--password", "x"), "--help"),
    ],
)
def test_an_export_must_be_told_what(
    run: Run, replica: Replica, tmp_path: Path, arguments: tuple[str, ...], hint: str
) -> None:
    code, _, errors = run("export", replica.url, "--to", tmp_path / "e.zip", *arguments)

    assert code == 2
    assert hint in errors
    assert replica.calls == []


# import


def test_an_import_comes_out_as_rehearsed(told: Told, replica: Replica, small: Path) -> None:
    replica.states, replica.after = [RUNNING, RUNNING, FINISHED], AFTER
    code, data = told("import", replica.url, small, "--update", "--skip-themes")

    assert (code, data["differences"]) == (0, [])
    assert data["outcome"] == {
        "id": "7b0e-1", "phase": "finished", "message": "Import succeeded.", "error": None, "warnings": [],
    }  # fmt: skip
    assert data["rehearsal"]["created"] == ["/a", "/a/weekly", "/ds", "/ds/main"]
    assert replica.uploads[0].args.to_dict() == {"update": "true", "skipThemes": "true"}
    assert replica.uploads[0].content_type == "application/zip"
    assert replica.bodies == [small.read_bytes()]


def test_a_dry_run_uploads_nothing(told: Told, replica: Replica, small: Path) -> None:
    code, data = told("import", replica.url, small, "--dry-run")

    assert code == 0
    assert (data["outcome"], data["not_started"]) == (None, "this is a rehearsal only")
    assert replica.bodies == []


def test_what_would_fail_is_not_uploaded(told: Told, run: Run, replica: Replica, tmp_path: Path) -> None:
    path = tmp_path / "no.zip"
    path.write_bytes(b"PK no zip")
    code, data = told("import", replica.url, path)

    assert code == 1
    assert "--force" in data["not_started"]
    assert data["rehearsal"]["verdict"] == "refused"
    assert replica.bodies == []
    replica.states = [RUNNING, state("failed", "x", error={"errorCode": "import.failed.zip.error"})]
    code, data = told("import", replica.url, path, "--force")
    assert (code, data["differences"], replica.bodies) == (1, [], [b"PK no zip"])


def waiting(tmp_path: Path) -> Path:
    """A catalog that makes a server wait: its own index says what is broken."""
    made = report("/a/weekly", data_source="/ds/main")
    return write(tmp_path / "waiting.zip", made, broken_dependencies=("/a/weekly",))


def test_what_would_wait_is_not_uploaded(told: Told, replica: Replica, tmp_path: Path) -> None:
    code, data = told("import", replica.url, waiting(tmp_path))

    assert code == 1
    assert "choose other options" in data["not_started"]
    assert replica.bodies == []


@pytest.mark.parametrize(
    ("decision", "last", "note"),
    [
        ("cancel", "DELETE /rest_v2/import/7b0e-1", "was cancelled; nothing was imported"),
        ("leave", None, "waits on the server as task 7b0e-1"),
    ],
)
def test_an_import_that_waits(
    told: Told, replica: Replica, tmp_path: Path, decision: str, last: str | None, note: str
) -> None:
    replica.states = [RUNNING, state("pending", "Import is pending", error=BROKEN)]
    code, data = told("import", replica.url, waiting(tmp_path), "--force", "--if-pending", decision)

    assert (code, data["differences"], data["outcome"]["phase"]) == (1, [], "pending")
    assert note in data["notes"][0]
    assert ("DELETE /rest_v2/import/7b0e-1" in replica.calls) is (last is not None)


def test_an_import_that_waits_is_restarted_with_all_options(
    told: Told, replica: Replica, tmp_path: Path
) -> None:
    warning = {"code": "import.reference.resource.not.found", "parameters": [None, "/a/weekly"]}
    replica.states = [
        RUNNING,
        state("pending", "Import is pending", error=BROKEN),
        RUNNING,
        state("finished", "Import succeeded.", warnings=[warning]),
    ]
    replica.after = [*BEFORE, lookup("/a", "folder")]
    code, data = told(
        "import", replica.url, waiting(tmp_path), "--force", "--update", "--if-pending", "include"
    )

    assert json.loads(replica.bodies[1]) == {"brokenDependencies": "include", "parameters": ["update"]}
    assert code == 1
    assert data["rehearsal"]["verdict"] == "partial"
    assert data["differences"] == []


def test_what_comes_out_otherwise_is_told(run: Run, replica: Replica, small: Path) -> None:
    warning = {"code": "import.access.denied", "parameters": ["/a/weekly"]}
    replica.states = [RUNNING, state("finished", "Import succeeded.", warnings=[warning])]
    replica.after = [item for item in AFTER if item["uri"] != "/a/weekly"] + [lookup("/other", "query")]
    code, output, _ = run("import", replica.url, small)

    assert code == 1
    told = output[output.index("  other than rehearsed: ") :]
    assert "warning: import.access.denied /a/weekly instead of none" in told
    assert "/a/weekly: not there instead of created" in told
    assert "/other: created instead of not there" in told


def test_a_failure_that_was_not_rehearsed_is_told(told: Told, replica: Replica, small: Path) -> None:
    failed = state(
        "failed", "Import failed.", error={"errorCode": "import.failed", "parameters": ["disk full"]}
    )
    replica.states = [RUNNING, failed]
    code, data = told("import", replica.url, small)

    assert code == 1
    assert {(d["what"], d["rehearsed"], d["actual"]) for d in data["differences"]} >= {
        ("phase", "finished", "failed"),
        ("error", "none", "import.failed"),
    }


def test_an_import_that_does_not_end_goes_on(told: Told, replica: Replica, small: Path) -> None:
    replica.states = [RUNNING] * 10
    code, data = told("import", replica.url, small, "--wait", "2")

    assert code == 1
    assert data["outcome"]["phase"] == "inprogress"
    assert f"`catalogkit task state {replica.url} 7b0e-1` tells its outcome" in data["notes"][0]
    assert (data["differences"], data["exit"]["reason"]) == ([], "the import goes on")
    assert data["not_compared"] == [{"what": "what is there after the import", "why": "the import goes on"}]


def test_a_key_travels_in_a_form(
    told: Told, replica: Replica, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOGKIT_SECRET_KEY", "0a" * 16)
    replica.states, replica.after = [RUNNING, FINISHED], AFTER
    _, data = told("import", replica.url, small, "--force", "--rules", "8.2-ce")

    assert b'name="secret-key"\r\n\r\n0x0a 0x0a ' in replica.bodies[0]
    assert b'name="file"; filename="catalog.zip"' in replica.bodies[0]
    assert small.read_bytes() in replica.bodies[0]
    assert replica.uploads[0].args.to_dict() == {}
    assert "0x0a" not in json.dumps(data)


def test_a_folder_is_not_uploaded(run: Run, replica: Replica, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "folder", jdbc("/ds", password=None))
    code, _, errors = run("import", replica.url, folder)

    assert code == 2
    assert "hint: zip the folder" in errors


def test_what_is_not_there_is_not_uploaded(run: Run, replica: Replica, tmp_path: Path) -> None:
    assert run("import", replica.url, tmp_path / "none.zip")[0] == 3
    assert replica.bodies == []


def test_a_listing_that_fails_afterwards_does_not_hide_the_outcome(
    told: Told, replica: Replica, small: Path
) -> None:
    replica.states, replica.after = [RUNNING, FINISHED], [{"uri": "/a"}]
    code, data = told("import", replica.url, small)

    assert (code, data["outcome"]["phase"]) == (0, "finished")
    assert "no listing" in data["not_compared"][0]["why"]


@pytest.mark.parametrize("command", ["list", "export", "import"])
def test_a_saved_result_gives_the_same_output(
    run: Run, replica: Replica, small: Path, tmp_path: Path, command: str
) -> None:
    replica.states, replica.download = [RUNNING, FINISHED], small.read_bytes()
    replica.after = AFTER
    arguments = {"list": (), "export": ("--everything", "--to", tmp_path / "e.zip"), "import": (small,)}
    _, text, _ = run(
        command, replica.url, *arguments[command], "-o", "text", "-o", f"json:{tmp_path / 'r.json'}"
    )

    assert replica.url in text or command == "list"
    assert run("render", tmp_path / "r.json")[1] == text


# connections


ASKING = (
    ("list", "{url}"),
    ("import", "{url}", "{catalog}", "--dry-run"),
    ("check", "{catalog}", "--into", "{url}"),
    ("diff", "{catalog}", "{url}"),
)
"""Commands that ask a server for its listing."""
each_asking = pytest.mark.parametrize("command", ASKING, ids=[command[0] for command in ASKING])


def words(command: tuple[str, ...], url: str, catalog: Path) -> list[str]:
    return [word.format(url=url, catalog=catalog) for word in command]


@each_asking
def test_the_listing_to_ask_for_can_be_chosen(
    run: Run, replica: Replica, small: Path, command: tuple[str, ...]
) -> None:
    replica.folders = {"/": (200, b"<resourceDescriptors/>")}
    assert run(*words(command, replica.url, small), "--api", "v1")[0] in (0, 1)
    assert "GET /rest/resources/" in replica.calls
    assert "GET /rest_v2/resources" not in replica.calls


def test_an_import_is_held_against_the_listing_that_was_chosen(
    told: Told, replica: Replica, small: Path
) -> None:
    replica.folders = {"/": (200, b"<resourceDescriptors/>")}
    replica.states = [RUNNING, FINISHED]
    _, data = told("import", replica.url, small, "--api", "v1")

    assert {item["actual"] for item in data["differences"]} == {"not there"}
    assert replica.calls.count("GET /rest/resources/") == 2
    assert "GET /rest_v2/resources" not in replica.calls


@each_asking
def test_a_configuration_says_how_a_server_is_reached(
    run: Run, small: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    settings = tmp_path / "catalogkit.toml"
    settings.write_text('ca-file = "none.pem"\ntimeout = 5\nretries = 0\n')
    code, _, errors = run("--config", settings, *words(command, "https://127.0.0.1:1/x", small))

    assert code == 2
    assert f"the certificates cannot be read ({tmp_path / 'none.pem'})" in errors


@each_asking
def test_a_failure_is_not_repeated_more_often_than_wanted(
    run: Run, replica: Replica, small: Path, command: tuple[str, ...]
) -> None:
    with FaultServer([answer(503)] * 20) as server:
        assert run(*words(command, server.url, small), "--retries", "1")[0] == 4

    assert len(server.requests) == 2


@each_asking
def test_the_progress_of_a_listing_shows_in_a_terminal(
    replica: Replica, small: Path, command: tuple[str, ...]
) -> None:
    inner, outer = os.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "catalogkit", *words(command, replica.url, small)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=outer,
        check=False,
    )
    os.close(outer)
    shown = b""
    with suppress(OSError):  # the end of a terminal
        while more := os.read(inner, 1 << 16):
            shown += more
    os.close(inner)

    assert done.returncode in (0, 1)
    assert b"Listing" not in done.stdout
    ended = [line for line in shown.decode().split("\r\n") if "Listing" in line]
    assert len(ended) == 1, "one bar, on a line of its own"
    assert "  0%" in ended[0]
    assert "100%" in ended[0]


@pytest.mark.parametrize(
    "command", [("check", "{catalog}", "--into", "{url}"), ("import", "{url}", "{catalog}", "--dry-run")]
)
@pytest.mark.parametrize(
    ("more", "login", "user"),
    [
        ((), True, "jasperadmin"),
        ((), False, "superuser"),
        (("--as", "ana"), True, "ana"),
    ],
)
def test_who_asks_is_who_imports_in_the_rehearsal(
    told: Told,
    replica: Replica,
    small: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    more: tuple[str, ...],
    login: bool,
    user: str,
) -> None:
    replica.info = {"version": "8.2.0", "edition": "PRO"}
    if not login:
        replica.user = None
        monkeypatch.setenv("CATALOGKIT_HEADER", "X-Token: abc")
    _, data = told(*words(command, replica.url, small), *more)

    assert data["rehearsal"]["user"] == user


@pytest.mark.parametrize(
    "command", [("check", "{catalog}", "--into", "{url}"), ("import", "{url}", "{catalog}")]
)
def test_a_limit_of_ours_is_no_failure_of_the_server(
    run: Run, replica: Replica, small: Path, command: tuple[str, ...]
) -> None:
    code, output, errors = run(*words(command, replica.url, small), "--max-entries", "2")

    assert (code, output) == (3, "")
    assert "hint: raise --max-entries" in errors
    assert replica.bodies == []


# errors


COMMANDS = (
    ("list", "{url}"),
    ("export", "{url}", "--everything", "--to", "{folder}/e.zip"),
    ("import", "{url}", "{catalog}"),
    ("check", "{catalog}", "--into", "{url}"),
    ("diff", "{catalog}", "{url}"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=[command[0] for command in COMMANDS])
@pytest.mark.parametrize(
    "script",
    [answer(401), answer(500), page(), dropped, as_json({"resourceLookup": 1}), answer(503)],
    ids=["401", "500", "page", "dropped", "nonsense", "503"],
)
def test_a_server_that_fails_ends_with_4(
    run: Run, replica: Replica, small: Path, tmp_path: Path, command: tuple[str, ...], script: Any
) -> None:
    with FaultServer([script] * 20) as server:
        places = {"url": server.url, "folder": tmp_path, "catalog": small}
        code, output, errors = run(*(word.format(**places) for word in command))

    assert (code, output) == (4, "")
    assert [line.partition(":")[0] for line in errors.splitlines()] == ["error", "hint"]
    assert SECRET not in errors
    assert [path.name for path in tmp_path.iterdir()] == ["small.zip"]


def test_a_wrong_password_ends_with_4(run: Run, replica: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATALOGKIT_PASSWORD", "wrong-secret")
    code, _, errors = run("list", replica.url)

    assert code == 4
    assert errors.startswith("error: the server refuses the login (HTTP 401) (GET http://")
    assert "CATALOGKIT_USER" in errors
    assert "wrong-secret" not in errors


def test_a_login_in_the_address_is_refused(run: Run) -> None:
    code, _, errors = run("list", f"http://ana:{SECRET}@h/x")

    assert code == 2
    assert "CATALOGKIT_PASSWORD" in errors
    assert SECRET not in errors


def test_no_option_takes_a_login(run: Run, replica: Replica) -> None:
    for command in ("list", "export", "import"):
        _, text, _ = run(command, "--help")
        assert "--password" not in text
        assert "--header" not in text


def test_no_module_of_a_command_hides_a_name_of_python(run: Run) -> None:
    for name in ("list", "import", "export"):
        assert run(name, "--help")[0] == 0

    assert run("--help")[0] == 0
