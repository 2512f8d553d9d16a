"""Every call, argument, phase, warning and error of the import service, through a socket (seed 002)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from catalogkit.keys import key_of_numbers
from catalogkit.testing import (
    catalog,
    control,
    event,
    file,
    folder,
    jdbc,
    key_properties,
    keyed_secret,
    link,
    organization,
    permission,
    query,
    raw,
    report,
    role,
    user,
)
from tests.sandbox.client import JSON, XML, ZIP, Client

SOURCE = "/area/ds"
UNKNOWN = "00000000-0000-0000-0000-000000000000"


def one(**fields: Any) -> bytes:
    """A catalog with one data source."""
    return catalog(jdbc(SOURCE, **fields), requested=["/area"])


def broken() -> bytes:
    """A catalog whose exporter left something out: a report that needs a data source."""
    return catalog(
        report("/area/rep", data_source=SOURCE), requested=["/area"], broken_dependencies=["/area/rep"]
    )


def label(server: Client, uri: str = SOURCE) -> str:
    return str(server.get(f"/rest_v2/resources{uri}").json()["label"])


def codes(state: dict[str, Any]) -> list[tuple[str, list[str | None]]]:
    return [(item["code"], item["parameters"]) for item in state.get("warnings", [])]


# Launching


def test_a_zip_is_uploaded_and_imported(server: Client) -> None:
    reply = server.upload(one())

    assert reply.status == 200
    assert reply.headers["Content-Type"] == JSON
    started = reply.json()
    assert set(started) >= {"id", "phase", "message"}
    assert server.wait("import", started["id"])["message"] == "Import succeeded."
    assert server.has(SOURCE)


def test_the_state_is_given_as_xml(server: Client) -> None:
    reply = server.call("POST", "/rest_v2/import", one(), {"Content-Type": ZIP, "Accept": XML})

    assert reply.headers["Content-Type"] == XML
    assert reply.text().startswith('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><state>')


@pytest.mark.parametrize("kind", ["application/octet-stream", JSON, "text/plain"])
def test_other_content_types_are_refused(server: Client, kind: str) -> None:
    assert server.call("POST", "/rest_v2/import", one(), {"Content-Type": kind}).status == 415


def test_update_overwrites_and_nothing_else_does(server: Client) -> None:
    server.import_(one(label="first"))

    server.import_(one(label="second"))
    kept = label(server)
    server.import_(one(label="second"), "?update=true")

    assert (kept, label(server)) == ("first", "second")


@pytest.mark.parametrize("value", ["yes", "1", "on", ""])
def test_an_argument_is_on_only_if_it_is_true(server: Client, value: str) -> None:
    server.import_(one(label="first"))

    server.import_(one(label="second"), f"?update={value}")

    assert label(server) == "first"


def test_skip_user_update_keeps_users_that_exist(server: Client) -> None:
    server.import_(catalog(user("ana", fullName="first")))

    server.import_(catalog(user("ana", fullName="second"), user("bo")), "?update=true&skipUserUpdate=true")

    people = server.sandbox.repository.target.users  # type: ignore[union-attr]
    assert people["ana"].full_name == "first"
    assert "bo" in people


def test_broken_dependencies_fail_by_default(server: Client) -> None:
    state = server.import_(broken())

    assert state["phase"] == "pending"
    assert state["message"] == "Import is pending"
    assert state["error"] == {"errorCode": "import.broken.dependencies", "parameters": ["/area/rep"]}


def test_broken_dependencies_skip_leaves_out_what_is_broken(server: Client) -> None:
    state = server.import_(broken(), "?brokenDependencies=skip")

    assert state["phase"] == "finished"
    assert not server.has("/area/rep")


def test_broken_dependencies_include_resolves_with_what_is_there(server: Client) -> None:
    server.import_(one())

    state = server.import_(broken(), "?brokenDependencies=include")

    assert (state["phase"], codes(state)) == ("finished", [])
    assert server.has("/area/rep")


def test_broken_dependencies_include_skips_what_cannot_be_resolved(server: Client) -> None:
    state = server.import_(broken(), "?brokenDependencies=INCLUDE")

    assert state["phase"] == "finished"
    assert codes(state) == [("import.reference.resource.not.found", [None, "/area/rep"])]
    assert not server.has("/area/rep")


def of_organization() -> bytes:
    return catalog(folder("/area"), requested=["/area"], organization="orchards")


def test_organization_that_does_not_match_waits(server: Client) -> None:
    state = server.import_(of_organization(), "?organization=meadows")

    assert state["phase"] == "pending"
    assert state["error"] == {"errorCode": "import.organizations.not.match", "parameters": ["orchards"]}


def test_merge_organization_imports_into_another_one(server: Client) -> None:
    state = server.import_(of_organization(), "?organization=meadows&mergeOrganization=true")

    assert state["phase"] == "finished"
    assert server.has("/area")


def test_skip_themes_leaves_themes_out(server: Client) -> None:
    themes = catalog(file("/themes/blue/a.css", b"a{}", "css"), requested=["/themes/blue"])

    server.import_(themes, "?skipThemes=true")
    skipped = server.has("/themes/blue/a.css")
    server.import_(themes)

    assert (skipped, server.has("/themes/blue/a.css")) == (False, True)


def test_include_access_events_imports_them(server: Client) -> None:
    events = catalog(jdbc(SOURCE), event("jasperadmin", SOURCE), requested=["/area"])

    server.import_(events)
    without = len(server.sandbox.repository.contents.events)  # type: ignore[union-attr]
    server.import_(events, "?includeAccessEvents=true")

    assert without == 0
    assert len(server.sandbox.repository.contents.events) == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["includeAuditEvents", "includeMonitoringEvents"])
def test_audit_and_monitoring_events_are_of_commercial_servers(server: Client, name: str) -> None:
    finished = server.import_(one(), f"?{name}=true")
    module = {"includeAuditEvents": "audit", "includeMonitoringEvents": "reportMonitoring"}[name]
    failed = server.import_(catalog(modules={module: []}), f"?{name}=true")

    assert finished["phase"] == "finished"
    assert failed["error"] == {
        "errorCode": "import.failed",
        "parameters": ["jsexception.import.module.not.found"],
    }


def test_include_server_settings_is_spelled_with_an_s(server: Client) -> None:
    settings = catalog(organization("organizations", attributes={"log4j.x": "DEBUG", "colour": "red"}))

    def written() -> set[str]:
        return {name for _, name in server.sandbox.repository.target.attributes}  # type: ignore[union-attr]

    server.import_(settings, "?update=true&includeServerSetting=true")  # as the document has it
    without = written()
    server.import_(settings, "?update=true&includeServerSettings=true")

    assert (without, written()) == ({"colour"}, {"colour", "log4j.x"})


KEY, OTHER = (key_of_numbers(list(range(start, start + 16))) for start in (0, 1))
OTHER_TEXT = " ".join(map(str, OTHER.reveal()))


def keyed() -> bytes:
    """A catalog whose secrets, and the test of their key, are under a key."""
    source = jdbc(SOURCE, connectionPassword=keyed_secret("hidden", key=KEY))
    return catalog(source, requested=["/area"], version="8.2.0 CE", properties=key_properties(key=KEY))


def test_keys_are_not_read_from_arguments(newer: Client) -> None:
    sent = quote(OTHER_TEXT)

    as_argument = newer.import_(keyed(), f"?keyalias=a&secret-key={sent}&secretKey={sent}&secretUri=/nope")
    as_field = newer.wait("import", newer.form([("secret-key", OTHER_TEXT)], keyed()).json()["id"])

    assert as_argument["phase"] == "finished"
    assert as_field["error"] == {"errorCode": "import.decode.failed", "parameters": []}


def test_a_key_goes_round(newer: Client) -> None:
    """What is exported names the key that the secrets came with, and is imported under no other one."""
    text = " ".join(map(str, KEY.reveal()))
    first = newer.wait("import", newer.form([("secret-key", text)], keyed()).json()["id"])
    exported = newer.catalog(uris=["/area"])

    again = newer.wait("import", newer.form([("secret-key", text), ("update", "on")], exported).json()["id"])
    wrong = newer.wait("import", newer.form([("secret-key", OTHER_TEXT)], exported).json()["id"])

    assert (first["phase"], again["phase"]) == ("finished", "finished")
    assert wrong["error"]["errorCode"] == "import.decode.failed"


# Polling


def test_a_state_that_is_final_is_told_once(server: Client) -> None:
    state = server.import_(one())

    again = server.get(f"/rest_v2/import/{state['id']}/state")

    assert again.status == 404
    assert again.json()["errorCode"] == "no.such.export.process"


def test_an_unknown_task_is_not_found(server: Client) -> None:
    for method, path in (("GET", ""), ("GET", "/state"), ("DELETE", "")):
        reply = server.call(method, f"/rest_v2/import/{UNKNOWN}{path}")
        assert reply.status == 404
        assert reply.headers["Content-Type"] == "application/errorDescriptor+json"
        assert reply.json() == {
            "message": f"No export task with id {UNKNOWN}.",
            "errorCode": "no.such.export.process",
            "parameters": [UNKNOWN],
        }
    assert server.send("PUT", f"/rest_v2/import/{UNKNOWN}", {}).status == 404


def test_in_progress_is_told_until_it_ends(slow: Client) -> None:
    started = slow.upload(one()).json()

    state = slow.get(f"/rest_v2/import/{started['id']}/state")

    assert state.json() == {"id": started["id"], "message": "Import in progress.", "phase": "inprogress"}
    assert state.headers["Cache-Control"] == "no-cache,no-store"
    assert slow.wait("import", started["id"])["phase"] == "finished"


def test_pending_is_told_again_and_again(server: Client) -> None:
    state = server.import_(broken())

    assert server.get(f"/rest_v2/import/{state['id']}/state").json() == state


def test_tasks_are_listed_with_those_of_exports(server: Client) -> None:
    first = server.import_(broken())["id"]
    second = server.export(uris=["/"])["id"]

    assert server.get("/rest_v2/import").json() == [first, second]
    assert server.get("/rest_v2/import", "*/*").status == 500
    assert server.get("/rest_v2/import", "text/html").status == 406


# Warnings


def test_a_folder_whose_uri_is_too_long_is_refused(server: Client) -> None:
    name = "f" * 100
    deep = f"/{name}/{name}/{name}"

    state = server.import_(catalog(folder(deep), requested=[f"/{name}"]))

    assert ("import.resource.uri.too.long", [deep, "250"]) in codes(state)


def test_the_form_of_too_long_without_a_length_is_never_given(server: Client) -> None:
    state = server.import_(catalog(folder("/" + "x" * 260), requested=["/" + "x" * 260]))

    assert codes(state) == [("import.resource.uri.too.long", ["/" + "x" * 260, "250"])]


def test_access_is_denied_where_the_user_may_not_write(server: Client) -> None:
    server.import_(catalog(folder("/area", permissions=[permission(2, role="ROLE_ADMINISTRATOR")]),
                           requested=["/area"]))  # fmt: skip

    state = server.import_(one())

    assert codes(state) == [("import.access.denied", [SOURCE])]
    assert state["warnings"][0]["message"] == f'Access denied for "{SOURCE}"'


def test_a_resource_that_is_listed_and_not_there_is_not_found(server: Client) -> None:
    state = server.import_(catalog(folder("/area", resources=["ghost"]), requested=["/area"]))

    assert codes(state) == [("import.resource.not.found", ["/area/ghost"])]


def test_a_resource_of_another_type_stays(server: Client) -> None:
    server.import_(one())

    state = server.import_(catalog(query(SOURCE, "select 1"), requested=["/area"]), "?update=true")

    assert codes(state) == [("import.resource.different.type.already.exists", [SOURCE])]
    assert "has a different type" in state["warnings"][0]["message"]


def test_an_organization_that_is_not_there_refuses_its_folders(server: Client) -> None:
    """The document calls it `import.resource.uri.not.valid`, which no server says (import-semantics §5.1)."""
    uri = "/organizations/orchards"

    state = server.import_(catalog(folder(uri), requested=[uri]))

    assert codes(state) == [("import.folder.attached.not.exist.org", [uri])]


def test_missing_data_ends_the_import(server: Client) -> None:
    """The document calls it `import.resource.data.missing`, which no server says any more (§5.1)."""
    logo = catalog(file("/area/logo", b"x", "img"), requested=["/area"])

    state = server.import_(_without(logo, "resources/area/logo.data"))

    assert state["phase"] == "failed"
    assert state["error"] == {"errorCode": "import.failed.content.error"}


def test_a_missing_reference_is_told_with_its_owner(server: Client) -> None:
    state = server.import_(catalog(query("/area/q", "select 1", data_source=SOURCE), requested=["/area"]))

    assert codes(state) == [("import.reference.resource.not.found", [SOURCE, "/area/q"])]
    words = f'Reference resource "{SOURCE}" not found when importing resource "/area/q".'
    assert state["warnings"][0]["message"] == words


def test_a_reference_that_cannot_be_resolved_is_told_as_null(server: Client) -> None:
    """The document tells of a form with one parameter; servers give two, the first of them null."""
    unresolved = catalog(query("/area/q", "select 1", data_source=SOURCE), requested=["/area"])

    state = server.import_(unresolved, "?brokenDependencies=include")

    assert codes(state) == [("import.reference.resource.not.found", [None, "/area/q"])]


# Errors


def test_an_organization_is_not_imported_into_the_root(server: Client) -> None:
    state = server.import_(of_organization())

    assert (state["phase"], state["message"]) == ("failed", "import.organization.into.root.not.allowed")
    assert state["error"] == {
        "errorCode": "import.organization.into.root.not.allowed",
        "parameters": ["orchards"],
    }


def test_the_root_is_not_imported_into_an_organization(server: Client) -> None:
    state = server.import_(one(), "?organization=orchards")

    assert state["error"] == {
        "errorCode": "import.root.into.organization.not.allowed",
        "parameters": ["orchards"],
    }


def test_a_folder_without_descriptor_fails_with_a_text(server: Client) -> None:
    state = server.import_(catalog(folder("/area", folders=["gone"]), requested=["/area"]))

    words = 'Folder details for folder "/area/gone" were not found in the import information.'
    assert state["error"] == {"errorCode": "import.failed", "parameters": [words]}
    assert state["message"] == f"Import failed. Reason: {words}"
    assert server.has("/area")  # what was written before stays


@pytest.mark.parametrize("upload", [b"", b"hello"], ids=["empty", "no zip"])
def test_what_is_no_zip_fails(server: Client, upload: bytes) -> None:
    state = server.import_(upload)

    assert state["message"] == "Import failed. Reason: cannot read zip file."
    assert state["error"] == {"errorCode": "import.failed.zip.error"}


def test_a_zip_without_index_fails(server: Client) -> None:
    state = server.import_(catalog(raw("a.txt", "x"), without_index=True))

    assert state["error"] == {"errorCode": "import.failed.content.error"}


# Options and restart


def test_options_of_a_task_are_told(server: Client) -> None:
    started = server.upload(
        broken(), "?update=true&skipThemes=TRUE&organization=&brokenDependencies=maybe"
    ).json()

    reply = server.get(f"/rest_v2/import/{started['id']}")

    assert reply.json() == {
        "organization": "",
        "brokenDependencies": "fail",
        "parameters": ["update", "skip-themes"],
    }
    assert server.get(f"/rest_v2/import/{started['id']}", XML).status == 500


def test_a_restart_replaces_all_options(server: Client) -> None:
    server.import_(one(label="first"))
    both = catalog(
        report("/area/rep", data_source=SOURCE),
        jdbc(SOURCE, label="second"),
        requested=["/area"],
        broken_dependencies=["/area/rep"],
    )
    task = server.import_(both, "?update=true")["id"]

    restarted = server.send("PUT", f"/rest_v2/import/{task}", {"brokenDependencies": "include", "vx": 1})

    assert (restarted.status, restarted.json()["phase"]) == (200, "inprogress")
    assert server.get(f"/rest_v2/import/{task}").json() == {"brokenDependencies": "include"}
    assert server.wait("import", task)["phase"] == "finished"
    assert label(server) == "first"  # `update` was not said again


def test_a_restart_takes_parameters_with_dashes(server: Client) -> None:
    server.import_(one(label="first"))
    task = server.import_(
        catalog(jdbc(SOURCE, label="second"), requested=["/area"], broken_dependencies=["/x"])
    )["id"]

    server.send("PUT", f"/rest_v2/import/{task}", {"brokenDependencies": "skip", "parameters": ["update"]})

    assert server.wait("import", task)["phase"] == "finished"
    assert label(server) == "second"


def test_a_restart_may_end_pending_again(server: Client) -> None:
    task = server.import_(broken())["id"]

    server.send("PUT", f"/rest_v2/import/{task}", {})

    assert server.wait("import", task)["phase"] == "pending"


def test_only_a_pending_task_is_restarted(slow: Client) -> None:
    task = slow.upload(one()).json()["id"]

    reply = slow.send("PUT", f"/rest_v2/import/{task}", {})

    assert reply.status == 400
    assert reply.json() == {
        "message": "Attempt to update task in non-pending phase",
        "errorCode": "update.not.pending.phase",
        "parameters": [task],
    }


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"", JSON, 500, "generic.error.message"),
        (b"not json", JSON, 400, "serialization.error"),
        (b'{"parameters": "update"}', JSON, 400, "serialization.error"),
        (b'{"organization": 1}', JSON, 400, "serialization.error"),
        (b"{}", "text/plain", 415, None),
        (b"<import/>", XML, 500, None),
    ],
)
def test_bodies_that_a_restart_does_not_take(
    server: Client, body: bytes, kind: str, status: int, code: str | None
) -> None:
    task = server.import_(broken())["id"]

    reply = server.call("PUT", f"/rest_v2/import/{task}", body, {"Content-Type": kind})

    assert reply.status == status
    assert (reply.json()["errorCode"] if reply.body else None) == code
    assert server.get(f"/rest_v2/import/{task}/state").json()["phase"] == "pending"


def test_a_restart_of_8_2_refuses_names_given_twice_and_bad_keys(newer: Client) -> None:
    task = newer.import_(broken())["id"]

    twice = newer.send("PUT", f"/rest_v2/import/{task}", {"parameters": ["update", "update"]})
    bad = newer.send("PUT", f"/rest_v2/import/{task}", {"secretKey": "not a key"})

    assert twice.status == 500
    assert (bad.status, bad.json()["errorCode"]) == (400, "import.invalid.secretKey")
    assert "not a key" not in bad.text()


# Cancelling


def test_a_pending_task_is_cancelled(server: Client) -> None:
    task = server.import_(broken())["id"]

    reply = server.call("DELETE", f"/rest_v2/import/{task}")

    assert (reply.status, reply.body) == (204, b"")
    assert server.get(f"/rest_v2/import/{task}/state").status == 404


def test_a_running_task_is_cancelled_and_writes_nothing(slow: Client) -> None:
    task = slow.upload(one()).json()["id"]

    assert slow.call("DELETE", f"/rest_v2/import/{task}").status == 204

    assert slow.get(f"/rest_v2/import/{task}/state").status == 404
    assert slow.import_(catalog(folder("/later"), requested=["/later"]))["phase"] == "finished"
    assert (slow.has("/later"), slow.has(SOURCE)) == (True, False)


# The web form


def test_a_form_uploads_the_part_file(server: Client) -> None:
    reply = server.form([], one())

    assert reply.status == 200
    assert server.wait("import", reply.json()["id"])["phase"] == "finished"
    assert server.has(SOURCE)


def test_a_form_uploads_the_part_file_without_a_file_name(server: Client) -> None:
    mark = "----------catalogkit"
    parts = [
        b'name="update"\r\n\r\non',
        b'name="organization"\r\n\r\n\xc3\xa9',
        b'name="file"\r\n\r\n' + one(),
    ]
    body = b"".join(f"--{mark}\r\nContent-Disposition: form-data; ".encode() + p + b"\r\n" for p in parts)

    reply = server.call(
        "POST",
        "/rest_v2/import",
        body + f"--{mark}--\r\n".encode(),
        {"Content-Type": f"multipart/form-data; boundary={mark}"},
    )

    task = reply.json()["id"]
    assert server.get(f"/rest_v2/import/{task}").json()["organization"] == "é"
    assert server.wait("import", task)["error"]["errorCode"] == "import.root.into.organization.not.allowed"


@pytest.mark.parametrize("catalog_part", ["file-name", None])
def test_a_form_without_the_part_file_fails(server: Client, catalog_part: str | None) -> None:
    """The document's form names its part `file-name`, which servers do not read."""
    reply = server.form([("update", "on")], one() if catalog_part else None, catalog_part or "")

    assert (reply.status, reply.json()["errorCode"]) == (500, "generic.error.message")
    assert server.get("/rest_v2/import").json() == []


