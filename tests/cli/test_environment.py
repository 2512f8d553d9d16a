"""The environment: every option has a variable `CATALOGKIT_…` of its name."""

import json
from pathlib import Path

import click
import pytest

from catalogkit.cli import COMMANDS, cli
from catalogkit.cli.configuration import options_of
from catalogkit.server import secrets
from catalogkit.testing import jdbc, write
from tests.conftest import Run

LOGINS = {secrets.USER, secrets.PASSWORD, secrets.HEADER, secrets.COOKIE, secrets.FILE}
OTHERWISE = {
    ("access", "user"): "CATALOGKIT_ACCESS_USER",
    ("export", "user"): "CATALOGKIT_EXPORT_USER",
}
"""Variables of options whose name is that of a login."""


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_the_variable_of_its_name(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    for option, parameter in options_of(command):
        variable = OTHERWISE.get((name, option), f"CATALOGKIT_{option.replace('-', '_').upper()}")
        monkeypatch.setenv(variable, "a b\n\nc d\n")
        several = parameter.multiple or parameter.nargs != 1
        expected = ["a b", "c d"] if several else "a b\n\nc d\n"

        assert parameter.value_from_envvar(click.Context(command)) == expected
        assert variable not in LOGINS


def test_several_values_stand_on_lines(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "c.zip", jdbc("/my reports/ds", password=None), jdbc("/b", password=None))
    monkeypatch.setenv("CATALOGKIT_OUTPUT", f"json\ncsv:{tmp_path}/my table.csv\n")
    monkeypatch.setenv("CATALOGKIT_URI", "/my reports/*\n/c\n")
    code, output, errors = run("ls", path)

    assert (code, errors) == (0, "")
    assert [item["uri"] for item in json.loads(output)["objects"]] == ["/my reports/ds"]
    assert "/my reports/ds" in (tmp_path / "my table.csv").read_text()


KEY = "0a" * 16


def test_of_two_keys_the_one_nearer_to_the_user_counts(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = write(tmp_path / "c.zip", jdbc("/ds", password=None))
    (tmp_path / "no-key").write_text("no key")
    (tmp_path / "catalogkit.toml").write_text("[check]\nsecret-key-file = 'no-key'\n")
    check = ("check", path, "--into", "fresh")
    assert "this is no key" in run(*check)[2]
    monkeypatch.setenv("CATALOGKIT_SECRET_KEY", KEY)
    assert run(*check)[2] == ""
    assert "this is no key" in run(*check, "--secret-key-file", "no-key")[2]
    monkeypatch.setenv("CATALOGKIT_SECRET_KEY", "no key")
    assert "this is no key" in run(*check)[2]
    assert run(*check, "--secret-key", KEY)[2] == ""


def test_two_keys_from_one_place_are_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "c.zip", jdbc("/ds", password=None))
    check = ("check", path, "--into", "fresh")
    expected = (2, "", "error: two keys are given (--secret-key, --secret-key-file)\n"
                "hint: leave one of them out\n")  # fmt: skip
    assert run(*check, "--secret-key", KEY, "--secret-key-file", "x") == expected
    monkeypatch.setenv("CATALOGKIT_SECRET_KEY", KEY)
    monkeypatch.setenv("CATALOGKIT_SECRET_KEY_FILE", "x")
    assert run(*check) == expected
