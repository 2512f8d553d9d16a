"""What users decided: protected objects, forbidden texts."""

from pathlib import Path

import pytest

from catalogkit import open_catalog
from catalogkit.inspection.checking import check
from catalogkit.model.target import fresh_target
from catalogkit.rehearsal.rehearse import Into
from catalogkit.rules import Policy
from catalogkit.testing import file, jdbc, report, user, write

CODES = ("CK901", "CK902", "CK903", "CK904")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(
        tmp_path / "c.zip",
        jdbc("/ds/main", url="jdbc:postgresql://db.test.example/sales"),
        report("/a/weekly", data_source="/ds/main"),
        file("/a/notes", b"see\nDB.Test.example and db.test.example\n", "txt"),
        user("ana", email="ana@db.test.example"),
    )


def found(path: Path, policy: Policy, into: Into | None = None) -> list[tuple[str, str, str, int]]:
    with open_catalog(path) as catalog:
        findings = check(catalog, policy=policy, into=into).findings
    return [
        (f.rule.code, f.hit.uri or f.hit.entry, f.hit.message, f.hit.line)
        for f in findings
        if f.rule.code in CODES
    ]


def test_nothing_without_a_policy(path: Path) -> None:
    assert found(path, Policy()) == []


def test_what_is_protected_travels_along(path: Path) -> None:
    message = "it is protected by /ds/*: it is in the catalog"

    assert found(path, Policy(protected=("/ds/*",))) == [("CK901", "/ds/main", message, 0)]


def test_what_is_protected_is_imported(path: Path) -> None:
    message = "it is protected by /ds/*: an import creates it"

    assert found(path, Policy(protected=("/ds/*",)), Into(fresh_target())) == [
        ("CK901", "/ds/main", message, 0)
    ]


def test_what_an_import_does_not_touch_is_not_told(path: Path) -> None:
    assert found(path, Policy(protected=("jasperadmin",)), Into(fresh_target())) == []


def test_a_forbidden_text_is_found_in_any_case_with_its_line(path: Path) -> None:
    text = 'the forbidden text "db.test.example" stands here'
    entries = {(where, message, line > 0) for _, where, message, line in found(path, _forbidden())}

    assert entries == {
        ("/ds/main", text, True),
        ("/a/notes", f"{text} 2 times", True),
        ("users/ana.xml", text, True),
    }
    assert [line for _, where, _, line in found(path, _forbidden()) if where == "/a/notes"] == [2]


def _forbidden() -> Policy:
    return Policy(forbidden=("db.test.example",))
