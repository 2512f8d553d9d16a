"""Every call and argument of the v1 resources service, through a socket (seed 004)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from catalogkit.rehearsal.options import Server
from catalogkit.sandbox.loading import repository_of
from catalogkit.sources import open_catalog
from catalogkit.testing import file, folder, jdbc, query, report, write
from tests.sandbox.client import Client, served


@pytest.fixture
def listed(tmp_path: Path) -> Iterator[Client]:
    path = write(
        tmp_path / "listed.zip",
        folder("/reports", label="Reports", description="All of them"),
        folder("/reports/samples", label="Samples", description="Samples"),
        folder("/reports/empty"),
        report("/reports/test", label="A test"),
        query("/reports/samples/deep", "select 1", label="Deep test"),
        jdbc("/reports/ds", label="Source & <co>"),
        file("/reports/logo", b"x", "img", label="Logo"),
    )
    with open_catalog(path) as catalog:
        repository = repository_of([catalog], Server.CE_6_4)
    with served(repository, tmp_path) as client:
        yield client


def found(client: Client, path: str) -> list[str]:
    reply = client.get(f"/rest/resources{path}", "*/*")
    assert (reply.status, reply.headers["Content-Type"]) == (200, "text/xml;charset=UTF-8")
    return [item.attrib["uriString"] for item in ElementTree.fromstring(reply.body)]


def test_a_folder_lists_folders_then_resources(listed: Client) -> None:
    for path in ("/reports", "/reports/", "//reports"):
        assert found(listed, path) == [
            "/reports/empty",
            "/reports/samples",
            "/reports/ds",
            "/reports/logo",
            "/reports/test",
        ]


def test_the_root_is_listed(listed: Client) -> None:
    assert "/reports" in found(listed, "/")
    assert found(listed, "") == found(listed, "/")


def test_a_descriptor_tells_what_the_document_tells(listed: Client) -> None:
    reply = listed.get("/rest/resources/reports", "*/*")
    items = {item.attrib["name"]: item for item in ElementTree.fromstring(reply.body)}

    samples, test = items["samples"], items["test"]
    assert samples.attrib == {
        "name": "samples", "wsType": "folder", "uriString": "/reports/samples", "isNew": "false",
    }  # fmt: skip
    assert (samples.findtext("label"), samples.findtext("description")) == ("Samples", "Samples")
    assert _properties(samples) == {
        "PROP_RESOURCE_TYPE": "com.jaspersoft.jasperserver.api.metadata.common.domain.Folder",
        "PROP_PARENT_FOLDER": "/reports",
        "PROP_VERSION": "0",
        "PROP_SECURITY_PERMISSION_MASK": "3",
        "PROP_HAS_DATA": "false",
    }
    assert test.attrib["wsType"] == "reportUnit"
    assert test.find("description") is None
    assert int(test.findtext("creationDate") or "0") > 0
    assert _properties(test)["PROP_RU_ALWAYS_PROPMT_CONTROLS"] == "true"
    assert _properties(test)["PROP_RU_CONTROLS_LAYOUT"] == "1"
    assert items["ds"].findtext("label") == "Source & <co>"


def _properties(item: ElementTree.Element) -> dict[str, str]:
    return {p.attrib["name"]: p.findtext("value") or "" for p in item.findall("resourceProperty")}


def test_q_asks_for_words_in_label_or_description(listed: Client) -> None:
    assert found(listed, "/reports?q=test&recursive=1") == ["/reports/test", "/reports/samples/deep"]
    assert found(listed, "/reports?q=TEST%20deep&recursive=1") == ["/reports/samples/deep"]
    assert found(listed, "/reports?q=ds&recursive=1") == []  # ids are not searched


def test_type_asks_for_kinds(listed: Client) -> None:
    assert found(listed, "/?type=query&recursive=1") == ["/reports/samples/deep"]
    assert found(listed, "/?type=img&recursive=1") == ["/reports/logo"]
    assert found(listed, "/?type=img&type=jdbc&recursive=1") == ["/reports/logo", "/reports/ds"]
    assert "/reports/samples" in found(listed, "/?type=folder&recursive=1")
    assert found(listed, "/?type=datasource&recursive=1") == []  # the document's own example


def test_an_unknown_type_is_refused(listed: Client) -> None:
    reply = listed.get("/rest/resources/?type=nothing", "*/*")

    assert (reply.status, reply.text()) == (400, "Invalid resource type: nothing")


def test_recursive_counts_in_searches_only(listed: Client) -> None:
    assert found(listed, "/reports?recursive=1") == found(listed, "/reports")
    assert found(listed, "/reports?type=query") == []
    for value in ("1", "true", "yes"):
        assert found(listed, f"/reports?type=query&recursive={value}") == ["/reports/samples/deep"]
    for value in ("0", "on"):
        assert found(listed, f"/reports?type=query&recursive={value}") == []


def test_limit_cuts_the_list(listed: Client) -> None:
    assert len(found(listed, "/reports?limit=2")) == 2
    assert found(listed, "/reports?limit=0") == found(listed, "/reports")
    for value in ("-1", "x", "1_0"):
        reply = listed.get(f"/rest/resources/reports?limit={value}", "*/*")
        assert (reply.status, reply.text()) == (400, "Invalid value set for parameter limit.")


def test_start_index_counts_in_searches(listed: Client) -> None:
    everything = found(listed, "/?q=e&recursive=1")

    assert found(listed, "/?q=e&recursive=1&startIndex=1") == everything[1:]


def test_an_unknown_folder_is_not_found(listed: Client) -> None:
    reply = listed.get("/rest/resources/nope", "*/*")

    assert (reply.status, reply.body) == (404, b"")
    assert found(listed, "/nope?type=query&recursive=1") == []


def test_a_resource_and_an_empty_folder_list_nothing(listed: Client) -> None:
    assert found(listed, "/reports/test") == []
    assert found(listed, "/reports/empty") == []
    assert found(listed, "/reports/test_files") == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_is_changed_here(listed: Client, method: str) -> None:
    reply = listed.call(method, "/rest/resources/reports")

    assert (reply.status, reply.text()) == (405, "Method not supported for this object type")


def test_8_2_has_no_such_service(newer: Client) -> None:
    assert newer.get("/rest/resources/", "*/*").status == 404
