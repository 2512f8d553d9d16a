"""Every call and option of the export service, through a socket (seed 000)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogkit.model.repository import Resource
from catalogkit.model.types import TYPES
from catalogkit.model.uri import URI
from catalogkit.rehearsal.options import Server
from catalogkit.sandbox.loading import fresh_repository, repository_of
from catalogkit.sources import open_catalog
from catalogkit.testing import (
    attribute,
    calendar,
    event,
    favorite,
    folder,
    jdbc,
    job,
    permission,
    query,
    report,
    role,
    user,
    write,
)
from tests.sandbox.client import JSON, XML, ZIP, Client, served

UNKNOWN = "00000000-0000-0000-0000-000000000000"


def _written(path: Path, version: str = "6.4.0 CE") -> Path:
    return write(
        path,
        folder("/area", permissions=[permission(2, role="ROLE_SALES")]),
        jdbc("/area/ds"),
        query("/area/q", "select 1", data_source="/area/ds"),
        report("/area/rep", data_source="/area/ds"),
        job("/area/rep", 7, label="Nightly", owner="jasperadmin"),
        calendar("Days", ["2024-01-01T00:00:00.000Z"]),
        event("jasperadmin", "/area/rep"),
        favorite("/area/rep", "jasperadmin", 3) if version.startswith("8") else folder("/none"),
        role("ROLE_ADMINISTRATOR"),
        role("ROLE_USER"),
        role("ROLE_SALES"),
        user("jasperadmin", roles=["ROLE_ADMINISTRATOR", "ROLE_USER"]),
        user("ana", roles=["ROLE_SALES"], attributes=[attribute("region", "north")]),
        version=version,
    )


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Client]:
    """A server of 6.4 with something of everything."""
    with open_catalog(_written(tmp_path / "full.zip")) as catalog:
        repository = repository_of([catalog], Server.CE_6_4)
    with served(repository, tmp_path) as client:
        yield client


def names(data: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name for name in archive.namelist() if not name.endswith("/")}


def text(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


# Calls


@pytest.mark.parametrize("path", ["/rest_v2/export", "/rest_v2/export/"])
def test_an_export_is_started_and_its_state_is_flat(full: Client, path: str) -> None:
    reply = full.send("POST", path, {"uris": ["/area/ds"]})

    assert reply.status == 200
    assert set(reply.json()) == {"id", "message", "phase"}
    assert full.wait("export", reply.json()["id"])["message"] == "Export succeeded."


def test_the_state_is_told_again_and_the_zip_once(full: Client) -> None:
    state = full.export(uris=["/area/ds"])
    path = f"/rest_v2/export/{state['id']}"

    assert full.get(f"{path}/state").json() == state
    zipped = full.get(f"{path}/any.name", ZIP)
    assert (zipped.status, zipped.headers["Content-Type"]) == (200, ZIP)
    assert "Content-Disposition" not in zipped.headers
    assert full.get(f"{path}/any.name", ZIP).status == 404
    assert full.get(f"{path}/state").status == 404


def test_a_zip_that_is_not_there_yet_is_refused(slow: Client) -> None:
    started = slow.send("POST", "/rest_v2/export", {"uris": ["/"]}).json()

    early = slow.get(f"/rest_v2/export/{started['id']}/x.zip", "*/*")

    assert started["phase"] == "inprogress"
    assert (early.status, early.headers["Content-Type"]) == (403, "application/errorDescriptor+xml")
    assert "Task {0} not finished yet." in early.text()
    assert slow.wait("export", started["id"])["phase"] == "finished"


def test_a_zip_is_not_given_as_json(full: Client) -> None:
    state = full.export(uris=["/area/ds"])

    assert full.get(f"/rest_v2/export/{state['id']}/x.zip").status == 406
    assert full.get(f"/rest_v2/export/{state['id']}/state").status == 200


def test_an_export_is_cancelled(full: Client) -> None:
    state = full.export(uris=["/area/ds"])

    assert full.call("DELETE", f"/rest_v2/export/{state['id']}").status == 204
    assert full.call("DELETE", f"/rest_v2/export/{state['id']}").status == 404


@pytest.mark.parametrize("path", ["/state", "/x.zip"])
def test_an_unknown_export_is_not_found(full: Client, path: str) -> None:
    reply = full.get(f"/rest_v2/export/{UNKNOWN}{path}", "*/*")

    assert reply.status == 404
    assert "no.such.export.process" in reply.text()


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", JSON, 500),
        (b"not json", JSON, 400),
        (b'{"uris": "/area"}', JSON, 400),
        (b'{"uris": [1]}', JSON, 400),
        (b"[]", JSON, 400),
        (b"<export/>", XML, 500),
        (b"{}", "text/plain", 415),
    ],
)
def test_bodies_that_are_not_taken(full: Client, body: bytes, kind: str, status: int) -> None:
    assert full.call("POST", "/rest_v2/export", body, {"Content-Type": kind}).status == status


def test_other_methods_are_not_allowed(full: Client) -> None:
    listed = full.get("/rest_v2/export")
    one = full.get(f"/rest_v2/export/{UNKNOWN}")

    assert (listed.status, listed.headers["Allow"]) == (405, "POST,OPTIONS")
    assert (one.status, one.headers["Allow"]) == (405, "DELETE,OPTIONS")


# Options


def test_uris_bring_what_they_need(full: Client) -> None:
    made = names(full.catalog(uris=["/area/q"]))

    assert made == {
        "resources/area/q.xml",
        "resources/area/ds.xml",
        "resources/area/.folder.xml",
        "index.xml",
    }


@pytest.mark.parametrize("uri", ["area/q", "/nope", "/area/", "/area/rep_files/main_jrxml"])
def test_uris_that_are_not_there_fail_the_export(full: Client, uri: str) -> None:
    state = full.export(uris=["/area/ds", uri])

    assert (state["phase"], state["message"]) == ("failed", "Export failed.")
    assert "error" not in state


def test_what_no_catalog_can_hold_fails_the_export(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    draft = fresh_repository(Server.CE_6_4).draft()
    hidden = URI("/.folder")
    draft.resources[hidden] = Resource({"name": ".folder", "folder": "/"}, "", hidden, TYPES["query"])
    with served(draft.done(Server.CE_6_4), tmp_path) as client:
        state = client.export(uris=["/"])

    assert state["phase"] == "failed"
    assert state["message"] == (
        "Export failed. Reason: two things of the catalog come to lie at the same place"
    )
    assert capfd.readouterr().err == ""


def test_roles_and_users_are_exported_by_name(full: Client) -> None:
    made = full.catalog(roles=["ROLE_SALES"], users=["ana"])

    assert names(made) == {"users/ana.xml", "roles/ROLE_SALES.xml", "index.xml"}
    assert "region" not in text(made, "users/ana.xml")


def test_empty_lists_of_roles_and_users_mean_all(full: Client) -> None:
    made = names(full.catalog(roles=[], users=[]))

    assert {"users/ana.xml", "users/jasperadmin.xml", "roles/ROLE_USER.xml"} <= made


@pytest.mark.parametrize("request_", [{"roles": ["ROLE_GHOST"]}, {"users": ["ghost"]}])
def test_people_that_are_not_there_fail_the_export(full: Client, request_: dict[str, object]) -> None:
    assert full.export(**request_)["phase"] == "failed"


def test_everything(full: Client) -> None:
    made = full.catalog(parameters=["everything"])

    index = text(made, "index.xml")
    modules = ("tenants", "authority", "repositoryResources", "calendars", "reportJobs")
    assert all(f'<module id="{module}">' in index for module in modules)
    assert "accessEvents" not in index
    assert {"resources/.folder.xml", "reportJobs/area/rep/7.xml", "calendars/Days.xml"} <= names(made)
    assert "region" in text(made, "users/ana.xml")
    assert "ROLE_SALES" in text(made, "resources/area/.folder.xml")


def test_role_users_brings_the_users_of_roles(full: Client) -> None:
    assert "users/ana.xml" in names(full.catalog(roles=["ROLE_SALES"], parameters=["role-users"]))


def test_users_roles_brings_the_roles_of_users(full: Client) -> None:
    assert "roles/ROLE_SALES.xml" in names(full.catalog(users=["ana"], parameters=["users-roles"]))


def test_repository_permissions_are_written_only_if_asked_for(full: Client) -> None:
    without = text(full.catalog(uris=["/area"]), "resources/area/.folder.xml")
    with_them = text(
        full.catalog(uris=["/area"], parameters=["repository-permissions"]), "resources/area/.folder.xml"
    )

    assert 'exportedWithPermissions="false"' in without
    assert "ROLE_SALES" not in without
    assert 'exportedWithPermissions="true"' in with_them
    assert "ROLE_SALES" in with_them


def test_include_access_events_counts_with_everything_only(full: Client) -> None:
    """The document says with uris only; servers do the opposite."""
    with_uris = names(full.catalog(uris=["/"], parameters=["include-access-events"]))
    with_everything = names(full.catalog(parameters=["everything", "include-access-events"]))

    assert "accessEvents/1.xml" not in with_uris
    assert "accessEvents/1.xml" in with_everything


@pytest.mark.parametrize("name", ["include-audit-events", "include-monitoring-events", "unheard-of"])
def test_parameters_of_commercial_servers_and_unknown_ones_are_passed_over(full: Client, name: str) -> None:
    assert full.catalog(uris=["/area/ds"], parameters=[name]) == full.catalog(uris=["/area/ds"])


def test_jobs_calendars_and_organizations_are_switched_on(full: Client) -> None:
    made = names(full.catalog(parameters=["report-jobs", "calendars", "organizations"]))

    assert made == {
        "reportJobs/area/rep/7.xml",
        "reportJobs/area/rep/index.xml",
        "calendars/Days.xml",
        "organizations/organizations.xml",
        "index.xml",
    }


@pytest.mark.parametrize("jobs", [["/area/rep"], ["/area"], []])
def test_scheduled_jobs_of_reports_folders_or_all(full: Client, jobs: list[str]) -> None:
    assert "reportJobs/area/rep/7.xml" in names(full.catalog(scheduledJobs=jobs))


def test_attributes_with_and_without_values(full: Client) -> None:
    with_values = full.catalog(users=["ana"], parameters=["include-attributes"])
    without = full.catalog(users=["ana"], parameters=["skip-attribute-values"])

    assert "north" in text(with_values, "users/ana.xml")
    assert "region" in text(without, "users/ana.xml")
    assert "north" not in text(without, "users/ana.xml")


def test_skipped_dependencies_are_warned_of(full: Client) -> None:
    state = full.export(uris=["/area"], parameters=["skip-dependent-resources"])

    assert [item["parameters"] for item in state["warnings"]] == [["/area/q"], ["/area/rep"]]
    assert {item["code"] for item in state["warnings"]} == {"export.broken.dependency"}
    made = full.get(f"/rest_v2/export/{state['id']}/x.zip", ZIP).body
    assert "<resource>/area/q</resource>" in text(made, "broken_dependencies.xml")
    assert full.import_(made)["phase"] == "pending"


def test_resource_types_keep_only_those(full: Client) -> None:
    made = names(full.catalog(uris=["/area"], resourceTypes=["query"]))

    assert "resources/area/q.xml" in made
    assert "resources/area/ds.xml" in made  # what it needs comes along
    assert "resources/area/rep.xml" not in made


def test_the_organization_becomes_that_of_the_catalog(full: Client) -> None:
    made = full.catalog(uris=["/area/ds"], organization="orchards")

    assert '<property name="rootTenantId" value="orchards"/>' in text(made, "index.xml")
    assert "organizations/organizations.xml" in names(made)


def test_8_2_writes_favorites_and_another_version(tmp_path: Path) -> None:
    with open_catalog(_written(tmp_path / "full.zip", "8.1.0 CE")) as catalog:
        repository = repository_of([catalog], Server.CE_8_2)
    with served(repository, tmp_path) as client:
        made = client.catalog(parameters=["everything"])
        skipped = client.catalog(parameters=["everything", "skip-favorite-resources"])

    assert "favorites/area/3.xml" in names(made)
    assert 'value="8.1.0 CE"' in text(made, "index.xml")
    assert "favorites/area/3.xml" not in names(skipped)


def test_what_is_exported_can_be_imported_again(full: Client, tmp_path: Path) -> None:
    made = full.catalog(parameters=["everything"])

    state = full.import_(made, "?update=true")

    assert state["phase"] == "finished"
    assert full.catalog(parameters=["everything"]) != made  # versions have grown
    assert names(full.catalog(parameters=["everything"])) >= names(made) - {"reportJobs/area/rep/7.xml"}
