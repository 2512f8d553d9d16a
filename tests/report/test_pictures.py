"""Pictures of a dependency graph: laws of the layout, and that no text of a catalog breaks a format."""

import random
import re
import shutil
import stat
import subprocess
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from catalogkit.report import dot, html, mermaid, svg
from catalogkit.report.picture import Arrangement, Box, arrange, draw, nearest, read
from catalogkit.report.picture.bundling import panel_places, panel_size
from catalogkit.report.picture.drawing import MOST_NODES
from catalogkit.report.picture.graphviz import arrange_with_dot
from catalogkit.report.picture.layered import LONGEST
from catalogkit.report.picture.lettering import shortened, text_width
from catalogkit.report.picture.shapes import Part
from tests.report.graphs import edge, hostile, pairs, result

BOX = Box(120.0, 44.0)
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = st.text(st.characters(), min_size=1) | st.sampled_from(
    [
        '"><script>alert(1)</script>',
        "</style></title></svg>",
        "]]>--><!--",
        '\\"];\\N -> n0',
        "`b` #quot; &amp; &#x3c; end",
        "{{7*7}}{% x %}",
        "\u202egnp.exe\x00\x1b[31m\r\n\ufffe",
        "user a|b",
        "a" * 999,
    ]
)
quick = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def without_graphviz(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")


@pytest.fixture
def own(without_graphviz: None) -> Callable[[int, list[tuple[int, int]]], Arrangement]:
    """Our own layout of so many objects, of two sizes."""

    def layout(count: int, links: list[tuple[int, int]]) -> Arrangement:
        return arrange({n: BOX if n % 3 else Box(300.0, 160.0) for n in range(count)}, links)

    return layout


def size(number: int) -> Box:
    return BOX if number % 3 else Box(300.0, 160.0)


def overlapping(arranged: Arrangement) -> list[tuple[int, int]]:
    def meet(a: int, b: int) -> bool:
        one, two = arranged.places[a], arranged.places[b]
        return (
            one.x < two.x + size(b).width
            and two.x < one.x + size(a).width
            and one.y < two.y + size(b).height
            and two.y < one.y + size(a).height
        )

    return [pair for pair in combinations(arranged.places, 2) if meet(*pair)]


class TestLayout:
    @quick
    @given(pairs())
    def test_every_object_stands_once_and_none_on_another(self, own: Any, graph: Any) -> None:
        arranged = own(*graph)

        assert set(arranged.places) == set(range(graph[0]))
        assert overlapping(arranged) == []
        for number, place in arranged.places.items():
            assert 0 <= place.x <= arranged.width - size(number).width + 1e-6
            assert -1e-6 <= place.y <= arranged.height - size(number).height + 1e-6

    @quick
    @given(pairs())
    def test_every_link_ends_at_its_boxes(self, own: Any, graph: Any) -> None:
        arranged = own(*graph)

        assert set(arranged.routes) == set(graph[1])
        for pair, route in arranged.routes.items():
            assert len(route) % 3 == 1
            for number, point in zip(pair, (route[0], route[-1]), strict=True):
                corner = arranged.places[number]
                assert min(abs(point.x - corner.x), abs(point.x - corner.x - size(number).width)) < 1e-6
                assert corner.y <= point.y <= corner.y + size(number).height

    @quick
    @given(pairs())
    def test_no_line_crosses_a_box(self, own: Any, graph: Any) -> None:
        arranged = own(*graph)

        for route in arranged.routes.values():
            for start, end in zip(route[::3], route[3::3], strict=False):
                if start.y == end.y:  # only level pieces pass a column
                    for number, place in arranged.places.items():
                        inside = place.y < start.y < place.y + size(number).height
                        left, right = sorted((start.x, end.x))
                        assert not (inside and left < place.x + size(number).width and place.x < right)

    @quick
    @given(pairs())
    def test_links_lead_to_the_right_where_there_is_no_cycle(self, own: Any, graph: Any) -> None:
        links = sorted({(min(pair), max(pair)) for pair in graph[1]})
        arranged = own(graph[0], links)

        assert all(arranged.places[a].x + size(a).width < arranged.places[b].x for a, b in links)

    @quick
    @given(pairs())
    def test_same_graph_same_picture(self, own: Any, graph: Any) -> None:
        assert own(*graph) == own(*graph)

    def test_a_long_chain_and_a_long_cycle_end(self, own: Any) -> None:
        chain = [(n, n + 1) for n in range(399)]

        assert overlapping(own(400, [*chain, (399, 0), (0, 399)])) == []

    def test_a_line_past_very_many_columns_is_drawn_straight(self, own: Any) -> None:
        count = LONGEST + 3
        arranged = own(count, [*((n, n + 1) for n in range(count - 1)), (0, count - 1)])

        assert len(arranged.routes[0, count - 1]) <= 7

    def test_parts_stand_side_by_side_then_below_each_other(self, own: Any) -> None:
        arranged = own(40, [])

        assert overlapping(arranged) == []
        assert arranged.width < 1440

    def test_lines_cross_no_more_than_they_must(self, own: Any) -> None:
        arranged = own(6, [(0, 5), (1, 4), (2, 3)])

        assert all(len(route) == 4 for route in arranged.routes.values())


class TestPanels:
    @given(st.integers(7, 400))
    def test_boxes_stand_apart_inside(self, count: int) -> None:
        outer, places = panel_size(count, BOX), panel_places(count, BOX)

        assert len(set(places)) == count
        assert all(
            place.x + BOX.width < outer.width and place.y + BOX.height < outer.height for place in places
        )

    def test_many_that_need_one_thing_in_one_way_share_a_line(self) -> None:
        picture = draw(result([edge(f"/r/{n}", "/ds") for n in range(60)], asked=("/ds",)))

        assert len(picture.panels) == 1
        assert len(picture.nodes) == 61
        assert [item.title[:2] for item in picture.links] == [("60 objects", "need /ds")]

    def test_what_differs_keeps_its_own_line(self) -> None:
        edges = [edge(f"/r/{n}", "/ds", role=f"role {n}") for n in range(9)]

        assert len(draw(result(edges)).links) == 9


class TestGraphviz:
    @pytest.fixture(autouse=True)
    def _needs_graphviz(self) -> None:
        if shutil.which("dot") is None:
            pytest.skip("Graphviz is not installed")

    def test_it_arranges(self) -> None:
        links = [(0, 1), (1, 2), (2, 0), (0, 3)]
        (arranged,) = arrange_with_dot([Part({n: size(n) for n in range(4)}, tuple(links))]) or [None]

        assert arranged is not None
        assert set(arranged.routes) == set(links)
        assert overlapping(arranged) == []

    def test_it_is_spared_a_tangle(self) -> None:
        links = list(permutations(range(30), 2))

        assert arrange_with_dot([Part(dict.fromkeys(range(30), BOX), tuple(links))]) is None

    @settings(deadline=None, max_examples=15)
    @given(HOSTILE)
    def test_it_reads_our_dot(self, text: str) -> None:
        source = dot.render(hostile(text), verbose=False)

        done = subprocess.run(["dot", "-Tplain"], input=source, capture_output=True, check=True)

        nodes = {line.split()[1] for line in done.stdout.decode().splitlines() if line.startswith("node ")}
        assert nodes == {f"n{number}" for number in range(len(hostile(text)["objects"]))}
        assert b"Error" not in done.stderr


@pytest.mark.parametrize("says", ["exit 1", "echo nonsense", "printf 'graph 1 1 1\\nstop\\n'", "exit 0"])
def test_a_graphviz_that_fails_is_not_missed(
    says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "dot"
    program.write_text(f"#!/bin/sh\n{says}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    broken = arrange({0: BOX, 1: BOX}, [(0, 1)])
    monkeypatch.setenv("PATH", "")

    assert broken == arrange({0: BOX, 1: BOX}, [(0, 1)])


class TestGraph:
    def test_references_between_two_objects_are_one_link(self) -> None:
        graph = read(
            result(
                [
                    edge("/a", "/b", role="image", strength="soft", line=3),
                    edge("/a", "/b", role="file", strength="run time", resolved=False),
                    edge("/a", "/a"),
                    edge("/a", "", certainty="dynamic", resolved=False),
                ],
                absent=("/b",),
            )
        )

        (link,) = graph.links
        assert (link.roles, link.strength, link.missing) == (("file", "image"), "run time", True)
        assert link.places == ("a.xml:3", "a.xml:1")
        assert [node.missing for node in graph.nodes] == [False, True]
        assert graph.notes == (
            "1 reference known only at run time: not drawn",
            "1 reference to own parts: not drawn",
        )

    def test_what_is_put_together_at_run_time_is_not_called_missing(self) -> None:
        graph = read(result([edge("/a", "/b", certainty="dynamic", resolved=False)], absent=("/b",)))

        assert not graph.links[0].missing
        assert [node.missing for node in graph.nodes] == [False, False]

    def test_same_names_show_their_folder(self) -> None:
        graph = read(result([edge("/x/same", "/y/same"), edge("/y/same", "/z/other")]))

        assert [node.name for node in graph.nodes] == ["x/same", "y/same", "other"]

    def test_the_farthest_are_left_out_and_counted(self) -> None:
        graph = read(result([edge(f"/{n}", f"/{n + 1}") for n in range(20)], asked=("/20",)))

        near = nearest(graph, nodes=5, links=100)

        assert [node.id for node in near.nodes] == ["/16", "/17", "/18", "/19", "/20"]
        assert len(near.links) == 4
        assert near.notes == ("… and 16 more objects, farther away",)

    def test_too_many_links_are_left_out_with_their_objects(self) -> None:
        everyone = [edge(f"/{a}", f"/{b}") for a in range(12) for b in range(12) if a != b]

        near = nearest(read(result(everyone)), nodes=400, links=30)

        assert len(near.links) == 30
        assert near.notes == ("… and 6 more objects, farther away",)

    def test_a_small_graph_stays_whole(self) -> None:
        graph = read(result([edge("/a", "/b")]))

        assert nearest(graph, nodes=2, links=1) is graph


def parse_svg(data: Any) -> Any:
    return etree.fromstring(svg.render(data, verbose=False))


class TestSvg:
    @quick
    @given(HOSTILE)
    def test_no_text_breaks_it(self, without_graphviz: None, text: str) -> None:
        root = parse_svg(hostile(text))

        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
            "svg", "g", "title", "style", "rect", "defs", "marker", "path", "text",
        }  # fmt: skip
        assert len(root.findall(f".//{SVG}g[@id]")) == len(hostile(text)["objects"])

    def test_it_names_what_it_shows(self, without_graphviz: None) -> None:
        root = parse_svg(
            result([edge("/r/a", "/i/b", resolved=False, line=9)], asked=("/r/a",), absent=("/i/b",))
        )

        titles = [title.text for title in root.iter(f"{SVG}title")]
        assert titles == [
            "what /a needs",
            "/r/a\nneeds /i/b\nas file (hard)\nleads nowhere\na.xml:9",
            "/r/a\nreportUnit",
            "/i/b\nnot in the catalog",
        ]
        words = [text.text for text in root.iter(f"{SVG}text")]
        assert words == [
            "a", "reportUnit", "b", "not in the catalog",
            "Reports and views", "Asked about", "Not in the catalog", "Leads nowhere",
        ]  # fmt: skip

    def test_a_big_tangle_is_drawn_as_far_as_it_is_readable(self, without_graphviz: None) -> None:
        choice = random.Random(7)
        edges = [edge(f"/{n}", f"/{choice.randrange(700)}") for n in range(700) for _ in range(2)]

        root = parse_svg(result(edges, asked=("/0",)))

        assert len(root.findall(f".//{SVG}g[@id]")) == MOST_NODES
        assert "… and 300 more objects, farther away" in [text.text for text in root.iter(f"{SVG}text")]

    def test_nothing_to_draw_is_no_error(self, without_graphviz: None) -> None:
        assert parse_svg(result([])).tag == f"{SVG}svg"

    def test_same_result_same_bytes(self, without_graphviz: None) -> None:
        data = result([edge(f"/{n}", f"/{n * n % 17}") for n in range(17)])

        assert svg.render(data, verbose=False) == svg.render(data, verbose=True)


def parse_html(data: Any) -> Any:
    return lxml_html.document_fromstring(html.render(data, verbose=False).decode())


class TestHtml:
    @quick
    @given(HOSTILE)
    def test_no_text_breaks_it(self, without_graphviz: None, text: str) -> None:
        page = parse_html(hostile(text))
        tags = {element.tag for element in page.iter() if isinstance(element.tag, str)}

        assert not tags & {"script", "img", "link", "iframe", "object", "form", "foreignobject"}
        assert len(page.cssselect("tbody tr")) == len(hostile(text)["edges"])
        for element in page.iter():
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
            assert element.get("href", "#").startswith("#")

    def test_its_policy_lets_in_its_own_style_and_nothing_else(self, without_graphviz: None) -> None:
        page = parse_html(result([edge("/a", "/b")]))
        (style,) = page.iter("style")
        policy = page.cssselect("meta[http-equiv]")[0].get("content")

        digest = b64encode(sha256(style.text.encode()).digest()).decode()
        assert (
            policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        )

    def test_every_link_leads_somewhere(self, without_graphviz: None) -> None:
        edges = [edge("/a", "/b"), edge("/b", "/c", resolved=False), edge("/a", "/c"), edge("/a", "")]
        page = parse_html(result(edges))
        ids = [element.get("id") for element in page.iter() if element.get("id")]

        assert len(ids) == len(set(ids))
        assert {link.get("href")[1:] for link in page.iter("a")} <= set(ids)

    def test_it_says_what_is_missing_first(self, without_graphviz: None) -> None:
        edges = [
            edge("/a", "/b", resolved=False, reason="not in the catalog"),
            edge("/a", "", certainty="dynamic"),
        ]
        page = parse_html(result(edges, absent=("/b",)))

        facts = [fact.text_content() for fact in page.cssselect(".facts li")]
        assert facts == [
            "1 reference leads nowhere",
            "1 reference known only at run time",
            "2 objects",
            "2 references",
        ]
        assert "not in the catalog" in page.get_element_by_id("missing").text_content()

    def test_it_tells_what_to_add_what_nobody_needs_and_what_was_not_read(
        self, without_graphviz: None
    ) -> None:
        data = result(
            [],
            kind="unused",
            missing=[
                {"target": "/i/gone", "roles": ["image", "link"], "needed_by": [f"/{n}" for n in range(7)]}
            ],
            unused=[
                {"uri": "/u", "type": "query", "used_by": ["/v"], "doubts": ["all", "perhaps"]},
                {"uri": "/w", "type": "query", "used_by": [], "doubts": ["all"]},
            ],
            unread=[{"owner": "/a", "entry": "a.jrxml", "line": 3, "what": "no XML"}],
        )

        assert [" ".join(item.text_content().split()) for item in parse_html(data).cssselect(".list li")] == [
            "/i/goneimage, link of /0, /1, /2, /3, /4 and 2 more",
            "/uquery, used only by /v; perhaps",
            "/wquery",
            "a.jrxml:3no XML",
        ]

    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            ("missing", "Nothing that is needed is missing, as far as can be told."),
            ("unused", "Everything is needed by something that people open."),
        ],
    )
    def test_nothing_is_an_answer(self, without_graphviz: None, kind: str, words: str) -> None:
        assert words in parse_html(result([], kind=kind)).text_content()

    def test_no_reference_is_said(self, without_graphviz: None) -> None:
        assert "There are no references." in parse_html(result([])).text_content()


