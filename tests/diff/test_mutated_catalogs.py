"""Changes of what stands in no table: the index, unknown XML, lists of jobs, stray entries, whole objects."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from catalogkit.archive.writer import ZipWriter
from catalogkit.diff.changes.base import Change
from catalogkit.diff.changes.objects import ObjectMoved, UserCreated
from catalogkit.model.index import MODULE_CHILDREN, PROPERTIES, IndexItem
from catalogkit.model.objects import CatalogObject
from catalogkit.model.schedules import Job
from catalogkit.testing import (
    Part,
    Raw,
    ResourcePart,
    Secret,
    calendar,
    catalog,
    control,
    event,
    favorite,
    folder,
    jdbc,
    jndi,
    job,
    key_properties,
    link,
    local,
    organization,
    permission,
    query,
    raw,
    report,
    resource,
    role,
    user,
    write,
)
from tests.diff.comparing import Brief, all_words, brief, changed_parts, compared_files

CATALOG = ""
REPORT = "/reports/weekly"


# The index


@pytest.mark.parametrize("name", [*PROPERTIES, "future"])
def test_a_property_of_the_index_is_told(name: str, tmp_path: Path) -> None:
    level = "info" if name == "jsVersion" else "warning"
    texts = {"pathProcessorId": ("zip", "file"), "encrypted": (key_properties()["encrypted"], None)}
    old, new = texts.get(name, ("8.1.0 PRO", "8.2.0 PRO"))
    paths = [
        write(tmp_path / f"{number}.zip", jndi("/ds"), properties={name: value})
        for number, value in enumerate((old, new))
    ]

    (change,) = compared_files(*paths)

    assert brief([change]) == [("index-changed", level, CATALOG, name)]
    assert isinstance(change, Change)
    before, after = (Secret(old), None) if name == "encrypted" else (old, new)
    assert (change.before, change.after) == (before, after)


@pytest.mark.parametrize("name", [*PROPERTIES[1:], "future"])
def test_a_property_that_comes_or_goes_is_told(name: str, tmp_path: Path) -> None:
    level = "info" if name == "jsVersion" else "warning"
    there = write(tmp_path / "there.zip", jndi("/ds"), properties={name: "text"})
    gone = write(tmp_path / "gone.zip", jndi("/ds"), properties={name: None})

    for pair in ((there, gone), (gone, there)):
        assert brief(compared_files(*pair)) == [("index-changed", level, CATALOG, name)]


def test_a_whole_server_is_what_older_ones_do_not_name(tmp_path: Path) -> None:
    named, unnamed = (
        write(tmp_path / f"{name}.zip", jndi("/ds"), properties={"rootTenantId": name})
        for name in ("organizations", None)
    )

    for pair in ((named, unnamed), (unnamed, named)):
        assert brief(compared_files(*pair)) == [("index-changed", "info", CATALOG, "rootTenantId")]


def test_what_the_index_names_is_told_in_words(tmp_path: Path) -> None:
    old = write(tmp_path / "old.zip", jndi("/ds"), requested=())
    modules = {"reportJobs": [IndexItem("report", "/x")], "favorites": []}
    new = write(tmp_path / "new.zip", jndi("/ds"), requested=(), modules=modules)

    told = [
        [one.what for one in compared_files(*pair) if isinstance(one, Change)]
        for pair in ((old, new), (new, old))
    ]

    assert told == [
        [
            'its index names the report "/x" in reportJobs now',
            'its index names the module "reportJobs" now',
            'its index names the module "favorites" now',
        ],
        [
            'its index no longer names the report "/x" in reportJobs',
            'its index no longer names the module "reportJobs"',
            'its index no longer names the module "favorites"',
        ],
    ]


def test_another_token_under_a_key_is_noise(tmp_path: Path) -> None:
    paths = [
        write(tmp_path / f"{salt}.zip", jndi("/ds"), properties=key_properties(salt=salt)) for salt in "ab"
    ]

    found = compared_files(*paths)

    assert brief(found) == [("re-encrypted", "noise", CATALOG, "encrypted")]


ITEMS = [
    (module, element) for module, elements in MODULE_CHILDREN.items() for element in (*elements, "future")
]


@pytest.mark.parametrize(("module", "element"), ITEMS)
def test_an_item_of_a_module_is_told(module: str, element: str, tmp_path: Path) -> None:
    items = [[IndexItem(element, "1")], [IndexItem(element, "1"), IndexItem(element, "/x", "acme")]]
    paths = [write(tmp_path / f"{len(given)}.zip", jndi("/ds"), modules={module: given}) for given in items]
    there: Brief = ("index-changed", "warning", CATALOG, f"{module}/{element}//x|acme")
    if module == "accessEvents":
        there = ("access-events", "noise", CATALOG, module)

    for pair in (paths, paths[::-1]):
        assert brief(compared_files(*pair)) == [there]


@pytest.mark.parametrize("module", [*MODULE_CHILDREN, "future"])
def test_a_module_is_told(module: str, tmp_path: Path) -> None:
    without = write(tmp_path / "without.zip", user("ana"), requested=())
    paths = [without, write(tmp_path / "with.zip", user("ana"), requested=(), modules={module: []})]
    told: Brief = ("index-changed", "warning", CATALOG, f"module/{module}")
    if module == "accessEvents":
        told = ("access-events", "noise", CATALOG, module)
    if module == "authority":  # it is there anyway, and names the user
        told = ("index-changed", "warning", CATALOG, "authority/user/ana")

    for pair in (paths, paths[::-1]):
        assert brief(compared_files(*pair)) == [told]


def test_the_order_of_modules_is_told(tmp_path: Path) -> None:
    """They are imported in this order."""
    orders = (["audit", "reportMonitoring"], ["reportMonitoring", "audit"])
    paths = [
        write(tmp_path / f"{names[0]}.zip", jndi("/ds"), modules={name: [] for name in names})
        for names in orders
    ]

    assert brief(compared_files(*paths)) == [("index-changed", "warning", CATALOG, "modules/order")]


def test_the_order_of_items_is_noise(tmp_path: Path) -> None:
    people = user("ana"), user("bo")

    assert changed_parts(tmp_path, people, people[::-1]) == [("order", "noise", CATALOG, "index.xml")]


def test_the_layout_of_the_index_is_noise(tmp_path: Path) -> None:
    paths = rewritten(tmp_path, "index.xml", lambda data: data.replace(b"><", b">\n  <"), jndi("/ds"))

    assert brief(compared_files(*paths)) == [("layout", "noise", CATALOG, "index.xml")]


def test_an_index_that_comes_or_goes_is_told(tmp_path: Path) -> None:
    there = write(tmp_path / "there.zip", jndi("/ds"))
    gone = write(tmp_path / "gone.zip", jndi("/ds"), without_index=True)

    for pair in ((there, gone), (gone, there)):
        assert brief(compared_files(*pair)) == [("index-changed", "warning", CATALOG, "index.xml")]


def test_an_index_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    paths = rewritten(tmp_path, "index.xml", lambda data: data[:-5], jndi("/ds"))

    for pair in (paths, paths[::-1]):
        assert brief(compared_files(*pair)) == [
            ("index-changed", "warning", CATALOG, "index.xml"),
            ("not compared", "", "index.xml", ""),
        ]


def test_other_names_of_entries_are_no_change(tmp_path: Path) -> None:
    """What escapes names differently says the same."""
    parts = [jndi("/a b/ds"), user("jürgen"), job("/a b/r")]
    paths = [
        write(tmp_path / f"{processor}.zip", *parts, path_processor=processor) for processor in ("zip", None)
    ]

    for pair in (paths, paths[::-1]):
        assert brief(compared_files(*pair)) == [("index-changed", "warning", CATALOG, "pathProcessorId")]


# Broken dependencies


@pytest.mark.parametrize(("old", "new"), [([], ["/a"]), (["/a"], []), (["/a", "/b"], ["/b"])])
def test_broken_dependencies_are_told(old: list[str], new: list[str], tmp_path: Path) -> None:
    paths = [
        write(tmp_path / f"{number}.zip", jndi("/ds"), broken_dependencies=uris)
        for number, uris in enumerate((old, new))
    ]

    assert brief(compared_files(*paths)) == [
        ("broken-dependencies-changed", "warning", CATALOG, "broken_dependencies//a")
    ]


def test_a_list_of_broken_dependencies_that_comes_is_told(tmp_path: Path) -> None:
    without = write(tmp_path / "without.zip", jndi("/ds"))
    there = write(tmp_path / "there.zip", jndi("/ds"), broken_dependencies=["/a"])

    for pair in ((without, there), (there, without)):
        assert brief(compared_files(*pair)) == [
            ("broken-dependencies-changed", "warning", CATALOG, "broken_dependencies//a")
        ]


# Unknown XML

ATTRIBUTE, ELEMENT = "@added", "future"


def holders(fields: dict[str, Raw]) -> dict[str, tuple[Part, str]]:
    """An object of each kind with unknown XML in it, and what it is called."""
    return {
        "resource": (jndi("/ds", **fields), "/ds"),
        "folder": (folder("/a", **fields), "/a"),
        "user": (user("ana", **fields), "ana"),
        "role": (role("ROLE", **fields), "ROLE"),
        "organization": (organization("acme", **fields), "acme"),
        "job": (job(REPORT, 7, **fields), f"{REPORT}/7"),
        "calendar": (calendar("days", [], **fields), "days"),
        "favorite": (favorite("/f/a", "ana", 3, **fields), "/f/3"),
        "embedded": (report(REPORT, main=None, data_source=jndi("ds", **fields)), f"{REPORT}!ds"),
        "unknown type": (resource("futureResource", "/f", **fields), "/f"),
    }


RAW = {
    ATTRIBUTE: (Raw("one"), Raw("two")),
    ELEMENT: (Raw("<future>one</future>"), Raw("<future>two</future>")),
}


@pytest.mark.parametrize("name", RAW)
@pytest.mark.parametrize("kind", holders({}))
def test_what_no_table_knows_is_told(kind: str, name: str, tmp_path: Path) -> None:
    one, other = RAW[name]
    place = name.lstrip("@")
    (without, at), (old, _), (new, _) = (holders(fields)[kind] for fields in ({}, {name: one}, {name: other}))

    for pair in ((without, old), (old, without), (old, new)):
        found = changed_parts(tmp_path, [pair[0]], [pair[1]])
        assert found == [("raw-changed", "warning", at, place)]


@pytest.mark.parametrize("kind", holders({}))
def test_unknown_xml_is_never_shown(kind: str, tmp_path: Path) -> None:
    fields = [{ELEMENT: Raw(f"<future>hunter{number}</future>")} for number in (2, 3)]
    paths = [
        write(tmp_path / f"{number}.zip", holders(given)[kind][0]) for number, given in enumerate(fields)
    ]

    found = compared_files(*paths)

    assert len(found) == 1
    assert "hunter" not in all_words(found)


def test_unknown_xml_inside_a_structure_is_told(tmp_path: Path) -> None:
    old = job(REPORT, 7)
    trigger = old.fields["trigger"]
    assert isinstance(trigger, dict)
    new = replaced(old, trigger={**trigger, "@added": Raw("one")})
    newer = replaced(old, trigger={**trigger, "future": (Raw("<future>1</future>"),)})

    assert changed_parts(tmp_path, [old], [new]) == [
        ("raw-changed", "warning", f"{REPORT}/7", "trigger/added")
    ]
    assert changed_parts(tmp_path, [old], [newer]) == [
        ("raw-changed", "warning", f"{REPORT}/7", "trigger/future")
    ]


def test_unknown_xml_in_place_of_a_text_is_told(tmp_path: Path) -> None:
    old, new = jndi("/ds", timezone="UTC"), jndi("/ds", timezone=Raw("<timezone><id/></timezone>"))

    assert changed_parts(tmp_path, [old], [new]) == [("raw-changed", "warning", "/ds", "timezone")]


def test_unknown_xml_in_another_layout_is_noise(tmp_path: Path) -> None:
    old, new = (jndi("/ds", future=Raw(f"<future>{space}<a/></future>")) for space in ("", "\n  "))

    assert changed_parts(tmp_path, [old], [new]) == [("layout", "noise", "/ds", "future")]


# Lists of jobs and favorites


def test_a_job_that_is_listed_or_not_is_told(tmp_path: Path) -> None:
    listed, unlisted = (
        [job(REPORT, 7, listed=is_listed), job(REPORT, 8, label="B")] for is_listed in (True, False)
    )

    assert changed_parts(tmp_path, listed, unlisted) == [("job-unlisted", "warning", f"{REPORT}/7", "listed")]
    assert changed_parts(tmp_path, unlisted, listed) == [("job-listed", "warning", f"{REPORT}/7", "listed")]


def test_a_favorite_that_is_listed_or_not_is_told(tmp_path: Path) -> None:
    sides = [
        [favorite("/f/a", "ana", 3, listed=is_listed), favorite("/f/b", "ana", 4)]
        for is_listed in (True, False)
    ]

    for pair in (sides, sides[::-1]):
        assert changed_parts(tmp_path, *pair) == [("field-changed", "info", "/f/3", "listed")]


def test_the_order_of_listed_jobs_is_noise(tmp_path: Path) -> None:
    jobs = [job(REPORT, 7, label="A"), job(REPORT, 8, label="B")]

    found = changed_parts(tmp_path, jobs, jobs[::-1])

    assert found == [("order", "noise", "reportJobs/reports/weekly/index.xml", "")]


def test_a_listed_job_that_is_nowhere_is_told(tmp_path: Path) -> None:
    name = "reportJobs/reports/weekly/index.xml"
    paths = rewritten(
        tmp_path, name, lambda data: data.replace(b"<jobId>", b"<jobId>99</jobId><jobId>"), job(REPORT, 7)
    )

    assert brief(compared_files(*paths)) == [("index-changed", "warning", name, "id/99")]


# Entries that are no objects


@pytest.mark.parametrize("name", ["notes.txt", "resources/stray.bin", "resources/stray.xml", "users/x.txt"])
def test_a_stray_entry_is_told(name: str, tmp_path: Path) -> None:
    without, one, two = (
        write(tmp_path / f"{number}.zip", jndi("/ds"), *entries)
        for number, entries in enumerate(([], [raw(name, "<a>1</a>")], [raw(name, "<a>2</a>")]))
    )

    for pair in ((without, one), (one, two), (one, without)):
        found = compared_files(*pair)
        assert brief(found) == [
            ("entry-changed", "warning", name, "bytes"),
            ("not compared", "", name, ""),
        ]


def test_a_descriptor_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    paths = rewritten(tmp_path, "users/ana.xml", lambda data: data[:-5], user("ana"))

    for pair in (paths, paths[::-1]):
        assert brief(compared_files(*pair)) == [
            ("entry-changed", "warning", "users/ana.xml", "bytes"),
            ("not compared", "", "users/ana.xml", ""),
        ]


def test_directories_and_the_order_of_entries_are_noise(tmp_path: Path) -> None:
    parts = [jndi("/ds"), jndi("/dt")]
    plain = write(tmp_path / "plain.zip", *parts)
    with_directory = write(tmp_path / "directory.zip", *parts, raw("resources/", b""))
    turned = tmp_path / "turned.zip"
    with zipfile.ZipFile(plain) as archive:
        entries = [(name, archive.read(name)) for name in archive.namelist()]
    turned.write_bytes(zipped(entries[::-1]))

    assert brief(compared_files(plain, with_directory)) == [("directories", "noise", CATALOG, "")]
    assert brief(compared_files(plain, turned)) == [("entry-order", "noise", CATALOG, "")]


def test_access_events_are_noise(tmp_path: Path) -> None:
    found = changed_parts(tmp_path, [jndi("/ds"), event("ana", "/ds")], [jndi("/ds"), event("bo", "/ds")])

    assert found == [("access-events", "noise", CATALOG, "")]


LAID_OUT: dict[str, tuple[Part, str, str]] = {
    "resource": (jndi("/ds"), "resources/ds.xml", "/ds"),
    "folder": (folder("/a"), "resources/a/.folder.xml", "/a"),
    "user": (user("ana"), "users/ana.xml", "ana"),
    "role": (role("R"), "roles/R.xml", "R"),
    "organization": (organization("acme"), "organizations/acme.xml", "acme"),
    "job": (job("/r", 7), "reportJobs/r/7.xml", "/r/7"),
    "calendar": (calendar("days", []), "calendars/days.xml", "days"),
    "favorite": (favorite("/f/a", "ana", 3), "favorites/f/3.xml", "/f/3"),
}


@pytest.mark.parametrize("kind", LAID_OUT)
def test_the_layout_of_a_descriptor_is_noise(kind: str, tmp_path: Path) -> None:
    part, name, at = LAID_OUT[kind]
    paths = rewritten(tmp_path, name, lambda data: data.replace(b"    <", b"\t<"), part)

    assert brief(compared_files(*paths)) == [("layout", "noise", at, "")]


# Whole objects


OBJECTS: dict[str, tuple[Part, str, str, str, str, str]] = {
    # part, its name, what is told when it comes, with which level, and when it goes
    "resource": (jndi("/a/ds"), "/a/ds", "object-added", "info", "object-removed", "warning"),
    "folder": (folder("/a/b"), "/a/b", "object-added", "info", "object-removed", "warning"),
    "user": (user("bo"), "bo", "user-created", "warning", "user-removed", "warning"),
    "administrator": (
        user("bo", roles=["ROLE_USER", "ROLE_ADMINISTRATOR"]),
        "bo", "user-created", "error", "user-removed", "error",
    ),
    "superuser": (
        user("bo", roles=["ROLE_SUPERUSER"]), "bo", "user-created", "error", "user-removed", "error",
    ),
    "user of an organization": (
        user("bo", tenant="acme"), "bo|acme", "user-created", "warning", "user-removed", "warning",
    ),
    "role": (role("R", tenant="acme"), "R|acme", "object-added", "info", "object-removed", "warning"),
    "organization": (
        organization("acme"), "acme", "organization-added", "warning", "organization-removed", "error",
    ),
    "job": (job("/r", 7), "/r/7", "job-added", "warning", "job-removed", "warning"),
    "calendar": (calendar("days", []), "days", "object-added", "info", "object-removed", "warning"),
    "favorite": (favorite("/f/a", "ana", 3), "/f/3", "object-added", "info", "object-removed", "warning"),
}  # fmt: skip


@pytest.mark.parametrize("kind", OBJECTS)
def test_an_object_that_comes_or_goes_is_told(kind: str, tmp_path: Path) -> None:
    """Neither its folder, nor the index, nor a list of jobs is told beside it."""
    part, at, added, level_added, removed, level_removed = OBJECTS[kind]
    base: list[Part] = [
        folder("/a"), jndi("/a/z"), user("ana"), role("S"), organization("other"), job("/r", 8, label="Z"),
        calendar("more", []), favorite("/f/z", "ana", 4), jndi("/r"),
    ]  # fmt: skip

    assert changed_parts(tmp_path, base, [*base, part]) == [(added, level_added, at, "")]
    assert changed_parts(tmp_path, [*base, part], base) == [(removed, level_removed, at, "")]


@pytest.mark.parametrize("part", [job("/r", 7), favorite("/f/a", "ana", 3), calendar("days", []), role("R")])
def test_the_first_object_of_a_module_brings_its_module(part: CatalogObject, tmp_path: Path) -> None:
    """That the index has the module is no change of its own."""
    found = changed_parts(tmp_path, [jndi("/ds")], [jndi("/ds"), part])

    assert [item[2] for item in found] == [part.key.id]


def test_a_new_administrator_says_its_roles(tmp_path: Path) -> None:
    paths = [
        write(tmp_path / f"{len(parts)}.zip", jndi("/ds"), *parts)
        for parts in ([], [user("bo", roles=["ROLE_USER", "ROLE_ADMINISTRATOR"])])
    ]

    created = next(item for item in compared_files(*paths) if isinstance(item, UserCreated))

    assert created.after == ("ROLE_ADMINISTRATOR", "ROLE_USER")
    assert "ROLE_ADMINISTRATOR" in created.sentence


RETYPED = [
    (jndi("/a/x"), jdbc("/a/x")),
    (jdbc("/a/x"), jndi("/a/x")),
    (query("/a/x", "select 1"), link("/a/x", "/b")),
    (report("/a/x"), resource("adhocReportUnit", "/a/x")),
    (jndi("/a/x"), resource("futureResource", "/a/x")),
]


@pytest.mark.parametrize(("old", "new"), RETYPED, ids=str)
def test_a_retyped_object_is_told(old: ResourcePart, new: ResourcePart, tmp_path: Path) -> None:
    """Its own fields are not; those that all types have are."""
    assert changed_parts(tmp_path, [old], [new]) == [("object-retyped", "error", "/a/x", "type")]
    assert changed_parts(tmp_path, [old], [new.but(label="Other", version=9)]) == [
        ("label-changed", "info", "/a/x", "label"),
        ("object-retyped", "error", "/a/x", "type"),
        ("version", "noise", "/a/x", "version"),
    ]


def test_a_resource_in_place_of_a_folder_is_another_object(tmp_path: Path) -> None:
    """Both may share a URI (`catalog-format.md` §3.2)."""
    assert changed_parts(tmp_path, [folder("/a/x")], [jndi("/a/x")]) == [
        ("object-added", "info", "/a/x", ""),
        ("object-removed", "warning", "/a/x", ""),
    ]


# Moves

MOVABLE = [
    jndi("/a/x", "java:/one"),
    query("/a/x", "select * from deliveries"),
    resource("fileResource", "/a/x", data=b"some bytes", fileType="img"),
    resource("contentResource", "/a/x", data=b"some bytes", fileType="pdf"),
    resource("olapUnit", "/a/x", data=b"<java/>", mdxQuery="select"),
    resource("reportUnit", "/a/x", dump=b"\x00\x01"),
    report(
        "/a/x",
        controls=[control("week")],
        resources=[local("fileResource", "i", dataFile="i.data", data=b"x")],
    ),
]


@pytest.mark.parametrize("uri", ["/b/x", "/a/renamed"])
@pytest.mark.parametrize("part", MOVABLE, ids=str)
def test_a_moved_object_is_told_once(part: ResourcePart, uri: str, tmp_path: Path) -> None:
    base: list[Part] = [folder("/a"), folder("/b")]
    old, new = part.but(label="Label"), part.at(uri).but(label="Label")

    assert changed_parts(tmp_path, [*base, old], [*base, new]) == [("object-moved", "warning", uri, "uri")]


@pytest.mark.parametrize("uri", ["/b/x", "/a/renamed"])
@pytest.mark.parametrize("part", MOVABLE, ids=str)
def test_a_moved_object_with_an_edit_is_told_with_it(part: ResourcePart, uri: str, tmp_path: Path) -> None:
    base: list[Part] = [folder("/a"), folder("/b")]
    old, new = part.but(label="Label"), part.at(uri).but(label="Label", description="New")
    paths = write(tmp_path / "old.zip", *base, old), write(tmp_path / "new.zip", *base, new)

    found = compared_files(*paths)

    assert brief(found) == [
        ("description-changed", "info", uri, "description"),
        ("object-moved", "warning", uri, "uri"),
    ]
    (moved,) = (one for one in found if isinstance(one, ObjectMoved))
    assert (moved.before, moved.after, moved.is_edited) == ("/a/x", uri, True)


def holding(target: str) -> dict[str, Part]:
    """Objects that refer to a URI, by where they do."""
    return {
        "dataSource": report("/z", main=None, data_source=target),
        "resource": report("/z", main=None, resources=[target]),
        "dataSource/alias/dataSourceReference": resource(
            "virtualDataSource", "/z", dataSource=[{"alias": "alias", "dataSourceReference": target}]
        ),
        "referenceUri": link("/z", target),
    }


@pytest.mark.parametrize("name", holding("/a/x"))
def test_a_reference_follows_what_it_leads_to(name: str, tmp_path: Path) -> None:
    old = [folder("/a"), folder("/b"), jndi("/a/x", "java:/one"), holding("/a/x")[name]]
    new = [folder("/a"), folder("/b"), jndi("/b/x", "java:/one"), holding("/b/x")[name]]

    found = changed_parts(tmp_path, old, new)

    place = "resource//a/x" if name == "resource" else name
    assert found == [
        ("object-moved", "warning", "/b/x", "uri"),
        ("reference-retargeted", "info", "/z", place),
    ]


def test_a_reference_to_something_else_does_not_follow(tmp_path: Path) -> None:
    old = [jndi("/a/x", "java:/one"), jndi("/a/y", "java:/two"), holding("/a/x")["dataSource"]]
    new = [jndi("/b/x", "java:/one"), jndi("/a/y", "java:/two"), holding("/a/y")["dataSource"]]

    found = changed_parts(tmp_path, [folder("/a"), folder("/b"), *old], [folder("/a"), folder("/b"), *new])

    assert found == [
        ("object-moved", "warning", "/b/x", "uri"),
        ("reference-retargeted", "warning", "/z", "dataSource"),
    ]


def family(base: str) -> list[Part]:
    """A folder with all that is in it."""
    return [
        folder(base, label="Family", permissions=[permission(2, role="R")]),
        folder(f"{base}/deep", label="Deep"),
        jndi(f"{base}/ds", "java:/one", label="Source"),
        report(f"{base}/deep/r", data_source=f"{base}/ds", controls=[control("week")], label="Report"),
        job(f"{base}/deep/r", 7),
    ]


def test_a_folder_that_is_moved_takes_all_with_it(tmp_path: Path) -> None:
    others: list[Part] = [folder("/one"), folder("/two")]

    found = changed_parts(tmp_path, [*others, *family("/one/f")], [*others, *family("/two/f")])

    assert found == [
        *[
            ("object-moved", "warning", uri, "uri")
            for uri in ("/two/f", "/two/f/deep", "/two/f/deep/r", "/two/f/ds")
        ],
        *[
            ("reference-retargeted", "info", uri, place)
            for uri, place in (
                ("/two/f/deep/r", "dataSource"),
                ("/two/f/deep/r/7", "contentRepositoryDestination/folderURI"),
                ("/two/f/deep/r/7", "source/reportUnitURI"),
            )
        ],
    ]


def test_a_job_with_another_label_is_the_same_job(tmp_path: Path) -> None:
    old, new = (job(REPORT, 7, label=label, baseOutputFilename="out") for label in "AB")

    assert changed_parts(tmp_path, [old], [new]) == [("label-changed", "info", f"{REPORT}/7", "label")]


def test_a_job_with_another_label_and_more_is_another_job(tmp_path: Path) -> None:
    old, new = (job(REPORT, 7, label=label, baseOutputFilename=f"out {label}") for label in "AB")

    assert changed_parts(tmp_path, [old], [new]) == [
        ("job-added", "warning", f"{REPORT}/7", ""),
        ("job-removed", "warning", f"{REPORT}/7", ""),
    ]


def test_a_job_with_another_label_has_noise_like_any_other(tmp_path: Path) -> None:
    keyed = [f"ENC<{'4A52534956'}{number:032X}>" for number in (1, 2)]
    old, new = (
        same_job(number, label, version=number, destination={"outputFTPInfo": {"password": secret}})
        for number, label, secret in zip((7, 107), "AB", keyed, strict=True)
    )

    found = changed_parts(tmp_path, [old], [new])
    assert [one for one in found if one[1] != "noise"] == [
        ("label-changed", "info", f"{REPORT}/107", "label")
    ]
    assert {one[0] for one in found if one[1] == "noise"} == {"ids", "version", "re-encrypted"}


def test_of_jobs_with_other_labels_those_of_one_id_are_the_same(tmp_path: Path) -> None:
    old = [same_job(number, label) for number, label in ((7, "A"), (8, "B"))]
    new = [same_job(number, label) for number, label in ((8, "C"), (7, "D"))]

    changes = changes_of(tmp_path, old, new)
    assert [(one.subject.id, one.before, one.after) for one in changes] == [
        (f"{REPORT}/8", "B", "C"),
        (f"{REPORT}/7", "A", "D"),
    ]


def test_many_jobs_may_have_other_labels(tmp_path: Path) -> None:
    """Something quadratic would take minutes at this length."""
    numbers = range(1, 2_001)
    old = [same_job(number, f"Old {number}", description=f"Job {number}") for number in numbers]
    new = [same_job(10_000 - number, f"New {number}", description=f"Job {number}") for number in numbers]

    changes = changes_of(tmp_path, old, new)
    assert {(one.kind.value, one.before, one.after) for one in changes} == {
        ("label-changed", f"Old {number}", f"New {number}") for number in numbers
    }


def test_jobs_are_compared_whatever_their_ids(tmp_path: Path) -> None:
    """Ids differ from server to server (`conventions.md`, Diff semantics)."""
    found = changed_parts(
        tmp_path, [job(REPORT, 7, label="A")], [job(REPORT, 107, label="A", outputLocale="de")]
    )

    changes = [item for item in found if item[1] != "noise"]
    assert changes == [("job-output-changed", "warning", f"{REPORT}/107", "outputLocale")]
    assert {item[0] for item in found if item[1] == "noise"} == {"ids"}


# Helpers


def changes_of(folder: Path, old: Iterable[Part], new: Iterable[Part]) -> list[Change]:
    """The changes from some parts to others."""
    paths = write(folder / "old.zip", *old), write(folder / "new.zip", *new)
    return [one for one in compared_files(*paths) if isinstance(one, Change)]


def same_job(number: int, label: str, **fields: Any) -> Job:
    """A job of which nothing else follows from the label."""
    return job(REPORT, number, label=label, baseOutputFilename="out", **fields)


def replaced(item: CatalogObject, **fields: object) -> CatalogObject:
    """An object with other fields."""
    return replace(item, fields={**item.fields, **fields})  # type: ignore[arg-type]


def rewritten(folder: Path, name: str, change: Callable[[bytes], bytes], *parts: Part) -> tuple[Path, Path]:
    """A catalog, and the same with other bytes in one entry."""
    old, new = folder / "old.zip", folder / "new.zip"
    old.write_bytes(catalog(*parts))
    with zipfile.ZipFile(old) as archive:
        entries = [(entry, archive.read(entry)) for entry in archive.namelist()]
    changed = [(entry, change(data) if entry == name else data) for entry, data in entries]
    assert changed != entries
    new.write_bytes(zipped(changed))
    return old, new


def zipped(entries: list[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with ZipWriter(stream) as writer:
        for name, data in entries:
            writer.add(name, data)
    return stream.getvalue()
