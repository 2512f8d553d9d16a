"""Every recorded import is rehearsed, and must come to what the server came to."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from catalogkit.model.target import Target, fresh_target
from tests.conftest import SHARED
from tests.rehearsal.conformance import compared, run
from tests.rehearsal.recorded_targets import target_from_state, target_from_zip

_CONFORMANCE = SHARED / "conformance"
_TARGETS = _CONFORMANCE / "targets"


def _ids() -> list[str]:
    return sorted(path.name for path in (_CONFORMANCE / "cases").glob("*"))


@cache
def _from_state(name: str) -> Target:
    return target_from_state(_TARGETS, name)


@cache
def _from_zip(name: str) -> Target:
    return target_from_zip(_TARGETS, name)


def _case(name: str) -> tuple[Path, dict[str, Any]]:
    folder = _CONFORMANCE / "cases" / name
    return folder, json.loads((folder / "case.json").read_text())


@pytest.mark.parametrize("name", _ids())
def test_agrees_with_the_server(shared: Path, name: str) -> None:
    folder, case = _case(name)
    before = _from_state(case["target"])

    ours, theirs = compared(before, run(folder, case["request"], before), case["outcome"])

    assert ours == theirs


@pytest.mark.parametrize("name", _ids())
def test_agrees_with_the_server_when_the_target_is_an_export(shared: Path, name: str) -> None:
    folder, case = _case(name)
    if case["target"] == "hidden":
        pytest.skip("the export lacks what the exporter may not read")
    before = _from_zip(case["target"])

    ours, theirs = compared(before, run(folder, case["request"], before), case["outcome"])

    assert ours == theirs


def test_a_fresh_server_is_as_recorded(shared: Path) -> None:
    recorded, ours = _from_state("fresh"), fresh_target()

    assert ours.folders == recorded.folders
    assert ours.users == recorded.users
    assert ours.roles == recorded.roles
    assert ours.organizations == recorded.organizations
    assert not ours.resources
    assert not recorded.resources
    assert ours.permissions == {
        uri: masks for uri, masks in recorded.permissions.items() if not uri.startswith("attr:")
    }


def test_a_target_is_not_changed_by_what_is_rehearsed(shared: Path) -> None:
    folder, case = _case("x-everything-settings-world1-all")
    before = _from_state(case["target"]).copy()

    run(folder, case["request"], before)

    assert before == _from_state(case["target"])
