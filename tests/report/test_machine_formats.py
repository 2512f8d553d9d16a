"""SARIF, JUnit, GitHub, GitLab: they follow their schemas, and nothing of a catalog breaks out."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from catalogkit import open_catalog
from catalogkit.archive import open_archive
from catalogkit.inspection.checking import check
from catalogkit.inspection.diffing import diff
from catalogkit.model.target import fresh_target
from catalogkit.rehearsal.rehearse import Into, default_user
from catalogkit.report import formats_of, render, schema_name
from catalogkit.report.items import gaps
from catalogkit.report.pages.meanings import meanings_of_changes
from tests.conftest import ROOT

Data = Mapping[str, Any]
SCHEMAS = ROOT / "tests" / "schemas"
SAMPLES = ROOT / "sample_catalogs"


@pytest.fixture(scope="module")
def checked() -> Data:
    """A check of the broken sample, with the rehearsal of its import."""
    target = fresh_target(commercial=True)
    with open_catalog(SAMPLES / "broken.zip") as catalog:
        return check(catalog, into=Into(target, user=default_user(target))).to_dict()


@pytest.fixture(scope="module")
def compared() -> Data:
    with open_archive(SAMPLES / "healthy.zip") as old, open_archive(SAMPLES / "healthy-next.zip") as new:
        return diff(old, new).to_dict()


@pytest.fixture(params=["checked", "compared"])
def data(request: pytest.FixtureRequest) -> Data:
    found: Data = request.getfixturevalue(request.param)
    return found


def parsed(data: Data, form: str) -> Any:
    return json.loads(render(data, form))


def test_sarif_follows_the_schema_of_oasis(data: Data) -> None:
    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text())
    log = parsed(data, "sarif")

    jsonschema.Draft4Validator(schema).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]
    assert [rule for rule in rules if len(rule["help"]["text"]) < 10] == []
    meanings = meanings_of_changes()
    assert [rule["id"] for rule in rules if rule["help"]["text"] != meanings.get(rule["id"])] == [
        rule["id"] for rule in rules if "." in rule["id"] or rule["id"].startswith("CK")
    ]


def test_sarif_tells_everything_gravest_first(checked: Data, compared: Data) -> None:
    for data, members in ((checked, ("findings",)), (compared, ("findings", "changes"))):
        results = parsed(data, "sarif")["runs"][0]["results"]
        rehearsal = data.get("rehearsal") or {"warnings": (), "error": None}
        told = sum(len(data[name]) for name in members) + len(rehearsal["warnings"])
        assert len(results) == told + (rehearsal["error"] is not None)
        levels = [result["level"] for result in results]
        assert levels == sorted(levels, key=["error", "warning", "note"].index)


def test_fingerprints_are_the_same_in_every_format(data: Data) -> None:
    ours = {one["fingerprint"] for name in ("findings", "changes") for one in data.get(name, ())}
    sarif = {r["partialFingerprints"]["catalogkit/v1"] for r in parsed(data, "sarif")["runs"][0]["results"]}
    gitlab = [issue["fingerprint"] for issue in parsed(data, "gitlab")]

    notes = {gap.fingerprint for gap in gaps(data)}
    assert ours <= sarif
    assert sarif | notes == set(gitlab)
    assert len(gitlab) == len(set(gitlab))


def test_junit_follows_its_schema(checked: Data) -> None:
    root = etree.fromstring(render(checked, "junit"))

    etree.XMLSchema(etree.parse(SCHEMAS / "junit.xsd")).assertValid(root)
    (suite,) = root
    assert int(suite.get("failures")) == len(root.findall(".//failure")) > 0
    assert int(suite.get("tests")) == len(root.findall(".//testcase"))
    errors = {f["code"] for f in checked["findings"] if f["level"] == "error"}
    failed = {
        case.get("name").split()[0] for case in root.iter("testcase") if case.find("failure") is not None
    }
    assert errors <= failed


def test_junit_of_a_clean_catalog_has_a_case_that_passes() -> None:
    root = etree.fromstring(
        render({"schema": "catalogkit/check/1", "path": "c.zip", "findings": ()}, "junit")
    )

    etree.XMLSchema(etree.parse(SCHEMAS / "junit.xsd")).assertValid(root)
    assert (root[0].get("tests"), root[0].get("failures")) == ("1", "0")


def test_gitlab_follows_its_schema(data: Data) -> None:
    jsonschema.validate(
        parsed(data, "gitlab"), json.loads((SCHEMAS / "gitlab-code-quality.json").read_text())
    )


def test_github_gets_ten_annotations_of_a_level_worst_first(data: Data) -> None:
    lines = render(data, "github").decode().splitlines()
    commands = [line.split(" ", 1)[0] for line in lines]

    assert set(commands) <= {"::error", "::warning", "::notice"}
    assert commands == sorted(commands, key=["::error", "::warning", "::notice"].index)
    assert max(map(commands.count, commands)) <= 10
    assert sum("… and " in line for line in lines) == sum(commands.count(c) == 10 for c in set(commands))


@pytest.mark.parametrize("form", ["sarif", "junit", "github", "gitlab", "markdown", "csv"])
def test_the_same_data_gives_the_same_bytes(checked: Data, form: str) -> None:
    assert render(checked, form) == render(json.loads(json.dumps(checked)), form)


def hostile(text: str) -> Data:
    finding = {
        "code": "CK301",
        "name": "unresolved-reference",
        "level": "error",
        "certainty": "certain",
        "message": text,
        "uri": f"/a/{text}",
        "entry": f"resources/{text}.xml",
        "line": 3,
        "server_code": None,
        "remedy": "Do something.",
        "fingerprint": "0" * 20,
    }
    missed = {"what": text, "why": text}
    return {
        "schema": "catalogkit/check/1",
        "path": f"{text}.zip",
        "objects": 1,
        "findings": [finding],
        "not_checked": [missed],
        "rehearsal": None,
    }


PAYLOADS = (
    "x\n::error::injected",
    "a%0A::set-output name=x::y",
    "]]></failure><script>alert(1)</script>",
    "\x1b[31mred\x07\u202e\u2028\ufffe\ud800",
    "</script><img src=x onerror=alert(1)>",
)


@pytest.mark.parametrize("text", PAYLOADS)
def test_nothing_breaks_out(text: str) -> None:
    data = hostile(text)
    annotation, gap, *rest = render(data, "github").decode().split("\n")
    assert annotation.startswith("::error file=")
    assert gap.startswith("::notice file=")
    assert rest == [""]
    root = etree.fromstring(render(data, "junit"))
    assert {element.tag for element in root.iter()} <= {
        "testsuites", "testsuite", "testcase", "failure", "skipped",
    }  # fmt: skip
    for form in ("github", "junit", "sarif", "gitlab", "markdown", "csv", "text"):
        output = render(data, form).decode()
        assert not set(output) & set("\x1b\x07\u202e\u2028\ud800")
    parsed(data, "sarif")
    parsed(data, "gitlab")


@given(st.text())
def test_any_text_stays_in_its_place(text: str) -> None:
    data = hostile(text)

    assert len(render(data, "github").decode().splitlines()) == 2
    etree.XMLSchema(etree.parse(SCHEMAS / "junit.xsd")).assertValid(etree.fromstring(render(data, "junit")))
    assert len(parsed(data, "gitlab")) == 2


@pytest.mark.parametrize("form", ["sarif", "junit", "github", "gitlab", "csv", "markdown", "html"])
def test_what_is_not_known_is_told_in_every_format(checked: Data, compared: Data, form: str) -> None:
    rehearsal = {**checked["rehearsal"], "uncertain": ["whether the user exists"]}
    missed = [{"what": "the checksums", "why": "--no-verify was given"}]
    output = render({**checked, "not_checked": missed, "rehearsal": rehearsal}, form).decode()
    assert "the checksums" in output
    assert "--no-verify was given" in output
    assert "whether the user exists" in output
    if form in formats_of("diff"):
        missed = [{"what": "permissions", "why": "a listing has none"}]
        output = render({**compared, "not_compared": missed}, form).decode()
        assert "a listing has none" in output


@pytest.mark.parametrize(
    ("name", "path"), [("HEAD~1:exports/prod.zip", "exports/prod.zip"), ("v2:./prod.zip", "prod.zip")]
)
def test_what_is_in_git_is_located_by_its_path(checked: Data, name: str, path: str) -> None:
    data = {**checked, "path": name}

    assert f"::error file={path},title=" in render(data, "github").decode()
    assert {issue["location"]["path"] for issue in parsed(data, "gitlab")} == {path}
    assert parsed(data, "sarif")["runs"][0]["artifacts"][0]["location"]["uri"] == path


def test_a_table_of_a_diff_tells_what_the_policy_finds(compared: Data) -> None:
    finding = hostile("x")["findings"][0]

    assert (
        "\nCK301,error,,,/a/x,,,,,,x,00000000000000000000\r\n"
        in render({**compared, "findings": [finding]}, "csv").decode()
    )


def test_a_message_of_sarif_has_no_placeholder_and_no_link() -> None:
    log = parsed(hostile(r"a {0} [b](c) \d"), "sarif")

    (result,) = log["runs"][0]["results"]
    assert result["message"]["text"].startswith(r"a {{0}} \[b\](c) \\d Do")
    (missed,) = log["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert missed["message"]["text"] == r"a {{0}} \[b\](c) \\d: a {{0}} \[b\](c) \\d"


def test_a_step_summary_is_markdown(checked: Data) -> None:
    text = render(checked, "markdown").decode()

    assert text.startswith("### Catalog check\n")
    assert len(text) <= 65_000
    assert "<summary><b>error</b> CK301 unresolved-reference" in text
    assert "**Import into `fresh`: " in text


def test_no_secret_of_a_sample_is_in_any_format(checked: Data, compared: Data) -> None:
    from catalogkit.model.secrets import secrets

    found = set()
    for path in sorted(Path(SAMPLES).glob("*.zip")):
        with open_catalog(path) as catalog:
            found |= {one.secret.reveal() for one in secrets(catalog)}
    assert len(found) > 20
    for data in (checked, compared):
        for form in formats_of(schema_name(data)):
            output = render(data, form, verbose=True).decode()
            assert [secret for secret in found if len(secret) > 5 and secret in output] == []
