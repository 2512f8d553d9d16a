"""`rule`, `rules` and `explain` as a user meets them."""

import io
import json
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.conftest import ROOT, Run

STATE = {
    "phase": "finished",
    "message": "Import succeeded.",
    "warnings": [{"code": "import.access.denied", "parameters": [f"/a/{n}"]} for n in range(7)],
}


@pytest.fixture
def state(tmp_path: Path) -> Path:
    path = tmp_path / "state.json"
    path.write_text(json.dumps(STATE))
    return path


def data(output: str) -> dict[str, object]:
    result = json.loads(output)
    name = result["schema"].removeprefix("catalogkit/").replace("/", "-")
    jsonschema.validate(result, json.loads((ROOT / "catalogkit" / "schemas" / f"{name}.json").read_text()))
    return dict(result)


def test_json_follows_its_schema(run: Run, state: Path) -> None:
    for arguments in (("rules",), ("rule", "CK301"), ("rule", "import.failed"), ("explain", state)):
        code, output, errors = run(*arguments, "-o", "json")
        assert (code, errors) == (0, "")
        assert data(output)


def test_rules_are_listed_one_a_line(run: Run) -> None:
    code, output, _ = run("rules")

    assert code == 0
    assert (
        "\n  CK301 unresolved-reference: A resource refers to something that is not in the catalog\n"
        in output
    )
    assert "\n  import.access.denied: The importing user may not read or write there\n" in output
    assert "\n  role-never-overwritten: A role that exists is never overwritten\n" in output


def test_the_page_of_a_code_tells_everything(run: Run) -> None:
    code, output, _ = run("rule", "import.resource.data.missing")

    assert code == 0
    assert output.startswith("import.resource.data.missing\nThe data of a resource is missing\n")
    assert "servers do not give it" in output
    assert "Remedy: " in output
    assert "import-semantics §5.1" in output


def test_a_wrong_code_is_wrong_usage(run: Run) -> None:
    code, output, errors = run("rule", "import.acces.denied")

    assert (code, output) == (2, "")
    assert errors.splitlines()[0] == "error: there is no such rule or code (import.acces.denied)"
    assert errors.splitlines()[1].startswith("hint: did you mean import.access.denied")


def test_a_state_is_explained(run: Run, state: Path) -> None:
    code, output, errors = run("explain", state)

    assert (code, errors) == (0, "")
    assert output.startswith(f"{state}: finished, 7 warnings\n")
    assert output.count("  -> ") == 6
    assert "… and 2 more; `-v` shows all" in output
    assert run("explain", state, "-v")[1].count("  -> ") == 8


def test_standard_input_is_explained(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    text = io.TextIOWrapper(io.BytesIO(b"BUILD SUCCESSFUL\n"))
    monkeypatch.setattr(sys, "stdin", text)

    code, output, _ = run("explain", "-")

    assert code == 0
    assert "No code and no message of an import was found in it." in output


def test_what_cannot_be_read_ends_with_3(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "state"
    path.write_bytes(b"")

    code, output, errors = run("explain", path)

    assert (code, output) == (3, "")
    assert errors.splitlines() == [
        f"error: it is empty ({path})",
        "hint: give the answer of GET /rest_v2/import/ID/state, or the log of js-import",
    ]


def test_terminal_sequences_of_a_state_are_made_harmless(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text(
        json.dumps({"phase": "\x1b[31m", "error": {"errorCode": "a\x1b]0;b", "parameters": ["\x9b"]}})
    )

    for arguments in ((), ("-o", "json")):
        output = run("explain", path, *arguments)[1]
        assert "\x1b" not in output
        assert "\x9b" not in output
