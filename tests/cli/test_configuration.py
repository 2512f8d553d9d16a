"""The configuration file, ignores, baselines, and `config`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from catalogkit.rules import all_rules
from catalogkit.testing import jdbc, report, write
from tests.conftest import Run


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder inside a repository, where the command line runs."""
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    write(inner / "c.zip", report("/a/weekly", data_source="/gone"), jdbc("/ds", password="x"))
    return tmp_path


def configure(home: Path, text: str, name: str = "catalogkit.toml") -> None:
    (home / name).write_text(text)


def codes(output: str) -> list[str]:
    return [finding["code"] for finding in json.loads(output)["findings"]]


def test_the_nearest_configuration_counts(run: Run, home: Path) -> None:
    assert run("check", "c.zip")[0] == 1
    configure(home, "[check]\nexit-zero = true\n")
    assert run("check", "c.zip")[0] == 0
    configure(home / "a", "[check]\nfail-on = 'error'\n")
    assert run("check", "c.zip")[0] == 1
    assert run("--config", "none", "check", "c.zip", "--exit-zero")[0] == 0


def test_nothing_above_the_repository_counts(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(home, "[check]\nexit-zero = true\n")
    (home / "a" / ".git").mkdir()

    assert run("check", "c.zip")[0] == 1


def test_a_table_of_pyproject_toml_counts(run: Run, home: Path) -> None:
    configure(home, "[tool.other]\nx = 1\n", "pyproject.toml")
    assert run("check", "c.zip")[0] == 1
    configure(home, "[tool.catalogkit.check]\nexit-zero = true\n", "pyproject.toml")
    assert run("check", "c.zip")[0] == 0


@pytest.mark.parametrize("text", ["[tool]\ncatalogkit = 3\n", "[[tool.catalogkit]]\nexit-zero = true\n"])
def test_what_is_no_table_of_pyproject_toml_is_told(run: Run, home: Path, text: str) -> None:
    configure(home, text, "pyproject.toml")
    code, _, errors = run("check", "c.zip")
    assert code == 2
    assert "write it as a table (tool.catalogkit in " in errors


def test_command_line_environment_configuration_default(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def level(*arguments: str) -> tuple[str, str]:
        _, output, _ = run("config", "check", "--all", "-o", "json", *arguments)
        (found,) = [s for s in json.loads(output)["settings"] if s["option"] == "fail-on"]
        return found["value"], found["origin"]

    assert level() == ("warning", "default")
    configure(home, "fail-on = 'error'\n")
    assert level() == ("error", str(home / "catalogkit.toml"))
    monkeypatch.setenv("CATALOGKIT_FAIL_ON", "info")
    assert level() == ("info", "CATALOGKIT_FAIL_ON")
    _, output, _ = run("check", "c.zip", "--fail-on", "warning", "-o", "json")
    assert json.loads(output)["exit"]["reason"] == "findings at warning or above"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fial-on = 'error'\n", ["no such setting", "fial-on", "did you mean fail-on?"]),
        ("[chekc]\nx = 1\n", ["[chekc]", "did you mean check?"]),
        ("[check]\ncontext = 1\n", ["[check] context", "hint: "]),
        ("[check]\nsecret-key = '0x1c'\n", ["secrets do not belong into a configuration"]),
        ("[check]\nfail-on = 'never'\n", ["'never' is not one of", "([check] fail-on in "]),
        ("fail-on = 'never'\n", ["'never' is not one of", "(fail-on in "]),
        ("check = 3\n", ["this is a command (check in ", "write its settings below [check]"]),
        ("[check]\ninto = ['a', 'b']\n", ["it takes one text or number ([check] into in "]),
        ("[check]\nprotect = [['a']]\n", ["it takes texts or numbers ([check] protect in "]),
        ("[check.protect]\na = 1\n", ["it takes texts or numbers ([check] protect in "]),
        ("[check]\nupdate = 'yes'\n", ["it is true or false ([check] update in "]),
        ("[check]\norganization = true\n", ["it takes one text or number ([check] organization in "]),
        ("[key]\nsecret-key = '0x1c'\n", ["secrets do not belong into a configuration ([key] secret-key"]),
        ("x =\n", ["the configuration is no TOML"]),
        ("[[ignore]]\nrule = 'CK801'\n", ["an ignore needs a rule and a reason", "[[ignore]] 1"]),
        ("[[ignore]]\nrule = 'CK801'\nreason = ' '\n", ["an ignore needs a rule and a reason"]),
        ("[[ignore]]\nrule = 'CK801'\nreason = 'x'\nexpires = '2027'\n", ["expires is no day"]),
        ("[[ignore]]\nrule = 'CK801'\nreason = 'x'\nexpires = 2027-01-31T00:00:00\n", ["expires is no day"]),
        ("[[ignore]]\nrule = 'CK801'\nreason = 'x'\nurl = '/a'\n", ["there is no url", "did you mean"]),
        ("[[ignore]]\nrule = 'CK801'\nreason = 'x'\nuri = ''\n", ["uri is no pattern", "[[ignore]] 1"]),
        ("[check]\nprotect = ['']\n", ["it is empty"]),
        ("ignore = 1\n", ["write each as [[ignore]]"]),
    ],
)
def test_what_nobody_knows_is_told(run: Run, home: Path, text: str, words: list[str]) -> None:
    configure(home, text)
    code, output, errors = run("check", "c.zip")

    assert (code, output) == (2, "")
    assert [word for word in words if word not in errors] == []
    assert len(errors.splitlines()) <= 2


