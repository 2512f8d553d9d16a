"""The quick look tells the same as the whole model."""

from collections import Counter
from pathlib import Path

import pytest

from catalogkit import open_catalog
from catalogkit.archive import open_archive
from catalogkit.inspection.checking import check
from catalogkit.inspection.info import Info, info
from catalogkit.inspection.survey import Survey, survey
from catalogkit.model.values import Secret
from catalogkit.parsing.places import place_entries
from catalogkit.testing import catalog, control, file, jdbc, query, raw, report, resource, write

SEEN_AT_A_GLANCE = {"CK116", "CK120", "CK124", "CK301", "CK302"}


def surveyed(path: Path) -> Survey:
    with open_archive(path) as archive:
        return survey(archive, list(place_entries(archive, escaped=True)))


def assert_same_as_model(path: Path) -> None:
    seen = surveyed(path)
    with open_catalog(path) as whole:
        everything = list(whole.all_resources())
        listed = Counter(r.type.name for r in whole.resources.values())
        assert seen.listed == listed
        assert seen.listed + seen.local == Counter(r.type.name for r in everything)
        assert seen.uris == {str(r.uri) for r in everything}
        assert seen.folders == set(whole.folders)
        secrets = [v for r in everything for v in r.fields.values() if isinstance(v, Secret) and v]
        assert seen.secrets.encrypted + seen.secrets.clear == len(secrets)
        found = Counter(f.rule.code for f in check(whole).findings if f.rule.code in SEEN_AT_A_GLANCE)
    assert problems(path) == found


def problems(path: Path) -> Counter[str]:
    with open_archive(path) as archive:
        found: Info = info(archive)
    return Counter({p.code: p.count for p in found.problems if p.code in SEEN_AT_A_GLANCE})


def test_real_catalogs(shared: Path) -> None:
    for path in sorted((shared / "catalogs").glob("*.zip")):
        assert_same_as_model(path)


def test_recorded_catalogs(shared: Path) -> None:
    for path in sorted((shared / "conformance" / "exports").glob("*.zip")):
        assert_same_as_model(path)


def test_an_invented_catalog(tmp_path: Path) -> None:
    path = write(
        tmp_path / "c.zip",
        report("/a & b/weekly", data_source="/gone", controls=[control("c", query=query("q"))]),
        jdbc("/ds/clear", password="pw"),
        jdbc("/ds/old", password="ENC<00>"),
        file("/a & b/logo", b"1", "img"),
        resource("gadget", "/gadget"),
        resource("fileResource", "/no-data", **{"@dataFile": "no-data.data"}),
        raw("resources/stray.data", b"?"),
    )

    assert_same_as_model(path)
    assert problems(path) == {"CK116": 1, "CK120": 1, "CK124": 1, "CK301": 1}


@pytest.mark.parametrize(
    "xml",
    [
        "<jdbcDataSource><!-- <uri>/x</uri> --><folder>/ds</folder><name>d</name></jdbcDataSource>",
        "<jdbcDataSource><folder><![CDATA[/ds]]></folder><name>d</name></jdbcDataSource>",
        '<!DOCTYPE a [<!ENTITY e "/ds">]><jdbcDataSource><folder>&e;</folder><name>d</name></jdbcDataSource>',
        '<?xml version="1.0" encoding="UTF-16"?>'
        "<jdbcDataSource><folder>/ds</folder><name>d</name></jdbcDataSource>",
    ],
    ids=["comment", "CDATA", "entity", "UTF-16"],
)
def test_what_no_server_writes_is_parsed_first(tmp_path: Path, xml: str) -> None:
    data = xml.encode("utf-16") if "UTF-16" in xml else xml.encode()

    seen = surveyed(write(tmp_path / "c.zip", raw("resources/ds/d.xml", data)))

    assert seen.uris == {"/ds/d"}
    assert seen.targets == {}


def test_an_unreadable_descriptor_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "c.zip", raw("resources/ds/d.xml", "no XML"))

    assert set(surveyed(path).unreadable) == {"resources/ds/d.xml"}
    with open_archive(path) as archive:
        assert [(p.code, p.count) for p in info(archive).problems] == [("CK115", 1)]


def test_bytes_of_data_files_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "c.zip").write_bytes(catalog(file("/logo", b"x" * 1000, "img")))

    with open_archive(tmp_path / "c.zip") as archive:
        found = info(archive)
        assert not archive.by_name["resources/logo.data"].verified

    assert {size.what: size.bytes for size in found.sizes}["data files"] == 1000