FORM_OPTIONS = (
    "update", "skip-user-update", "merge-organization", "skip-themes", "include-access-events",
    "include-audit-events", "include-monitoring-events", "include-server-settings",
)  # fmt: skip


@pytest.mark.parametrize("name", FORM_OPTIONS)
def test_every_box_of_the_form_is_an_option(server: Client, name: str) -> None:
    for value, on in (("on", True), ("", True), ("false", True), ("true", False)):
        task = server.form([(name, value)], broken()).json()["id"]
        told = server.get(f"/rest_v2/import/{task}").json()
        assert told.get("parameters", []) == ([name] if on else []), value


def test_a_form_takes_strategy_and_organization(server: Client) -> None:
    fields = [("broken-dependencies", "include"), ("organization", "organizations")]

    task = server.form(fields, one()).json()["id"]

    assert server.get(f"/rest_v2/import/{task}").json() == {
        "organization": "organizations",
        "brokenDependencies": "include",
    }


def test_camel_case_names_of_a_form_are_passed_over(server: Client) -> None:
    task = server.form([("skipUserUpdate", "on")], broken()).json()["id"]

    assert server.get(f"/rest_v2/import/{task}").json() == {"brokenDependencies": "fail"}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("secret-key", "zz", "import.invalid.secretKey"),
        ("secret-key", "0x01 0x02", "import.invalid.secretKey.length"),
        ("secret-uri", "/nope", "import.invalid.secretUri"),
    ],
)
def test_a_form_of_8_2_refuses_bad_keys(newer: Client, field: str, value: str, code: str) -> None:
    reply = newer.form([(field, value)], one())

    assert (reply.status, reply.json()["errorCode"]) == (400, code)
    assert value not in reply.text()
    assert newer.get("/rest_v2/import").json() == []


