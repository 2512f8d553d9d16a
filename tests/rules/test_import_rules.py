"""Rules about an import: each finds its case, and stays silent about what only looks like it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from catalogkit import UnreadableError, open_catalog
from catalogkit.inspection.checking import CheckResult, check
from catalogkit.model.connections import connection
from catalogkit.model.target import Target, fresh_target
from catalogkit.rehearsal.options import ImportOptions, Server
from catalogkit.rehearsal.rehearse import Into
from catalogkit.rehearsal.targets import target_of
from catalogkit.rules import Finding, Level, all_rules
from catalogkit.testing import (
    Part,
    adhoc_view,
    control,
    event,
    favorite,
    file,
    folder,
    jdbc,
    jndi,
    job,
    jrxml,
    keyed_secret,
    link,
    organization,
    permission,
    report,
    resource,
    role,
    simple_trigger,
    user,
    write,
)
from tests.rehearsal.conformance import options_of
from tests.rehearsal.recorded_targets import target_from_state

ROOT = folder("/", permissions=(permission(1, role="ROLE_ADMINISTRATOR"), permission(2, role="ROLE_USER")))
PEOPLE = (
    role("ROLE_ADMINISTRATOR"),
    role("ROLE_USER"),
    user("jasperadmin", roles=("ROLE_ADMINISTRATOR", "ROLE_USER")),
    ROOT,
)
"""What every target has."""
NEW_JRXML = b'<jasperReport name="r"><title><element kind="staticText"/></title></jasperReport>'
WEEKLY = (report("/a/weekly", data_source="/ds/main"), jdbc("/ds/main"))
NIGHTLY = job("/a/weekly", 7, label="Nightly")


@dataclass(frozen=True)
class Import:
    """A catalog and what it goes into; without `held` a fresh server."""

    parts: Sequence[Part]
    held: Sequence[Part] | None = None
    server: Server = Server.CE_8_2
    options: ImportOptions = field(default_factory=ImportOptions)
    written: dict[str, object] = field(default_factory=dict)
    user: str = "jasperadmin"

    def into(self, folder: Path) -> Target:
        if self.held is None:
            return fresh_target(commercial=self.server.is_commercial)
        with open_catalog(write(folder / "target.zip", *PEOPLE, *self.held)) as catalog:
            return target_of(catalog)

    def checked(self, folder: Path) -> CheckResult:
        into = Into(self.into(folder), self.options, self.server, self.user)
        with open_catalog(write(folder / "c.zip", *self.parts, **self.written)) as catalog:  # type: ignore[arg-type]
            return check(catalog, into=into)

    def found(self, folder: Path, code: str) -> list[Finding]:
        return [finding for finding in self.checked(folder).findings if finding.rule.code == code]


UPDATE = ImportOptions(update=True)
KEEP_USERS = ImportOptions(update=True, skip_user_update=True)
MERGE = ImportOptions(organization="globex", merge_organization=True)
PRO = Server.PRO_8_2
ACME = organization("acme")
GLOBEX = organization("globex")
IN_ACME = file("/organizations/acme/logo", b"png", "img")
SHOWS = report("/weekly", main=jrxml(images=["repo:/organizations/acme/logo"]))
OPEN = (permission(30, role="ROLE_USER"),)
CLOSED = (permission(0, role="ROLE_USER"),)
MAILS = job("/a/weekly", 7, mail={"toAddress": ["ana@sales.example"], "subject": "s"})
NOW = simple_trigger(startType="1", startDate=None)
THEME = file("/themes/blue/overrides.css", b"a{}", "css")


def of_acme(*parts: Part, options: ImportOptions = MERGE) -> Import:
    """An export of the organization acme into a server with acme and globex."""
    return Import(parts, (ACME, GLOBEX), PRO, options, {"organization": "acme"})


CASES: dict[str, tuple[Import, str, Import]] = {
    "CK201": (
        Import([IN_ACME], server=PRO),
        "/organizations/acme",
        Import([IN_ACME, ACME], server=PRO),
    ),
    "CK202": (of_acme(SHOWS), "/weekly", of_acme(SHOWS, options=replace(MERGE, organization="acme"))),
    "CK203": (of_acme(SHOWS, options=ImportOptions()), "index.xml", of_acme(SHOWS)),
    "CK204": (
        Import([user("ana", tenant="acme")]),
        "ana|acme",
        Import([user("jasperadmin", tenant="acme")]),
    ),
    "CK501": (
        Import([user("ana", roles=["ROLE_ADMINISTRATOR"])]),
        "ana",
        Import([user("jasperadmin", roles=["ROLE_ADMINISTRATOR", "ROLE_USER"])], options=UPDATE),
    ),
    "CK502": (
        Import([user("ana")], [user("ana")], options=UPDATE),
        "ana",
        Import([user("ana")], [user("ana")], options=KEEP_USERS),
    ),
    "CK503": (
        Import([folder("/a", permissions=CLOSED)], [folder("/a", permissions=OPEN)], options=UPDATE),
        "/a",
        Import([folder("/a", permissions=CLOSED)], [folder("/a", permissions=OPEN)]),
    ),
    "CK504": (
        Import([folder("/a", permissions=CLOSED)], [folder("/a", permissions=OPEN)], options=UPDATE),
        "/a",
        Import([ROOT, folder("/a", permissions=OPEN)], [folder("/a", permissions=CLOSED)], options=UPDATE),
    ),
    "CK505": (
        Import([user("ana", email="ana@sales.example")]),
        "ana",
        Import([user("ana", email="ana@sales.example")], [user("ana")]),
    ),
    "CK506": (
        Import([user("ana", roles=["ROLE_SALES"])]),
        "ana",
        Import([user("ana", roles=["ROLE_SALES"]), role("ROLE_SALES")]),
    ),
    "CK507": (
        Import([user("ana", enabled=False)], [user("ana")], options=UPDATE),
        "ana",
        Import([user("ana")], [user("ana")], options=UPDATE),
    ),
    "CK601": (
        Import([*WEEKLY, NIGHTLY], [*WEEKLY, NIGHTLY]),
        "/a/weekly",
        Import([*WEEKLY, NIGHTLY], [*WEEKLY, NIGHTLY], options=UPDATE),
    ),
    "CK602": (
        Import([*WEEKLY, job("/a/weekly", 7, owner="ana")]),
        "/a/weekly",
        Import([*WEEKLY, job("/a/weekly", 7, owner="ana"), user("ana")]),
    ),
    "CK603": (Import([*WEEKLY, MAILS]), "/a/weekly", Import([*WEEKLY, NIGHTLY])),
    "CK604": (
        Import([*WEEKLY, job("/a/weekly", 7, trigger=NOW)]),
        "/a/weekly",
        Import([*WEEKLY, job("/a/weekly", 7, trigger=NOW, paused=True)]),
    ),
    "CK605": (
        Import([*WEEKLY, NIGHTLY], [file("/a/Nightly.pdf", b"%PDF", "pdf")]),
        "/a/weekly",
        Import(
            [*WEEKLY, job("/a/weekly", 7, label="Nightly", destination={"sequentialFilenames": True})],
            [file("/a/Nightly.pdf", b"%PDF", "pdf")],
        ),
    ),
    "CK701": (
        Import([*WEEKLY, favorite("/a/weekly", "jasperadmin")], server=Server.CE_6_4),
        "index.xml",
        Import([*WEEKLY, favorite("/a/weekly", "jasperadmin")]),
    ),
    "CK702": (
        Import([adhoc_view("/v", data_source="/ds/main"), jdbc("/ds/main")]),
        "/v",
        Import([adhoc_view("/v", data_source="/ds/main"), jdbc("/ds/main")], server=PRO),
    ),
    "CK703": (
        Import([resource("dashboardResource", "/old")], server=PRO),
        "/old",
        Import([resource("dashboardModelResource", "/new")], server=PRO),
    ),
    "CK704": (
        Import([report("/a/weekly", main=NEW_JRXML), report("/a/daily", main=jrxml())]),
        "/a/weekly",
        Import([report("/a/weekly", main=jrxml())]),
    ),
    "CK705": (
        Import([THEME], written={"version": "5.6.0 CE"}),
        "/themes/blue",
        Import([THEME], written={"version": "8.0.0 CE"}),
    ),
    "CK706": (Import([jdbc("/ds/main")]), "/ds/main", Import([jdbc("/ds/main")], [jdbc("/ds/main")])),
    "CK707": (
        Import([jdbc("/ds/main")], [jdbc("/ds/main")], options=UPDATE),
        "/ds/main",
        Import([jdbc("/ds/main")], options=UPDATE),
    ),
}
"""The import where each rule finds something, the place, and a near miss."""


def place(finding: Finding) -> str:
    return finding.hit.uri or finding.hit.entry


@pytest.mark.parametrize("code", CASES)
def test_a_rule_finds_its_case_only(code: str, tmp_path: Path) -> None:
    does, where, near_miss = CASES[code]

    assert where in [place(finding) for finding in does.found(tmp_path, code)]
    assert near_miss.found(tmp_path, code) == []


def test_rules_that_need_a_target_are_not_asked_without_one_and_that_is_said(tmp_path: Path) -> None:
    with open_catalog(write(tmp_path / "c.zip", *CASES["CK706"][0].parts)) as catalog:
        result = check(catalog)

    number = sum(rule.needs_target for rule in all_rules())
    assert not {finding.rule.code for finding in result.findings} & CASES.keys()
    assert any(f"{number} rules" in item.what and "--into" in item.why for item in result.not_checked)


def test_nothing_is_found_where_nothing_is_touched(tmp_path: Path) -> None:
    parts = [report("/a/weekly", main=jrxml()), *PEOPLE]

    found = Import(parts, [report("/a/weekly", main=jrxml())]).checked(tmp_path).findings

    assert [finding for finding in found if finding.rule.needs_target] == []


def messages(made: Import, folder: Path, code: str) -> list[str]:
    return [finding.hit.message for finding in made.found(folder, code)]


def levels(made: Import, folder: Path, code: str) -> list[Level]:
    return [finding.level for finding in made.found(folder, code)]


def test_what_is_below_a_missing_organization_is_counted(tmp_path: Path) -> None:
    parts = [IN_ACME, file("/organizations/acme/img/other", b"png", "img")]

    assert messages(Import(parts, server=PRO), tmp_path, "CK201") == [
        "the target has no organization acme: its 4 objects stay out"
    ]


def test_the_organization_above_is_named_not_the_one_inside_it(tmp_path: Path) -> None:
    inner = file("/organizations/acme/organizations/lab/logo", b"png", "img")
    held = Import([inner], [ACME, folder("/organizations/acme")], PRO)
    missing = Import([inner], [GLOBEX], PRO)

    assert [place(f) for f in held.found(tmp_path, "CK201")] == ["/organizations/acme/organizations/lab"]
    assert [place(f) for f in missing.found(tmp_path, "CK201")] == ["/organizations/acme"]


def test_a_merge_is_spelled_out(tmp_path: Path) -> None:
    made = of_acme(
        link("/mine", "/organizations/acme/logo"),
        link("/ours", "/public/organizations/acme/logo"),
        user("ana", tenant="acme"),
        job("/weekly", 7, owner="ana|acme"),
        SHOWS,
    )

    found = made.found(tmp_path, "CK202")

    assert {(f.level, place(f), f.hit.message) for f in found} == {
        (
            Level.INFO,
            "index.xml",
            "the organization acme becomes globex: 1 user, 1 job and what refers to them",
        ),
        (
            Level.WARNING,
            "/mine",
            "the link keeps leading to /organizations/acme/logo: it is not rewritten to globex",
        ),
        (
            Level.WARNING,
            "/weekly",
            "its content keeps repo:/organizations/acme/logo: it is not rewritten to globex",
        ),
    }


@pytest.mark.parametrize(
    ("source", "options", "fix"),
    [
        ("acme", ImportOptions(), "add --organization acme"),
        (None, ImportOptions(organization="acme"), "leave --organization out"),
        ("acme", ImportOptions(organization="globex"), "add --merge-organization"),
        ("ACME", ImportOptions(organization="acme"), "upper and lower case count"),
    ],
)
def test_each_row_of_the_decision_table_has_its_fix(
    source: str | None, options: ImportOptions, fix: str, tmp_path: Path
) -> None:
    made = Import(WEEKLY, (ACME, GLOBEX), PRO, options, {"organization": source})

    (message,) = messages(made, tmp_path, "CK203")
    assert fix in message


def test_an_organization_that_the_target_lacks_is_told_though_the_server_does_not(tmp_path: Path) -> None:
    made = of_acme(SHOWS, options=ImportOptions(organization="acme"))

    assert messages(replace(made, held=[GLOBEX]), tmp_path, "CK203") == [
        "it goes into the organization acme, which the target lacks; it has globex"
    ]
    assert messages(made, tmp_path, "CK203") == []


def test_all_that_a_community_server_stops_at_is_told(tmp_path: Path) -> None:
    parts = [
        ACME,
        role("ROLE_X", tenant="acme"),
        role("ROLE_USER", tenant="acme"),
        user("ana", tenant="acme"),
    ]

    found = Import(parts, [ACME]).found(tmp_path, "CK204")

    assert {place(f) for f in found} == {"acme", "ROLE_X|acme", "ana|acme"}
    assert Import(parts, [ACME], PRO).found(tmp_path, "CK204") == []


def test_an_administrator_who_loses_the_role_or_is_disabled(tmp_path: Path) -> None:
    demoted = user("jasperadmin", roles=["ROLE_USER"], enabled=False)

    assert messages(Import([demoted], [], options=UPDATE), tmp_path, "CK501") == [
        "the user loses ROLE_ADMINISTRATOR, is disabled"
    ]
    assert Import([demoted], [], options=KEEP_USERS).found(tmp_path, "CK501") == []


def test_a_user_who_becomes_administrator(tmp_path: Path) -> None:
    made = Import([user("ana", roles=["ROLE_ADMINISTRATOR"])], [user("ana", roles=[])], options=UPDATE)

    assert messages(made, tmp_path, "CK501") == ["the user gains ROLE_ADMINISTRATOR"]
    assert messages(made, tmp_path, "CK507") == []


def test_an_administrator_of_an_organization_is_a_warning(tmp_path: Path) -> None:
    made = Import([ACME, user("ana", tenant="acme", roles=["ROLE_ADMINISTRATOR"])], server=PRO)

    assert levels(made, tmp_path, "CK501") == [Level.WARNING]


def test_who_imports_is_told_that_its_own_password_changes(tmp_path: Path) -> None:
    made = Import([user("jasperadmin", roles=["ROLE_ADMINISTRATOR"])], [], options=UPDATE)

    (message,) = messages(made, tmp_path, "CK502")
    assert "the user who imports" in message
    assert "401" in message


def test_entries_that_are_deleted_and_changed_are_named(tmp_path: Path) -> None:
    held = folder("/a", permissions=(permission(30, role="ROLE_USER"), permission(2, user="jasperadmin")))
    made = Import([folder("/a", permissions=(permission(2, role="ROLE_USER"),))], [held], options=UPDATE)

    assert (
        "permissions are replaced: role ROLE_USER from read, write, create, delete to read-only, "
        "user jasperadmin (read-only) is deleted"
    ) in messages(made, tmp_path, "CK503")


def test_an_update_that_empties_the_root_locks_administrators_out(tmp_path: Path) -> None:
    made = Import([folder("/"), folder("/a", permissions=OPEN)], [], options=UPDATE)

    found = made.found(tmp_path, "CK504")

    assert ("ROLE_ADMINISTRATOR can no longer read or write it", Level.ERROR) in {
        (f.hit.message, f.level) for f in found
    }
    assert {place(f) for f in found} == {"/"}


def test_access_events_are_personal_too(tmp_path: Path) -> None:
    parts = [*WEEKLY, event("jasperadmin", "/a/weekly")]
    asked = Import(parts, options=ImportOptions(include_access_events=True))

    assert messages(asked, tmp_path, "CK505") == ["it brings 1 access event: who looked at what, and when"]
    assert messages(Import(parts), tmp_path, "CK505") == []


def test_a_denial_for_somebody_unknown_is_dropped(tmp_path: Path) -> None:
    denied = folder("/a", permissions=(permission(0, role="ROLE_SALES"), permission(30, user="JasperAdmin")))

    assert messages(Import([denied]), tmp_path, "CK506") == [
        "the permission (no access) for the role ROLE_SALES is dropped: the target does not know it"
    ]
    assert messages(Import([denied], [role("ROLE_SALES")]), tmp_path, "CK506") == []


def test_a_merge_takes_people_along_into_the_other_organization(tmp_path: Path) -> None:
    ana = user("ana", tenant="acme", roles=["ROLE_SALES|acme", "ROLE_GONE|acme"], email="ana@sales.example")
    shared = folder("/shared", permissions=(permission(2, user="ana|acme"), permission(2, user="bob|acme")))
    made = of_acme(ana, role("ROLE_SALES", tenant="acme"), shared)

    assert messages(made, tmp_path, "CK506") == [
        "the permission (read-only) for the user bob|globex is dropped: the target does not know it",
        "the user does not get the role ROLE_GONE|globex, which the target does not know",
    ]
    assert len(messages(made, tmp_path, "CK505")) == 1


def test_roles_that_were_given_by_hand_are_lost(tmp_path: Path) -> None:
    held = [role("ROLE_SALES"), user("ana", roles=["ROLE_USER", "ROLE_SALES"])]

    assert messages(Import([user("Ana")], held, options=UPDATE), tmp_path, "CK507") == [
        "the user loses ROLE_SALES, was ana before"
    ]


def test_a_job_that_gets_another_label_is_told_with_it(tmp_path: Path) -> None:
    twice = [*WEEKLY, NIGHTLY, job("/a/weekly", 8, label="Nightly")]

    found = messages(Import(twice, [*WEEKLY, NIGHTLY], options=UPDATE), tmp_path, "CK601")

    assert found == [
        "the job Nightly is added beside one of that label, as Nightly_SYSDUP_1",
        "the job Nightly is added beside one of that label, as Nightly_SYSDUP_2",
    ]


def test_jobs_of_a_report_that_is_not_there(tmp_path: Path) -> None:
    made = Import([report("/a/weekly", data_source="/ds/gone"), NIGHTLY])

    assert messages(made, tmp_path, "CK602") == ["its jobs are skipped: its report is not in the target"]


def test_a_paused_job_is_a_note_and_an_upload_is_told(tmp_path: Path) -> None:
    paused = job("/a/weekly", 7, mail={"toAddress": ["ana@sales.example"], "subject": "s"}, paused=True)
    uploads = job("/a/weekly", 8, destination={"outputFTPInfo": {"serverName": "ftp.sales.example"}})
    found = Import([*WEEKLY, paused, uploads]).found(tmp_path, "CK603")

    assert {(f.level, f.hit.message) for f in found} == {
        (Level.INFO, "a job mails to ana@sales.example, once it is resumed"),
        (Level.WARNING, "a job uploads to ftp.sales.example"),
    }


def test_what_6_4_does_with_keys_and_8_2_with_newer_fields(tmp_path: Path) -> None:
    keyed = Import([jdbc("/ds", password=keyed_secret("x"))], server=Server.CE_6_4)
    newer = Import([control("/c", componentType="x")])

    assert levels(keyed, tmp_path, "CK701") == [Level.ERROR]
    assert levels(newer, tmp_path, "CK701") == [Level.WARNING]


def test_every_commercial_resource_is_told_not_only_the_first(tmp_path: Path) -> None:
    view = adhoc_view("/v", data_source="/ds")
    made = Import([view, adhoc_view("/w", data_source="/ds"), jdbc("/ds")])

    assert {place(f) for f in made.found(tmp_path, "CK702")} == {"/v", "/w"}
    kept = replace(made, held=[view, adhoc_view("/w", data_source="/ds"), jdbc("/ds")])
    assert kept.found(tmp_path, "CK702") == []


def test_themes_that_are_skipped_are_not_told(tmp_path: Path) -> None:
    made = Import([THEME], options=ImportOptions(skip_themes=True), written={"version": "5.6.0 CE"})

    assert made.found(tmp_path, "CK705") == []


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("jdbc:postgresql://db.sales.example:5432/x?password=hunter2", "db.sales.example:5432"),
        ("jdbc:oracle:thin:@db.sales.example:1521:orcl", "db.sales.example:1521"),
        ("jdbc:sqlserver://db.sales.example\\one;password=hunter2", "db.sales.example"),
        ("jdbc:x://ana:hunter2@db.sales.example/x", "db.sales.example"),
        ("jdbc:x://ana:hun/ter2@db.sales.example/x", ""),
        ("jdbc:mysql://one:1,two:2/x", "one:1,two:2"),
        ("jdbc:x://[::1]:5432/x", "[::1]:5432"),
        ("jdbc:h2:mem:hunter2", ""),
    ],
)
def test_of_a_url_only_the_host_is_shown(url: str, place: str, tmp_path: Path) -> None:
    with open_catalog(write(tmp_path / "c.zip", jdbc("/ds", url=url))) as catalog:
        assert connection(catalog.resources[next(iter(catalog.resources))]) == place


def test_a_data_source_that_keeps_its_host_is_a_note_else_both_are_named(
    tmp_path: Path,
) -> None:
    here, there = jdbc("/ds", url="jdbc:x://one/x"), jdbc("/ds", url="jdbc:x://two/x")

    same = Import([here], [here], options=UPDATE)
    other = Import([here], [there], options=UPDATE)

    nowhere = Import([jdbc("/ds", url="jdbc:h2:mem:x")], [here], options=UPDATE)

    assert messages(nowhere, tmp_path, "CK707") == ["a data source of the target is overwritten"]
    assert levels(same, tmp_path, "CK707") == [Level.INFO]
    assert levels(other, tmp_path, "CK707") == [Level.WARNING]
    assert messages(other, tmp_path, "CK707") == [
        "a data source of the target leads to one instead of two from then on"
    ]


def test_a_merge_into_the_root_is_none(tmp_path: Path) -> None:
    made = of_acme(SHOWS, options=replace(MERGE, organization="organizations"))

    assert messages(made, tmp_path, "CK202") == []
    assert len(messages(made, tmp_path, "CK203")) == 1


@pytest.mark.slow
def test_every_recorded_import_can_be_told_about(shared: Path) -> None:
    told = set()
    targets: dict[str, Target] = {}
    for case in sorted((shared / "conformance" / "cases").iterdir()):
        request = json.loads((case / "case.json").read_text())
        name = request["target"]
        if name not in targets:
            targets[name] = target_from_state(shared / "conformance" / "targets", name)
        options = options_of(request["request"])[-1]
        with suppress(UnreadableError), open_catalog(next(case.glob("*.zip"))) as catalog:
            result = check(catalog, verify=False, into=Into(targets[name], options, Server.CE_6_4))
            told |= {finding.rule.code for finding in result.findings}

    recorded = {rule.code for rule in all_rules() if rule.needs_target}
    assert recorded - told == {"CK204", "CK604", "CK605", "CK703", "CK704", "CK705"}


def test_a_jndi_name_is_shown(tmp_path: Path) -> None:
    assert messages(Import([jndi("/ds", "jdbc/sales")]), tmp_path, "CK706") == [
        "a new data source leads to jdbc/sales"
    ]
