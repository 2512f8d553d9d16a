"""Questions to the graph, on small catalogs and, as laws, on any graph."""

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogkit import Catalog, open_catalog
from catalogkit.model.fields import Role
from catalogkit.references.edge import Certainty, Edge, Strength
from catalogkit.references.extract import References
from catalogkit.references.graph import Graph, build_graph
from catalogkit.references.knots import Knots
from catalogkit.references.usage import unused
from catalogkit.testing import (
    control,
    event,
    favorite,
    file,
    folder,
    jdbc,
    job,
    jrxml,
    link,
    query,
    report,
    user,
    virtual,
    write,
)

DEEP = 10_000


def edge(owner: str, target: str, strength: Strength = Strength.HARD, **more: object) -> Edge:
    rest: dict[str, object] = {"certainty": Certainty.LITERAL, "resolved": True, "text": target, **more}
    return Edge(owner, target, target, Role.FILE, strength, entry="e", line=1, where="", **rest)  # type: ignore[arg-type]


def graph(edges: Iterable[Edge]) -> Graph:
    edges = tuple(edges)
    return Graph(References(edges, ()), {e.owner for e in edges} | {e.node for e in edges if e.resolved})


def opened(path: Path, *parts: object, **options: object) -> Catalog:
    return open_catalog(write(path / "c.zip", *parts, **options))  # type: ignore[arg-type]


def chain(length: int) -> Graph:
    return graph(edge(f"/{n}", f"/{n + 1}") for n in range(length))


def test_what_is_needed_and_by_whom() -> None:
    small = graph([edge("/r", "/q"), edge("/q", "/ds"), edge("/other", "/ds")])

    assert list(small.reached(["/r"])) == ["/r", "/q", "/ds"]
    assert set(small.reached(["/ds"], reverse=True)) == {"/ds", "/q", "/r", "/other"}
    assert [e.target for e in small.out("/r")] == ["/q"]
    assert [e.owner for e in small.into("/ds")] == ["/q", "/other"]


def test_soft_references_and_provenance_are_followed_only_when_asked() -> None:
    small = graph(
        [
            edge("/r", "/run", Strength.RUN_TIME),
            edge("/r", "/soft", Strength.SOFT),
            edge("/r", "/made", Strength.SOFT, certainty=Certainty.PROVENANCE),
        ]
    )

    assert set(small.reached(["/r"], weakest=Strength.HARD)) == {"/r"}
    assert set(small.reached(["/r"])) == {"/r", "/run"}
    assert set(small.reached(["/r"], weakest=Strength.SOFT)) == {"/r", "/run", "/soft"}


def test_the_shortest_chain_is_told() -> None:
    small = graph([edge("/a", "/b"), edge("/b", "/c"), edge("/a", "/x"), edge("/x", "/y"), edge("/y", "/c")])

    assert [(e.owner, e.target) for e in small.why("/a", "/c")] == [("/a", "/b"), ("/b", "/c")]
    assert small.why("/c", "/a") == ()


def test_a_chain_without_soft_references_is_preferred() -> None:
    small = graph([edge("/a", "/c", Strength.SOFT), edge("/a", "/b"), edge("/b", "/c")])

    assert [e.target for e in small.why("/a", "/c")] == ["/b", "/c"]
    assert [e.target for e in graph([edge("/a", "/c", Strength.SOFT)]).why("/a", "/c")] == ["/c"]


def test_embedded_resources_are_part_of_their_owner(tmp_path: Path) -> None:
    parts = (
        report("/r", controls=[control("c", query=query("q", data_source="/ds"))]),
        control("/x", query="/r_files/c_files/q"),
        jdbc("/ds"),
    )
    with opened(tmp_path, *parts) as catalog:
        found = build_graph(catalog)

    assert [(e.owner, e.target) for e in found.into("/r")] == [("/x", "/r_files/c_files/q")]
    assert "/ds" in found.reached(["/x"])


def test_missing_is_the_smallest_list(tmp_path: Path) -> None:
    """What is embedded in something missing comes with it; what is needed twice is told once."""
    main = jrxml(images=["repo:/gone_files/logo", "repo:/img/b"], subreports=["local.jrxml"])
    parts = (report("/r", main=main), link("/l", "/gone"), link("/m", "/gone"), link("/n", "/img/b"))
    with opened(tmp_path, *parts) as catalog:
        found = build_graph(catalog)

    assert [(m.target, sorted({e.owner for e in m.needed_by})) for m in found.missing()] == [
        ("/gone", ["/l", "/m", "/r"]),
        ("/img/b", ["/n", "/r"]),
        ("/r_files/local.jrxml", ["/r"]),
    ]
    assert [m.target for m in found.missing(["/n"])] == ["/img/b"]
    assert [m.target for m in found.missing(["/l"])] == ["/gone"]


def test_dynamic_and_soft_references_are_not_missing(tmp_path: Path) -> None:
    main = jrxml(images=['"repo:/img/" + $P{x}', "https://example.com/a.png"], drill_downs=["/gone"])
    with opened(tmp_path, report("/r", main=main)) as catalog:
        assert build_graph(catalog).missing() == ()


def test_circles_are_found(tmp_path: Path) -> None:
    parts = (
        link("/a", "/b"),
        link("/b", "/c"),
        link("/c", "/a"),
        link("/d", "/a"),
        virtual("/v", {"x": "/w"}),
    )
    with opened(tmp_path, *parts, virtual("/w", {"y": "/v"})) as catalog:
        assert build_graph(catalog).cycles() == (("/a", "/b", "/c"), ("/v", "/w"))


