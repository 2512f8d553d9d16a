"""Rules about what is needed: each finds its case, and stays silent when what is needed is there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from catalogkit import open_catalog
from catalogkit.inspection.checking import check
from catalogkit.rules import Finding
from catalogkit.testing import (
    adhoc_view,
    attribute,
    custom,
    domain,
    file,
    folder,
    jdbc,
    job,
    jrxml,
    link,
    organization,
    report,
    role,
    user,
    write,
)

Make = Callable[[Path], Path]
_SCHEMA = b"""<schema xmlns="http://www.jaspersoft.com/2007/SL/XMLSchema" version="1.3">
  <resources><jdbcTable id="t" datasourceId="%s" tableName="t"/></resources>
  <itemGroups><itemGroup id="g" labelId="%s"/></itemGroups>
</schema>"""
_SECURITY = b"""<securityDefinition xmlns="http://www.jaspersoft.com/2007/SL/XMLSchema">
  <principalExpression>
    authentication.getPrincipal().getRoles().any{ it.getRoleName() in ['ROLE_%s'] }
  </principalExpression>
</securityDefinition>"""
_ADAPTER = b"<csvDataAdapter class='x'><fileName>repo:/data/%s</fileName></csvDataAdapter>"


def weekly(**content: object) -> Make:
    """A catalog with one report whose JRXML holds something."""
    return lambda path: write(path, report("/a/weekly", main=jrxml(**content)))  # type: ignore[arg-type]


def harvest(alias: bytes = b"main", label: bytes = b"g.label", security: bytes = b"USER") -> Make:
    """A catalog with one Domain."""
    made = domain(
        "/a/weekly",
        data_sources={"main": "/ds"},
        schema=_SCHEMA % (alias, label),
        security=_SECURITY % security,
        bundles={"": b"g.label=Group\n"},
    )
    return lambda path: write(path, made, jdbc("/ds"), role("ROLE_USER"))


CASES: dict[str, tuple[Make, str, Make]] = {
    "CK303": (
        weekly(subreports=["details.jrxml"]),
        "/a/weekly",
        lambda p: write(
            p,
            report(
                "/a/weekly",
                main=jrxml(subreports=["details.jrxml"]),
                resources=[file("details.jrxml", jrxml(), "jrxml")],
            ),
        ),
    ),
    "CK304": (
        weekly(images=["repo:/img/logo"], dialect=7),
        "/a/weekly",
        lambda p: write(
            p, report("/a/weekly", main=jrxml(images=["repo:/img/logo"])), file("/img/logo", b"x", "img")
        ),
    ),
    "CK305": (
        weekly(template="repo:/style.jrtx"),
        "/a/weekly",
        weekly(template="https://example.com/s.jrtx"),
    ),
    "CK306": (
        lambda p: write(p, file("/a/weekly", _ADAPTER % b"gone.csv", "xml")),
        "/a/weekly",
        lambda p: write(
            p, file("/a/weekly", _ADAPTER % b"there.csv", "xml"), file("/data/there.csv", b"1", "xml")
        ),
    ),
    "CK307": (weekly(bundle="sales"), "/a/weekly", weekly()),
    "CK308": (harvest(label=b"gone.label"), "/a/weekly", harvest()),
    "CK309": (harvest(alias=b"gone"), "/a/weekly", harvest()),
    "CK310": (
        lambda p: write(
            p,
            jdbc("/a/weekly", driver="org.x.Driver"),
            organization("organizations", attributes=[attribute("jdbc:org.x.Driver", "x")]),
        ),
        "/a/weekly",
        lambda p: write(
            p,
            jdbc("/a/weekly", driver="org.x.Driver"),
            organization("organizations", attributes=[attribute("jdbc:org.x.Driver", "x")]),
            file("/jdbc/x/x.jar", b"PK", "jar"),
        ),
    ),
    "CK311": (harvest(security=b"SALES"), "/a/weekly", harvest()),
    "CK312": (
        lambda p: write(p, report("/a/r"), job("/a/r", 7, destination={"folderURI": "/out"})),
        "reportJobs/a/r/7.xml",
        lambda p: write(p, report("/a/r"), job("/a/r", 7, destination={"folderURI": "/out"}), folder("/out")),
    ),
    "CK313": (
        lambda p: write(p, report("/a/weekly", main=b"<jasperReport>")),
        "/a/weekly",
        weekly(),
    ),
    "CK314": (
        weekly(images=['"repo:/img/" + $F{country}']),
        "/a/weekly",
        weekly(images=['"repo:/img/" + "b"']),
    ),
    "CK315": (weekly(images=["repo:/img/logo"]), "/a/weekly", weekly(images=["repo:/public/img/logo"])),
    "CK316": (
        weekly(images=["repo:/organizations/acme/logo"]),
        "/a/weekly",
        lambda p: write(
            p, report("/organizations/acme/r", main=jrxml(images=["repo:/organizations/acme/logo"]))
        ),
    ),
    "CK317": (
        lambda p: write(p, link("/a/weekly", "/b"), link("/b", "/a/weekly")),
        "/a/weekly",
        lambda p: write(p, link("/a/weekly", "/b"), link("/b", "/c")),
    ),
    "CK318": (
        weekly(drill_downs=["/gone"]),
        "/a/weekly",
        weekly(drill_downs=["/a/weekly"]),
    ),
}
"""For each rule a catalog that it is for, the place, and one like it that is in order."""


def found(path: Path, code: str) -> list[Finding]:
    with open_catalog(path) as catalog:
        return [finding for finding in check(catalog).findings if finding.rule.code == code]


@pytest.mark.parametrize("code", CASES)
def test_a_rule_finds_what_it_is_for(code: str, tmp_path: Path) -> None:
    make, where, _ = CASES[code]

    places = {finding.hit.uri or finding.hit.entry for finding in found(make(tmp_path / "c.zip"), code)}

    assert places == {where}


@pytest.mark.parametrize("code", CASES)
def test_a_rule_is_silent_where_nothing_is_wrong(code: str, tmp_path: Path) -> None:
    assert found(CASES[code][2](tmp_path / "c.zip"), code) == []


def test_run_time_findings_tell_file_and_line(tmp_path: Path) -> None:
    (finding,) = found(weekly(images=["repo:/img/logo"])(tmp_path / "c.zip"), "CK304")

    assert finding.hit.entry.startswith("resources/a/weekly_files/")
    assert finding.hit.line > 1
    assert finding.hit.message == "the image /img/logo is needed, but not in the catalog"


def test_the_same_target_is_told_once_for_each_owner(tmp_path: Path) -> None:
    main = jrxml(images=["repo:/img/logo", "repo:/img/logo"])
    path = write(tmp_path / "c.zip", report("/a", main=main), report("/b", main=main))

    assert [finding.hit.uri for finding in found(path, "CK304")] == ["/a", "/b"]


def test_a_custom_data_source_reads_a_file(tmp_path: Path) -> None:
    path = write(
        tmp_path / "c.zip", custom("/ds", "x.Service", properties={"fileName": "repo:/data/gone.csv"})
    )

    assert [finding.hit.uri for finding in found(path, "CK306")] == ["/ds"]


def test_without_roles_in_the_catalog_nothing_is_said_about_roles(tmp_path: Path) -> None:
    made = domain("/d", data_sources={"main": "/ds"}, security=_SECURITY % b"SALES")

    assert found(write(tmp_path / "c.zip", made, jdbc("/ds")), "CK311") == []


def test_a_role_of_the_organization_of_the_owner_is_known(tmp_path: Path) -> None:
    made = domain("/organizations/acme/d", data_sources={"main": "/ds"}, security=_SECURITY % b"SALES")
    path = write(tmp_path / "c.zip", made, jdbc("/ds"), role("ROLE_SALES", tenant="acme"))

    assert found(path, "CK311") == []


def test_a_profile_attribute_that_nobody_has(tmp_path: Path) -> None:
    url = "jdbc:x://{attribute('dbHost','User')}/db"
    asks = (jdbc("/ds", url=url), role("ROLE_USER"))

    assert [f.hit.uri for f in found(write(tmp_path / "a.zip", *asks, user("ana")), "CK311")] == ["/ds"]
    has_it = user("ana", attributes=[attribute("dbHost", "h")])
    assert found(write(tmp_path / "b.zip", *asks, has_it), "CK311") == []


def test_views_and_what_they_embed_are_searched(tmp_path: Path) -> None:
    topic = jrxml(images=["repo:/img/logo"])
    inner = report("dashboardReport", main=jrxml(subreports=["repo:/sub/gone"]))
    path = write(
        tmp_path / "c.zip", adhoc_view("/v", data_source="/ds", topic=topic, reports=[inner]), jdbc("/ds")
    )

    assert [f.hit.uri for f in found(path, "CK304")] == ["/v"]
    assert [f.hit.uri for f in found(path, "CK303")] == ["/v"]
