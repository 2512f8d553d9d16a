"""Bytes of different resources never take each other's place, however the resources are named."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from catalogkit.archive import Limits
from catalogkit.model.uri import URI
from catalogkit.model.walk import with_locals
from catalogkit.rehearsal.options import Server
from catalogkit.sandbox.export_request import request_of
from catalogkit.sandbox.exporting import export
from catalogkit.sandbox.loading import fresh_repository, repository_of
from catalogkit.sandbox.memory import data_of
from catalogkit.sandbox.repository import Repository
from catalogkit.sandbox.store import Store
from catalogkit.sources import open_catalog
from catalogkit.testing import (
    Part,
    calendar,
    catalog,
    content,
    favorite,
    file,
    folder,
    job,
    query,
    raw,
    report,
    write,
)
from tests.sandbox.client import Client, served
from tests.sandbox.recorded import comparable

CONTENTS = {
    "/area/logo": b"of the file",
    "/area/logo.data": b"of the content",
    "/area/logo-2": b"of another file",
    "/area/x.xml": b"<of-a-page/>",
    "/area/r_data_snapshot.dump": b"named like a snapshot",
}
"""Contents whose usual places in a catalog are those of something else."""


def _parts() -> list[list[Part]]:
    snapshot = "/area/r_data_snapshot.dump"
    files = [[file(uri, data, "txt")] for uri, data in CONTENTS.items() if "." not in uri]
    contents = [
        [content(uri, data, "txt")] for uri, data in CONTENTS.items() if "." in uri and uri != snapshot
    ]
    return [
        *files,
        *contents,
        [content(snapshot, b"", "txt"), raw(f"resources{snapshot}", CONTENTS[snapshot])],
        [query("/area/x", "select 1")],
        [report("/area/r", main=b"<jasperReport/>", snapshot=b"of the report")],
        [folder("/area/logo.data-2")],
    ]


def _fill(client: Client) -> None:
    """One by one: a catalog cannot hold all of them under their usual names."""
    for parts in _parts():
        state = client.import_(catalog(*parts, requested=["/area"]))
        assert state["phase"] == "finished", state


def _served(client: Client) -> dict[str, bytes]:
    accept = "application/octet-stream, text/plain, application/xml"
    return {uri: client.get(f"/rest_v2/resources{uri}", accept).body for uri in CONTENTS}


def _filled(folder: Path) -> Repository:
    with served(fresh_repository(Server.CE_6_4), folder) as client:
        _fill(client)
        assert client.sandbox is not None
        return client.sandbox.repository


def test_each_resource_serves_its_own_bytes(server: Client) -> None:
    _fill(server)

    assert _served(server) == CONTENTS
    assert server.get("/rest_v2/resources/area/x").json()["value"] == "select 1"


def test_a_state_keeps_them_all(tmp_path: Path) -> None:
    repository = _filled(tmp_path)

    again = _kept(repository, tmp_path / "state")

    assert comparable(again.target) == comparable(repository.target)
    assert again.contents.data == repository.contents.data
    assert again.contents.data[URI("/area/r")][0].content == b"of the report"


def test_an_export_holds_them_all(tmp_path: Path) -> None:
    repository = _filled(tmp_path)
    made = export(repository, request_of({"uris": ["/area"]}), "jasperadmin")
    path = tmp_path / "export.zip"
    path.write_bytes(made.catalog or b"")

    with open_catalog(path) as exported:
        assert exported.problems == ()
        again = repository_of([exported], Server.CE_6_4)
        paths = {e.name for part in exported.all_resources() for e in exported.data_entries(part)}

    assert {uri: again.contents.data[URI(uri)][0].content for uri in CONTENTS} == CONTENTS
    assert len(paths) == sum(len(data) for data in repository.contents.data.values())


def test_names_that_nothing_else_has_stay_as_servers_give_them(tmp_path: Path) -> None:
    path = write(
        tmp_path / "c.zip", file("/area/logo", b"1", "img"), content("/area/page.html", b"2", "html")
    )
    with open_catalog(path) as opened:
        repository = repository_of([opened])

    assert set(repository.files) == {"resources/area/logo.data", "resources/area/page.html"}
    assert repository.catalog.resources is repository.contents.resources


def test_embedded_ones_are_told_apart(tmp_path: Path) -> None:
    parts = [file("logo", b"", "img"), content("logo.data", b"", "txt")]
    with open_catalog(write(tmp_path / "c.zip", report("/area/r", resources=parts))) as opened:
        draft = repository_of([opened]).draft()
    for name in ("logo", "logo.data"):
        draft.data[URI(f"/area/r_files/{name}")] = (data_of(name.encode()),)

    repository = draft.done(Server.CE_6_4)

    found = {
        part.uri.name: [repository.files[e.name].content for e in repository.catalog.data_entries(part)]
        for part in with_locals(repository.catalog.resources[URI("/area/r")])
    }
    assert found["logo"] == [b"logo"]
    assert found["logo.data"] == [b"logo.data"]


def test_bytes_that_nothing_names_any_more_are_forgotten(server: Client) -> None:
    for name in ("old", "new"):
        server.import_(catalog(report("/r", resources=[file(name, b"1", "img")])), "?update=true")

    assert server.sandbox is not None
    assert set(server.sandbox.repository.contents.data) == {"/r_files/main_jrxml", "/r_files/new"}


def test_calendars_whose_names_make_the_same_file_name_are_kept(tmp_path: Path) -> None:
    repository = _from_each(tmp_path, [calendar("a b", ["2024-01-01"])], [calendar("a_b", ["2024-02-02"])])

    again = _kept(repository, tmp_path / "state")

    assert {name: item.fields["excludedDate"] for name, item in again.contents.calendars.items()} == {
        "a b": ("2024-01-01",),
        "a_b": ("2024-02-02",),
    }
    assert not export(repository, request_of({"parameters": ["calendars"]}), "jasperadmin").failed


def test_of_jobs_and_favorites_in_the_same_place_the_last_one_counts(tmp_path: Path) -> None:
    made = report("/area/r")
    repository = _from_each(
        tmp_path,
        [made, job("/area/r", 1, label="old"), favorite("/area/r", "ana", 1)],
        [made, job("/area/r", 1, label="new"), favorite("/area/r", "bo", 1)],
    )

    again = _kept(repository, tmp_path / "state")

    for found in (repository.contents, again.contents):
        assert [item.label for item in found.jobs] == ["new"]
        assert [item.text("userName") for item in found.favorites] == ["bo"]


def test_a_new_favorite_takes_no_place_that_another_has(tmp_path: Path) -> None:
    repository = _from_each(tmp_path, [report("/area/r"), favorite("/area/r", "joeuser", 2)])
    with served(repository, tmp_path, user="superuser") as client:
        client.import_(catalog(report("/area/r"), favorite("/area/r", "superuser", 7)))
        assert client.sandbox is not None
        again = _kept(client.sandbox.repository, tmp_path / "state")

    found = [(item.id, item.text("userName")) for item in again.contents.favorites]
    assert sorted(found) == [("2", "joeuser"), ("3", "superuser")]


def _from_each(folder: Path, *contents: list[Part]) -> Repository:
    """The repository of several catalogs."""
    with ExitStack() as stack:
        opened = []
        for number, parts in enumerate(contents):
            opened.append(stack.enter_context(open_catalog(write(folder / f"{number}.zip", *parts))))
        return repository_of(opened)


def _kept(repository: Repository, folder: Path) -> Repository:
    store = Store(folder)
    store.keep(repository)
    again = store.load(repository.server, Limits())
    store.close()
    assert again is not None
    return again
