"""The rehearsal as a result: verdict, plan, roll-back lists; and `check --into`."""

import json
from pathlib import Path

import jsonschema
import pytest

from catalogkit import UsageError, open_catalog
from catalogkit.inspection.checking import check
from catalogkit.inspection.rehearsal import RehearsalResult, Verdict
from catalogkit.model.target import Target, fresh_target
from catalogkit.rehearsal.options import ImportOptions, Server, Strategy
from catalogkit.rehearsal.outcome import Action
from catalogkit.rehearsal.rehearse import Into, default_user
from catalogkit.rehearsal.targets import target_of
from catalogkit.testing import folder, jdbc, permission, report, role, user, write
from tests.conftest import ROOT, Run

_SCHEMA = ROOT / "catalogkit" / "schemas" / "check-1.json"


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    return write(tmp_path / "whole.zip", report("/a/weekly", data_source="/ds/main"), jdbc("/ds/main"))


@pytest.fixture
def partial(tmp_path: Path) -> Path:
    return write(tmp_path / "partial.zip", report("/a/weekly", data_source="/ds/gone"), jdbc("/ds/main"))


def rehearsed(path: Path, target: Target | None = None, **options: object) -> RehearsalResult:
    server = options.pop("server", Server.CE_8_2)
    chosen = ImportOptions(**options)  # type: ignore[arg-type]
    receiver = target or fresh_target()
    into = Into(receiver, chosen, server, default_user(receiver))  # type: ignore[arg-type]
    with open_catalog(path) as catalog:
        result = check(catalog, into=into, compare=True).rehearsal
    assert result is not None
    return result


def target(path: Path) -> Target:
    with open_catalog(path) as catalog:
        return target_of(catalog)


def actions(result: RehearsalResult) -> dict[str, tuple[Action, str]]:
    return {action.uri: (action.action, action.reason) for action in result.actions}


def test_a_whole_catalog_into_a_fresh_server_is_clean(whole: Path) -> None:
    result = rehearsed(whole)

    assert (result.verdict, result.phase.value, result.error, result.warnings) == (
        Verdict.CLEAN,
        "finished",
        None,
        (),
    )
    assert result.created == ("/a", "/a/weekly", "/ds", "/ds/main")
    assert result.overwritten == result.removed == ()


def test_a_missing_reference_rejects_its_owner(partial: Path) -> None:
    result = rehearsed(partial)

    assert result.verdict is Verdict.PARTIAL
    assert [(w.code, w.parameters) for w in result.warnings] == [
        ("import.reference.resource.not.found", ("/ds/gone", "/a/weekly"))
    ]
    assert actions(result)["/a/weekly"] == (Action.REJECT, "/ds/gone is not in the catalog")
    assert "/a/weekly" not in result.created


def test_what_exists_is_kept_or_overwritten(whole: Path) -> None:
    kept, updated = rehearsed(whole, target(whole)), rehearsed(whole, target(whole), update=True)

    assert actions(kept)["/ds/main"][0] is Action.KEEP
    assert kept.overwritten == ()
    assert actions(updated)["/ds/main"][0] is Action.UPDATE
    assert updated.overwritten == ("/a/weekly", "/ds/main")
    assert updated.created == ()


def test_a_list_of_broken_dependencies_needs_a_decision(tmp_path: Path) -> None:
    path = write(tmp_path / "c.zip", jdbc("/ds/main"), broken_dependencies=["/x"])
    result = rehearsed(path)

    assert result.verdict is Verdict.NEEDS_DECISION
    assert result.error is not None
    assert (result.error.code, result.error.parameters) == ("import.broken.dependencies", ("/x",))
    assert actions(result)["/ds/main"] == (Action.SKIP, "the import ends before it")


def test_the_strategies_are_compared_and_the_best_is_named(tmp_path: Path, whole: Path) -> None:
    path = write(tmp_path / "c.zip", report("/a/new", data_source="/ds/main"), broken_dependencies=["/a/new"])
    result = rehearsed(path, target(whole))

    outcome = {row.strategy: (row.verdict, row.best) for row in result.strategies}
    assert outcome == {
        Strategy.FAIL: (Verdict.NEEDS_DECISION, False),
        Strategy.SKIP: (Verdict.PARTIAL, False),
        Strategy.INCLUDE: (Verdict.CLEAN, True),
    }


def test_permissions_that_would_be_deleted_and_written_are_listed(tmp_path: Path) -> None:
    old = folder("/a", permissions=[permission(2, role="ROLE_OLD")])
    new = folder("/a", permissions=[permission(30, role="ROLE_NEW")])
    roles = (role("ROLE_OLD"), role("ROLE_NEW"))
    result = rehearsed(
        write(tmp_path / "new.zip", new, *roles, requested=["/a"]),
        target(write(tmp_path / "old.zip", old, *roles)),
        update=True,
    )

    assert "/a: role ROLE_OLD (2)" in result.permissions_deleted
    assert "/a: role ROLE_NEW (30)" in result.permissions_written


def test_what_is_not_known_of_the_target_is_uncertain(whole: Path) -> None:
    result = rehearsed(whole, target(whole))

    (only,) = result.uncertain
    assert only.startswith("the permissions of the target are not known")


def test_commercial_types_stop_a_community_server_and_are_uncertain_on_a_commercial_one(
    tmp_path: Path,
) -> None:
    from catalogkit.testing import domain

    path = write(tmp_path / "c.zip", domain("/d", data_sources={"a": "/ds"}), jdbc("/ds"))
    community, commercial = rehearsed(path), rehearsed(path, server=Server.PRO_8_2)

    assert (community.verdict, community.error and community.error.opaque) == (Verdict.REFUSED, True)
    assert commercial.verdict is Verdict.CLEAN
    assert {a.certainty for a in commercial.actions if a.type == "semanticLayerDataSource"} == {"uncertain"}