def test_deep_chains_do_not_overflow() -> None:
    deep = chain(DEEP)

    assert len(deep.reached(["/0"])) == DEEP + 1
    assert len(deep.reached([f"/{DEEP}"], reverse=True)) == DEEP + 1
    assert len(deep.why("/0", f"/{DEEP}")) == DEEP
    assert deep.cycles() == ()
    ring = graph([*deep.edges, edge(f"/{DEEP}", "/0")])
    assert [len(group) for group in ring.cycles()] == [DEEP + 1]


def test_deep_chains_of_links_in_a_catalog_do_not_overflow(tmp_path: Path) -> None:
    with opened(tmp_path, *(link(f"/l{n}", f"/l{n + 1}") for n in range(3_000))) as catalog:
        found = build_graph(catalog)

        assert [m.target for m in found.missing()] == ["/l3000"]
        assert len(found.why("/l0", "/l3000")) == 3_000


def test_unused_is_what_nothing_leads_to_that_people_open(tmp_path: Path) -> None:
    parts = (
        report("/r", data_source="/used", main=jrxml(images=["repo:/img/logo"])),
        jdbc("/used"),
        file("/img/logo", b"x", "img"),
        jdbc("/spare"),
        query("/old", data_source="/only-for-old"),
        jdbc("/only-for-old"),
    )
    with opened(tmp_path, *parts) as catalog:
        found = {item.uri: item for item in unused(catalog, build_graph(catalog))}

    assert sorted(found) == ["/old", "/only-for-old", "/spare"]
    assert found["/only-for-old"].used_by == ("/old",)


def test_what_is_unused_may_be_used_after_all(tmp_path: Path) -> None:
    main = jrxml(images=['"repo:/img/" + $P{x}'], properties={"com.jaspersoft.jrs.data.source": "/spare"})
    parts = (
        report("/r", main=main),
        file("/img/logo", b"x", "img"),
        jdbc("/spare"),
        file("/x.jasper", b"\xac\xed\x00\x05", "jrxml"),
    )
    with opened(tmp_path, *parts, requested=["/r", "/img/logo", "/spare", "/x.jasper"]) as catalog:
        found = {item.uri: " ".join(item.doubts) for item in unused(catalog, build_graph(catalog))}

    assert "/r puts a path together that starts with" in found["/img/logo"]
    assert "/r names it as where it was made" in found["/spare"]
    assert "part of a repository" in found["/spare"]
    assert "/x.jasper" in found["/spare"]


def test_jobs_favorites_and_opened_resources_are_in_use(tmp_path: Path) -> None:
    parts = (
        file("/a", b"x", "xml"),
        file("/b", b"x", "xml"),
        file("/c", b"x", "xml"),
        favorite("/a", "ana"),
        event("ana", "/b"),
        user("ana"),
    )
    with opened(tmp_path, *parts) as catalog:
        plain = unused(catalog, build_graph(catalog))
        with_events = unused(catalog, build_graph(catalog, access_events=True))

    assert [item.uri for item in plain] == ["/b", "/c"]
    assert [item.uri for item in with_events] == ["/c"]


def test_folders_and_embedded_resources_are_edges_when_asked(tmp_path: Path) -> None:
    with opened(tmp_path, report("/a/r", controls=[control("c")]), job("/a/r", 1), folder("/a")) as catalog:
        plain = {(e.owner, e.target) for e in build_graph(catalog).edges}
        whole = {(e.owner, e.target) for e in build_graph(catalog, structure=True).edges}

    assert whole - plain >= {("/a/r", "/a"), ("/a", "/"), ("/a/r", "/a/r_files/c")}


_NODES = st.integers(0, 12).map(lambda n: f"/{n}")
_EDGES = st.lists(st.builds(edge, _NODES, _NODES, st.sampled_from(Strength)), max_size=40)


@given(_EDGES, _NODES, _NODES)
def test_a_chain_exists_just_where_the_target_is_reached(edges: list[Edge], start: str, end: str) -> None:
    found = graph(edges)
    steps = found.why(start, end)

    assert bool(steps) == (start != end and end in found.reached([start], weakest=Strength.SOFT))
    if steps:
        assert (steps[0].owner, steps[-1].node) == (start, end)
        assert all(one.node == two.owner for one, two in pairwise(steps))


@given(_EDGES, _NODES, _NODES, st.sampled_from(Strength))
def test_both_directions_agree(edges: list[Edge], one: str, other: str, weakest: Strength) -> None:
    found = graph(edges)

    forward = other in found.reached([one], weakest=weakest)
    assert forward == (one in found.reached([other], reverse=True, weakest=weakest))


@given(st.dictionaries(_NODES, st.lists(_NODES, max_size=4), max_size=13))
def test_a_knot_is_where_all_reach_each_other(raw: dict[str, list[str]]) -> None:
    needs = {node: [other for other in others if other != node] for node, others in raw.items()}
    reach = {node: _reached(needs, node) for node in needs}
    expected = {
        frozenset(m for m in needs if m == node or (m in reach[node] and node in reach[m])) for node in needs
    }

    assert {frozenset(group) for group in Knots(needs)} == {group for group in expected if len(group) > 1}


def _reached(needs: dict[str, list[str]], start: str) -> set[str]:
    found: set[str] = set()
    pending = [start]
    while pending:
        for other in needs.get(pending.pop(), []):
            if other in needs and other not in found:
                found.add(other)
                pending.append(other)
    return found


@pytest.mark.parametrize("reverse", [False, True])
def test_nobody_is_reached_twice_in_a_circle(reverse: bool) -> None:
    ring = graph([edge("/a", "/b"), edge("/b", "/a")])

    assert sorted(ring.reached(["/a"], reverse=reverse)) == ["/a", "/b"]
