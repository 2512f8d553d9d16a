"""The graph that impact is told from reaches the same objects as the whole one, in the same order."""

from pathlib import Path

import pytest

from catalogkit import open_catalog
from catalogkit.diff.impact import graph_of_users, leads_on
from catalogkit.references.edge import object_id
from catalogkit.references.graph import build_graph

ROOT = Path(__file__).parents[2]
CATALOGS = [
    *sorted((ROOT / "sample_catalogs").glob("*.zip")),
    *sorted((ROOT.parent / "shared" / "catalogs").glob("*.zip")),
]


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.stem)
def test_the_same_objects_are_reached(path: Path) -> None:
    with open_catalog(path) as catalog:
        whole, less = build_graph(catalog), graph_of_users(catalog)
        for item in catalog.objects():
            start = [object_id(item.key)]
            assert list(less.reached(start, reverse=True)) == list(whole.reached(start, reverse=True))


@pytest.mark.parametrize(
    "inside",
    [
        '<image><imageExpression>"logo.png"</imageExpression></image>',
        '<element kind="image"><expression>"logo.png"</expression></element>',
        '<element kind="&#105;mage"><expression>"logo.png"</expression></element>',
        '<subreport><subreportExpression>"sub.jrxml"</subreportExpression></subreport>',
        "<template>styles.jrtx</template>",
        '<property name="net.sf.jasperreports.data.adapter" value="adapter.xml"/>',
        '<textFieldExpression>"repo:/texts/one"</textFieldExpression>',
    ],
)
def test_a_report_that_names_something_is_searched(inside: str) -> None:
    assert leads_on(f"<jasperReport>{inside}</jasperReport>".encode())


@pytest.mark.parametrize(
    "data",
    [
        b"<jasperReport/>",
        b'<?xml version="1.0"?>\n<!-- by hand -->\n<jasperReport name="a"><detail/></jasperReport>',
        b'\xef\xbb\xbf<jasperReport resourceBundle="labels">$R{title}</jasperReport>',
    ],
)
def test_a_report_that_names_nothing_is_not(data: bytes) -> None:
    assert not leads_on(data)


@pytest.mark.parametrize("data", [b"", b"<schema/>", b"<jasperReports/>", "<jasperReport/>".encode("utf-16")])
def test_whatever_is_no_report_is_searched(data: bytes) -> None:
    assert leads_on(data)
