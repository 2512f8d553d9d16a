"""`refs`: questions about references, as results and on the command line."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
from lxml import etree, html

from catalogkit import UsageError, open_catalog
from catalogkit.inspection.refs import Asked, Question, Refs, refs
from catalogkit.references.edge import Strength
from catalogkit.references.graph import build_graph
from catalogkit.testing import control, file, jdbc, job, jrxml, query, report, role, user, write
from tests.conftest import ROOT, Run

_SCHEMA = ROOT / "catalogkit" / "schemas" / "refs-1.json"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    main_report = jrxml(images=["repo:/img/logo", "own.png"], drill_downs=["/a/daily"])
    return write(
        tmp_path / "c.zip",
        report(
            "/a/weekly",
            data_source="/ds/main",
            main=main_report,
            controls=[control("region", query=query("q", data_source="/ds/gone"))],
            resources=[file("own.png", b"x", "img")],
        ),
        report("/a/daily", data_source="/ds/main"),
        jdbc("/ds/main"),
        jdbc("/ds/spare"),
        report("/a/empty"),
        job("/a/weekly", 7, owner="ana"),
        user("ana", roles=["ROLE_SALES"]),
        role("ROLE_SALES"),
    )


def asked(path: Path, kind: Question, *names: str, **more: object) -> Refs:
    with open_catalog(path) as catalog:
        return refs(catalog, build_graph(catalog), Asked(kind, names, **more))  # type: ignore[arg-type]


def ends(result: Refs) -> list[tuple[str, str, str]]:
    return [(edge.owner, edge.target, edge.role) for edge in result.edges]


def test_what_a_report_needs(path: Path) -> None:
    found = ends(asked(path, Question.NEEDS, "/a/weekly"))

    assert found == [
        ("/a/weekly", "/ds/main", "data source"),
        ("/a/weekly", "/ds/gone", "data source"),
        ("/a/weekly", "/img/logo", "image"),
        ("/a/weekly", "/a/weekly_files/own.png", "image"),
        ("/a/weekly", "/a/daily", "drill-down"),
    ]


def test_who_needs_a_data_source(path: Path) -> None:
    direct = asked(path, Question.NEEDED_BY, "/ds/main")
    through = asked(path, Question.NEEDED_BY, "/ds/main", transitive=True)
    soft = asked(path, Question.NEEDED_BY, "/ds/main", transitive=True, weakest=Strength.SOFT)

    assert {edge.owner for edge in direct.edges} == {"/a/weekly", "/a/daily"}
    assert {edge.owner for edge in through.edges} == {"/a/weekly", "/a/daily", "job /a/weekly/7"}
    assert ("/a/weekly", "/a/daily", "drill-down") in ends(soft)


def test_who_needs_an_embedded_resource(path: Path) -> None:
    assert ends(asked(path, Question.NEEDED_BY, "/a/weekly_files/own.png")) == [
        ("/a/weekly", "/a/weekly_files/own.png", "image")
    ]


@pytest.mark.parametrize("name", ["ana", "user ana"])
def test_people_are_found_by_name(path: Path, name: str) -> None:
    assert ends(asked(path, Question.NEEDS, name)) == [("user ana", "role ROLE_SALES", "role")]


def test_why_is_a_chain_with_evidence(path: Path) -> None:
    result = asked(path, Question.WHY, "job /a/weekly/7", "/ds/gone")

    assert ends(result) == [
        ("job /a/weekly/7", "/a/weekly", "report"),
        ("/a/weekly", "/ds/gone", "data source"),
    ]
    assert all(edge.line and edge.entry and edge.where for edge in result.edges)


def test_what_is_missing_in_all_and_for_one(path: Path) -> None:
    assert [item.target for item in asked(path, Question.MISSING).missing] == ["/ds/gone", "/img/logo"]
    assert asked(path, Question.MISSING, "/a/daily").missing == ()
    (first, _) = asked(path, Question.MISSING, "job /a/weekly/7").missing
    assert (first.target, first.roles, first.needed_by) == ("/ds/gone", ("data source",), ("/a/weekly",))


def test_what_is_unused(path: Path) -> None:
    result = asked(path, Question.UNUSED)

    assert result.unused is not None
    assert [item.uri for item in result.unused] == ["/ds/spare"]
    assert asked(path, Question.ALL).unused is None


def test_every_end_of_an_edge_is_told(path: Path) -> None:
    result = asked(path, Question.ALL)
    known = {item.id: item for item in result.objects}

    assert {edge.owner for edge in result.edges} | {edge.node for edge in result.edges} <= {*known, ""}
    assert (known["/a/weekly"].type, known["/a/weekly"].known) == ("reportUnit", True)
    assert (known["/ds/gone"].type, known["/ds/gone"].known) == ("", False)


def test_counts_add_up(path: Path) -> None:
    result = asked(path, Question.ALL)

    assert sum(row.edges for row in result.counts) == len(result.edges)
    assert sum(row.resolved for row in result.counts) == sum(edge.resolved for edge in result.edges)


def test_every_reference_has_a_line(path: Path) -> None:
    """Also those of elements whose line the model does not keep."""
    assert [edge for edge in asked(path, Question.ALL).edges if not edge.line] == []


def test_the_line_is_that_of_the_text(path: Path) -> None:
    with open_catalog(path) as catalog:
        for edge in asked(path, Question.ALL).edges:
            data = catalog.archive.read(catalog.archive.by_name[edge.entry])
            assert edge.line is not None
            lines = data.decode().splitlines()
            if edge.where.endswith("/uri"):  # the line of the element around it
                edge_lines = lines[edge.line - 1 : edge.line + 1]
            else:
                edge_lines = lines[edge.line - 1 : edge.line]
            assert any(edge.text in line for line in edge_lines), edge


def test_somebody_whom_nothing_knows(path: Path) -> None:
    with pytest.raises(UsageError, match="no such object") as error:
        asked(path, Question.NEEDS, "/A/weekly")

    assert error.value.hint == "did you mean /a/weekly?"


def test_something_missing_can_be_asked_for(path: Path) -> None:
    assert ends(asked(path, Question.NEEDED_BY, "/ds/gone")) == [("/a/weekly", "/ds/gone", "data source")]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), "add 2 objects to make it complete"),
        (("/a/weekly",), "(known only at run time"),
        (("/ds/main", "--reverse"), "    /a/daily\n"),
        (("/a/weekly", "--transitive"), "directly or through others"),
        (("--why", "/a/weekly", "/ds/main"), "1. /a/weekly\n   needs the data source /ds/main\n"),
        (("--why", "/ds/main", "/a/weekly"), "nothing leads from one to the other"),
        (("--missing",), "image of /a/weekly"),
        (("--missing", "/a/daily"), "nothing that is needed is missing"),
        (("--unused",), "/ds/spare  (jdbcDataSource)"),
        (("/a/empty",), "\nnothing\n"),
        (("/ds/spare", "--reverse"), "\nnobody\n"),
    ],
)
def test_text(run: Run, tmp_path: Path, path: Path, arguments: tuple[str, ...], expected: str) -> None:
    if "known only" in expected:
        path = write(tmp_path / "d.zip", report("/a/weekly", main=jrxml(images=['$F{photo} + ""'])))
    code, output, errors = run("refs", path, *arguments)

    assert (code, errors) == (0, "")
    assert expected in output
    assert "\\n" not in output


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--reverse",), "needs a URI"),
        (("/a/weekly", "--unused"), "takes no URI"),
        (("/a/weekly", "--reverse", "--missing"), "do not go together"),
        (("--unused", "--missing"), "do not go together"),
        (("/a/weekly", "--soft"), "--soft says what to follow"),
        (("/gone",), "no such object"),
        (("-o", "pdf"), "no such format: pdf"),
    ],
)
def test_questions_that_cannot_be_answered(
    run: Run, path: Path, arguments: tuple[str, ...], expected: str
) -> None:
    code, output, errors = run("refs", path, *arguments)

    assert (code, output) == (2, "")
    assert expected in errors
    assert "hint: " in errors


@pytest.mark.parametrize("arguments", [(), ("/a/weekly",), ("--unused",), ("--missing",)])
def test_json_follows_its_schema(run: Run, path: Path, arguments: tuple[str, ...]) -> None:
    _, output, _ = run("refs", path, *arguments, "-o", "json")

    jsonschema.validate(json.loads(output), json.loads(_SCHEMA.read_text()))


def test_one_answer_in_every_format(run: Run, path: Path, tmp_path: Path) -> None:
    formats = ("text", "json", "csv", "dot", "mermaid", "svg", "html")
    outputs = [part for form in formats for part in ("-o", f"{form}:{tmp_path / form}")]

    assert run("refs", path, "/a/weekly", *outputs) == (0, "", "")

    rows = list(csv.DictReader(io.StringIO((tmp_path / "csv").read_text())))
    assert [row["target"] for row in rows][:2] == ["/ds/main", "/ds/gone"]
    assert etree.fromstring((tmp_path / "svg").read_bytes()).tag.endswith("svg")
    assert html.fromstring((tmp_path / "html").read_bytes()).xpath("//table")
    assert (tmp_path / "dot").read_text().startswith("digraph")
    assert (tmp_path / "mermaid").read_text().startswith("flowchart")


def test_secrets_in_the_reach_of_references_stay_hidden(run: Run, tmp_path: Path) -> None:
    url = "jdbc:x://db?password=hunter2&host={attribute('dbHost')}"
    path = write(tmp_path / "c.zip", jdbc("/ds", url=url, password="{attribute('dbPassword')}-hunter2"))

    for form in ("text", "json", "csv", "html"):
        _, output, _ = run("refs", path, "/ds", "-v", "-o", form)
        assert "hunter2" not in output
        assert "dbPassword" in output


def test_access_events_and_structure_are_read_when_asked(run: Run, path: Path) -> None:
    _, plain, _ = run("refs", path, "/a/weekly", "-o", "json")
    _, whole, _ = run("refs", path, "/a/weekly", "--structure", "-o", "json")

    roles = [edge["role"] for edge in json.loads(whole)["edges"]]
    assert "folder" not in [edge["role"] for edge in json.loads(plain)["edges"]]
    assert roles.count("folder") == 1
    assert "local resource" in roles
