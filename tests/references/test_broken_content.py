"""Content that cannot be searched is told, and takes nothing from the rest."""

import json
from pathlib import Path

import pytest

from catalogkit import Limits, open_catalog
from catalogkit.model.fields import Role
from catalogkit.references.extract import extract
from catalogkit.references.extraction import Unread
from catalogkit.testing import (
    ResourcePart,
    dashboard,
    domain,
    file,
    jdbc,
    jrxml,
    local,
    report,
    write,
)

GOOD = report("/good", main=jrxml(images=["repo:/gone.png"]))
COMPILED = b"\xac\xed\x00\x05sr\x00(net.sf.jasperreports.engine.JasperReport"
DECLARED = b'<?xml version="1.0" encoding="UTF-8"?>\n'
ENTITIES = b"<!ENTITY a0 'ha'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)
LAUGHS = b"<!DOCTYPE jasperReport [" + ENTITIES + b"]><jasperReport>&a9;</jasperReport>"
OUTSIDE = (
    DECLARED + b'<!DOCTYPE jasperReport [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
    b'<jasperReport><template>"&x;"</template></jasperReport>'
)
WITH_IMAGE = jrxml(images=["/a.png"])
WITHOUT_DECLARATION = WITH_IMAGE.partition(b"\n")[2]
OUTSIDE_DTD = b'<!DOCTYPE jasperReport SYSTEM "file:///etc/passwd">\n' + WITHOUT_DECLARATION
ENTITY = b'<!DOCTYPE jasperReport [<!ENTITY i "x">]>\n' + WITHOUT_DECLARATION
WIDE = WITH_IMAGE.replace(b"UTF-8", b"UTF-16").decode()
SCHEMA = (
    DECLARED + b'<schema xmlns="http://www.jaspersoft.com/2007/SL/XMLSchema">'
    b'<resources><jdbcTable datasourceId="main"/></resources>'
    b'<items><item id="a" labelId="a.label"/></items></schema>'
)


def searched(
    folder: Path, *parts: ResourcePart, limits: Limits | None = None
) -> tuple[list[tuple[str, Role, str]], tuple[Unread, ...]]:
    """The edges that content makes, and what could not be read; `GOOD` is always there."""
    with open_catalog(write(folder / "c.zip", GOOD, *parts), limits=limits) as catalog:
        found = extract(catalog)
    edges = [(edge.owner, edge.role, edge.target) for edge in found.edges]
    assert ("/good", Role.IMAGE, "/gone.png") in edges
    return [edge for edge in edges if edge[0] != "/good"], found.unread


def in_report(data: bytes) -> ResourcePart:
    return report("/bad", main=file("main", data, "jrxml"))


@pytest.mark.parametrize(
    ("data", "line", "what"),
    [
        (b"<jasperReport>\n<a>\n</jasperReport>", 3, "tag mismatch"),
        (jrxml()[:-20], 8, ""),
        (b'<jasperReport\n x="1" x="2"/>', 2, "Attribute x redefined"),
        (COMPILED, 0, "a compiled report cannot be searched for references"),
        (b"no markup at all", 0, "it is said to be JRXML, but is no XML"),
        (b"PK\x03\x04zip", 0, "it is said to be JRXML, but is no XML"),
        (b"\x00\x01\x02\x03", 0, "it is said to be JRXML, but is no XML"),
        (DECLARED + "<jasperReport name='é'/>".encode("latin-1"), 2, ""),
        (b"<jasperReport><template>\x00</template></jasperReport>", 1, ""),
        (b'<?xml version="1.0" encoding="EBCDIC-XX"?><jasperReport/>', 1, "ncoding"),
        ("<jasperReport>".encode("utf-16"), 1, ""),
        (LAUGHS, 1, "amplification"),
        (OUTSIDE, 3, "'x' not defined"),
        (b"<jasperReport>" + b"<a>" * 200 + b"</a>" * 200 + b"</jasperReport>", 0, "levels of elements"),
        (b"<jasperReport>" + b"<a" + b"".join(b' a%d=""' % n for n in range(9_000)) + b"/></jasperReport>", 0,
         "more than 200 attributes"),
    ],
    ids=[
        "open tag", "cut off", "attribute twice", "compiled", "text", "zip", "zeros", "latin-1", "zero byte",
        "unknown encoding", "cut off in UTF-16", "billion laughs", "external entity", "deep", "wide",
    ],
)  # fmt: skip
def test_a_report_that_cannot_be_read_is_told_with_its_place(
    tmp_path: Path, data: bytes, line: int, what: str
) -> None:
    edges, unread = searched(tmp_path, in_report(data))

    assert edges == []
    assert [(item.owner, item.entry, item.line) for item in unread] == [
        ("/bad", "resources/bad_files/main.data", line)
    ]
    assert what in unread[0].what
    assert "root:" not in unread[0].what


