"""References written in descriptors, and who depends on a target."""

from pathlib import Path

import pytest

from catalogkit import Catalog, open_catalog
from catalogkit.references.descriptors import descriptor_references
from catalogkit.references.edge import Edge, Strength
from catalogkit.references.graph import Graph, build_graph
from catalogkit.references.reach import reached
from catalogkit.testing import (
    control,
    data_type,
    folder,
    jdbc,
    link,
    query,
    report,
    virtual,
    write,
)


def opened(path: Path, *parts: object, **options: object) -> Catalog:
    return open_catalog(write(path / "c.zip", *parts, **options))  # type: ignore[arg-type]


def unresolved(catalog: Catalog) -> list[Edge]:
    hard = (edge for edge in build_graph(catalog).edges if edge.strength is Strength.HARD)
    return [edge for edge in hard if not edge.resolved]


def dependants(graph: Graph, targets: list[str] | set[str]) -> set[str]:
    return graph.reached(targets, reverse=True, weakest=Strength.HARD).keys() - set(targets)


def test_references_of_embedded_resources_make_their_owner_dependent(tmp_path: Path) -> None:
    with opened(
        tmp_path, report("/r", controls=[control("c", query=query("q", data_source="/ds"))]), jdbc("/ds")
    ) as catalog:
        found = [(owner, f.owner.uri, f.path, f.uri) for owner, f in descriptor_references(catalog)]

    assert found == [("/r", "/r_files/c_files/q", "dataSource", "/ds")]


def test_a_target_may_be_embedded_elsewhere(tmp_path: Path) -> None:
    with opened(
        tmp_path,
        report("/r", controls=[control("c", data_type=data_type("text"))]),
        control("/c", data_type="/r_files/c_files/text"),
    ) as catalog:
        assert unresolved(catalog) == []


def test_parts_of_virtual_sources_and_links_are_references(tmp_path: Path) -> None:
    with opened(tmp_path, virtual("/v", {"a": "/x", "b": "/y"}), link("/l", "/z")) as catalog:
        found = {(edge.owner, edge.where, edge.target) for edge in unresolved(catalog)}

    assert found == {
        ("/v", "/virtualDataSource/dataSource/dataSourceReference/uri", "/x"),
        ("/v", "/virtualDataSource/dataSource/dataSourceReference/uri", "/y"),
        ("/l", "/fileResource/referenceUri", "/z"),
    }


def test_dependants_are_transitive(tmp_path: Path) -> None:
    with opened(
        tmp_path,
        report("/r", query="/q"),
        query("/q", data_source="/v"),
        virtual("/v", {"a": "/gone"}),
        jdbc("/other"),
    ) as catalog:
        assert dependants(build_graph(catalog), ["/gone"]) == {"/v", "/q", "/r"}


def test_long_chains_do_not_overflow(tmp_path: Path) -> None:
    chain = [link(f"/l{n}", f"/l{n + 1}") for n in range(3000)]
    with opened(tmp_path, *chain) as catalog:
        assert len(dependants(build_graph(catalog), ["/l3000"])) == 3000
        assert len(reached(catalog)) == 3000 + len(["/", "/l3000"])


@pytest.mark.parametrize(
    ("parts", "options", "names"),
    [
        ([jdbc("/a/ds")], {}, {"folder /", "folder /a", "resource /a/ds"}),
        ([jdbc("/a/ds"), jdbc("/b/ds")], {"requested": ["/a"]}, {"folder /", "folder /a", "resource /a/ds"}),
        (
            [report("/a/r", data_source="/b/ds"), jdbc("/b/ds")],
            {"requested": ["/a/r"]},
            {"folder /", "folder /a", "folder /b", "resource /a/r", "resource /b/ds"},
        ),
        (
            [folder("/a", resources=[]), jdbc("/a/ds")],
            {"requested": ["/a"]},
            {"folder /", "folder /a"},
        ),
    ],
)
def test_the_index_leads_to_folders_children_and_references(
    tmp_path: Path, parts: list[object], options: dict[str, object], names: set[str]
) -> None:
    with opened(tmp_path, *parts, **options) as catalog:
        assert {str(key) for key in reached(catalog)} == names


def test_an_order_in_which_an_ancestor_is_met_first_changes_nothing(tmp_path: Path) -> None:
    """A folder that is met above a resource is still followed when it is listed."""
    with opened(tmp_path, jdbc("/a/x/ds"), jdbc("/a/y/ds"), requested=["/a/x/ds", "/a"]) as catalog:
        assert "resource /a/y/ds" in {str(key) for key in reached(catalog)}


def test_the_list_of_the_exporter_is_explained(shared: Path) -> None:
    """The owners that need a missing target are just those of `broken_dependencies.xml`."""
    with open_catalog(shared / "catalogs" / "pro-7.1-broken-dependencies.zip") as catalog:
        missing = {edge.target for edge in unresolved(catalog)}

        assert catalog.broken_dependencies is not None
        assert dependants(build_graph(catalog), missing) == set(catalog.broken_dependencies)
        assert len(catalog.broken_dependencies) == 17


def test_in_real_exports_every_reference_resolves(shared: Path) -> None:
    for path in sorted((shared / "catalogs").glob("*.zip")):
        if path.stem != "pro-7.1-broken-dependencies":
            with open_catalog(path) as catalog:
                assert [edge.target for edge in unresolved(catalog)] == [], path.stem
