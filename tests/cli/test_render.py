"""`render` and `schema`: saved results again, and the contracts that they follow."""

import io
import json
import sys
from pathlib import Path

import jsonschema
import pytest

from catalogkit.report import all_formats, formats_of
from catalogkit.sources.results import schema_names
from tests.conftest import ROOT, Run

SAMPLES = ROOT / "sample_catalogs"
HEALTHY, NEXT = SAMPLES / "healthy.zip", SAMPLES / "healthy-next.zip"
COMMANDS = {
    "access": ("access", HEALTHY),
    "check": ("check", SAMPLES / "broken.zip", "--into", "fresh"),
    "config": ("config",),
    "diff": ("diff", HEALTHY, NEXT),
    "dump": ("dump", HEALTHY),
    "explain": ("explain", "state.json"),
    "info": ("info", HEALTHY),
    "key": ("key", HEALTHY),
    "ls": ("ls", HEALTHY, "-l"),
    "refs": ("refs", HEALTHY),
    "rule": ("rule", "CK301"),
    "rules": ("rules",),
    "show": ("show", HEALTHY, "superuser"),
    "tree": ("tree", HEALTHY),
}


SERVED = {"export", "import", "list", "task"}
"""Results that need a server: `tests/server` renders them again."""


@pytest.mark.parametrize("name", sorted({*schema_names()} - SERVED))
def test_a_saved_result_gives_the_same_output(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "state.json").write_text('{"phase": "finished"}')
    _, text, _ = run(*COMMANDS[name], "-o", "json:r.json", "-o", "text")
    assert run("render", "r.json")[1] == text

    for form in formats_of(name):
        code, _, errors = run("render", "r.json", "-o", f"{form}:out")
        assert (code, errors) == (0, "")
        assert run(*COMMANDS[name], "-o", f"{form}:direct")[2] == ""
        assert Path("out").read_bytes() == Path("direct").read_bytes()


def test_every_schema_is_printed_and_valid(run: Run) -> None:
    _, output, _ = run("schema")
    assert output.split() == list(schema_names())
    for name in schema_names():
        _, output, _ = run("schema", name)
        schema = json.loads(output)
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$id"] == f"catalogkit/{name}/1"
    assert run("schema", "catalogkit/check/1")[1] == run("schema", "check")[1]
    code, _, errors = run("schema", "chekc")
    assert (code, "there is no such schema (chekc)" in errors) == (2, True)


def test_standard_input_is_rendered(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    _, output, _ = run("ls", HEALTHY, "-o", "json")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(output.encode())))

    assert run("render", "-")[1] == run("ls", HEALTHY)[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it is no JSON"),
        ("[" * 100_000, "it is no JSON"),
        ("[]", "it is no result of catalogkit"),
        ('{"schema": "other/1"}', "it is no result of catalogkit"),
        ('{"schema": "catalogkit/check/9"}', "its schema catalogkit/check/9 is not known to this version"),
        ('{"schema": "catalogkit/check/1"}', "it does not follow catalogkit/check/1 at the top"),
        ('{"schema": "catalogkit/ls/1", "path": 1, "detailed": true, "objects": []}', "at path"),
    ],
)
def test_what_is_no_result_is_told(run: Run, tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "r.json").write_text(text)
    code, output, errors = run("render", tmp_path / "r.json")

    assert (code, output) == (3, "")
    assert words in errors


def test_a_format_that_the_result_has_not_is_told(run: Run, tmp_path: Path) -> None:
    run("ls", HEALTHY, "-o", f"json:{tmp_path}/r.json")
    code, _, errors = run("render", tmp_path / "r.json", "-o", "junit")
    assert (code, "there is no junit of this result" in errors) == (2, True)
    assert run("render", tmp_path / "none.json")[0] == 3
    assert run("render", tmp_path / "r.json", "-o", "pdf")[0] == 2
    assert "junit" in all_formats()