@pytest.mark.parametrize(
    ("data"),
    [
        WIDE.encode("utf-16"),
        WIDE.encode("utf-16-le"),
        WIDE.encode("utf-16-be"),
        jrxml(name="é", images=["/a.png"]).decode().replace("UTF-8", "ISO-8859-1").encode("latin-1"),
        b"\xef\xbb\xbf" + WITH_IMAGE,
        WITH_IMAGE.replace(b"\n", b"\r\n"),
        b"<!-- made by hand -->\n" + WITHOUT_DECLARATION,
        OUTSIDE_DTD,
        ENTITY,
    ],
    ids=["UTF-16", "UTF-16 LE", "UTF-16 BE", "Latin-1", "BOM", "CRLF", "comment", "external DTD", "entity"],
)  # fmt: skip
def test_what_xml_allows_is_read(tmp_path: Path, data: bytes) -> None:
    edges, unread = searched(tmp_path, in_report(data))

    assert unread == ()
    assert edges == [("/bad", Role.IMAGE, "/a.png")]


def test_utf_16_hides_neither_paths_in_other_places_nor_bundle_keys(tmp_path: Path) -> None:
    text = jrxml(bundle="labels", fields=["a"]).decode().replace("UTF-8", "UTF-16")
    text = text.replace("$F{a}", '"repo:/x" + $R{none}')
    main = file("main", text.encode("utf-16"), "jrxml")
    edges, unread = searched(
        tmp_path, report("/r", main=main, resources=[file("labels.properties", b"a=A", "prop")])
    )

    assert unread == ()
    assert edges == [
        ("/r", Role.FILE, "repo:/x"),
        ("/r", Role.BUNDLE, "/r_files/labels.properties"),
        ("/r", Role.BUNDLE_KEY, "key none"),
    ]


def test_a_report_beyond_the_limits_is_told(tmp_path: Path) -> None:
    limits = Limits(max_xml_size=20_000)
    big = WITH_IMAGE.replace(b"</jasperReport>", b" " * 20_000 + b"</jasperReport>")
    edges, unread = searched(tmp_path, in_report(big), limits=limits)

    assert edges == []
    assert [(item.owner, item.what) for item in unread] == [("/bad", "the XML holds more than 20,000 bytes")]


def test_all_that_is_broken_is_told_and_the_parts_of_an_owner_do_not_hide_each_other(tmp_path: Path) -> None:
    bad = report(
        "/bad",
        main=jrxml(subreports=["sub"], images=["/a.png"]),
        resources=[
            file("sub", COMPILED, "jrxml"),
            file("style", b"<jasperTemplate>", "jrtx"),
            file("adapter", b"<csvDataAdapter>", "xml"),
            file("picture", COMPILED, "img"),
            file("note", b"<html>", "xml"),
            file("labels.properties", b"a = \\u12\n", "prop"),
        ],
    )
    edges, unread = searched(tmp_path, bad)

    assert edges == [("/bad", Role.IMAGE, "/a.png"), ("/bad", Role.SUB_REPORT, "/bad_files/sub")]
    assert [item.entry.rpartition("/")[2] for item in unread] == [
        "sub.data", "style.data", "adapter.data", "picture.data",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"{no json", "no JSON"),
        (b"", "no JSON"),
        (b"[\xff]", "no JSON"),
        (b'[{"resource": 1' + b"0" * 10_000 + b"}]", "no JSON"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b"[" * 100_000 + b"]" * 100_000, "it is nested too deeply"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "it is nested too deeply"),
    ],
    ids=["text", "empty", "no UTF-8", "number", "open", "deep list", "deep object"],
)
def test_components_that_are_no_json_are_told(tmp_path: Path, data: bytes, what: str) -> None:
    edges, unread = searched(tmp_path, with_components(data))

    assert edges == [("/d", Role.COMPONENT, "/r")]
    assert [(item.owner, item.entry) for item in unread] == [("/d", "resources/d_files/components.data")]
    assert what in unread[0].what