@pytest.mark.parametrize("text", ["[check]\nfail-on = 'never'\n", "[diff]\ncontext = 'x'\n", "[ls]\nx = 1\n"])
def test_config_tells_what_is_wrong_for_any_command(run: Run, home: Path, text: str) -> None:
    configure(home, text)
    code, output, errors = run("config")

    assert (code, output) == (2, "")
    assert str(home / "catalogkit.toml") in errors


def test_one_value_stands_for_several(run: Run, home: Path) -> None:
    configure(home, "[check]\nprotect = '/ds'\noutput = 'json'\n")

    assert "CK901" in codes(run("check", "c.zip")[1])


def test_a_wrong_value_in_the_environment_is_told_with_its_variable(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOGKIT_FAIL_ON", "never")
    for command in (("check", "c.zip"), ("config", "check")):
        code, _, errors = run(*command)
        assert (code, "is not one of 'error', 'warning', 'info' (CATALOGKIT_FAIL_ON)" in errors) == (2, True)


def test_paths_start_from_the_configuration(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home / "target.zip", jdbc("/gone", password=None))
    configure(home, "[check]\ninto = 'target.zip'\noutput = ['json:result.json']\nbaseline = 'b.json'\n")
    code, output, errors = run("check", "c.zip", "--update-baseline")

    assert (code, output, errors) == (1, "", "")
    assert json.loads((home / "result.json").read_text())["rehearsal"]["target"] == "../../target.zip"
    assert (home / "b.json").is_file()
    monkeypatch.chdir(home)
    assert run("--config", "catalogkit.toml", "check", "a/b/c.zip")[2] == ""
    assert json.loads((home / "result.json").read_text())["rehearsal"]["target"] == "target.zip"


@pytest.mark.parametrize("target", ["fresh", "HEAD:target.zip", "https://reports.test.example"])
def test_what_is_no_path_stays_as_it_is(run: Run, home: Path, target: str) -> None:
    configure(home, f"[check]\ninto = '{target}'\n")

    assert f"  into  {target}  (" in run("config", "check")[1]


@pytest.mark.parametrize("epoch", ["1" * 30, "soon"])
def test_what_is_no_time_is_told(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    code, _, errors = run("check", "c.zip")

    assert (code, errors.startswith("error: this is no time (SOURCE_DATE_EPOCH)\nhint: ")) == (2, True)


def test_a_configuration_imports_no_command_but_the_one_that_runs(home: Path) -> None:
    configure(home, "verbose = true\n[check]\nfail-on = 'error'\n")
    command = [sys.executable, "-X", "importtime", "-m", "catalogkit", "ls", "c.zip"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}

    assert "catalogkit.sources" in imported
    assert "catalogkit.rehearsal" not in imported


def test_a_configuration_that_is_named_must_be_there(run: Run, home: Path) -> None:
    code, _, errors = run("--config", "none.toml", "check", "c.zip")

    assert (code, "the configuration cannot be read" in errors) == (2, True)


def test_what_is_ignored_is_counted_with_its_reason(run: Run, home: Path) -> None:
    _, output, _ = run("check", "c.zip", "-o", "json")
    assert codes(output) == ["CK301", "CK401", "CK801"]

    configure(home, "[[ignore]]\nrule = 'CK301'\nuri = '/a/*'\nreason = 'the server has it'\n")
    _, output, _ = run("check", "c.zip", "-o", "json")
    assert codes(output) == ["CK401", "CK801"]
    (ignored,) = json.loads(output)["ignored"]
    assert (ignored["code"], ignored["uri"], ignored["reason"]) == ("CK301", "/a/weekly", "the server has it")
    assert "Ignored by the configuration: 1 finding" in run("check", "c.zip")[1]


def test_an_ignore_that_ignores_nothing_or_has_expired_is_a_finding(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(
        home,
        "[[ignore]]\nrule = 'CK301'\nuri = '/b/*'\nreason = 'x'\n"
        "[[ignore]]\nrule = 'CK401'\nreason = 'y'\nexpires = 2026-06-30\n",
    )
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782777600")  # 2026-06-30
    assert codes(run("check", "c.zip", "-o", "json")[1]) == ["CK301", "CK903", "CK801"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782864000")  # the day after
    assert codes(run("check", "c.zip", "-o", "json")[1]) == ["CK301", "CK401", "CK903", "CK904", "CK801"]


def test_an_ignore_of_a_rule_that_was_not_asked_is_not_unused(run: Run, home: Path) -> None:
    configure(home, "[[ignore]]\nrule = 'CK707'\nreason = 'x'\n[[ignore]]\nrule = 'CK000'\nreason = 'y'\n")
    _, output, _ = run("check", "c.zip", "-o", "json")
    unused = [f["message"] for f in json.loads(output)["findings"] if f["code"] == "CK903"]
    assert unused == ["nothing is ignored by CK000 at *: y"]
    _, output, _ = run("check", "c.zip", "--into", "fresh", "-o", "json")
    assert codes(output).count("CK903") == 2


def test_of_ignores_that_overlap_none_is_unused(run: Run, home: Path) -> None:
    configure(home, "[[ignore]]\nrule = 'CK301'\nuri = '/a/*'\nreason = 'x'\n"
              "[[ignore]]\nrule = 'CK301'\nuri = '/a/weekly'\nreason = 'y'\n")  # fmt: skip
    _, output, _ = run("check", "c.zip", "-o", "json")

    assert codes(output) == ["CK401", "CK801"]
    assert [one["reason"] for one in json.loads(output)["ignored"]] == ["x"]


def test_what_a_baseline_holds_of_a_rule_that_was_not_asked_is_not_stale(run: Run, home: Path) -> None:
    check = ("check", "c.zip", "--baseline", "b.json", "-o", "json")
    run(*check, "--into", "fresh", "--update-baseline")
    held = {finding["code"] for finding in json.loads(Path("b.json").read_text())["findings"]}

    assert {rule.code for rule in all_rules() if rule.needs_target} & held
    assert json.loads(run(*check)[1])["stale"] == 0


def test_a_baseline_holds_what_is_old(run: Run, home: Path) -> None:
    code, _, errors = run("check", "c.zip", "--baseline", "b.json")
    assert (code, "add --update-baseline" in errors) == (2, True)
    code, output, _ = run("check", "c.zip", "--baseline", "b.json", "--update-baseline")
    assert (code, "Held by the baseline: 3 findings" in output) == (0, True)
    assert run("check", "c.zip", "--baseline", "b.json")[0] == 0

    write(Path("new.zip"), report("/a/weekly", data_source="/gone"), report("/a/daily", data_source="/gone"))
    code, output, _ = run("check", "new.zip", "--baseline", "b.json", "-o", "json")
    data = json.loads(output)
    assert (code, codes(output), data["held"], data["stale"]) == (1, ["CK301"], 1, 2)

    run("check", "new.zip", "--baseline", "b.json", "--update-baseline")
    assert [f["uri"] for f in json.loads(Path("b.json").read_text())["findings"]] == ["/a/daily", "/a/weekly"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "catalogkit/baseline/1"}', "x" * 100])
def test_what_is_no_baseline_is_told(run: Run, home: Path, text: str) -> None:
    Path("b.json").write_text(text)
    code, _, errors = run("check", "c.zip", "--baseline", "b.json")

    assert (code, errors.startswith("error: it is no baseline (b.json)")) == (3, True)


def test_settings_are_shown_with_their_origin(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "everything is as it is by default" in run("config")[1]
    configure(home, "quiet = true\n[diff]\nignore = ['field:label', 'type:query']\n"
              "[[ignore]]\nrule = 'CK801'\nreason = 'x'\nexpires = 2030-01-01\n")  # fmt: skip
    monkeypatch.setenv("CATALOGKIT_SECRET_KEY", "0x1c 0x40")
    _, output, _ = run("config", "diff")
    assert f"  ignore  field:label, type:query  ({home}/catalogkit.toml)" in output
    assert "  CK801 at * until 2030-01-01: x" in output
    _, output, _ = run("config", "check")
    assert "  secret-key  ***  (CATALOGKIT_SECRET_KEY)" in output
    assert "0x1c" not in output
    monkeypatch.setenv("CATALOGKIT_INTO", "https://ana:hunter2@reports.test.example")
    assert "https://ana:***@reports.test.example" in run("config", "check")[1]

    code, _, errors = run("config", "chekc")
    assert (code, "there is no such command" in errors) == (2, True)
