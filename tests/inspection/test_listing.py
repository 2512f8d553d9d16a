"""`ls` by name alone and with descriptors tells the same objects."""

from pathlib import Path

import pytest

from catalogkit import UsageError, open_catalog
from catalogkit.archive import open_archive
from catalogkit.inspection.listing import Filter, list_names, list_objects
from catalogkit.model.objects import ObjectKind
from catalogkit.testing import calendar, content, file, jdbc, job, raw, report, role, user, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(
        tmp_path / "c.zip",
        report("/a/weekly-2024", resources=[content("notes.xml", b"<notes/>", "contentResource")]),
        report("/a/Δ"),
        content("/a/data.xml", b"<data/>", "contentResource"),
        content("/a/text.xml", b"not XML at all", "contentResource"),
        file("/a/logo", b"logo", "img", label="The Logo"),
        jdbc("/ds/main"),
        user("ana", tenant="acme"),
        role("ROLE_X"),
        job("/a/Δ", 3),
        calendar("Bank Holidays", ["2030-01-01T00:00:00.000Z"]),
    )


EVERYTHING = Filter(kinds=tuple(kind for kind in ObjectKind if kind is not ObjectKind.CALENDAR))


def test_names_tell_the_same_as_descriptors(path: Path) -> None:
    with open_archive(path) as archive:
        names = list_names(archive, EVERYTHING)
    with open_catalog(path) as catalog:
        objects = list_objects(catalog, EVERYTHING)

    assert [(o.kind, o.uri) for o in names.objects] == [(o.kind, o.uri) for o in objects.objects]
    assert "/a/weekly-2024" in [o.uri for o in names.objects]
    assert "ana|acme" in [o.uri for o in names.objects]


def test_real_catalogs_are_listed_alike(shared: Path) -> None:
    for path in sorted((shared / "catalogs").glob("*.zip")):
        with open_archive(path) as archive, open_catalog(path) as catalog:
            names = list_names(archive, EVERYTHING)
            objects = list_objects(catalog, EVERYTHING)
        assert [(o.kind, o.uri) for o in names.objects] == [(o.kind, o.uri) for o in objects.objects]


def test_names_parse_only_what_may_be_data(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_archive(path) as archive:
        list_names(archive, Filter())
        read = {entry.name for entry in archive.entries if entry.verified and not entry.is_directory}

    assert read == {
        "index.xml",
        "resources/a/data.xml",
        "resources/a/text.xml",
        "resources/a/weekly-002d2024_files/notes.xml",
    }


@pytest.mark.parametrize(
    ("wanted", "uris"),
    [
        (Filter(types=("jdbcDataSource",)), ["/ds/main"]),
        (Filter(uris=("/ds*",)), ["/ds", "/ds/main"]),
        (Filter(label="LOGO"), ["/a/logo"]),
        (Filter(kinds=(ObjectKind.ROLE,)), ["ROLE_X"]),
        (Filter(types=("query",)), []),
        (Filter(kinds=(ObjectKind.CALENDAR,)), ["Bank Holidays"]),
    ],
)
def test_filters(path: Path, wanted: Filter, uris: list[str]) -> None:
    with open_catalog(path) as catalog:
        assert [o.uri for o in list_objects(catalog, wanted).objects] == uris


def test_embedded_resources_are_listed_when_asked_for(path: Path) -> None:
    with open_catalog(path) as catalog:
        listing = list_objects(catalog, Filter(uris=("*notes.xml",)), local=True)

    assert [(o.uri, o.local) for o in listing.objects] == [("/a/weekly-2024_files/notes.xml", True)]


def test_a_type_that_only_a_newer_server_knows_can_be_asked_for(tmp_path: Path) -> None:
    newer = b"<newThing><folder>/a</folder><name>x</name></newThing>"
    path = write(tmp_path / "c.zip", jdbc("/a/ds"), raw("resources/a/x.xml", newer))
    with open_catalog(path) as catalog:
        found = list_objects(catalog, Filter(types=("newThing", "jdbcDataSource")))
        with pytest.raises(UsageError, match="no such type") as told:
            list_objects(catalog, Filter(types=("jdbcDatasource",)))

    assert [(item.uri, item.type) for item in found.objects] == [
        ("/a/ds", "jdbcDataSource"),
        ("/a/x", "newThing"),
    ]
    assert told.value.hint == "did you mean jdbcDataSource?"