@pytest.mark.parametrize(
    "data",
    [
        b"null",
        b"{}",
        b"[]",
        b"[1, null, [], \"x\", {}]",
        b'[{"resource": 1, "parameters": {"uri": "/x"}, "dashletHyperlinkUrl": [], "dataSourceUri": 0}]',
        b'[{"resource": "", "parameters": [1, {"uri": null}], "dashletHyperlinkUrl": "x"}]',
        json.dumps([{"resource": "/r"}]).encode("utf-16"),
    ],
    ids=["null", "object", "empty", "no objects", "other types", "empty values", "UTF-16"],
)  # fmt: skip
def test_components_of_another_shape_hold_nothing(tmp_path: Path, data: bytes) -> None:
    assert searched(tmp_path, with_components(data)) == ([("/d", Role.COMPONENT, "/r")], ())


def with_components(data: bytes) -> ResourcePart:
    made = dashboard("/d", shown=[("reportUnit", "/r", "/r")])
    targets = made.fields["resource"]
    assert isinstance(targets, list)
    return made.but(resource=[*targets[:2], file("components", data, "dashboardComponent"), *targets[3:]])


BAD_BUNDLES = {
    "bad escape": (file("labels.properties", b"a = \\u12\n", "prop"), True),
    "no bytes": (local("fileResource", "labels.properties", fileType="prop", dataFile="labels.data"), False),
    "link to nothing": (local("fileResource", "labels.properties", referenceUri="/none"), False),
}


@pytest.mark.parametrize("bad", BAD_BUNDLES)
def test_a_bundle_that_cannot_be_read_may_have_any_key(tmp_path: Path, bad: str) -> None:
    bundle, is_told = BAD_BUNDLES[bad]
    main = jrxml(bundle="labels", fields=["a"]).replace(b"$F{a}", b"$R{none}")
    edges, unread = searched(tmp_path, report("/r", main=main, resources=[bundle]))

    assert [edge for edge in edges if edge[1] is not Role.LINK] == [
        ("/r", Role.BUNDLE, "/r_files/labels.properties")
    ]
    assert [(item.owner, item.entry) for item in unread] == [
        ("/r", "resources/r_files/labels.properties.data")
    ] * is_told


@pytest.mark.parametrize("bad", BAD_BUNDLES)
def test_a_bundle_of_a_domain_that_cannot_be_read_may_have_any_key(tmp_path: Path, bad: str) -> None:
    bundle, is_told = BAD_BUNDLES[bad]
    made = domain("/d", data_sources={"main": "/ds"}, schema=SCHEMA, bundles={"": b"other = x\n"})
    with_both = made.but(bundle=[*made.fields["bundle"], {"localeStr": "de", "bundle": bundle}])  # type: ignore[misc]

    assert (("/d", Role.BUNDLE_KEY, "key a.label") in searched(tmp_path, made)[0]) is True
    edges, unread = searched(tmp_path, with_both)
    assert Role.BUNDLE_KEY not in [role for _, role, _ in edges]
    assert ("/d", Role.DATA_SOURCE_ALIAS, "/ds") in edges
    assert len(unread) == is_told


