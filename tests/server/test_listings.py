"""Listings of a running server: v1 and v2, as targets, and saved."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from catalogkit.archive import Limits
from catalogkit.errors import RefusedError, UsageError
from catalogkit.model.target import PART_OF_REPOSITORY, StoredFolder, Target
from catalogkit.model.types import V2_FILE
from catalogkit.parsing.listings import V1_UNKNOWN, V2_UNKNOWN
from catalogkit.server import Api, Query
from catalogkit.server.query import v1_types, v2_types
from catalogkit.sources.targets import open_target
from tests.server.conftest import Open
from tests.server.replica import Replica, lookup

TARGETS = ("clash", "fresh", "hidden", "locked", "pool", "sources", "world1")
INFO = {"version": "6.4.2", "edition": "CE"}


@pytest.fixture
def replica(httpserver: HTTPServer) -> Replica:
    return Replica(httpserver, INFO)


def same(first: Target, second: Target) -> bool:
    """Whether two targets hold the same."""
    return (first.folders, first.resources, first.unknown) == (
        second.folders,
        second.resources,
        second.unknown,
    )


@pytest.mark.parametrize("name", TARGETS)
def test_v2_tells_what_a_saved_listing_tells(shared: Path, replica: Replica, opened: Open, name: str) -> None:
    targets = shared / "conformance" / "targets"
    replica.load(targets, name)
    with opened(replica.url) as server:
        live = server.target()

    saved = open_target(str(targets / f"{name}.listing-v2.json"), Limits())
    assert same(live, saved)
    assert (live.commercial, live.version) == (False, "6.4.2")


@pytest.mark.parametrize("name", TARGETS)
def test_v1_tells_what_saved_listings_tell(shared: Path, replica: Replica, opened: Open, name: str) -> None:
    targets = shared / "conformance" / "targets"
    replica.load(targets, name, v2=False)
    with opened(replica.url) as server:
        assert server.api() is Api.V1
        live = server.target()

    saved = open_target(str(targets / f"{name}.listing-v1"), Limits())
    assert (live.folders, live.resources) == (saved.folders, saved.resources)
    denied = {uri for uri, (status, _) in (replica.folders or {}).items() if status == 403}
    assert live.unknown == saved.unknown | ({PART_OF_REPOSITORY} if denied & reached(live) else set())


def reached(target: Target) -> set[str]:
    return set(target.folders)


@pytest.mark.parametrize(
    ("name", "suffix", "v2"),
    [
        ("world1", ".json", True),
        ("world1", ".xml", True),
        ("world1", ".xml", False),
        ("fresh", ".json", True),
    ],
)
def test_a_saved_listing_is_read_back(
    shared: Path, replica: Replica, opened: Open, tmp_path: Path, name: str, suffix: str, v2: bool
) -> None:
    replica.load(shared / "conformance" / "targets", name, v2=v2)
    path = tmp_path / f"listing{suffix}"
    with opened(replica.url) as server:
        count = server.save(path)
        live = server.target()

    back = open_target(str(path), Limits())
    assert same(back, live)
    assert count > 0
    assert back.unknown == (V2_UNKNOWN if v2 else V1_UNKNOWN)
    assert "not-a-secret" not in path.read_text()


def test_v1_passwords_are_neither_saved_nor_shown(
    shared: Path, replica: Replica, opened: Open, tmp_path: Path
) -> None:
    replica.load(shared / "conformance" / "targets", "world1", v2=False)
    assert any(b"not-a-secret" in body for _, body in (replica.folders or {}).values())
    with opened(replica.url) as server:
        items = list(server.list())
        server.save(tmp_path / "listing.xml")

    assert "not-a-secret" not in repr(items)
    assert "not-a-secret" not in (tmp_path / "listing.xml").read_text()


@pytest.mark.parametrize(
    ("query", "complete"),
    [
        (Query(), True),
        (Query(folder="/a"), False),
        (Query(types=("file",)), False),
        (Query(limit=2), False),
    ],
)
def test_a_part_is_said_to_be_one(
    replica: Replica, opened: Open, tmp_path: Path, query: Query, complete: bool
) -> None:
    replica.items = [lookup(f"/a/{number:03}", "file") for number in range(100)]  # as many as a page has
    with opened(replica.url) as server:
        server.save(tmp_path / "listing.json", query)
        server.save(tmp_path / "listing.xml", query)

    for suffix in ("json", "xml"):
        back = open_target(str(tmp_path / f"listing.{suffix}"), Limits())
        assert (PART_OF_REPOSITORY not in back.unknown) is complete


def test_pages_skip_what_may_not_be_read(replica: Replica, opened: Open) -> None:
    replica.items = [lookup("/a", "folder"), *(lookup(f"/a/{n:05}", "query") for n in range(3_500))]
    replica.denied = frozenset(f"/a/{n:05}" for n in range(500, 2_900))
    seen: list[tuple[int, int]] = []
    with opened(replica.url) as server:
        found = [item.stored.uri for item in server.list(progress=lambda *told: seen.append(told))]

    assert found == ["/a", *(f"/a/{n:05}" for n in range(3_500) if f"/a/{n:05}" not in replica.denied)]
    assert seen[-1] == (1_101, 1_101)
    assert replica.calls.count("GET /rest_v2/resources") == 3  # one to see whether there is v2


def test_a_server_that_knows_no_full_pages_is_asked_until_it_has_no_more(
    httpserver: HTTPServer, opened: Open
) -> None:
    items = [lookup(f"/a/{n:05}", "query") for n in range(2_000)]
    for offset in (0, 1_000):
        page = json.dumps({"resourceLookup": items[offset : offset + 1_000]})
        httpserver.expect_request("/x/rest_v2/resources", query_string=_arguments(offset)).respond_with_data(
            page
        )
    httpserver.expect_request("/x/rest_v2/resources", query_string=_arguments(2_000)).respond_with_data(
        "", 204
    )
    with opened(httpserver.url_for("/x")) as server:
        assert len(list(server.list(api=Api.V2))) == 2_000


def _arguments(offset: int) -> str:
    return f"recursive=true&sortBy=uri&forceFullPage=true&limit=1000&offset={offset}"


def test_an_item_that_comes_twice_counts_once(httpserver: HTTPServer, opened: Open) -> None:
    page = json.dumps({"resourceLookup": [lookup("/a", "folder"), lookup("/a", "folder")]})
    httpserver.expect_request("/x/rest_v2/resources").respond_with_data(page)
    with opened(httpserver.url_for("/x")) as server:
        assert [item.stored.uri for item in server.list(api=Api.V2)] == ["/a"]


def test_an_empty_repository_is_204(replica: Replica, opened: Open) -> None:
    replica.items = []
    with opened(replica.url) as server:
        assert list(server.list()) == []


def test_a_limit_holds(replica: Replica, opened: Open) -> None:
    replica.items = [lookup(f"/{n:04}", "query") for n in range(1_500)]
    with opened(replica.url) as server:
        assert len(list(server.list(Query(limit=7)))) == 7
        assert len(list(server.list(Query(limit=1_200)))) == 1_200


def test_neither_listing(httpserver: HTTPServer, opened: Open) -> None:
    Replica(httpserver)
    with (
        opened(httpserver.url_for("/wrong")) as server,
        pytest.raises(RefusedError, match="neither") as found,
    ):
        server.api()

    assert "web application" in found.value.hint


def test_a_folder_that_is_not_there(httpserver: HTTPServer, opened: Open) -> None:
    said = {
        "message": "Resource /nope not found.",
        "errorCode": "resource.not.found",
        "parameters": ["/nope"],
    }
    httpserver.expect_request("/x/rest_v2/resources").respond_with_json(said, 404)
    httpserver.expect_request("/x/rest/resources/nope").respond_with_data("", 404)
    with opened(httpserver.url_for("/x")) as server:
        with pytest.raises(RefusedError, match=r"resource\.not\.found: Resource /nope not found"):
            list(server.list(Query("/nope"), Api.V2))
        with pytest.raises(RefusedError):  # a search below it would answer 200 and nothing (§7)
            list(server.list(Query("/nope", text="a"), Api.V1))


def test_a_server_without_v1_is_told_of_as_such(httpserver: HTTPServer, opened: Open) -> None:
    httpserver.expect_request("/x/rest/resources/").respond_with_data("", 404)
    with opened(httpserver.url_for("/x")) as server, pytest.raises(RefusedError) as told:
        list(server.list(api=Api.V1))

    assert told.value.hint.startswith("servers from 8.2 on have no v1 listing: leave out --api")


def test_a_v1_search_says_what_it_wants(httpserver: HTTPServer, opened: Open) -> None:
    empty = "<resourceDescriptors>\n</resourceDescriptors>"
    httpserver.expect_request("/x/rest/resources/a b/c").respond_with_data(empty)
    query = Query("/a b/c", text="weekly sales", types=("jdbcDataSource", "file"), limit=5)
    with opened(httpserver.url_for("/x")) as server:
        assert list(server.list(query, Api.V1)) == []

    request = httpserver.log[-1][0]
    assert request.args.getlist("type")[:2] == ["jdbc", "img"]
    assert {n: request.args[n] for n in ("q", "recursive", "limit")} == {
        "q": "weekly sales",
        "recursive": "1",
        "limit": "5",
    }


def test_v1_goes_round_in_no_circles(httpserver: HTTPServer, opened: Open) -> None:
    folder = '<resourceDescriptor name="a" wsType="folder" uriString="/a" isNew="false"/>'
    listing = f"<resourceDescriptors>{folder}</resourceDescriptors>"
    httpserver.expect_request("/x/rest/resources/").respond_with_data(listing)
    httpserver.expect_request("/x/rest/resources/a").respond_with_data(listing)
    with opened(httpserver.url_for("/x")) as server:
        assert [type(item.stored) for item in server.list(api=Api.V1)] == [StoredFolder]
        assert [item.stored.uri for item in server.list(Query(recursive=False), Api.V1)] == ["/a"]


@pytest.mark.parametrize(
    ("given", "v1", "v2"),
    [
        ("reportUnit", ("reportUnit",), "reportUnit"),
        ("jdbc", ("jdbc",), "jdbcDataSource"),
        ("jndiJdbcDataSource", ("jndi",), "jndiJdbcDataSource"),
        ("listOfValues", ("lov",), "listOfValues"),
        ("xmlaConnection", ("xmlaConnection",), "xmlaConnection"),
        ("olapXmlaCon", ("olapXmlaCon",), "xmlaConnection"),
        ("contentResource", ("contentResource",), "file"),
        ("img", ("img",), "img"),
        ("folder", ("folder",), "folder"),
    ],
)
def test_types_have_a_name_in_each_listing(given: str, v1: tuple[str, ...], v2: str) -> None:
    assert v1_types([given]) == v1
    assert v2_types([given]) == (v2,)


def test_a_file_is_any_type_of_file() -> None:
    assert "jrxml" in v1_types(["fileResource"])
    assert v2_types(["fileResource", "file"]) == (V2_FILE,)


@pytest.mark.parametrize("name", ["unknow", "unknown", "reference", "datasource", "resourceLookup"])
def test_names_that_match_nothing_are_refused(name: str) -> None:
    for translate in (v1_types, v2_types):
        with pytest.raises(UsageError, match="nothing is found") as found:
            translate([name])
        assert found.value.hint


@pytest.mark.parametrize("name", ["css", "mondrianConnection", "mondrianXmlaDefinition", "nonsense"])
def test_v1_cannot_be_searched_for_all(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be searched"):
        v1_types([name])


@pytest.mark.parametrize("folder", ["", "reports", "/reports/"])
def test_a_folder_is_a_uri(folder: str) -> None:
    with pytest.raises(UsageError):
        Query(folder)


@pytest.mark.parametrize("name", ["listing.txt", "listing"])
def test_a_listing_has_two_forms(replica: Replica, opened: Open, tmp_path: Path, name: str) -> None:
    replica.items = []
    with opened(replica.url) as server, pytest.raises(UsageError, match=r"saved as \.json or \.xml"):
        server.save(tmp_path / name)


def test_v1_is_no_json(opened: Open, tmp_path: Path) -> None:
    with opened("http://nobody.invalid/x") as server, pytest.raises(UsageError, match="which is XML"):
        server.save(tmp_path / "listing.json", api=Api.V1)


@pytest.mark.slow
def test_a_hundred_thousand_resources(replica: Replica, opened: Open, tmp_path: Path) -> None:
    replica.items = [
        lookup(f"/folder/{n // 500:04}/{n:06}", "reportUnit", f"Report {n}") for n in range(100_000)
    ]
    with opened(replica.url) as server:
        tracemalloc.start()
        target = server.target()
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert server.save(tmp_path / "listing.json") == 100_000

    assert len(target.resources) == 100_000
    assert peak < 500 << 20
