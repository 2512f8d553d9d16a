"""The v2 resources service, through a socket (rest-services §5, §7)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from catalogkit.rehearsal.options import Server
from catalogkit.sandbox.loading import repository_of
from catalogkit.sources import open_catalog
from catalogkit.testing import (
    Part,
    catalog,
    control,
    event,
    file,
    folder,
    jdbc,
    link,
    permission,
    query,
    report,
    write,
)
from tests.sandbox.client import XML, Client, served


@contextmanager
def serving(tmp_path: Path, *parts: Part) -> Iterator[Client]:
    """A server of a catalog with these parts."""
    with open_catalog(write(tmp_path / "served.zip", *parts)) as opened:
        repository = repository_of([opened], Server.CE_6_4)
    with served(repository, tmp_path) as client:
        yield client


@pytest.fixture
def listed(tmp_path: Path) -> Iterator[Client]:
    parts = (
        folder("/", permissions=[permission(1, role="ROLE_ADMINISTRATOR"), permission(2, role="ROLE_USER")]),
        folder("/area", label="Area"),
        folder("/area/sub", label="Sub"),
        folder("/area/shut", label="Shut", permissions=[permission(0, role="ROLE_USER")]),
        jdbc("/area/a", label="Alpha", description="first"),
        query("/area/b", "select 1", label="Beta", data_source="/area/a"),
        report("/area/sub/c", label="Gamma", controls=[control("own")], data_source="/area/a"),
        file("/area/d", b"\x89PNG", "img", label="Delta"),
        link("/area/e", "/area/d", label="Epsilon"),
        event("joeuser", "/area/a", updating=True),
        event("joeuser", "/area/b"),
    )
    with serving(tmp_path, *parts) as client:
        yield client


def labels(client: Client, arguments: str) -> list[str]:
    reply = client.get(f"/rest_v2/resources?{arguments}")
    return [item["label"] for item in reply.json()["resourceLookup"]] if reply.status == 200 else []


def counts(client: Client, arguments: str) -> dict[str, str]:
    headers = client.get(f"/rest_v2/resources?{arguments}").headers
    names = ("Start-Index", "Result-Count", "Total-Count", "Next-Offset")
    return {name: headers[name] for name in names if name in headers}


ALL = ["Alpha", "Area", "Beta", "Delta", "Epsilon", "Gamma", "Shut", "Sub"]


def test_everything_is_listed_by_label(listed: Client) -> None:
    assert labels(listed, "") == ALL
    assert counts(listed, "") == {"Start-Index": "0", "Result-Count": "8", "Total-Count": "5"}


def test_a_line_tells_what_it_is(listed: Client) -> None:
    first = listed.get("/rest_v2/resources?limit=1").json()["resourceLookup"][0]

    assert first == {
        "version": 0,
        "permissionMask": 1,
        "creationDate": first["creationDate"],
        "updateDate": first["updateDate"],
        "label": "Alpha",
        "description": "first",
        "uri": "/area/a",
        "resourceType": "jdbcDataSource",
    }


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("folderUri=/area/sub", ["Gamma"]),
        ("folderUri=/area&recursive=false", ["Alpha", "Beta", "Delta", "Epsilon", "Shut", "Sub"]),
        ("q=first", ["Alpha"]),
        ("type=query&type=reportUnit", ["Beta", "Gamma"]),
        ("type=img", ["Delta"]),
        ("type=file", ["Delta", "Epsilon"]),
        ("type=folder", ["Area", "Shut", "Sub"]),
        ("type=nothing", []),
        ("type=resourceLookup", []),
        ("excludeType=folder", ALL),
        ("excludeFolder=/area/sub", ["Alpha", "Area", "Beta", "Delta", "Epsilon", "Shut"]),
        ("limit=2&offset=1", ["Area", "Beta"]),
        ("offset=100", []),
        ("type=query&type=file&sortBy=uri", ["Beta", "Delta", "Epsilon"]),
        ("limit=3&sortBy=unheard", ["Alpha", "Area", "Beta"]),
        ("type=inputControl", []),
        ("type=inputControl&showHiddenItems=true", ["own"]),
    ],
)
def test_arguments(listed: Client, arguments: str, expected: list[str]) -> None:
    assert labels(listed, arguments) == expected


def test_access_type_asks_for_the_events_of_the_caller(listed: Client) -> None:
    assert labels(listed, "accessType=modified") == []

    listed.user = "joeuser"

    assert labels(listed, "accessType=modified") == ["Alpha"]
    assert labels(listed, "accessType=viewed") == ["Beta"]


def test_nothing_found_is_204(listed: Client) -> None:
    reply = listed.get("/rest_v2/resources?q=zzz")

    assert (reply.status, reply.body, reply.headers["Total-Count"]) == (204, b"", "0")


def test_totals_are_told_where_the_server_tells_them(listed: Client) -> None:
    assert "Total-Count" not in counts(listed, "limit=2&offset=2")
    assert counts(listed, "limit=2&offset=2&forceTotalCount=true")["Total-Count"] == "5"
    assert counts(listed, "recursive=false")["Total-Count"] == "0"
    assert counts(listed, "type=file")["Total-Count"] == "5"
    full = counts(listed, "limit=2&forceFullPage=true")
    assert (full["Total-Count"], full["Next-Offset"]) == ("8", "2")


def test_a_page_is_thinned_out_by_rights_and_may_be_filled_up(listed: Client) -> None:
    listed.user = "joeuser"

    assert labels(listed, "limit=1&offset=6") == []
    assert labels(listed, "limit=7") == ALL[:6]
    assert labels(listed, "limit=7&forceFullPage=true") == [*ALL[:6], "Sub"]


@pytest.mark.parametrize(
    ("folder_uri", "status", "code"),
    [
        ("area", 400, "illegal.parameter.value.error"),
        ("/a%23b", 400, "illegal.parameter.value.error"),
        ("", 400, "illegal.parameter.value.error"),
        ("/nope", 404, "resource.not.found"),
        ("/area/", 404, "resource.not.found"),
        ("/area/a", 404, "resource.not.found"),
    ],
)
def test_folders_that_are_refused(listed: Client, folder_uri: str, status: int, code: str) -> None:
    reply = listed.get(f"/rest_v2/resources?folderUri={folder_uri}")

    assert (reply.status, reply.json()["errorCode"]) == (status, code)


@pytest.mark.parametrize("name", ["limit", "offset"])
def test_numbers_that_are_none(listed: Client, name: str) -> None:
    negative = listed.get(f"/rest_v2/resources?{name}=-1")

    assert (negative.status, negative.json()["errorCode"]) == (500, "generic.error.message")
    for text in ("x", "1_0", "%201", "2147483648"):
        no_number = listed.get(f"/rest_v2/resources?{name}={text}")
        assert no_number.status == 400, text
        assert no_number.json()["errorCode"] == "exception.remote.illegal.parameter.value.error"


def test_what_may_not_be_read_is_denied(listed: Client) -> None:
    listed.user = "joeuser"

    for path in ("?folderUri=/area/shut", "/area/shut"):
        reply = listed.get(f"/rest_v2/resources{path}")
        assert (reply.status, reply.json()["errorCode"]) == (403, "access.denied")


def test_forms(listed: Client) -> None:
    assert listed.get("/rest_v2/resources", XML).text().startswith("<?xml")
    assert listed.get("/rest_v2/resources", "*/*").headers["Content-Type"] == XML
    assert listed.get("/rest_v2/resources", "text/html").status == 406


def test_descriptors_and_contents(listed: Client) -> None:
    one = listed.get("/rest_v2/resources/area/b", "application/repository.query+json")
    expanded = listed.get("/rest_v2/resources/area/b?expanded=true").json()

    assert one.headers["Content-Type"] == "application/repository.query+json"
    assert one.json()["dataSource"] == {"dataSourceReference": {"uri": "/area/a"}}
    assert one.json()["value"] == "select 1"
    assert expanded["dataSource"]["jdbcDataSource"]["label"] == "Alpha"
    assert "password" not in str(expanded).lower()
    assert listed.get("/rest_v2/resources/area/d").headers["Content-Type"] == "image/png"
    assert listed.get("/rest_v2/resources/area/e").body == b"\x89PNG"
    assert listed.get("/rest_v2/resources/area/nope").status == 404


def test_a_version_that_is_no_number_counts_as_none(tmp_path: Path) -> None:
    with serving(tmp_path, jdbc("/area/a", label="before", version="1.5")) as client:
        (line,) = client.get("/rest_v2/resources?folderUri=/area").json()["resourceLookup"]
        assert line["version"] == 0
        assert client.get("/rest/resources/area", "*/*").status == 200

        later = catalog(jdbc("/area/a", label="after"), requested=["/area"])
        assert client.import_(later, "?update=true")["phase"] == "finished"
        told = client.get("/rest_v2/resources/area/a").json()

    assert (told["label"], told["version"]) == ("after", 1)


def test_what_refers_to_itself_is_told_once(tmp_path: Path) -> None:
    parts = (
        query("/area/a", data_source="/area/b"),
        query("/area/b", data_source="/area/a"),
        query("/area/self", data_source="/area/self"),
    )
    with serving(tmp_path, *parts) as client:
        own = client.get("/rest_v2/resources/area/self?expanded=true").json()
        told = client.get("/rest_v2/resources/area/a?expanded=true").json()
        xml = client.get("/rest_v2/resources/area/a?expanded=true", XML).text()

    assert own["dataSource"] == {"dataSourceReference": {"uri": "/area/self"}}
    assert told["dataSource"]["query"]["dataSource"] == {"dataSourceReference": {"uri": "/area/a"}}
    assert "<query><" in xml
    assert "<dataSourceReference><uri>/area/a</uri></dataSourceReference>" in xml


def test_a_long_chain_of_references_is_told_in_part(tmp_path: Path) -> None:
    chain = [query(f"/area/q{n}", data_source=f"/area/q{n + 1}") for n in range(500)]
    with serving(tmp_path, *chain, jdbc("/area/q500")) as client:
        told = client.get("/rest_v2/resources/area/q0?expanded=true").text()

    assert '"dataSourceReference":{"uri":"/area/q20"}' in told


@pytest.fixture
def shut(tmp_path: Path) -> Iterator[Client]:
    """Something of which joeuser may read all but what is in a folder, and one report."""
    parts = (
        folder("/", permissions=[permission(1, role="ROLE_ADMINISTRATOR"), permission(2, role="ROLE_USER")]),
        folder("/shut", permissions=[permission(0, role="ROLE_USER")]),
        jdbc("/shut/ds", label="Secret"),
        file("/shut/logo", b"secret", "img"),
        query("/area/q", data_source="/shut/ds"),
        link("/area/link", "/shut/logo"),
        link("/area/further", "/area/link"),
        report("/area/open", controls=[control("own")]),
        report("/area/closed", main=b"secret", permissions=[permission(0, role="ROLE_USER")]),
    )
    with serving(tmp_path, *parts) as client:
        yield client


def test_what_may_not_be_read_is_not_told_by_what_refers_to_it(shut: Client) -> None:
    before = shut.get("/rest_v2/resources/area/q?expanded=true").json()
    shut.user = "joeuser"

    after = shut.get("/rest_v2/resources/area/q?expanded=true").json()

    assert before["dataSource"]["jdbcDataSource"]["label"] == "Secret"
    assert after["dataSource"] == {"dataSourceReference": {"uri": "/shut/ds"}}


@pytest.mark.parametrize("name", ["link", "further"])
def test_a_link_does_not_give_what_may_not_be_read(shut: Client, name: str) -> None:
    path, kind = f"/rest_v2/resources/area/{name}", "application/repository.file+json"
    before = shut.get(path).body, shut.get(path, kind).json()["type"]
    shut.user = "joeuser"

    after = shut.get(path)

    assert before == (b"secret", "img")
    assert (after.status, after.json()["errorCode"]) == (403, "access.denied")
    assert "type" not in shut.get(path, kind).json()


def test_what_is_embedded_is_read_by_who_may_read_its_owner(shut: Client) -> None:
    shut.user = "joeuser"

    assert shut.get("/rest_v2/resources/area/open_files/own").status == 200
    assert shut.get("/rest_v2/resources/area/open?expanded=true").json()["inputControls"][0]["inputControl"]
    assert shut.get("/rest_v2/resources/area/closed_files/main_jrxml").status == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_is_changed_here(listed: Client, method: str) -> None:
    assert listed.call(method, "/rest_v2/resources/area").status == 405
    assert listed.has("/area")


def test_browsers_may_keep_a_style_sheet_for_a_year_and_nothing_else(server: Client) -> None:
    server.import_(catalog(file("/area/look.css", b"a {}", "css"), file("/area/page.html", b"", "html")))

    sheet, page, missing = (
        server.get(f"/rest_v2/resources/area/{name}") for name in ("look.css", "page.html", "none.css")
    )

    assert sheet.headers["Cache-Control"] == "max-age=31536000,public"
    ahead = parsedate_to_datetime(sheet.headers["Expires"]) - datetime.now(UTC)
    assert timedelta(days=364) < ahead <= timedelta(days=365)
    assert [reply.headers["Cache-Control"] for reply in (page, missing)] == ["private", "private"]
