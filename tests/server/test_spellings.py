"""Options of imports and exports, as documents spell them and as servers read them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogkit.errors import UsageError
from catalogkit.keys import Key
from catalogkit.rehearsal.options import ImportOptions, Strategy, from_form, from_query, from_restart
from catalogkit.server import ExportRequest, ImportRequest, read_request
from catalogkit.server.export_request import PARAMETERS
from catalogkit.server.imports import advice_on
from catalogkit.server.spellings import FLAGS, name_of
from tests.server.conftest import recorded

KEY = Key(bytes(range(16)))
IMPORTS, EXPORTS = "002_16b28c039a762657.txt", "000_667d0a8c4b1f583b.txt"


def options() -> st.SearchStrategy[ImportOptions]:
    """Any import options without a key."""
    names = st.text("abc_1", max_size=4)
    flags = {name.replace("-", "_"): st.booleans() for name in FLAGS}
    strategy = st.sampled_from(Strategy)
    return st.builds(ImportOptions, **flags, broken_dependencies=strategy, organization=names, keyalias=names)


@given(options())
def test_a_server_reads_from_each_form_what_was_meant(wanted: ImportOptions) -> None:
    request = ImportRequest(wanted)

    assert from_query(dict(request.arguments())) == wanted
    assert from_form(request.fields().items()) == wanted
    assert from_restart(request.body()) == wanted
    assert not request.needs_form


@given(options())
def test_every_spelling_that_is_sent_is_understood(wanted: ImportOptions) -> None:
    request = ImportRequest(wanted)

    assert read_request(request.arguments()) == request
    assert read_request(
        (name, "true" if text == "on" else text) for name, text in request.fields().items()
    ) == (request)


def test_a_key_goes_into_a_form_or_a_restart_alone() -> None:
    request = ImportRequest(ImportOptions(secret_key=KEY, update=True), secret_uri="/keys/main")

    assert request.needs_form
    assert from_form(request.fields().items()).secret_key == KEY
    assert from_restart(request.body()).secret_key == KEY
    assert request.fields()["secret-uri"] == request.body()["secretUri"] == "/keys/main"
    assert "0x01" not in str(request.arguments())
    assert "0x01" not in repr(request)


def test_the_arguments_of_the_document_are_understood(shared: Path) -> None:
    text = (shared / "seeds" / IMPORTS).read_text()
    table = text[text.index("Argument\n") : text.index("Content-Type")]
    words = [word.replace("\n", "") for word in re.findall(r"^([A-Za-z]+(?:\n[A-Za-z]+)?)\?$", table, re.M)]
    words += re.findall(r"^(keyalias|secret-key|secretUri)$", table, re.M)

    assert {word: name_of(word) for word in words} == {
        "update": "update",
        "skipUserUpdate": "skip-user-update",
        "brokenDependencies": "broken-dependencies",
        "organization": "organization",
        "mergeOrganization": "merge-organization",
        "skipThemes": "skip-themes",
        "includeAccessEvents": "include-access-events",
        "includeAuditEvents": "include-audit-events",
        "includeMonitoringEvents": "include-monitoring-events",
        "includeServerSetting": "include-server-settings",  # no server reads this one (rest-services §1.1)
        "keyalias": "key-alias",
        "secret-key": "secret-key",
        "secretUri": "secret-uri",
    }


def test_the_form_of_the_document_is_understood(shared: Path) -> None:
    text = (shared / "seeds" / IMPORTS).read_text()
    boxes = re.findall(r'type="checkbox" name="([^"]+)"', text)
    rows = re.findall(r"^([a-z]+(?:-[a-z]+)*)\n\n", text[text.index("Import Web Form Options") :], re.M)

    assert len(boxes) == 8
    assert [name_of(box) for box in boxes] == boxes
    assert set(rows) <= set(boxes)
    assert set(boxes) == set(FLAGS)


def test_the_parameters_of_the_document_are_known(shared: Path) -> None:
    text = (shared / "seeds" / EXPORTS).read_text()
    table = text[text.index("Export Options") : text.index("The body of the response")]
    words = re.findall(r"^([a-z]+(?:-[a-z]+)*)$", table, re.M)

    assert len(words) == 6
    assert set(words) <= set(PARAMETERS)
    assert ExportRequest(parameters=tuple(words)).body() == {"parameters": words}


def test_the_example_of_the_document_is_translated() -> None:
    request = ExportRequest(
        roles=("ROLE_USER", "organization_1|ROLE_MANAGER"),
        uris=("path/to/resource/1", "organizations/organization_1/path/"),
        parameters=("role-users", "repository-permissions"),
    )

    assert request.body()["uris"] == ["/path/to/resource/1", "/organizations/organization_1/path"]
    assert request.notes() == ()


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ([("update", "TRUE")], ImportOptions(update=True)),
        ([("--update", "")], ImportOptions(update=True)),
        ([("update", "false")], ImportOptions()),
        ([("includeServerSetting", "true")], ImportOptions(include_server_settings=True)),
        ([("include-server-setting", "true")], ImportOptions(include_server_settings=True)),
        ([("mergeOrganizations", "true")], ImportOptions(merge_organization=True)),
        ([("brokenDependencies", "Include")], ImportOptions(broken_dependencies=Strategy.INCLUDE)),
        ([("keyalias", "main")], ImportOptions(keyalias="main")),
        ([("secret-key", "00" * 16)], ImportOptions(secret_key=Key(bytes(16)))),
    ],
)
def test_values_mean_what_they_say(given: list[tuple[str, str]], wanted: ImportOptions) -> None:
    assert read_request(given).options == wanted


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        (("updat", "true"), "did you mean update?"),
        (("update", "yes"), "true or false"),
        (("broken-dependencies", "maybe"), "fail, skip or include"),
        (("role-users", "true"), ""),
    ],
)
def test_what_a_server_would_pass_over_is_refused(given: tuple[str, str], hint: str) -> None:
    with pytest.raises(UsageError) as found:
        read_request([given])

    assert hint in found.value.hint


def test_an_unknown_parameter_of_an_export_is_refused() -> None:
    with pytest.raises(UsageError) as found:
        ExportRequest(parameters=("repository-permision",))

    assert found.value.hint == "did you mean repository-permissions?"


def test_lists_are_absent_or_mean_all() -> None:
    assert ExportRequest().body() == {}
    assert ExportRequest().is_empty
    assert ExportRequest(roles=(), users=("ana",), scheduled_jobs=()).body() == {
        "roles": [],
        "users": ["ana"],
        "scheduledJobs": [],
    }


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (ExportRequest(parameters=("include-access-events",)), "with `everything` only"),
        (
            ExportRequest(parameters=("everything", "include-access-events"), resource_types=("query",)),
            "not exported together with types",
        ),
        (ExportRequest(parameters=("skip-dependent-resources",)), "import of the result stops"),
        (ExportRequest(parameters=("role-users",)), "if roles are exported"),
        (ExportRequest(organization="org1"), "cannot be imported into the root"),
        (ExportRequest(scheduled_jobs=("/a",)), "SSH key"),
    ],
)
def test_what_nobody_expects_is_noted(request_: ExportRequest, words: str) -> None:
    (note,) = request_.notes()

    assert words in note


def test_recorded_exports_can_be_asked_for(shared: Path) -> None:
    """Every recorded body that names known parameters is what a request of ours sends."""
    names = {"scheduledJobs": "scheduled_jobs", "resourceTypes": "resource_types", "keyAlias": "key_alias"}
    checked = 0
    for exchange in recorded(shared, "export"):
        request = exchange["request"]
        if not request["line"].startswith("POST ") or not request.get("body", "").startswith("{"):
            continue
        if exchange["response"]["status"] != 200:
            continue
        body = json.loads(request["body"])
        if not set(body.get("parameters", ())) <= set(PARAMETERS) or body.get("organization") == "":
            continue
        if any(uri != "/" + uri.strip("/") for uri in body.get("uris", ())):
            continue
        given = {names.get(k, k): tuple(v) if isinstance(v, list) else v for k, v in body.items()}
        made = ExportRequest(**given).body()
        assert made == {k: v for k, v in body.items() if v is not None}
        checked += 1
    assert checked > 12


def test_more_than_two_gigabytes_are_advised_against() -> None:
    assert advice_on(2 << 30) == ()
    assert "2 GB" in advice_on((2 << 30) + 1)[0]


def test_options_can_be_replaced() -> None:
    assert replace(ImportRequest(), form=True).needs_form
