"""Rules of the import that no recording shows, each by its paragraph of import-semantics."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from catalogkit.archive import Limits, open_archive
from catalogkit.model.names import Names
from catalogkit.model.target import (
    StoredFolder,
    StoredJob,
    StoredOrganization,
    StoredResource,
    StoredUser,
    Target,
    fresh_target,
)
from catalogkit.rehearsal.options import ImportOptions, Server, Strategy
from catalogkit.rehearsal.outcome import Action, Phase
from catalogkit.rehearsal.rehearse import Rehearsal, rehearse, rehearse_sequence
from catalogkit.testing import (
    Raw,
    calendar,
    calendar_trigger,
    custom,
    event,
    file,
    folder,
    jdbc,
    jndi,
    job,
    local,
    organization,
    permission,
    query,
    raw,
    report,
    resource,
    role,
    simple_trigger,
    user,
    values,
    write,
)
from catalogkit.testing.parts import Part

UPDATE = ImportOptions(update=True)
INCLUDE = ImportOptions(broken_dependencies=Strategy.INCLUDE)
Imported = Callable[..., Rehearsal]


@pytest.fixture
def imported(tmp_path: Path) -> Imported:
    """Rehearses the import of parts."""

    def run(
        *parts: Part,
        into: Target | None = None,
        options: ImportOptions | None = None,
        server: Server = Server.CE_6_4,
        user: str = "jasperadmin",
        **how: object,
    ) -> Rehearsal:
        how.setdefault("version", "6.4.0 CE")
        path = write(tmp_path / "catalog.zip", *parts, **how)  # type: ignore[arg-type]
        with open_archive(path) as archive:
            target = into if into is not None else fresh_target()
            return rehearse(archive, target, options or ImportOptions(), server=server, user=user)

    return run


def warnings(rehearsal: Rehearsal) -> list[tuple[str, tuple[str | None, ...]]]:
    return [(warning.code, warning.parameters) for warning in rehearsal.warnings]


def error(rehearsal: Rehearsal) -> str | None:
    return rehearsal.error.code if rehearsal.error is not None else None


def text_of(rehearsal: Rehearsal) -> str:
    assert rehearsal.error is not None
    assert rehearsal.error.parameters is not None
    return rehearsal.error.parameters[0] or ""


def action(rehearsal: Rehearsal, uri: str) -> Action | None:
    return next((item.action for item in reversed(rehearsal.actions) if item.uri == uri), None)


# §0: the server binds descriptors leniently, but knows their root elements


def test_unknown_elements_in_a_reference_are_passed_over(imported: Imported) -> None:
    reference = Raw("<dataSource><uri>/ds</uri><note>x</note></dataSource>")

    after = imported(jndi("/ds"), query("/q").but(dataSource=reference)).after

    assert after.resources["/q"].links == {"dataSource": ("/ds",)}


@pytest.mark.parametrize("label", ["<label lang='en'>Hello</label>", "<label>Hello<b>there</b></label>"])
def test_a_text_with_more_than_text_is_read(imported: Imported, label: str) -> None:
    made = imported(jndi("/ds").but(label=Raw(label)))

    assert made.phase is Phase.FINISHED
    assert made.after.resources["/ds"].label == "Hello"


@pytest.mark.parametrize(
    ("name", "data", "module"),
    [
        ("organizations/organizations.xml", "<person/>", {"tenants": ["organizations"]}),
        ("users/bo.xml", "<person/>", {"authority": []}),
        ("accessEvents/1.xml", "<person/>", {"accessEvents": []}),
    ],
)
def test_another_root_element_ends_the_import(
    imported: Imported, name: str, data: str, module: dict[str, list[str]]
) -> None:
    parts = {
        "organizations": organization(),
        "users": user("bo"),
        "accessEvents": event("jasperadmin", "/x"),
    }
    part = parts[name.partition("/")[0]]

    made = imported(part, raw(name, data), options=ImportOptions(update=True, include_access_events=True))

    assert error(made) == "import.failed"
    assert made.error is not None
    assert made.error.opaque


@pytest.mark.parametrize(
    "part",
    [
        user("bo", previousPasswordChangeTime="yesterday"),
        event("jasperadmin", "/x", eventDate="yesterday"),
        calendar("Days", ["yesterday"]),
    ],
)
def test_a_date_that_is_none_ends_the_import(imported: Imported, part: Part) -> None:
    made = imported(part, options=ImportOptions(include_access_events=True))

    assert error(made) == "import.failed"


def test_an_embedded_resource_of_an_unknown_type_ends_the_import(imported: Imported) -> None:
    made = imported(report("/r", query=local("fogKind", "q")))

    assert error(made) == "import.failed"


def test_what_only_our_limits_stop_is_said(imported: Imported, tmp_path: Path) -> None:
    path = write(tmp_path / "long.zip", jndi("/ds", description="x" * 5_000), path_processor=None)
    with open_archive(path, Limits(max_xml_size=4_000)) as archive:
        made = rehearse(archive, fresh_target(), ImportOptions(), server=Server.CE_6_4)

    assert error(made) == "import.failed"
    assert any("resources/ds.xml" in text for text in made.uncertain)


# §1.1, §2: organizations


def organized(*ids: str) -> Target:
    target = fresh_target(commercial=True)
    for name in ids:
        target.organizations[name] = StoredOrganization(
            name, name, name, folder=f"/organizations/{name}", uri=f"/{name}"
        )
    return target


def test_the_organization_of_the_importing_user_counts_where_none_is_named(imported: Imported) -> None:
    target = organized("north")
    target.users["ann"] = StoredUser("ann", "Ann", roles=("ROLE_ADMINISTRATOR",), tenant="north")

    made = imported(jndi("/ds"), into=target, server=Server.PRO_8_2, user="ann")

    assert error(made) == "import.root.into.organization.not.allowed"
    assert made.error is not None
    assert made.error.parameters == ("north",)
    assert any("north" in text for text in made.uncertain)


def test_a_renamed_folder_gets_the_new_name_as_label(imported: Imported) -> None:
    """§2.3."""
    options = ImportOptions(organization="south", merge_organization=True)
    parts = folder("/organizations"), folder("/organizations/north", label="The North")

    made = imported(*parts, into=organized("north", "south"), options=options, server=Server.PRO_8_2,
                    organization="north")  # fmt: skip

    assert made.after.folders["/organizations/south"].label == "south"


def test_an_organization_is_found_whatever_the_case_of_its_id(imported: Imported) -> None:
    """§2.4."""
    made = imported(organization("NORTH"), into=organized("north"), server=Server.PRO_8_2)

    assert action(made, "NORTH") is Action.KEEP


def test_a_merge_keeps_the_name_of_the_target(imported: Imported) -> None:
    """§2.3: id, parent, alias and name are not copied."""
    options = ImportOptions(update=True, organization="south", merge_organization=True)

    made = imported(
        organization("north", tenantDesc="cold"), into=organized("south"), options=options,
        server=Server.PRO_8_2, organization="north",
    )  # fmt: skip

    south = made.after.organizations["south"]
    assert (south.name, south.alias, south.description) == ("south", "south", "cold")
    assert "north" not in made.after.organizations


def test_attributes_of_a_new_organization_end_the_import_of_a_community_server(imported: Imported) -> None:
    """§12: it was saved before."""
    made = imported(organization("north", attributes={"a": "1"}))

    assert made.error is not None
    assert made.error.parameters == ("This implementation does not support tenants",)
    assert "north" in made.after.organizations


def test_an_empty_theme_becomes_the_default_one(imported: Imported) -> None:
    """§2.4."""
    target = fresh_target()
    target.organizations["organizations"].theme = ""

    made = imported(organization(theme="blue"), into=target,
                    options=ImportOptions(update=True, skip_themes=True))  # fmt: skip

    assert made.after.organizations["organizations"].theme == "default"


# §3.2: what a reference may lead to


@pytest.mark.parametrize(
    ("server", "arrives"), [(Server.CE_6_4, False), (Server.CE_8_2, True), (Server.PRO_8_2, True)]
)
def test_a_data_source_of_a_report_may_be_anything_since_8(
    imported: Imported, server: Server, arrives: bool
) -> None:
    made = imported(values("/lov", {"a": "b"}), report("/r", data_source="/lov"), server=server)

    assert ("/r" in made.after.resources) == arrives


@pytest.mark.parametrize("server", list(Server))
def test_that_of_a_mondrian_connection_may_not(imported: Imported, server: Server) -> None:
    schema = file("/schema", b"<Schema/>", "olapMondrianSchema")
    connection = resource("mondrianConnection", "/m", schema="/schema", dataSource="/lov")

    made = imported(values("/lov", {"a": "b"}), schema, connection, server=server)

    assert warnings(made) == [("import.reference.resource.not.found", (None, "/m"))]


# §5.2: what a database cannot store


@pytest.mark.parametrize(
    "part",
    [
        jdbc("/x", password="p" * 251),
        custom("/x", "com.example.Service", properties={"k" * 201: "v"}),
        custom("/x", "com.example.Service", properties={"k": "v" * 1_001}),
        resource("dataType", "/x", type=1, minValue="1" * 1_001),
        resource("awsDataSource", "/x", driver="d", accessKey="a" * 151),
        resource("xmlaConnection", "/x", catalog="c", connectionPassword="p" * 251),
        user("bo", password="p" * 251),
        user("bo", attributes={"a": "v" * 2_001}),
        role("R" * 101),
    ],
)  # fmt: skip
def test_what_no_column_holds_ends_the_import(imported: Imported, part: Part) -> None:
    made = imported(part)

    assert error(made) == "import.failed"
    assert made.error is not None
    assert made.error.opaque


def test_an_empty_label_is_a_label(imported: Imported) -> None:
    made = imported(jndi("/x", label=""))

    assert made.phase is Phase.FINISHED
    assert made.after.resources["/x"].label == ""


# §7.2, §12: users


def test_a_missing_password_comes_before_the_organization(imported: Imported) -> None:
    """§1.3: a bare null is a content error, and it comes before anything is saved."""
    text = "<user><username>bo</username><fullName>Bo</fullName>%s<tenantId>north</tenantId></user>"

    without = imported(user("bo"), raw("users/bo.xml", text % ""))
    with_one = imported(user("bo"), raw("users/bo.xml", text % "<password>p</password>"))

    assert error(without) == "import.failed.content.error"
    assert text_of(with_one) == "This implementation does not support tenants"


@pytest.mark.parametrize(
    ("there", "name", "hits"),
    [
        (["ana"], "ANA", ("ana",)),
        (["ana"], "a_a", ("ana",)),
        (["ana"], "a%", ("ana",)),
        (["ana", "ANA"], "Ana", ("ana", "ANA")),
        (["ana"], "an", ()),
        (["a.a"], "aaa", ()),
        (["ana", "aba"], "_%", ("aba", "ana")),
    ],
)
def test_names_are_found_as_patterns(there: list[str], name: str, hits: tuple[str, ...]) -> None:
    assert Names(there).like(name) == hits


def test_a_user_is_found_as_a_pattern_if_only_one_matches(imported: Imported) -> None:
    target = fresh_target()
    target.users["joe.smith"] = StoredUser("joe.smith", "Joe")

    alone = imported(user("joe_smith"), into=target, options=UPDATE)
    target.users["joe-smith"] = StoredUser("joe-smith", "Other Joe")
    one_of_two = imported(user("joe_smith"), into=target, options=UPDATE)

    assert sorted(alone.after.users) == ["anonymousUser", "jasperadmin", "joe_smith"]
    assert {"joe.smith", "joe-smith", "joe_smith"} <= set(one_of_two.after.users)


def test_users_are_found_again_after_they_changed(imported: Imported) -> None:
    target = fresh_target()
    target.users["bo"] = StoredUser("bo", "Bo")

    made = imported(user("BO"), user("b_"), user("cy"), into=target, options=UPDATE)

    assert sorted(made.after.users) == ["anonymousUser", "b_", "cy", "jasperadmin"]
    assert made.after.users["b_"].password_changes == 2


# §7.4, §12: report jobs


def scheduled(*labels: str, created: str = "2024-01-15 08:00:00.0", **fields: object) -> Target:
    """A target with a report and jobs of it."""
    target = fresh_target()
    target.folders["/out"] = StoredFolder("/out", "out")
    target.resources["/r"] = StoredResource("/r", "reportUnit", label="Weekly")
    for label in labels:
        made = StoredJob("/r", label, "jasperadmin", "o", "/out", ("1",), created=created)
        for name, value in fields.items():
            setattr(made, name, value)
        target.jobs.append(made)
    return target


def jobs(*made: Part) -> tuple[Part, ...]:
    return report("/r", label="Weekly"), folder("/out"), *made


def labels(rehearsal: Rehearsal) -> list[str]:
    return [item.label for item in rehearsal.after.jobs]


def test_jobs_of_what_is_no_report_are_passed_over(imported: Imported) -> None:
    target = fresh_target()
    target.resources["/r"] = StoredResource("/r", "query")

    made = imported(job("/r"), into=target, options=INCLUDE)

    assert made.phase is Phase.FINISHED
    assert not made.after.jobs
    assert imported(job("/r"), into=target, server=Server.PRO_8_2).after.jobs


@pytest.mark.parametrize(
    ("label", "is_match"),
    [
        ("plan", True),
        ("NIGHT PLAN", True),
        ("night_plan", True),
        ("n%n", True),
        ("week", True),
        ("day", False),
    ],
)
def test_the_label_of_a_job_is_searched_for(imported: Imported, label: str, is_match: bool) -> None:
    """Contained in the label, in the description or in the label of the report."""
    made = imported(*jobs(job("/r", label=label, baseOutputFilename="o")), into=scheduled("Night plan"),
                    options=UPDATE)  # fmt: skip

    assert labels(made) == ([label] if is_match else ["Night plan", label])


def test_several_matches_mean_another_job(imported: Imported) -> None:
    target = scheduled("plan", "plan B")

    made = imported(*jobs(job("/r", label="plan", baseOutputFilename="p")), into=target, options=UPDATE)

    assert labels(made) == ["plan", "plan B", "plan_SYSDUP_1"]


@pytest.mark.parametrize(("overwrites", "changed"), [(False, False), (True, True)])
def test_an_update_is_passed_over_if_another_job_writes_the_same(
    imported: Imported, overwrites: bool, changed: bool
) -> None:
    target = scheduled("Alpha", "Beta", overwrites=overwrites)
    incoming = job("/r", label="Alpha", baseOutputFilename="o", destination={"folderURI": "/out"})

    made = imported(*jobs(incoming), into=target, options=UPDATE)

    assert bool(made.after.jobs[0].changes) == changed


@pytest.mark.parametrize(
    ("given", "arrives"),
    [
        ({}, True),
        ({"trigger": simple_trigger(startType="now", startDate=None)}, True),
        ({"trigger": simple_trigger(startType="now")}, False),
        ({"trigger": simple_trigger(startType="now", startDate=None, endDate="2020-01-01T00:00:00Z")}, False),
        ({"trigger": simple_trigger(startType="now", startDate=None, endDate="2999-01-01T00:00:00Z")}, True),
        ({"trigger": simple_trigger(endDate="2020-01-01T00:00:00.000Z")}, False),
        ({"trigger": simple_trigger(startDate="2020-01-01T00:00:00.000Z")}, True),
        ({"trigger": simple_trigger(recurrenceInterval=None)}, False),
        ({"trigger": simple_trigger(recurrenceIntervalUnit=None)}, False),
        ({"trigger": simple_trigger(occurrenceCount=1, recurrenceInterval=None)}, True),
        ({"trigger": calendar_trigger()}, True),
        ({"trigger": calendar_trigger(months=None)}, False),
        ({"trigger": calendar_trigger(daysType="week days")}, False),
        ({"trigger": calendar_trigger(daysType="week days", weekDays="2,3")}, True),
        ({"baseOutputFilename": "two words"}, False),
        ({"baseOutputFilename": "größe_1.a-b;c@d"}, True),
        ({"baseOutputFilename": "x" * 101}, False),
        ({"description": "x" * 2_001}, False),
        ({"label": ""}, False),
        ({"formats": ()}, False),
        ({"owner": "nobody"}, False),
        ({"source": None}, False),
        ({"contentRepositoryDestination": None}, False),
        ({"destination": {"folderURI": "/none"}}, False),
        ({"destination": {"folderURI": "/none", "saveToRepository": False}}, True),
        ({"destination": {"folderURI": "/none", "usingDefaultReportOutputFolderURI": True}}, True),
        ({"destination": {"folderURI": "/" + "x" * 200, "saveToRepository": False}}, False),
        ({"mail": {"subject": "Hello", "toAddress": ["ann@example.com"]}}, True),
        ({"mail": {"toAddress": ["ann@example.com"]}}, False),
        ({"mail": {"subject": "Hello", "toAddress": ["ann"]}}, False),
        ({"mail": {}}, True),
    ],
)
def test_a_job_that_is_not_valid_is_passed_over(
    imported: Imported, given: dict[str, object], arrives: bool
) -> None:
    made = imported(*jobs(job("/r", **given)))  # type: ignore[arg-type]

    assert (made.phase, not made.warnings) == (Phase.FINISHED, True)
    assert bool(made.after.jobs) == arrives


@pytest.mark.parametrize(
    "fields",
    [
        {"mail": {"subject": "x" * 101}},
        {"mail": {"messageText": "x" * 2_001}},
        {"trigger": calendar_trigger(minutes="0," * 101)},
        {"trigger": calendar_trigger(months="1," * 21)},
    ],
)
def test_a_job_that_cannot_be_stored_ends_the_import(imported: Imported, fields: dict[str, object]) -> None:
    made = imported(*jobs(job("/r", **fields)))  # type: ignore[arg-type]

    assert error(made) == "import.failed"


# §7.5: access events


@pytest.mark.parametrize("count", ["1_0", " 1", "one", "", "99999999999"])
def test_a_count_that_is_no_number_ends_the_import(imported: Imported, count: str) -> None:
    made = imported(
        event("jasperadmin", "/x"),
        options=ImportOptions(include_access_events=True),
        modules={"accessEvents": [count]},
    )

    assert error(made) == "import.failed"


# §10.14, §11: permissions


def test_a_refused_folder_loses_its_permissions_with_update(imported: Imported) -> None:
    """§11: entries of a folder are deleted and written even if saving it was refused."""
    target = fresh_target()
    target.resources["/a"] = StoredResource("/a", "query", label="a")
    target.permissions["/a"] = {("user", "jasperadmin"): 1}
    parts = folder("/a", permissions=[permission(30, role="ROLE_USER")])

    made = imported(parts, into=target, options=UPDATE)

    assert ("import.resource.different.type.already.exists", ("/a",)) in warnings(made)
    assert made.after.permissions["/a"] == {("role", "ROLE_USER"): 30}


# §10.3


def test_an_empty_link_is_a_reference(imported: Imported) -> None:
    made = imported(resource("fileResource", "/l", referenceUri=""))

    assert warnings(made) == [("import.reference.resource.not.found", ("", "/l"))]


# `rest-services.md` §1.4: restarts


def test_a_restart_replaces_all_options(tmp_path: Path) -> None:
    path = write(tmp_path / "catalog.zip", jndi("/ds", label="new"), broken_dependencies=["/ds"])
    target = fresh_target()
    target.resources["/ds"] = StoredResource("/ds", "jndiJdbcDataSource", label="old")
    with open_archive(path) as archive:
        states = rehearse_sequence(archive, target, [UPDATE, INCLUDE, UPDATE], server=Server.CE_6_4)

    assert [state.phase for state in states] == [Phase.PENDING, Phase.FINISHED]
    assert states[0].after == target
    assert states[1].after.resources["/ds"].label == "old"
