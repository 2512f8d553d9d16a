"""`tree` and `show`."""

from pathlib import Path

import pytest

from catalogkit import UsageError, open_catalog
from catalogkit.inspection.data import data_entry
from catalogkit.inspection.show import Shown, ShownObject, show
from catalogkit.inspection.tree import Tree, tree
from catalogkit.references.graph import build_graph
from catalogkit.testing import (
    Raw,
    control,
    custom,
    data_type,
    file,
    folder,
    jdbc,
    job,
    permission,
    report,
    resource,
    user,
    write,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(
        tmp_path / "c.zip",
        report(
            "/a/b/weekly",
            data_source="/ds/main",
            query="/gone",
            controls=[control("region", data_type=data_type("text"))],
        ),
        jdbc("/ds/main", url="jdbc:x://host/db?password=hunter2", password="ENC<00>"),
        custom("/ds/more", "com.example.Service", properties={"password": "hunter2", "url": "x://u:pw@h"}),
        file("/a/logo", b"12345", "img", permissions=[permission(30, role="ROLE_X")]),
        folder("/a/b/weekly"),
        job("/a/b/weekly", 4, label="Every Monday"),
        user("ana", tenant="acme"),
    )


def shown(path: Path, uri: str) -> Shown:
    with open_catalog(path) as catalog:
        return show(catalog, build_graph(catalog), uri)


def one(path: Path, uri: str) -> ShownObject:
    (item,) = shown(path, uri).objects
    return item


def grown(path: Path, root: str = "/", **options: object) -> Tree:
    with open_catalog(path) as catalog:
        return tree(catalog, root, **options)  # type: ignore[arg-type]


def test_folders_come_before_resources(path: Path) -> None:
    names = [("  " * n.depth + n.name, n.type) for n in grown(path).nodes]

    assert names == [
        ("/", None),
        ("  a", None),
        ("    b", None),
        ("      weekly", None),
        ("      weekly", "reportUnit"),
        ("    logo", "fileResource"),
        ("  ds", None),
        ("    main", "jdbcDataSource"),
        ("    more", "customDataSource"),
    ]


def test_a_cut_tree_says_how_much_is_below(path: Path) -> None:
    nodes = {n.uri: n.hidden for n in grown(path, depth=1).nodes}

    assert nodes == {"/": 0, "/a": 4, "/ds": 2}


def test_embedded_resources_hang_below_their_owner(path: Path) -> None:
    nodes = [n.uri for n in grown(path, "/a/b", local=True).nodes]

    assert "/a/b/weekly_files/region" in nodes
    assert "/a/b/weekly_files/region_files/text" in nodes


def test_a_folder_and_a_resource_of_one_uri_are_both_shown(path: Path) -> None:
    assert [item.type for item in shown(path, "/a/b/weekly").objects] == ["folder", "reportUnit"]


def test_references_tell_whether_they_resolve(path: Path) -> None:
    report = shown(path, "/a/b/weekly").objects[1]

    resolved = {r.path: (r.target, r.local, r.resolved) for r in report.references}
    assert resolved["/reportUnit/dataSource/uri"] == ("/ds/main", None, True)
    assert resolved["/reportUnit/query/uri"] == ("/gone", None, False)
    assert resolved["inputControl"] == ("/a/b/weekly_files/region", "inputControl", True)


def test_an_embedded_resource_names_its_owner(path: Path) -> None:
    item = one(path, "/a/b/weekly_files/region")

    assert (item.type, item.owner) == ("inputControl", "/a/b/weekly")
    (kind,) = (field for field in item.fields if field.name == "type")
    assert (kind.value, kind.means) == ("2", "single value")


@pytest.mark.parametrize("asked", ["ana|acme", "/a/b/weekly/4"])
def test_people_and_jobs_are_shown_by_name(path: Path, asked: str) -> None:
    assert one(path, asked).id == asked


def test_secrets_are_masked_wherever_they_stand(path: Path) -> None:
    for uri in ("/ds/main", "/ds/more"):
        text = repr(one(path, uri))
        assert "hunter2" not in text
        assert ":pw@" not in text
        assert "***" in text


def test_unknown_content_is_counted_not_shown(tmp_path: Path) -> None:
    path = write(tmp_path / "c.zip", resource("gadget", "/g", key=Raw("<key>hunter2</key>")))

    (field,) = (f for f in one(path, "/g").fields if f.name == "key")
    assert field.value == "(18 characters of unknown XML)"


def test_permissions_and_files_are_shown(path: Path) -> None:
    logo = one(path, "/a/logo")

    assert [(p.recipient, p.words) for p in logo.permissions] == [("ROLE_X", "read, write, create, delete")]
    assert [(f.entry, f.size) for f in logo.files] == [("resources/a/logo.data", 5)]


def test_a_missing_file_is_shown_as_missing(tmp_path: Path) -> None:
    path = write(tmp_path / "c.zip", resource("fileResource", "/logo", **{"@dataFile": "logo.data"}))

    assert [(f.entry, f.size) for f in one(path, "/logo").files] == [("resources/logo.data", None)]
    with open_catalog(path) as catalog, pytest.raises(UsageError, match="not in the catalog"):
        data_entry(catalog, "/logo")


def test_of_several_files_one_is_chosen_by_name(tmp_path: Path) -> None:
    path = write(
        tmp_path / "c.zip",
        resource("reportUnit", "/r", dump=b"dump", dataSnapshotMetadata={"snapshotDate": None}),
    )
    with open_catalog(path) as catalog:
        entry = data_entry(catalog, "/r")
        assert catalog.archive.read(entry) == b"dump"
        with pytest.raises(UsageError):
            data_entry(catalog, "/r", "other")