def test_a_page_for_people_uploads_a_catalog(server: Client) -> None:
    page = server.get("/", "text/html").text()

    assert 'name="file"' in page
    assert 'enctype="multipart/form-data"' in page
    assert all(f'type="checkbox" name="{name}"' in page for name in FORM_OPTIONS)
    assert 'action="/jasperserver/rest_v2/import"' in page


# What else it does


def test_other_paths_and_methods(server: Client) -> None:
    refused = server.call("DELETE", "/rest_v2/import")

    assert (refused.status, refused.headers["Allow"]) == (405, "HEAD,POST,GET,OPTIONS")
    assert server.get(f"/rest_v2/import/{UNKNOWN}/foo").status == 404
    assert server.call("OPTIONS", "/rest_v2/import").status == 200
    assert server.get("/rest/resource/themes").status == 404  # unlike `resources`


def test_both_prefixes_are_one_server(server: Client) -> None:
    server.import_(one())

    server.prefix = "/jasperserver-pro"

    assert server.has(SOURCE)


def test_people_and_permissions_arrive(server: Client) -> None:
    state = server.import_(
        catalog(
            role("ROLE_SALES"),
            user("ana", roles=["ROLE_SALES", "ROLE_USER"], attributes={"region": "north"}),
            folder("/area", permissions=[permission(30, role="ROLE_SALES")]),
            link("/area/to", "/area/logo"),
            file("/area/logo", b"GIF89a", "img"),
            control("/area/c", "single value"),
            requested=["/area"],
        )
    )

    target = server.sandbox.repository.target  # type: ignore[union-attr]
    assert (state["phase"], codes(state)) == ("finished", [])
    assert target.users["ana"].roles == ("ROLE_SALES", "ROLE_USER")
    assert target.attributes["user:ana", "region"] == "north"
    assert target.permissions["/area"] == {("role", "ROLE_SALES"): 30}
    server.user = "ana"
    assert server.get("/rest_v2/resources/area/to", "*/*").body == b"GIF89a"