def test_the_target_is_not_changed(whole: Path) -> None:
    into = fresh_target()
    rehearsed(whole, into)

    assert into == fresh_target()


def test_somebody_who_may_not_import(tmp_path: Path, whole: Path) -> None:
    people = write(tmp_path / "people.zip", user("bo", roles=["ROLE_USER"]), role("ROLE_USER"))
    with open_catalog(whole) as catalog, pytest.raises(UsageError, match="403"):
        check(catalog, into=Into(target(people), user="bo"))
    with open_catalog(whole) as catalog, pytest.raises(UsageError, match="no such user"):
        check(catalog, into=Into(fresh_target(), user="nobody"))


def test_the_command_leads_with_the_verdict(run: Run, whole: Path, partial: Path) -> None:
    code, output, errors = run("check", whole, "--into", "fresh")
    assert (code, errors) == (0, "")
    assert output.startswith("import into fresh: clean: everything arrives\n")
    assert len(output.splitlines()) < 24

    code, output, _ = run("check", partial, "--into", "fresh", "--compare-strategies")
    assert code == 1
    assert output.startswith("import into fresh: partial")
    assert "/ds/gone, /a/weekly" in output


def test_what_a_rehearsal_says_is_80_columns_wide(run: Run, tmp_path: Path) -> None:
    """Where the name of the target is long, and objects of every kind are left out."""
    listing = tmp_path / "what-the-server-in-production-holds.json"
    listing.write_text('{"resourceLookup": [{"uri": "/a", "resourceType": "folder", "label": "A"}]}')
    _, output, _ = run("check", ROOT / "sample_catalogs" / "broken.zip", "--into", listing)

    told = output[: output.index("  uncertain:")].splitlines()
    assert any(line.startswith("  skip   ") for line in told)
    assert [line for line in told if len(line) > 80 and " " in line.strip()] == []


def test_json_follows_its_schema(run: Run, partial: Path) -> None:
    _, output, _ = run("check", partial, "--into", partial, "--update", "-o", "json")
    data = json.loads(output)

    jsonschema.validate(data, json.loads(_SCHEMA.read_text()))
    assert data["rehearsal"]["options"] == ["--update"]


def test_something_that_is_no_catalog_is_rehearsed_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "c.zip").write_bytes(b"no zip")
    code, output, errors = run("check", tmp_path / "c.zip", "--into", "fresh", "-o", "json")

    data = json.loads(output)
    assert (code, errors) == (3, "")
    jsonschema.validate(data, json.loads(_SCHEMA.read_text()))
    error = data["rehearsal"]["error"]
    assert (error["code"], error["parameters"], error["opaque"]) == ("import.failed.zip.error", None, False)
    assert error["advice"]


def test_an_upload_that_is_encrypted_as_a_whole_is_rehearsed_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "c.zip").write_bytes(b"jsEncrypted" + bytes(200))
    code, output, _ = run("check", tmp_path / "c.zip", "--into", "fresh", "-o", "json")
    rehearsal = json.loads(output)["rehearsal"]
    assert (code, rehearsal["phase"], rehearsal["error"]["opaque"]) == (3, "failed", True)
    assert ["key of the upload" in text for text in rehearsal["uncertain"]] == [True]

    _, output, _ = run("check", tmp_path / "c.zip", "--into", "fresh", "--server", "6.4-ce", "-o", "json")
    assert json.loads(output)["rehearsal"]["error"]["code"] == "import.failed.zip.error"

    code, _, errors = run("info", tmp_path / "c.zip")
    assert code == 3
    assert errors.startswith("error: the export is encrypted as a whole (")


def test_what_lies_in_a_refused_folder_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "c.zip", folder("/organizations/x/a"), jdbc("/organizations/x/a/ds"))
    found = {a.uri: a.reason for a in rehearsed(path, server=Server.PRO_8_2).actions}

    assert found["/organizations/x/a/ds"].endswith("is not imported")


def test_what_an_export_of_a_part_does_not_tell_is_uncertain(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.zip", jdbc("/a/ds"), jdbc("/a/new"))
    part = write(tmp_path / "part.zip", jdbc("/a/ds"), requested=["/a"], ancestors=False)
    result = rehearsed(whole, target(part), update=True)

    certainty = {a.uri: a.certainty for a in result.actions if a.kind == "resource"}
    assert certainty == {"/a/ds": "certain", "/a/new": "uncertain"}
    assert "folders and resources outside of the export" in result.uncertain[0]


def test_on_a_commercial_server_its_superuser_imports(whole: Path) -> None:
    assert default_user(fresh_target(commercial=True)) == "superuser"
    assert default_user(fresh_target()) == "jasperadmin"


def test_import_options_need_a_target(run: Run, whole: Path) -> None:
    code, _, errors = run("check", whole, "--update")

    assert code == 2
    assert "hint: add --into fresh" in errors


@pytest.mark.parametrize("option", ["--prepend-path", "--update-core-users", "--fail-on-wrong-key"])
def test_options_of_the_command_line_of_the_server_are_refused(run: Run, whole: Path, option: str) -> None:
    code, _, errors = run("check", whole, "--into", "fresh", option)

    assert code == 2
    assert "this option is not rehearsed" in errors


def test_a_saved_listing_is_a_target(run: Run, whole: Path, shared: Path) -> None:
    listing = shared / "conformance" / "targets" / "world1.listing-v2.json"
    code, output, _ = run("check", whole, "--into", listing, "--no-verify")

    assert code == 0
    assert "the permissions of the target are not known" in output
