"""The hygiene rules find what they are for, and keep silent about what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from catalogkit import open_catalog
from catalogkit.model.index import IndexItem
from catalogkit.model.objects import QualifiedName
from catalogkit.model.repository import Permission
from catalogkit.rules import Finding, Level, Subject, all_rules, run
from catalogkit.testing import (
    Part,
    adhoc_view,
    attribute,
    control,
    custom,
    dashboard,
    domain,
    favorite,
    file,
    folder,
    jdbc,
    jndi,
    job,
    keyed_secret,
    link,
    permission,
    png,
    query,
    raw,
    report,
    resource,
    role,
    user,
    virtual,
    write,
    write_folder,
)

Make = Callable[[Path], Path]

BYTES = b"0123456789abcdef" * 64
"""As many as count as a duplicate."""
NOBODY = Permission("", QualifiedName(""), 2)
NEW_JRXML = (
    b'<jasperReport name="r" language="java"><title><element kind="staticText"/></title></jasperReport>'
)


def with_parts(*parts: Part, **options: object) -> Make:
    """A healthy catalog with more in it."""

    def make(path: Path) -> Path:
        healthy = (
            report("/a/weekly", data_source="/ds/main"),
            jdbc("/ds/main"),
            role("ROLE_USER"),
            user("ana"),
        )
        return write(path, *healthy, *parts, **options)  # type: ignore[arg-type]

    return make


def logos(*names: str) -> Part:
    """A report with pictures that are alike but for their names."""
    return report("/a/daily", data_source="/ds/main", resources=[file(n, png(), "img") for n in names])


def misplaced(folder: str) -> Part:
    """A report with a picture that says where it is."""
    return report("/a/daily", data_source="/ds/main", resources=[file("p", png(), "img", folder=folder)])


CASES: dict[str, tuple[Make, str]] = {
    "CK801": (with_parts(jndi("/ds/old")), "/ds/old"),
    "CK802": (with_parts(file("/img/a", BYTES, "img"), file("/img/b", BYTES, "img")), "/img/a"),
    "CK803": (with_parts(favorite("/a/weekly", "ana"), modules={"favorites": []}), "index.xml"),
    "CK804": (with_parts(folder("/b", permissions=[NOBODY])), "/b"),
    "CK805": (with_parts(misplaced("/a/weekly_files")), "/a/daily"),
    "CK806": (with_parts(logos("Logo", "logo")), "/a/daily"),
    "CK807": (with_parts(logos("repo:logo")), "/a/daily_files/repo:logo"),
    "CK808": (with_parts(resource("fileResource", "/img/a", fileType="img")), "/img/a"),
    "CK809": (
        with_parts(query("/q", data_source="/organizations/acme/ds/main"), organization="acme"),
        "/q",
    ),
    "CK810": (with_parts(adhoc_view("/v", data_source="/temp/topic_1")), "/v"),
    "CK811": (with_parts(dashboard("/d"), version="5.0.0 PRO"), "index.xml"),
}
"""What makes each rule find something, and where."""

SILENT: dict[str, tuple[str, Make]] = {
    "part of a repository": ("CK801", with_parts(jndi("/ds/old"), requested=["/a", "/ds"])),
    "nothing to open": ("CK801", lambda p: write(p, jndi("/ds/old"), query("/q"))),
    "used by the server": (
        "CK801",
        with_parts(file("/themes/t/a.css", b"a", "css"), file("/public/templates/t.jrxml", b"<a/>", "jrxml")),
    ),
    "used by a path in a report": (
        "CK801",
        with_parts(
            file("/img/a", png(), "img"),
            report(
                "/r",
                main=b'<jasperReport><imageExpression>"repo:/img/a"</imageExpression></jasperReport>',
            ),
        ),
    ),
    "too small": ("CK802", with_parts(file("/img/a", BYTES[1:], "img"), file("/img/b", BYTES[1:], "img"))),
    "same size only": ("CK802", with_parts(file("/a/1", BYTES, "img"), file("/a/2", BYTES[::-1], "img"))),
    "two organizations": (
        "CK802",
        with_parts(file("/organizations/a/1", BYTES, "img"), file("/organizations/b/1", BYTES, "img")),
    ),
    "themes": ("CK802", with_parts(file("/themes/a/1", BYTES, "img"), file("/themes/b/1", BYTES, "img"))),
    "locales of a bundle": (
        "CK802",
        with_parts(file("/b/t.properties", BYTES, "prop"), file("/b/t_en.properties", BYTES, "prop")),
    ),
    "copies of the server": (
        "CK802",
        with_parts(
            adhoc_view("/v", data_source="/ds/main", resources=[file("b", BYTES, "prop")]),
            domain("/d", data_sources={"x": "/ds/main"}, bundles={"": BYTES}),
            report("/r", resources=[file("stateXML", b"<a/>", "xml"), file("b", BYTES, "prop")]),
            dashboard(
                "/b", shown=[("adhocDataView", "v", adhoc_view("v", data_source="/ds/main", topic=BYTES))]
            ),
        ),
    ),
    "other sources": (
        "CK802",
        with_parts(jndi("/ds/a", "jdbc/a"), jndi("/ds/b", "jdbc/b"), jdbc("/c", url="x")),
    ),
    "sources by alias": (
        "CK802",
        with_parts(virtual("/a", {"x": "/ds/main"}), virtual("/b", {"y": "/ds/main"})),
    ),
    "listed favorites": ("CK803", with_parts(favorite("/a/weekly", "ana"))),
    "favorites that their folder leaves out": (
        "CK803",
        with_parts(favorite("/a/weekly", "ana", listed=False), modules={"favorites": []}),
    ),
    "no favorites": ("CK803", with_parts(modules={"favorites": []})),
    "a permission for somebody": (
        "CK804",
        with_parts(folder("/b", permissions=[permission(2, role="ROLE_USER")])),
    ),
    "the folder of the owner": ("CK805", with_parts(misplaced("/a/daily_files"))),
    "embedded in what moved": (
        "CK805",
        with_parts(
            raw(
                "resources/a/b.xml",
                "<reportUnit><folder>/z</folder><name>b</name><mainReport><localResource "
                'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="fileResource">'
                "<folder>/z/b_files</folder><name>m</name></localResource></mainReport></reportUnit>",
            )
        ),
    ),
    "other names": ("CK806", with_parts(logos("logo1", "logo_2", "logo.png"))),
    "one name in two owners": (
        "CK806",
        with_parts(logos("logo"), report("/b", resources=[file("Logo", BYTES, "img")])),
    ),
    "another scheme": ("CK807", with_parts(logos("repository", "a:b"))),
    "a link": ("CK808", with_parts(file("/img/a", png(), "img"), link("/img/b", "/img/a"))),
    "a sub-organization": (
        "CK809",
        with_parts(
            query("/organizations/press/q", data_source="/organizations/press/ds"), organization="acme"
        ),
    ),
    "an organization that starts alike": (
        "CK809",
        with_parts(query("/organizations/acme2/q"), organization="acme"),
    ),
    "the whole server": ("CK809", with_parts(query("/organizations/acme/q"))),
    "the history of a dashboard": (
        "CK810",
        with_parts(
            folder("/temp"),
            dashboard(
                "/d",
                shown=[("adhocDataView", "/temp/tmpAdv_1", adhoc_view("tmpAdv_1", data_source="/ds/main"))],
                components=[
                    {"type": "chart", "resource": "/temp/tmpAdv_1", "dataSourceUri": "/temp/sl_topic"}
                ],
            ),
        ),
    ),
    "a folder that starts alike": ("CK810", with_parts(jndi("/temporary/a"), jndi("/a/temp/b"))),
    "the version that brought it": ("CK811", with_parts(dashboard("/d"), version="6.2 PRO")),
    "a later version": ("CK811", with_parts(version="10.0.0_PRO")),
    "no version": ("CK811", with_parts(dashboard("/d"), version="unknown")),
}
"""What each rule says nothing about."""


def found_by(code: str, path: Path) -> list[Finding]:
    """What one rule finds."""
    rules = [rule for rule in all_rules() if rule.code == code]
    with open_catalog(path) as catalog:
        return list(run(rules, Subject(catalog)))


def messages(code: str, path: Path) -> list[str]:
    return [finding.hit.message for finding in found_by(code, path)]


@pytest.mark.parametrize("code", CASES)
def test_a_rule_finds_what_it_is_for(code: str, tmp_path: Path) -> None:
    make, where = CASES[code]

    assert [f.hit.uri or f.hit.entry for f in found_by(code, make(tmp_path / "c.zip"))] == [where]


@pytest.mark.parametrize("name", SILENT)
def test_a_rule_is_silent_about(name: str, tmp_path: Path) -> None:
    code, make = SILENT[name]

    assert found_by(code, make(tmp_path / "c.zip")) == []


@pytest.mark.parametrize("code", CASES)
def test_a_rule_is_silent_without_index(code: str, tmp_path: Path) -> None:
    """Or finds what no index is needed for."""
    path = with_parts(without_index=True)(tmp_path / "c.zip")

    assert found_by(code, path) == []


# CK801


def test_only_the_outermost_of_what_is_unused_is_told(tmp_path: Path) -> None:
    make = with_parts(
        control("/c", "single-select query", query="/q"), query("/q", data_source="/ds/old"), jndi("/ds/old")
    )

    (found,) = found_by("CK801", make(tmp_path / "c.zip"))

    assert found.hit.uri == "/c"
    assert found.hit.message == (
        "nothing in the catalog uses this inputControl; what it leads to is unused too (2 resources)"
    )


def test_what_is_alike_in_one_folder_is_told_together(tmp_path: Path) -> None:
    one, more = (
        found_by("CK801", with_parts(*(jndi(f"/old/{n}", f"jdbc/{n}") for n in names))(tmp_path / "c.zip"))
        for names in ("abc", "abcde")
    )

    assert [f.hit.uri for f in (*one, *more)] == ["/old", "/old"]
    assert "5 resources of type jndiJdbcDataSource in this folder (a, b and 3 others)" in more[0].hit.message
    assert one[0].fingerprint != more[0].fingerprint


def test_a_circle_of_unused_links_is_told_once(tmp_path: Path) -> None:
    assert messages("CK801", with_parts(link("/l/a", "/l/b"), link("/l/b", "/l/a"))(tmp_path / "c.zip")) == [
        "only unused resources use this fileResource; what it leads to is unused too (1 resource)"
    ]


def test_doubts_are_told(tmp_path: Path) -> None:
    (message,) = messages(
        "CK801", with_parts(domain("/d", data_sources={"x": "/ds/main"}))(tmp_path / "c.zip")
    )

    assert message.endswith("uses this semanticLayerDataSource, but people can make Ad Hoc views of it")


# CK802


def test_copies_are_one_group(tmp_path: Path) -> None:
    copies = [report(f"/r/{n}", resources=[file("logo", BYTES, "img")]) for n in range(5)]

    assert messages("CK802", with_parts(file("/img/logo", BYTES, "img"), *copies)(tmp_path / "c.zip")) == [
        "the file has the same 1,024 bytes as /r/0_files/logo, /r/1_files/logo and 3 others"
    ]


def test_copies_in_a_folder_export_are_found(tmp_path: Path) -> None:
    """It has no checksums."""
    parts = [file("/a", BYTES, "img"), file("/b", BYTES, "img"), file("/c", BYTES[::-1], "img")]

    assert messages("CK802", write_folder(tmp_path / "c", *parts)) == [
        "the file has the same 1,024 bytes as /b"
    ]


def test_data_sources_differ_in_more_than_name_and_password(tmp_path: Path) -> None:
    make = with_parts(
        jdbc("/x/a", user="me", password="1", label="A"),
        jdbc("/x/b", user="me", password="2", label="B"),
        jdbc("/x/c", user="you", password="1"),
        custom("/y/a", "x.Y", properties={"k": "v"}),
        custom("/y/b", "x.Y", properties={"k": "v"}),
        custom("/y/c", "x.Y", properties={"k": "w"}),
    )

    assert messages("CK802", make(tmp_path / "c.zip")) == [
        "the data source has the same settings as /x/b",
        "the data source has the same settings as /y/b",
    ]


# The others


def test_one_folder_of_favorites_that_is_not_listed(tmp_path: Path) -> None:
    listed = [IndexItem("favorite", "/a")]
    make = with_parts(
        favorite("/a/weekly", "ana"), favorite("/ds/main", "ana"), modules={"favorites": listed}
    )

    assert [f.hit.uri for f in found_by("CK803", make(tmp_path / "c.zip"))] == ["/ds"]


def test_a_permission_without_recipient_ends_the_import(tmp_path: Path) -> None:
    make = with_parts(
        raw(
            "resources/ds/more.xml",
            "<jndiJdbcDataSource><folder>/ds</folder><name>more</name><permission><permissionMask>1"
            '</permissionMask><recipient recipientType="role"></recipient></permission></jndiJdbcDataSource>',
        ),
        folder("/b", permissions=[NOBODY, NOBODY]),
        user("bob", attributes=[attribute("region", "N", NOBODY)]),
    )

    found = {f.hit.uri or f.hit.entry: f for f in found_by("CK804", make(tmp_path / "c.zip"))}

    assert {place: f.level for place, f in found.items()} == {
        "/b": Level.ERROR,
        "/ds/more": Level.WARNING,
        "users/bob.xml": Level.WARNING,
    }
    assert found["/b"].hit.message.startswith("2 permissions without recipient")
    assert found["/b"].to_dict()["server_code"] == "import.failed.content.error"
    assert found["/ds/more"].to_dict()["server_code"] is None


def test_what_is_embedded_in_something_misplaced_follows_it(tmp_path: Path) -> None:
    inner = control("c", "single-select query", query=query("q"), folder="/elsewhere_files")
    make = with_parts(report("/a/daily", data_source="/ds/main", controls=[inner]))

    assert [f.hit.detail for f in found_by("CK805", make(tmp_path / "c.zip"))] == ["/elsewhere_files/c"]


@pytest.mark.parametrize(
    ("names", "how", "level"),
    [
        (("Logo", "logo"), "differ only in case", Level.WARNING),
        (("a-b", "a_b"), "differ only in `-` and `_`", Level.INFO),
        (("A-b", "a_b"), "differ only in case and in `-` and `_`", Level.INFO),
    ],
)
def test_how_names_differ(names: tuple[str, ...], how: str, level: Level, tmp_path: Path) -> None:
    (found,) = found_by("CK806", with_parts(logos(*names))(tmp_path / "c.zip"))

    assert found.hit.message.endswith(how)
    assert found.level is level


def test_two_of_one_name_are_told(tmp_path: Path) -> None:
    (found,) = found_by("CK806", with_parts(logos("logo", "logo"))(tmp_path / "c.zip"))

    assert found.hit.message == "2 embedded resources of /a/daily are called logo"
    assert found.level is Level.WARNING


def test_an_embedded_file_without_content_is_told(tmp_path: Path) -> None:
    empty = resource("fileResource", "logo", fileType="img")
    make = with_parts(report("/a/daily", data_source="/ds/main", resources=[empty]))

    assert [f.hit.uri for f in found_by("CK808", make(tmp_path / "c.zip"))] == ["/a/daily_files/logo"]


def test_jobs_and_objects_with_the_path_of_the_organization_are_counted(tmp_path: Path) -> None:
    own = "/organizations/acme"
    weekly = job(f"{own}/a/weekly", 7, destination={"folderURI": f"{own}/out"})
    make = with_parts(query(f"{own}/q"), weekly, organization="acme")

    assert messages("CK809", make(tmp_path / "c.zip")) == [
        "2 objects and 2 references with the path of the organization acme, "
        "although the export is relative to it"
    ]


def test_what_lies_among_temporary_objects_is_told(tmp_path: Path) -> None:
    make = with_parts(jndi("/temp/a"), jndi("/organizations/acme/temp/b"))

    assert {(f.hit.uri, f.level) for f in found_by("CK810", make(tmp_path / "c.zip"))} == {
        ("/temp/a", Level.INFO),
        ("/organizations/acme/temp/b", Level.INFO),
    }


@pytest.mark.parametrize(
    ("parts", "version", "message"),
    [
        ([control("/c", componentType="default")], "8.1.0 PRO", "the field componentType of input controls"),
        ([file("/r", NEW_JRXML, "jrxml")], "8.1.0 PRO", "reports in the JasperReports 7 dialect"),
        ([favorite("/a/weekly", "ana")], "7.5.0 CE", "module favorites"),
    ],
)
def test_a_version_that_lags_is_told(parts: list[Part], version: str, message: str, tmp_path: Path) -> None:
    (found,) = found_by("CK811", with_parts(*parts, version=version)(tmp_path / "c.zip"))

    assert f"holds {message}, which only servers from" in found.hit.message
    assert found.level is Level.INFO


def test_secrets_that_would_be_read_with_the_wrong_key_are_a_warning(tmp_path: Path) -> None:
    keyed = jdbc("/ds/keyed", password=keyed_secret("x"))

    lagging, fitting = (
        found_by("CK811", with_parts(keyed, version=version)(tmp_path / "c.zip"))
        for version in ("7.2.0 PRO", "7.5.0 PRO")
    )

    assert [f.level for f in lagging] == [Level.WARNING]
    assert lagging[0].hit.message.endswith("; secrets are then read with the wrong key")
    assert fitting == []


def test_commercial_content_under_a_community_version_is_told(tmp_path: Path) -> None:
    (by_type,) = messages("CK811", with_parts(dashboard("/d"), version="8.2.0 CE")(tmp_path / "c.zip"))
    (by_module,) = messages(
        "CK811", with_parts(modules={"audit": []}, version="8.2.0 CE")(tmp_path / "d.zip")
    )

    assert (
        by_type == "jsVersion says 8.2.0 CE, but only commercial servers write the dashboardModelResource /d"
    )
    assert by_module.endswith("only commercial servers write the module audit")


def test_unedited_exports_are_only_said_to_be_untidy(shared: Path) -> None:
    """Rules that tell what a server never writes say nothing about what servers wrote."""
    allowed = {"CK801", "CK802", "CK807"}
    rules = [rule for rule in all_rules() if rule.code in CASES and rule.code not in allowed]
    for path in sorted((shared / "catalogs").glob("*.zip")):
        with open_catalog(path) as catalog:
            assert list(run(rules, Subject(catalog))) == [], path.name
