"""Every row of the vendor's tables of the import service: options, phases, warnings, errors.

Where real servers do otherwise, the paragraph that says so stands beside the row.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from catalogkit import Limits, UsageError, open_catalog
from catalogkit.archive import open_archive
from catalogkit.inspection.checking import check
from catalogkit.keys import Key
from catalogkit.model.target import StoredOrganization, Target, fresh_target
from catalogkit.rehearsal.codes import PAGES, advice, silent_page
from catalogkit.rehearsal.keys import refused_field
from catalogkit.rehearsal.options import ImportOptions, Server, from_form, from_query, from_restart
from catalogkit.rehearsal.outcome import Action, Phase, ServerError, ServerWarning
from catalogkit.rehearsal.rehearse import Into, Rehearsal, rehearse, rehearse_sequence, unreadable
from catalogkit.testing import (
    IndexItem,
    Part,
    calendar,
    event,
    favorite,
    file,
    folder,
    jdbc,
    job,
    key_properties,
    link,
    organization,
    permission,
    raw,
    report,
    resource,
    role,
    user,
    values,
    write,
)

KEY = Key(bytes(range(16)))
OTHER_KEY = "0x1c 0x40 0xb9 0xf6 0xe2 0xd3 0xf9 0xd0 0x5a 0xab 0x84 0xe6 0xd4 0xe8 0x5f 0xed"
"""The example of the documents."""
KEYED = {"version": "8.2.0 PRO", "properties": key_properties(key=KEY)}


class Rehearse(Protocol):
    def __call__(
        self,
        *parts: Part,
        query: dict[str, str] | None = None,
        options: ImportOptions | None = None,
        into: Target | None = None,
        server: Server = Server.CE_8_2,
        user: str = "jasperadmin",
        **catalog: object,
    ) -> Rehearsal: ...


@pytest.fixture
def rehearsed(tmp_path: Path) -> Rehearse:
    """Rehearse the import of a small catalog."""

    def run(
        *parts: Part,
        query: dict[str, str] | None = None,
        options: ImportOptions | None = None,
        into: Target | None = None,
        server: Server = Server.CE_8_2,
        user: str = "jasperadmin",
        **catalog: object,
    ) -> Rehearsal:
        path = write(tmp_path / "catalog.zip", *parts, **catalog)  # type: ignore[arg-type]
        chosen = options or from_query(query or {})
        with open_archive(path, Limits()) as archive:
            return rehearse(archive, into or fresh_target(), chosen, server=server, user=user)

    return run


def done(rehearsal: Rehearsal, uri: str) -> Action:
    (action,) = [item.action for item in rehearsal.actions if item.uri == uri]
    return action


def silent(rehearsal: Rehearsal, uri: str) -> str:
    """The name of the page about what was done to an object, in the end, without a word."""
    *_, action = (item for item in rehearsal.actions if item.uri == uri)
    page = silent_page(action)
    return "" if page is None else page.code


def with_organization(name: str) -> Target:
    target = fresh_target(commercial=True)
    target.organizations[name] = StoredOrganization(
        name, folder=f"/organizations/{name}", parent="organizations"
    )
    return target


# Arguments of the zip upload


def update(rehearsed: Rehearse) -> None:
    old = rehearsed(jdbc("/ds/main", label="Old"), role("R"), calendar("c", ["2024-01-01"])).after
    parts = (jdbc("/ds/main", label="New"), role("R"), calendar("c", ["2024-01-01"]))

    kept = rehearsed(*parts, into=old)
    updated = rehearsed(*parts, into=old, query={"update": "true"})

    assert kept.after.resources["/ds/main"].label == "Old"
    assert {uri: silent(kept, uri) for uri in ("/ds", "/ds/main", "R", "c")} == {
        "/ds": "existing-folder-kept",
        "/ds/main": "existing-resource-kept",
        "R": "role-never-overwritten",
        "c": "existing-calendar-kept",
    }
    assert updated.after.resources["/ds/main"].label == "New"
    assert silent(updated, "R") == "role-never-overwritten"  # §7.1: whatever the web form says


def skip_user_update(rehearsed: Rehearse) -> None:
    old = rehearsed(user("ana", fullName="Old")).after
    parts = (user("ana", fullName="New"), user("bo"))

    kept = rehearsed(*parts, into=old, query={"update": "true", "skipUserUpdate": "true"})
    updated = rehearsed(*parts, into=old, query={"update": "true"})

    assert silent(kept, "ana") == "user-kept-by-option"
    assert kept.after.users["ana"].full_name == "Old"
    assert done(kept, "bo") is Action.CREATE  # §9: the documents say otherwise
    assert updated.after.users["ana"].full_name == "New"
    assert silent(rehearsed(*parts, into=old), "ana") == "existing-user-kept"


def broken_dependencies(rehearsed: Rehearse) -> None:
    has_source = rehearsed(jdbc("/ds/main")).after
    parts = (report("/a/weekly", data_source="/ds/main"), jdbc("/b/other"))

    outcomes = {
        (strategy, listed): rehearsed(
            *parts, into=has_source, query={"brokenDependencies": strategy}, broken_dependencies=listed
        )
        for strategy in ("fail", "skip", "include")
        for listed in ((), ("/b/other",))
    }

    assert outcomes["fail", ()].warnings == (
        ServerWarning("import.reference.resource.not.found", ("/ds/main", "/a/weekly")),
    )
    assert outcomes["fail", ("/b/other",)].phase is Phase.PENDING
    for strategy in ("skip", "include"):  # §9: `skip` resolves in the target as well
        assert done(outcomes[strategy, ()], "/a/weekly") is Action.CREATE
    assert silent(outcomes["skip", ("/b/other",)], "/b/other") == "broken-listed-skipped"
    assert done(outcomes["include", ("/b/other",)], "/b/other") is Action.CREATE


def organization_(rehearsed: Rehearse) -> None:
    done_ = rehearsed(
        jdbc("/ds"),
        organization="x",
        into=with_organization("x"),
        query={"organization": "x"},
        server=Server.PRO_8_2,
    )

    assert (done_.phase, done_.error) == (Phase.FINISHED, None)


def merge_organization(rehearsed: Rehearse) -> None:
    into = with_organization("y")

    stopped = rehearsed(
        jdbc("/ds"), organization="x", into=into, query={"organization": "y"}, server=Server.PRO_8_2
    )
    merged = rehearsed(
        jdbc("/ds"),
        organization="x",
        into=into,
        query={"organization": "y", "mergeOrganization": "true"},
        server=Server.PRO_8_2,
    )

    assert stopped.phase is Phase.PENDING
    assert merged.phase is Phase.FINISHED


def skip_themes(rehearsed: Rehearse) -> None:
    parts = (file("/themes/dark/a.css", b"", "css"), folder("/themes"))

    skipped = rehearsed(*parts, query={"skipThemes": "true"})
    imported = rehearsed(*parts)

    assert silent(skipped, "/themes/dark") == "theme-skipped"
    assert done(imported, "/themes/dark/a.css") is Action.CREATE


def include_access_events(rehearsed: Rehearse) -> None:
    parts = (jdbc("/ds"), user("ana"), event("ana", "/ds"), event("ana", "/gone"))

    assert rehearsed(*parts).after.events == []
    asked = rehearsed(*parts, query={"includeAccessEvents": "true"})
    assert [event.uri for event in asked.after.events] == ["/ds"]
    assert silent(asked, "accessEvents/2.xml") == "event-without-resource"
    old = rehearsed(event("bo", "/ds"), query={"includeAccessEvents": "true"}, server=Server.CE_6_4)
    assert silent(old, "accessEvents/1.xml") == "event-without-user"


def _community_has_no_module(rehearsed: Rehearse, query: dict[str, str]) -> None:
    """§6: no community module reads it; a catalog with such a module fails all the same."""
    without = rehearsed(jdbc("/ds"), query=query)
    stopped = rehearsed(jdbc("/ds"), modules={"audit": []}, query=query)

    assert without.phase is Phase.FINISHED
    assert stopped.error == ServerError("import.failed", ("jsexception.import.module.not.found",))
    assert "catalogkit info" in advice(stopped.error.code, stopped.error.parameters or ())


def include_audit_events(rehearsed: Rehearse) -> None:
    assert from_query({"includeAuditEvents": "true"}).include_audit_events
    _community_has_no_module(rehearsed, {"includeAuditEvents": "true"})


def include_monitoring_events(rehearsed: Rehearse) -> None:
    assert from_query({"includeMonitoringEvents": "true"}).include_monitoring_events
    _community_has_no_module(rehearsed, {"includeMonitoringEvents": "true"})


def include_server_setting(rehearsed: Rehearse) -> None:
    """§6, §9: servers read `includeServerSettings`; the spelling of the documents has no effect."""
    root = organization(attributes={"log4j.x": "DEBUG", "own": "1"})
    settings = values("/properties/GlobalPropertiesList", {"own2": "1"})

    def attributes(*names: str) -> set[str]:
        query = dict.fromkeys(("update", *names), "true")
        return {name for _, name in rehearsed(root, query=query).after.attributes}

    assert attributes() == {"own"}
    assert attributes("includeServerSetting") == {"own"}
    assert attributes("includeServerSettings") == {"own", "log4j.x"}
    assert silent(rehearsed(root), "organizations") == "existing-organization-kept"
    dissolved = rehearsed(settings)
    assert silent(dissolved, "/properties/GlobalPropertiesList") == "settings-list-dissolved"


def keyalias(rehearsed: Rehearse) -> None:
    """§6, §9: the URL argument is `keyAlias`; the spelling of the documents has no effect."""
    assert from_query({"keyalias": "mine"}).keyalias == ""
    told = rehearsed(jdbc("/ds"), query={"keyAlias": "mine"}, **KEYED)
    assert any("the key mine" in words for words in told.uncertain)


def secret_key(rehearsed: Rehearse) -> None:
    """§9: not read on a zip upload; the form has it."""
    assert from_query({"secret-key": OTHER_KEY}).secret_key is None
    wrong = rehearsed(jdbc("/ds"), options=from_form([("secret-key", OTHER_KEY)]), **KEYED)
    right = rehearsed(jdbc("/ds"), options=ImportOptions(secret_key=KEY), **KEYED)

    assert wrong.error == ServerError("import.decode.failed", ())
    assert "--secret-key" in advice("import.decode.failed")
    assert right.phase is Phase.FINISHED


def secret_uri(rehearsed: Rehearse) -> None:
    """§9: not read on a zip upload; the form refuses one that it does not find (§1.5)."""
    assert from_query({"secretUri": "/key"}) == ImportOptions()
    refused = refused_field([("secret-uri", "/key")], fresh_target())
    assert refused is not None
    assert refused.code in PAGES


OPTIONS: dict[str, Callable[[Rehearse], None]] = {
    "update": update,
    "skipUserUpdate": skip_user_update,
    "brokenDependencies": broken_dependencies,
    "organization": organization_,
    "mergeOrganization": merge_organization,
    "skipThemes": skip_themes,
    "includeAccessEvents": include_access_events,
    "includeAuditEvents": include_audit_events,
    "includeMonitoringEvents": include_monitoring_events,
    "includeServerSetting": include_server_setting,
    "keyalias": keyalias,
    "secret-key": secret_key,
    "secretUri": secret_uri,
}


@pytest.mark.parametrize("name", OPTIONS)
def test_argument(name: str, rehearsed: Rehearse) -> None:
    OPTIONS[name](rehearsed)


FORM = {
    "update": "update",
    "skip-user-update": "skip_user_update",
    "merge-organization": "merge_organization",
    "skip-themes": "skip_themes",
    "include-access-events": "include_access_events",
    "include-audit-events": "include_audit_events",
    "include-monitoring-events": "include_monitoring_events",
    "include-server-settings": "include_server_settings",
}


@pytest.mark.parametrize("name", FORM)
def test_form_option(name: str) -> None:
    """§9: any value switches on but `true`; a restart names the options (`rest-services.md` §1.4)."""
    on = ImportOptions(**{FORM[name]: True})  # type: ignore[arg-type]

    assert from_form([(name, "on")]) == on
    assert from_form([(name, "true")]) == ImportOptions()
    assert from_restart({"parameters": [name]}) == on


# Phases


def in_progress(rehearsed: Rehearse) -> Rehearsal:
    """It lasts for ever where references go round in circles (§1.2)."""
    return rehearsed(link("/a", "/b"), link("/b", "/a"), server=Server.CE_6_4)


PHASES: dict[str, Callable[[Rehearse], Rehearsal]] = {
    "inprogress": in_progress,
    "finished": lambda rehearsed: rehearsed(jdbc("/ds")),
    "failed": lambda rehearsed: rehearsed(jdbc("/ds"), without_index=True),
    "pending": lambda rehearsed: rehearsed(jdbc("/ds"), broken_dependencies=["/ds"]),
}


@pytest.mark.parametrize("phase", PHASES)
def test_phase(phase: str, rehearsed: Rehearse) -> None:
    outcome = PHASES[phase](rehearsed)

    assert outcome.phase.value == phase
    assert PAGES[phase].texts
    assert bool(outcome.after.resources) == (phase == "finished")


def test_a_pending_import_is_restarted_with_other_options(tmp_path: Path) -> None:
    path = write(tmp_path / "c.zip", jdbc("/ds"), broken_dependencies=["/ds"])
    restart = from_restart({"brokenDependencies": "include", "parameters": ["role-users"]})

    with open_archive(path, Limits()) as archive:
        states = rehearse_sequence(archive, fresh_target(), [ImportOptions(), restart], server=Server.CE_8_2)

    assert [state.phase for state in states] == [Phase.PENDING, Phase.FINISHED]


# Warnings


def locked(rehearsed: Rehearse) -> Rehearsal:
    into = fresh_target()
    into.permissions["/"] = {("role", "ROLE_ADMINISTRATOR"): 2}
    return rehearsed(jdbc("/ds"), into=into, requested=["/ds"])


def other_type(rehearsed: Rehearse) -> Rehearsal:
    into = rehearsed(jdbc("/a")).after
    return rehearsed(values("/a", {"x": "y"}), into=into, query={"update": "true"})


WARNINGS: dict[tuple[str, int], tuple[Callable[[Rehearse], Rehearsal], tuple[str | None, ...]]] = {
    ("import.resource.uri.too.long", 2): (
        lambda rehearsed: rehearsed(folder(f"/{'x' * 150}/{'y' * 150}")),
        (f"/{'x' * 150}/{'y' * 150}", "250"),
    ),
    ("import.access.denied", 1): (locked, ("/ds",)),
    ("import.resource.not.found", 1): (
        lambda rehearsed: rehearsed(jdbc("/ds"), requested=["/ds", IndexItem("resource", "/gone")]),
        ("/gone",),
    ),
    ("import.resource.different.type.already.exists", 1): (other_type, ("/a",)),
    ("import.reference.resource.not.found", 2): (
        lambda rehearsed: rehearsed(report("/a", data_source="/gone")),
        ("/gone", "/a"),
    ),
}
UNREACHABLE_WARNINGS = {
    ("import.resource.uri.too.long", 1): "import-semantics §5.1: the form without the length is unreachable",
    ("import.resource.uri.not.valid", 1): "import-semantics §5.1, §9: in no server that was read",
    ("import.resource.data.missing", 1): "import-semantics §5.1, §9: disabled since 6.2.0",
    ("import.reference.resource.not.found", 1): "import-semantics §3.3: never produced with one parameter",
}


@pytest.mark.parametrize(("code", "count"), WARNINGS, ids=str)
def test_warning(code: str, count: int, rehearsed: Rehearse) -> None:
    run, parameters = WARNINGS[code, count]

    outcome = run(rehearsed)

    assert outcome.phase is Phase.FINISHED
    assert ServerWarning(code, parameters) in outcome.warnings
    assert len(parameters) == count
    assert str(parameters[0]) in advice(code, parameters)


def test_what_the_documents_call_not_valid_has_another_name(rehearsed: Rehearse) -> None:
    """§2.2, §5.1."""
    outcome = rehearsed(jdbc("/organizations/x/ds"), server=Server.PRO_8_2)

    assert ServerWarning("import.folder.attached.not.exist.org", ("/organizations/x",)) in outcome.warnings
    assert "organization of /organizations/x" in advice(*outcome.warnings[0])


def test_missing_data_ends_the_import_instead_of_a_warning(rehearsed: Rehearse) -> None:
    """§1.3."""
    outcome = rehearsed(resource("fileResource", "/a", fileType="img", **{"@dataFile": "a.data"}))

    assert outcome.error == ServerError("import.failed.content.error")


# Errors


def _into(target: str, source: str | None) -> Callable[[Rehearse], Rehearsal]:
    def run(rehearsed: Rehearse) -> Rehearsal:
        return rehearsed(
            jdbc("/ds"), organization=source, query={"organization": target}, server=Server.PRO_8_2
        )

    return run


def no_zip(_: Rehearse) -> Rehearsal:
    return unreadable(fresh_target())


ERRORS: dict[str, tuple[Callable[[Rehearse], Rehearsal], Phase, tuple[str | None, ...] | None]] = {
    # §2.1, §9: only the organization of the catalog, whatever the documents say
    "import.organizations.not.match": (_into("y", "x"), Phase.PENDING, ("x",)),
    "import.broken.dependencies": (
        lambda rehearsed: rehearsed(jdbc("/ds"), broken_dependencies=["/b", "/a"]),
        Phase.PENDING,
        ("/a", "/b"),
    ),
    "import.organization.into.root.not.allowed": (_into("", "x"), Phase.FAILED, ("x",)),
    "import.root.into.organization.not.allowed": (_into("y", None), Phase.FAILED, ("y",)),
    "import.failed": (
        lambda rehearsed: rehearsed(jdbc("/ds"), path_processor="ZIP"),
        Phase.FAILED,
        ('No path processor found for id "ZIP"',),
    ),
    "import.failed.zip.error": (no_zip, Phase.FAILED, None),
    "import.failed.content.error": (
        lambda rehearsed: rehearsed(modules={"authority": ["gone"]}),
        Phase.FAILED,
        None,
    ),
}


@pytest.mark.parametrize("code", ERRORS)
def test_error(code: str, rehearsed: Rehearse) -> None:
    run, phase, parameters = ERRORS[code]

    outcome = run(rehearsed)

    assert outcome.error is not None
    assert (outcome.error.code, outcome.phase) == (code, phase)
    assert outcome.error.parameters == parameters
    assert PAGES[code].stops
    assert advice(code, parameters or ())


def test_a_user_who_may_not_import_is_refused(tmp_path: Path) -> None:
    """`rest-services.md` §1: 403, where the documents say 401."""
    into = Into(fresh_target(), user="anonymousUser")
    path = write(tmp_path / "c.zip", jdbc("/ds"))

    with open_catalog(path) as catalog, pytest.raises(UsageError, match="403"):
        check(catalog, into=into)

    assert {"http-401", "http-403"} <= PAGES.keys()


# What has no row at all, because servers do not say it

JOB_REASONS: dict[str, Callable[[], tuple[Part, ...]]] = {
    "job-without-report": lambda: (report("/a"), job("/gone", 7)),
    "job-without-owner": lambda: (report("/a"), job("/a", 7, owner="nobody")),
    "job-without-output-folder": lambda: (report("/a"), job("/a", 7, destination={"folderURI": "/gone"})),
    "job-not-valid": lambda: (report("/a"), job("/a", 7, formats=())),
}


@pytest.mark.parametrize("name", JOB_REASONS)
def test_a_job_that_is_skipped_has_a_page(name: str, rehearsed: Rehearse) -> None:
    outcome = rehearsed(*JOB_REASONS[name]())

    assert outcome.after.jobs == []
    assert outcome.warnings == ()
    assert silent(outcome, "/gone" if name == "job-without-report" else "/a/7") == name


def test_a_job_that_writes_the_same_files_has_a_page(rehearsed: Rehearse) -> None:
    one = {"overwriteFiles": False}
    old = rehearsed(
        report("/a"), job("/a", 7, label="One", destination=one), report("/b"), job("/b", 8, destination=one)
    ).after
    old.jobs[1].output = old.jobs[0].output

    outcome = rehearsed(
        report("/a"), job("/a", 7, label="One", destination=one), into=old, query={"update": "true"}
    )

    assert silent(outcome, "/a/7") == "job-writes-same-files"


def test_favorites_that_stay_or_go_have_a_page(rehearsed: Rehearse) -> None:
    parts = (jdbc("/ds"), user("ana"), favorite("/ds", "ana", 1))
    old = rehearsed(*parts).after

    outcome = rehearsed(*parts, favorite("/ds", "nobody", 2), into=old)

    pages = {silent_page(a).code for a in outcome.actions if a.kind == "favorite" and silent_page(a)}  # type: ignore[union-attr]
    assert pages == {"existing-favorite-kept", "favorite-without-user"}


def test_nothing_is_kept_or_skipped_without_a_page(rehearsed: Rehearse) -> None:
    parts = (
        report("/a", data_source="/ds", permissions=[permission(1, role="ROLE_NEW")]),
        jdbc("/ds"),
        role("ROLE_NEW"),
        user("ana", roles=["ROLE_NEW", "ROLE_GONE"]),
        calendar("c", ["2024-01-01"]),
        organization(),
        job("/a", 7),
        event("ana", "/gone"),
        favorite("/ds", "nobody"),
        raw("users/left.xml", "<user/>"),
    )
    query = {"includeAccessEvents": "true"}
    first = rehearsed(*parts, query=query)
    second = rehearsed(*parts, query=query, into=first.after)

    passed = [a for a in (*first.actions, *second.actions) if a.action in (Action.KEEP, Action.SKIP)]
    assert len(passed) > 8
    assert [a for a in passed if silent_page(a) is None] == []
    assert first.after.users["ana"].roles == ("ROLE_NEW",)


# The tables themselves


def test_every_row_of_the_tables_is_here(shared: Path) -> None:
    text = next(
        text
        for path in sorted((shared / "seeds").iterdir())
        if "import.broken.dependencies" in (text := path.read_text())
    )
    text = re.sub(r"\.\n(?=[a-z]+\.[a-z])", ".", text)
    arguments, _, rest = text.partition("Import Phase\n")
    phases, _, rest = rest.partition("Import Errors")
    warnings, _, errors = rest.partition("Error Code\n")
    form = text.partition("Import Web Form Options")[2].partition("The following HTML")[0]
    _, _, arguments = arguments.partition("Argument\n\nValue")

    optional = {
        name.replace("\n", "") for name in re.findall(r"^([A-Za-z]+(?:\n[A-Z][a-z]+)?)\?$", arguments, re.M)
    }
    plain = {
        name for name in ("keyalias", "secret-key", "secretUri") if re.search(rf"^{name}$", arguments, re.M)
    }
    assert optional | plain == OPTIONS.keys()
    assert set(re.findall(r"^([a-z]+(?:-[a-z]+)*)$", form, re.M)) == FORM.keys()
    assert set(re.findall(r"^(inprogress|finished|failed|pending)$", phases, re.M)) == PHASES.keys()
    found = re.findall(r"^(import\.[a-z.]+)\n\n(0=\w+(?:\n1=\w+)?)", warnings, re.M)
    rows = {(code, parameters.count("=")) for code, parameters in found}
    assert rows == WARNINGS.keys() | UNREACHABLE_WARNINGS.keys()
    rows_of_errors = errors.partition("Restarting an Import")[0]
    assert set(re.findall(r"^(import\.[a-z.]+)$", rows_of_errors, re.M)) == ERRORS.keys()
