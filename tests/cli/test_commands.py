"""The command line as a user meets it: outputs, errors, exit codes."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import jsonschema
import pytest

from catalogkit import __version__
from catalogkit.cli import COMMANDS, cli, main
from catalogkit.testing import catalog, file, folder, jdbc, link, permission, report, role, user, write
from tests.conftest import ROOT, Run
from tests.docs.test_generated import WITHOUT_CATALOG

SCHEMAS = Path(__file__).parent.parent.parent / "catalogkit" / "schemas"


@pytest.fixture
def healthy(tmp_path: Path) -> Path:
    return write(
        tmp_path / "healthy.zip",
        report("/a/weekly", data_source="/ds/main", label="Weekly figures", resources=[link("l", "/a/logo")]),
        file("/a/logo", b"\x89PNG\r\n\x1a\n", "img", permissions=[permission(2, role="ROLE_USER")]),
        jdbc("/ds/main", password=None),
        role("ROLE_USER"),
        user("ana", password=""),
    )


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return write(tmp_path / "broken.zip", report("/a/weekly", data_source="/ds/gone"))


def data(output: str) -> dict[str, object]:
    result = json.loads(output)
    name = result["schema"].removeprefix("catalogkit/").replace("/", "-")
    jsonschema.validate(result, json.loads((SCHEMAS / f"{name}.json").read_text()))
    return dict(result)


def test_a_healthy_catalog_ends_with_0(run: Run, healthy: Path) -> None:
    code, output, errors = run("check", healthy)

    assert code == 0
    assert output.startswith(f"{healthy}: nothing wrong found in ")
    assert errors == ""


def test_a_broken_catalog_ends_with_1(run: Run, broken: Path) -> None:
    code, output, errors = run("check", broken)

    assert code == 1
    assert "error CK301 unresolved-reference" in output
    assert "/ds/gone" in output
    assert errors == ""


def test_exit_zero_is_said_in_the_data(run: Run, broken: Path) -> None:
    code, output, _ = run("check", broken, "--exit-zero", "-o", "json")

    assert code == 0
    assert data(output)["exit"] == {
        "code": 0,
        "reason": "findings at warning or above, but --exit-zero was given",
    }


def test_the_reason_names_what_is_true(run: Run, broken: Path, tmp_path: Path) -> None:
    def reason(*arguments: object) -> object:
        code, output, _ = run("check", *arguments, "-o", "json")
        found = data(output)["exit"]
        assert isinstance(found, dict)
        assert found["code"] == code == 1
        return found["reason"]

    healthy = ROOT / "sample_catalogs" / "healthy.zip"
    whole = write(tmp_path / "c.zip", jdbc("/x/y"), ancestors=False, requested=["/x/y"])
    into = ("--into", "fresh")
    assert reason(broken) == "findings at warning or above"
    assert reason(broken, *into) == "the import is partial; findings at warning or above"
    assert reason(healthy, *into, "--fail-on", "error") == "the import is refused"
    assert reason(whole, *into, "--fail-on", "info") == "findings at info or above"


@pytest.mark.parametrize(("level", "expected"), [("error", 0), ("warning", 0), ("info", 1)])
def test_fail_on_chooses_the_level(run: Run, tmp_path: Path, level: str, expected: int) -> None:
    path = write(tmp_path / "c.zip", jdbc("/x/y"), ancestors=False, requested=["/x/y"])

    assert run("check", path, "--fail-on", level)[0] == expected


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("info",),
        ("tree",),
        ("tree", "--local", "--depth", "1"),
        ("ls",),
        ("ls", "--long", "--local"),
        ("show", "/a/weekly"),
        ("show", "ana"),
        ("access",),
        ("access", "--user", "ana"),
        ("access", "--uri", "/a/logo"),
        ("dump",),
        ("dump", "--max-text", "1"),
    ],
    ids=" ".join,
)
def test_json_follows_its_schema(run: Run, healthy: Path, arguments: tuple[str, ...]) -> None:
    command, *rest = arguments

    code, output, errors = run(command, healthy, *rest, "-o", "json")

    assert code == 0
    assert errors == ""
    assert data(output)["path"] == str(healthy)


def test_one_result_goes_to_several_outputs(run: Run, healthy: Path, tmp_path: Path) -> None:
    code, output, _ = run("info", healthy, "-o", "text", "-o", f"json:{tmp_path}/info.json")

    assert code == 0
    assert "healthy.zip" in output
    assert data((tmp_path / "info.json").read_text())["edition"] == "commercial"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["healthy.zip", "info.json"]


def test_only_one_output_may_be_standard_output(run: Run, healthy: Path) -> None:
    code, output, errors = run("info", healthy, "-o", "text", "-o", "json")

    assert code == 2
    assert output == ""
    assert errors.startswith("error: only one format can go to standard output")


@pytest.mark.parametrize(("name", "what"), [("none/info.json", "no such folder"), (".", "is a folder")])
def test_a_file_that_cannot_be_written_is_refused_at_once(
    run: Run, tmp_path: Path, name: str, what: str
) -> None:
    code, _, errors = run("info", tmp_path / "no.zip", "-o", f"json:{tmp_path}/{name}")

    assert code == 2
    assert what in errors
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is full")
def test_standard_output_that_is_full_is_told(healthy: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "catalogkit", "info", str(healthy)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        "error: cannot write to standard output: No space left on device",
        "hint: make room where it goes",
    ]


def test_a_result_is_written_into_standard_output_by_its_name(healthy: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "catalogkit", "info", str(healthy), "-o", "json:/dev/stdout"],
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert data(done.stdout.decode())["path"] == str(healthy)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="what is open has no names")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_what_standard_output_was_led_to_is_added_to(healthy: Path, tmp_path: Path, name: str) -> None:
    log = tmp_path / "log"
    log.write_text("before\n")
    with log.open("ab") as stream:
        subprocess.run(
            [sys.executable, "-m", "catalogkit", "info", str(healthy), "-o", f"json:{name}"],
            stdout=stream,
            check=True,
        )
        stream.write(b"after\n")

    first, *written, last = log.read_text().splitlines()
    assert (first, last) == ("before", "after")
    assert data("\n".join(written))["path"] == str(healthy)


def test_cat_writes_bytes(capfdbinary: pytest.CaptureFixture[bytes], healthy: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["cat", str(healthy), "/a/logo"])

    assert int(stop.value.code or 0) == 0
    assert capfdbinary.readouterr().out == b"\x89PNG\r\n\x1a\n"


def test_cat_names_the_embedded_files_of_a_report(run: Run, healthy: Path) -> None:
    code, output, errors = run("cat", healthy, "/a/weekly")

    assert code == 2
    assert output == ""
    assert "hint: its embedded files: /a/weekly_files/" in errors


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "/a/nothing"), "there is no such object in the catalog (/a/nothing)"),
        (("show", "/A/Weekly"), "there is no such object in the catalog (/A/Weekly)"),
        (("cat", "/a/nothing"), "there is no such resource in the catalog (/a/nothing)"),
        (("cat", "/a/logo", "--file", "x"), "the resource has no such file (/a/logo)"),
        (("cat", "/ds/main"), "the resource has no data of its own (/ds/main)"),
        (("tree", "/nothing"), "there is no such folder in the catalog (/nothing)"),
        (("access", "--user", "nobody"), "there is no such user (nobody)"),
        (("access", "--role", "ROLE_X"), "there is no such role (ROLE_X)"),
        (("access", "--user", "ana", "--role", "ROLE_USER"), "--user and --role do not go together"),
        (("access", "--uri", ""), "Invalid value for '--uri': it is empty; leave the option out"),
        (("show", ""), "Invalid value for 'URI': it is empty; name an object"),
        (("cat", ""), "Invalid value for 'URI': it is empty; name a resource"),
        (("refs", ""), "Invalid value for '[URI]': it is empty; leave it out"),
        (("tree", ""), "Invalid value for '[FOLDER]': it is empty; leave it out"),
        (("access", "--uri", "/nothing"), "there is no such object in the catalog (/nothing)"),
        (("check", "--fail-on", "never"), "Invalid value for '--fail-on'"),
        (
            ("info", "-o", "json:-"),
            "Invalid value for '-o' / '--output': nothing is written to -; name a file",
        ),
        (("info", "-o", "pdf"), "Invalid value for '-o' / '--output': no such format: pdf"),
        (("info", "-o", ":a.json"), "Invalid value for '-o' / '--output': no format is named; there is text"),
        (("ls", "--max-entries", "0"), "Invalid value for '--max-entries'"),
        (("ls", "-u", ""), "Invalid value for '-u' / '--uri': it is empty; * matches everything"),
        (("ls", "-t", ""), "Invalid value for '-t' / '--type': it is empty; leave the option out"),
        (("ls", "-t", "folder"), "there is no such type of resource (folder)"),
        (("check", "--forbid", ""), "Invalid value for '--forbid': it is empty; leave the option out"),
        (("diff", "--forbid", " ", "-"), "Invalid value for '--forbid': it is empty; leave the option out"),
        (("key", "--secret-key", ""), "this is no key (--secret-key)"),
        (("key", "--secret-key-file", ""), "cannot read the file: No such file or directory"),
        (("key", "--keystore", ""), "cannot read the file: No such file or directory"),
        (("list", "-t", ""), "Invalid value for '-t' / '--type': it is empty; leave the option out"),
        *(
            (("export", "--to", "x.zip", option, ""), f"Invalid value for {shown}: it is empty")
            for option, shown in (
                ("-u", "'-u' / '--uri'"),
                ("-t", "'-t' / '--type'"),
                ("--role", "'--role'"),
                ("--user", "'--user'"),
                ("--jobs-of", "'--jobs-of'"),
            )
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_use_ends_with_2_and_a_hint(
    run: Run, healthy: Path, arguments: tuple[str, ...], message: str
) -> None:
    command, *rest = arguments

    code, output, errors = run(command, healthy, *rest)

    assert code == 2
    assert output == ""
    assert errors.startswith(f"error: {message}")
    assert errors.splitlines()[-1].startswith("hint: ")
    assert len(errors.splitlines()) == 2


def test_a_hint_names_the_command(run: Run, healthy: Path) -> None:
    code, _, errors = run("refs", healthy, "--why", "/a/weekly")

    assert code == 2
    assert errors.endswith("hint: `catalogkit refs --help` tells what there is\n")


def test_a_uri_in_another_case_is_suggested(run: Run, healthy: Path) -> None:
    assert "hint: did you mean /a/weekly?" in run("show", healthy, "/A/Weekly")[2]


def test_an_unknown_command_is_corrected(run: Run) -> None:
    code, _, errors = run("chekc")

    assert code == 2
    assert errors.startswith("error: no such command: chekc; did you mean check?")


@pytest.mark.parametrize("name", ["missing.zip", "empty.zip", "text.zip"])
def test_no_catalog_ends_with_3(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.zip").write_bytes(b"")
    (tmp_path / "text.zip").write_text("just text")

    code, output, errors = run("check", tmp_path / name)

    assert code == 3
    assert output == ""
    assert [line.partition(":")[0] for line in errors.splitlines()] == ["error", "hint"]


@pytest.mark.parametrize("command", ["check", "info", "ls", "serve"])
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "no catalog is named"),
        (" ", "no catalog is named"),
        (
            "https://ana:pass1@h/jasperserver",
            "this is a server, and no catalog (https://ana:***@h/jasperserver)",
        ),
    ],
)
def test_what_names_no_catalog_is_wrong_use(run: Run, command: str, name: str, told: str) -> None:
    code, output, errors = run(command, name)

    assert (code, output) == (2, "")
    assert errors.startswith(f"error: {told}\nhint: ")


def test_a_misspelt_name_is_not_rehearsed(run: Run, tmp_path: Path) -> None:
    code, output, errors = run("check", tmp_path / "no.zip", "--into", "fresh")

    assert (code, output) == (3, "")
    assert errors.startswith("error: no such file or folder")


def test_standard_input_is_a_catalog(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(catalog(jdbc("/ds/main"))))
    monkeypatch.setattr(sys, "stdin", stream)

    code, output, _ = run("ls", "-")

    assert code == 0
    assert output.splitlines() == ["/", "/ds", "/ds/main"]


@pytest.mark.parametrize(
    ("amount", "code"), [("1", 3), ("1k", 0), ("2M", 0), ("0", 2), ("-1", 2), ("1kB", 2), ("9" * 30, 2)]
)
def test_limits_take_units(run: Run, healthy: Path, amount: str, code: int) -> None:
    assert run("ls", healthy, f"--max-entries={amount}")[0] == code


def test_options_come_from_the_environment(run: Run, broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATALOGKIT_EXIT_ZERO", "1")
    monkeypatch.setenv("CATALOGKIT_MAX_ENTRIES", "2")

    code, _, errors = run("check", broken)

    assert code == 3
    assert "hint: raise --max-entries" in errors


def test_an_internal_error_is_one_line(run: Run, healthy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret text")

    monkeypatch.setattr("catalogkit.inspection.checking.all_rules", fail)

    code, output, errors = run("check", healthy)

    assert code == 70
    assert output == ""
    assert errors == "error: internal error: ZeroDivisionError\nhint: run again with --debug and report it\n"


def test_debug_shows_a_traceback_and_the_same_exit_code(
    run: Run, healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, output, errors = run("info", "none\u202e.zip", "--debug")
    assert (code, output) == (3, "")
    assert errors.startswith("Traceback (most recent call last):\n")
    assert "\nerror: no such file or folder" in errors
    assert "\u202e" not in errors

    monkeypatch.setattr("catalogkit.inspection.checking.all_rules", lambda: 1 / 0)
    code, _, errors = run("check", healthy, "--debug")
    assert code == 70
    assert "\nZeroDivisionError: division by zero\nerror: internal error: ZeroDivisionError\nhint: " in errors


def test_an_interrupt_ends_with_130(run: Run, healthy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("catalogkit.inspection.checking.all_rules", interrupt)

    assert run("check", healthy)[0] == 130


def test_a_closed_pipe_is_no_error(healthy: Path) -> None:
    script = f"{sys.executable} -m catalogkit ls {healthy} | true; echo ${{PIPESTATUS[0]}}"

    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == "0\n"
    assert done.stderr == ""


def test_secrets_are_in_no_output(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "c.zip", jdbc("/ds/main", password="not-a-secret"), user("ana"))
    for arguments in (("show", "/ds/main"), ("show", "ana"), ("info",), ("check", "-v"), ("key",), ("dump",)):
        command, *rest = arguments
        for form in ("text", "json"):
            assert "not-a-secret" not in run(command, path, *rest, "-o", form)[1]
    assert "***" in run("show", path, "/ds/main")[1]


def test_hostile_text_cannot_drive_a_terminal(run: Run, tmp_path: Path) -> None:
    path = write(
        tmp_path / "c.zip",
        jdbc("/ds/x\u202ey", label="a\u009b31mb\u2028c"),
        report("/a/r", data_source="/ds/\u0085gone"),
    )

    for arguments in (("ls", "--long"), ("tree",), ("check", "-v"), ("show", "/a/r"), ("info",), ("dump",)):
        command, *rest = arguments
        for form in ("text", "json"):
            output = run(command, path, *rest, "-o", form)[1]
            assert not set(output) & set("\u202e\u009b\u2028\u0085\x1b")
    assert "x\\u202ey" in run("ls", path)[1]


def test_help_tells_every_command(run: Run) -> None:
    code, output, _ = run("--help")

    assert code == 0
    for name, text in COMMANDS.items():
        assert f"  {name}" in output
        assert text in output


@pytest.mark.parametrize("arguments", [(), ("--config", "none")])
def test_without_a_command_the_help_is_told(run: Run, arguments: tuple[str, ...]) -> None:
    code, output, errors = run(*arguments)

    assert (code, output, errors) == (2, "", run("--help")[1])


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_80_columns_wide(run: Run, command: str) -> None:
    code, output, _ = run(command, "--help")

    assert code == 0
    taken = WITHOUT_CATALOG.get(command, f"catalogkit {command} CATALOG").removeprefix(
        f"catalogkit {command}"
    )
    assert output.startswith(f"Usage: catalogkit {command} [OPTIONS]{taken}")
    assert max(len(line) for line in output.splitlines()) <= 80
    assert "--max-entries N" in output
    assert "\\b" not in output
    assert not re.search(r"INTEGER|FLOAT|RANGE|\d\.0\]|x[<>]", output)
    found = cli.get_command(click.Context(cli), command)
    assert found is not None
    repeatable = sum(getattr(parameter, "multiple", False) for parameter in found.params)
    assert " ".join(output.split()).count("May be repeated.") == repeatable


def test_the_version_is_told(run: Run) -> None:
    assert run("--version")[1] == f"catalogkit, version {__version__}\n"


def test_help_imports_little() -> None:
    """`catalogkit --help` costs what click costs: no parser, no templates, no rules."""
    imported = modules_of("--help")

    heavy = {"lxml", "jinja2", "deepdiff", "httpx", "cryptography"}
    assert not imported & heavy
    ours = {name for name in imported if name.startswith("catalogkit")}
    assert ours == {"catalogkit", "catalogkit.cli", "catalogkit.errors", "catalogkit.late"}


def test_a_comparison_imports_what_it_needs(tmp_path: Path) -> None:
    """Most differences are not nested, and so not deepdiff's; and nothing was moved."""
    old, new = (
        write(
            tmp_path / f"{name}.zip",
            folder("/a", label=name, permissions=[permission(mask, role="ROLE_USER")]),
            role("ROLE_USER"),
            user(name),
            with_permissions=True,
        )
        for name, mask in (("old", 1), ("new", 2))
    )
    assert not modules_of("diff", old, new, "--no-impact", "--exit-zero", "-o", "json") & {
        *("deepdiff", "rapidfuzz", "jinja2", "httpx", "cryptography"),
        *("subprocess", "tempfile", "urllib.request"),
        *("catalogkit.model.target", "catalogkit.references.graph", "catalogkit.rules.base"),
        *("catalogkit.server.server", "catalogkit.sources.git"),
    }


def test_the_end_does_not_walk_through_all_that_was_made() -> None:
    program = (
        "import atexit, gc\n"
        "atexit.register(lambda: print(gc.get_freeze_count() > 0))\n"
        "from catalogkit.cli import main\n"
        "main(['--version'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.endswith("\nTrue\n")


def modules_of(*arguments: object) -> set[str]:
    """The modules that are imported by a run of the command line in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "catalogkit", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}


def test_standard_input_is_limited(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(catalog(jdbc("/ds/main")))))

    code, _, errors = run("ls", "-", "--max-total-size", "1k")

    assert code == 3
    assert errors.startswith("error: standard input holds more than 1,024 bytes")