def test_a_latin_1_bundle_is_read_as_java_reads_it(tmp_path: Path) -> None:
    main = jrxml(bundle="labels", fields=["a"]).replace(b"$F{a}", "$R{größe}".encode())
    for name in ("latin-1", "utf-8", "utf-8-sig"):
        bundle = file("labels.properties", "größe = Größe\n".encode(name), "prop")
        edges, unread = searched(tmp_path, report("/r", main=main, resources=[bundle]))

        assert edges == [("/r", Role.BUNDLE, "/r_files/labels.properties")], name
        assert unread == ()


def test_a_data_file_that_is_missing_is_told_by_the_catalog_and_stops_nothing(tmp_path: Path) -> None:
    main = local("fileResource", "main", fileType="jrxml", dataFile="main.data")
    with open_catalog(write(tmp_path / "c.zip", GOOD, report("/bad", main=main))) as catalog:
        found = extract(catalog)

        assert [item.entry for item in catalog.missing_data] == ["resources/bad_files/main.data"]
    assert found.unread == ()
    assert [edge.target for edge in found.edges] == ["/gone.png"]


def test_broken_schemas_and_security_files_leave_the_rest_of_the_domain(tmp_path: Path) -> None:
    made = domain("/d", data_sources={"main": "/ds"}, schema=b"<schema>", security=b"<securityDefinition>")
    edges, unread = searched(tmp_path, made, jdbc("/ds"))

    assert ("/d", Role.DATA_SOURCE, "/ds") in edges
    assert [(item.owner, item.entry) for item in unread] == [
        ("/d", "resources/d_files/schema.data"),
        ("/d", "resources/d_files/security.data"),
    ]


def hostile_report(expression: str) -> ResourcePart:
    return in_report(
        DECLARED + b"<jasperReport><title><image><imageExpression><![CDATA["
        + expression.encode() + b"]]></imageExpression></image></title></jasperReport>"
    )  # fmt: skip


def hostile_security(expression: str) -> ResourcePart:
    inner = f"<principalExpression><![CDATA[{expression}]]></principalExpression>"
    text = f"<securityDefinition>{inner}</securityDefinition>"
    return domain("/bad", data_sources={}, security=text.encode())


def hostile_placeholders(text: str) -> ResourcePart:
    return domain("/bad", data_sources={}, schema=b"<schema><![CDATA[" + text.encode() + b"]]></schema>")


def hostile_css(text: str) -> ResourcePart:
    return file("/themes/bad/a.css", text.encode(), "css")


@pytest.mark.parametrize(
    ("part", "edges"),
    [
        (hostile_report('"' + '\\"' * 300_000), 1),
        (hostile_report('"repo:/a",\n' * 60_000), 60_000),
        (hostile_report('"repo:/a" + x,\n' * 60_000), 60_000),
        (hostile_report("+" * 600_000), 1),
        (hostile_security("it.roleName == 'A' || " * 40_000), 40_000),
        (hostile_security("it.attrName == " + "'A', " * 200_000), 1),
        (hostile_security("it.roleName " * 100_000), 0),
        (hostile_placeholders("{attribute('a')}\n" * 60_000), 60_000),
        (hostile_css("/*a" * 300_000), 0),
        (hostile_css("/*" + "\n" * 10_000 + "*/" + "".join(f"url(a{n})\n" for n in range(60_000))), 60_000),
    ],
    ids=[
        "quotes", "images", "dynamic images", "pluses", "roles", "attributes", "words", "placeholders",
        "comments", "urls",
    ],
)  # fmt: skip
def test_hostile_content_takes_no_longer_than_its_length(
    tmp_path: Path, part: ResourcePart, edges: int
) -> None:
    """Something quadratic would take minutes at this length."""
    found, unread = searched(tmp_path, part)

    assert unread == ()
    assert len([edge for edge in found if edge[1] is not Role.DATA_SOURCE]) == edges


def test_a_report_of_many_files_is_searched_in_time_to_their_number(tmp_path: Path) -> None:
    files = [file(f"f{n}", b"<jasperReport/>", "jrxml") for n in range(20_000)]

    assert searched(tmp_path, report("/r", resources=files)) == ([], ())
