"""Answers as a real server gave them: states, errors, options."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from catalogkit.errors import ExitCode, exit_code
from catalogkit.rehearsal.outcome import Phase
from catalogkit.server.answers import Answer, error_of
from catalogkit.server.spellings import given_request
from catalogkit.server.states import read_state
from tests.server.conftest import recorded

SERVICES = ("import", "export", "v1-resources", "v2-resources")


def as_answer(response: dict[str, Any]) -> Answer:
    headers = {name.lower(): str(value) for name, value in response["headers"].items()}
    return Answer(response["status"], headers, response.get("body", "").encode(), "GET somewhere")


@pytest.mark.parametrize("name", ["import", "export"])
def test_every_recorded_state_is_read(shared: Path, name: str) -> None:
    phases = set()
    for exchange in recorded(shared, name):
        response = exchange["response"]
        if response["status"] != 200 or '"phase"' not in response.get("body", ""):
            continue
        said = json.loads(response["body"])
        state = read_state(as_answer(response))
        assert (state.id, state.phase.value, state.message) == (said["id"], said["phase"], said["message"])
        error = said.get("error")
        assert (state.error.code if state.error else None) == (error["errorCode"] if error else None)
        if error:
            given = tuple(error["parameters"]) if "parameters" in error else None
            assert state.error is not None
            assert state.error.parameters == given
        assert [(w.code, list(w.parameters)) for w in state.warnings] == [
            (w["code"], w["parameters"]) for w in said.get("warnings", ())
        ]
        phases.add(state.phase)
    assert {Phase.FINISHED, Phase.FAILED, Phase.IN_PROGRESS} <= phases


@pytest.mark.parametrize("name", SERVICES)
def test_every_recorded_refusal_has_words_and_a_remedy(shared: Path, name: str) -> None:
    checked = 0
    for exchange in recorded(shared, name):
        response = exchange["response"]
        if response["status"] < 400:
            continue
        answer = as_answer(response)
        error = error_of(answer)
        assert (error.status, exit_code(error)) == (response["status"], ExitCode.SERVER)
        assert error.hint
        assert "\n" not in str(error)
        assert "<" not in str(error)
        body = response.get("body", "")
        if "errorCode" in body:
            assert error.code
            assert error.code in body
            assert error.code in str(error)
        checked += 1
    assert checked > 2


def test_recorded_options_are_read(shared: Path) -> None:
    checked = 0
    for exchange in recorded(shared, "import"):
        response = exchange["response"]
        body = response.get("body", "")
        if response["status"] != 200 or not body.startswith("{") or '"brokenDependencies"' not in body:
            continue
        said = json.loads(body)
        request = given_request(said)
        made = request.body()
        assert made["brokenDependencies"] == said["brokenDependencies"]
        assert set(made["parameters"]) == set(said.get("parameters", ()))  # type: ignore[call-overload]
        assert made.get("organization", "") == said.get("organization", "")
        checked += 1
    assert checked > 10


@pytest.mark.parametrize(
    ("said", "phase"),
    [
        ({"id": "n1", "state": {"phase": "inprogress", "message": "Progress..."}}, Phase.IN_PROGRESS),
        ({"id": "a-1", "phase": "pending", "error": {"code": "import.broken.dependencies"}}, Phase.PENDING),
    ],
)
def test_states_as_the_documents_draw_them_are_read(said: dict[str, Any], phase: Phase) -> None:
    state = read_state(Answer(200, {}, json.dumps(said).encode(), "GET x"))

    assert state.phase is phase
    if state.error is not None:
        assert state.error.code == "import.broken.dependencies"