def test_references_that_go_round_kill_the_worker_of_6_4(server: Client) -> None:
    circle = catalog(link("/area/a", "/area/b"), link("/area/b", "/area/a"), requested=["/area"])
    task = server.upload(circle).json()["id"]
    server.import_(one())  # the one after it runs all the same

    assert server.get(f"/rest_v2/import/{task}/state").json()["phase"] == "inprogress"
    assert server.call("DELETE", f"/rest_v2/import/{task}").status == 204


def _without(data: bytes, name: str) -> bytes:
    """A zip without one entry."""
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for item in old.namelist():
            if item != name:
                new.writestr(item, old.read(item))
    return made.getvalue()


def test_an_upload_that_is_encrypted_is_no_zip_to_6_4_and_needs_a_key_in_8_2(
    server: Client, newer: Client
) -> None:
    upload = b"jsEncrypted" + b"0b51f3c2-7a40-4c51-9d0e-5a1f0c2e9b77" + b"\x00" * 64

    assert server.import_(upload)["error"] == {"errorCode": "import.failed.zip.error"}
    assert newer.import_(upload)["error"]["errorCode"] == "import.failed"


@pytest.mark.parametrize("key", [b"0b51f3c2-7a40-4c51-9d0e-5a1f0c2e9bxx", b"no key", b""])
def test_an_encrypted_upload_without_the_uuid_of_a_key_has_no_task_in_8_2(
    server: Client, newer: Client, key: bytes
) -> None:
    upload = b"jsEncrypted" + key

    reply = newer.upload(upload)

    assert (reply.status, reply.json()["errorCode"]) == (500, "generic.error.message")
    assert newer.get("/rest_v2/import").json() == []
    assert server.import_(upload)["error"] == {"errorCode": "import.failed.zip.error"}


def test_what_begins_as_an_encrypted_upload_is_not_read_as_a_zip(server: Client) -> None:
    """Servers accept junk before a zip, but not this one (import-semantics §1.1, §1.3)."""
    assert server.import_(b"junk before" + one())["phase"] == "finished"
    assert server.import_(b"jsEncrypted" + one())["error"] == {"errorCode": "import.failed.zip.error"}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_ours_ends_the_task_and_changes_nothing(
    server: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from catalogkit.sandbox import sandbox

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(sandbox, "applied", fail)
    imported = server.import_(one())
    monkeypatch.setattr(sandbox, "export", fail)
    exported = server.export(uris=["/"])

    assert (imported["phase"], exported["phase"]) == ("failed", "failed")
    assert "a fault of the sandbox" in imported["message"]
    assert not server.has(SOURCE)