NODE = r'n\d+\["[\w ./,:|@$<>#;…-]*"\](:::\w+)?'
LINK = r'n\d+ (-->|-\.->)\|"[\w ./,:|@$#;-]*"\| n\d+'
NOTE = r'note\d+\["[\w ./,:|@$#;-]*"\]:::note'
STYLE = r"(classDef|linkStyle) [\w ,:#-]+"
MERMAID = re.compile(rf"  ({NODE}|{LINK}|{NOTE}|{STYLE})")


class TestMermaid:
    @given(HOSTILE)
    def test_no_text_breaks_it(self, text: str) -> None:
        first, *lines = mermaid.render(hostile(text), verbose=False).decode().splitlines()

        assert first == "flowchart LR"
        assert [line for line in lines if not MERMAID.fullmatch(line)] == []
        assert all(label.replace("<br>", "").count("<") == 0 for label in lines if "[" in label)

    def test_output(self) -> None:
        data = result(
            [
                edge("/a", "/b", role="image", strength="run time", resolved=False),
                edge("/a", "/c d", strength="soft"),
            ],
            asked=("/a",),
            absent=("/b",),
        )

        assert mermaid.render(data, verbose=False).decode().splitlines()[:7] == [
            "flowchart LR",
            '  n0["a<br>reportUnit"]:::asked',
            '  n1["b<br>not in the catalog"]:::missing',
            '  n2["c d<br>reportUnit"]',
            '  n0 -.->|"image"| n1',
            '  n0 -.->|"file"| n2',
            "  classDef asked stroke-width:3px",
        ]

    def test_it_stays_within_what_mermaid_draws(self) -> None:
        data = result([edge(f"/{a}/{'x' * 99}", f"/{b}/y") for a in range(99) for b in range(99)])

        assert len(mermaid.render(data, verbose=False)) < 50_000


class TestDot:
    @given(HOSTILE)
    def test_quotes_are_closed(self, text: str) -> None:
        lines = dot.render(hostile(text), verbose=False).decode().splitlines()

        bare = [re.sub(r'"(?:[^"\\]|\\.)*"', "", line) for line in lines]
        assert not [line for line in bare if '"' in line]
        assert len([line for line in bare if " -> " in line]) == len(read(hostile(text)).links)

    def test_output(self) -> None:
        data = result([edge("/a", '/b"\\&', resolved=False, strength="soft")], absent=('/b"\\&',))

        assert dot.render(data, verbose=False).decode().splitlines()[4:] == [
            '  n0 [label="a\\nreportUnit" tooltip="/a"]',
            '  n1 [label="b\\"\\\\&amp;\\nnot in the catalog" tooltip="/b\\"\\\\&amp;"'
            ' style="rounded,dashed" color="#cc2f26"]',
            '  n0 -> n1 [label="file" style=dotted color="#cc2f26" fontcolor="#cc2f26"]',
            "}",
        ]


@given(st.text(), st.floats(20, 300))
def test_shortened_text_fits(text: str, most: float) -> None:
    assert text_width(shortened(text, most, 13), 13) <= most
