"""Effective permissions: nearest entry per recipient, union over the recipients of a user."""

from pathlib import Path

import pytest

from catalogkit import UsageError, open_catalog
from catalogkit.inspection.access import AccessReport, access
from catalogkit.report import render
from catalogkit.testing import folder, jdbc, permission, role, user, write


def report(path: Path, **question: str) -> AccessReport:
    parts = (
        folder("/", permissions=[permission(1, role="ROLE_ADMIN"), permission(2, role="ROLE_USER")]),
        folder("/locked", permissions=[permission(0, role="ROLE_USER"), permission(30, user="ana")]),
        folder("/locked/inner"),
        jdbc("/locked/inner/ds", permissions=[permission(32, role="ROLE_USER")]),
        role("ROLE_ADMIN"),
        role("ROLE_USER"),
        user("ana", roles=["ROLE_USER"]),
        user("boss", roles=["ROLE_USER", "ROLE_ADMIN"]),
    )
    with open_catalog(write(path / "c.zip", *parts)) as catalog:
        return access(catalog, **question)


def rows(found: AccessReport) -> list[tuple[str, str, int | None]]:
    return [(row.uri, row.who, row.mask) for row in found.rows]


def test_the_nearest_entry_of_a_role_counts(tmp_path: Path) -> None:
    assert rows(report(tmp_path, role="ROLE_USER")) == [
        ("/", "ROLE_USER", 2),
        ("/locked", "ROLE_USER", 0),
        ("/locked/inner/ds", "ROLE_USER", 32),
    ]


def test_a_user_may_what_any_of_its_recipients_may(tmp_path: Path) -> None:
    assert rows(report(tmp_path, user="ana")) == [
        ("/", "ana", 2),
        ("/locked", "ana", 30),
        ("/locked/inner/ds", "ana", 62),
    ]


def test_administering_implies_everything(tmp_path: Path) -> None:
    """No row below the root: what the administrator may do never changes."""
    assert rows(report(tmp_path, user="boss")) == [("/", "boss", 1)]


def test_a_uri_is_asked_for_everybody(tmp_path: Path) -> None:
    found = report(tmp_path, uri="/locked/inner")

    assert rows(found) == [
        ("/locked/inner", "ROLE_ADMIN", 1),
        ("/locked/inner", "ROLE_USER", 0),
        ("/locked/inner", "ana", 30),
        ("/locked/inner", "boss", 1),
    ]
    assert all(row.inherited for row in found.rows)
    (ana,) = (row for row in found.rows if row.who == "ana")
    assert [(s.recipient, s.uri, s.mask) for s in ana.sources] == [
        ("ana", "/locked", 30),
        ("ROLE_USER", "/locked", 0),
    ]


def test_a_catalog_that_does_not_reach_the_root_is_incomplete(tmp_path: Path) -> None:
    path = write(
        tmp_path / "c.zip",
        folder("/a", permissions=[permission(2, role="ROLE_X")]),
        jdbc("/b/ds"),
        requested=["/a", "/b"],
    )
    with open_catalog(path) as catalog:
        found = access(catalog)
        inherited = access(catalog, uri="/b/ds")

    assert not found.complete
    assert found.unknown_recipients == ("role ROLE_X",)
    assert [(row.mask, row.words) for row in inherited.rows] == [(None, "not stated in the catalog")]


def test_of_two_entries_for_one_recipient_the_last_counts(tmp_path: Path) -> None:
    entries = [permission(2, role="ROLE_X"), permission(30, role="ROLE_X")]
    with open_catalog(write(tmp_path / "c.zip", folder("/a", permissions=entries))) as catalog:
        assert rows(access(catalog)) == [("/a", "ROLE_X", 30)]


def test_who_is_not_there_is_said_with_who_is(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such role") as error:
        report(tmp_path, role="ROLE_Y")

    assert error.value.hint == "known: ROLE_ADMIN, ROLE_USER"


def test_that_no_permission_is_about_somebody_is_not_that_there_is_none(tmp_path: Path) -> None:
    granted = jdbc("/a", permissions=[permission(2, role="ROLE_USER")])
    with open_catalog(write(tmp_path / "some.zip", granted, role("ROLE_X"))) as catalog:
        some = access(catalog, role="ROLE_X").to_dict()
    with open_catalog(write(tmp_path / "none.zip", jdbc("/a"), role("ROLE_X"))) as catalog:
        none = access(catalog, role="ROLE_X").to_dict()

    assert render(some, "text", verbose=False) == b"No permission of the catalog is about them.\n"
    assert b"No permission of the catalog is about them" in render(some, "html", verbose=False)
    assert render(none, "text", verbose=False).startswith(b"The catalog holds no permissions: ")
    assert b"The catalog holds no permissions" in render(none, "html", verbose=False)
