"""Every reference of the real exports is found: counted against scans that know nothing of our reader."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from catalogkit import open_catalog
from catalogkit.references.edge import Strength
from catalogkit.references.graph import build_graph
from catalogkit.references.jrxml import FIELD_TREES

BROKEN = "pro-7.1-broken-dependencies"
_PATH = re.compile(r"repo:[^\s\"'<>|]*")
_PROVENANCE = re.compile(r"ireport\.|com\.jaspersoft\.(?:jrs|studio)\.|TopicReportUnit")


def catalogs(shared: Path) -> list[Path]:
    return sorted((shared / "catalogs").glob("*.zip"))


def descriptor_scan(path: Path) -> Counter[tuple[str, str]]:
    """(entry, text) of each `uri` and `referenceUri` in a descriptor, told by a regular expression."""
    found: Counter[tuple[str, str]] = Counter()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("resources/") and name.endswith(".xml") and "_files/" not in name:
                text = archive.read(name).decode("utf-8-sig")
                for uri in re.findall(r"<(?:uri|referenceUri)>([^<]+)</", text):
                    found[name, uri.replace("&amp;", "&").replace("&apos;", "'")] += 1
    return found


def test_every_reference_of_a_descriptor_is_found(shared: Path) -> None:
    total = 0
    for path in catalogs(shared):
        with open_catalog(path) as catalog:
            descriptors = {resource.entry for resource in catalog.resources.values()}
            edges = (
                e
                for e in build_graph(catalog).edges
                if e.strength is Strength.HARD and e.owner.startswith("/")
            )
            found = Counter((e.entry, e.text) for e in edges)
        expected = Counter({key: n for key, n in descriptor_scan(path).items() if key[0] in descriptors})

        assert found == expected, path.stem
        total += expected.total()
    print(f"{total} references by URI in descriptors")
    assert total > 1_000


def literals(archive: zipfile.ZipFile) -> Iterator[tuple[str, int, str, str]]:
    """Entry, line, what stands around it, and the path, of each `repo:` in a data file."""
    for name in archive.namelist():
        if name.startswith("resources/") and not name.endswith((".xml", "/")):
            data = archive.read(name)
            if b"repo:" not in data:
                continue
            text = data.decode("utf-8", "replace")
            for match in _PATH.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                yield name, line, text[: match.start()], match.group()


def reason_not_to_be_an_edge(before: str) -> str | None:
    """Why a `repo:` names nothing; told by the text before it, without the tables of the reader."""
    if any(before.rfind(f"<{tag}") > before.rfind(f"</{tag}") for tag in ("queryString", "query ")):
        return "SQL text"
    if any(tree in before[-120:] for tree in FIELD_TREES):
        return "path in a tree of fields"
    if before.rfind("<!--") > before.rfind("-->"):
        return "comment"
    return None


def test_every_repository_path_in_content_is_explained(shared: Path) -> None:
    table: Counter[tuple[str, str]] = Counter()
    unexplained = []
    for path in catalogs(shared):
        with open_catalog(path) as catalog, zipfile.ZipFile(path) as archive:
            edges = build_graph(catalog).edges
            by_place = {(edge.entry, edge.line): edge for edge in edges}
            for entry, line, before, literal in literals(archive):
                edge = by_place.get((entry, line))
                reason = reason_not_to_be_an_edge(before)
                if edge is not None:
                    table[f"edge, {edge.certainty.value}", edge.role.value] += 1
                elif reason is not None:
                    table["no edge", reason] += 1
                else:
                    unexplained.append((path.stem, entry, line, literal))
    for (what, why), number in sorted(table.items()):
        print(f"{what:<20} {why:<40} {number:>6}")

    assert unexplained == []
    assert sum(table.values()) > 200


def bare_names(archive: zipfile.ZipFile, entries: set[str]) -> Iterator[tuple[str, str]]:
    """Entry and name of each sub-report and image that is a literal without `repo:`."""
    for name in entries & set(archive.namelist()):
        data = archive.read(name)
        if b"jasperReport" not in data[:2000]:
            continue
        root = etree.fromstring(data)
        for tag in ("subreportExpression", "imageExpression"):
            for element in root.iter(f"{{*}}{tag}"):
                whole = re.fullmatch(r'\s*"([^"]*)"\s*', element.text or "")
                if whole and not whole[1].startswith(("repo:", "http")):
                    yield name, whole[1]


def test_bare_names_are_edges_too(shared: Path) -> None:
    total = 0
    for path in catalogs(shared):
        with open_catalog(path) as catalog, zipfile.ZipFile(path) as archive:
            entries = {e.name for r in catalog.all_resources() for e in catalog.data_entries(r)}
            written = {(edge.entry, edge.text) for edge in build_graph(catalog).edges}
            names = list(bare_names(archive, entries))
        assert [name for name in names if name not in written] == [], path.stem
        total += len(names)
    assert total > 0


@pytest.mark.parametrize("weakest", list(Strength))
def test_what_the_exporter_calls_broken_is_what_needs_the_missing(shared: Path, weakest: Strength) -> None:
    with open_catalog(shared / "catalogs" / f"{BROKEN}.zip") as catalog:
        graph = build_graph(catalog)
        targets = [item.target for item in graph.missing()]
        users = graph.reached(targets, reverse=True, weakest=weakest).keys() - set(targets)

        assert len(targets) == 6
        assert catalog.broken_dependencies is not None
        assert users == set(catalog.broken_dependencies)


def test_in_server_written_exports_every_descriptor_reference_resolves(shared: Path) -> None:
    for path in catalogs(shared):
        if path.stem != BROKEN:
            with open_catalog(path) as catalog:
                hard = (e for e in build_graph(catalog).edges if e.strength is Strength.HARD)
                assert [edge.target for edge in hard if not edge.resolved] == [], path.stem


def test_all_content_of_real_exports_can_be_searched(shared: Path) -> None:
    for path in catalogs(shared):
        with open_catalog(path) as catalog:
            assert build_graph(catalog).unread == (), path.stem


def test_provenance_is_never_followed(shared: Path) -> None:
    """Names of design-time properties are spelled out here once more."""
    for path in catalogs(shared):
        with open_catalog(path) as catalog, zipfile.ZipFile(path) as archive:
            for edge in build_graph(catalog).edges:
                if edge.certainty.value == "literal" and edge.entry.endswith(".data"):
                    lines = archive.read(edge.entry).decode("utf-8", "replace").split("\n")
                    line = lines[edge.line - 1] if 0 < edge.line <= len(lines) else ""
                    assert "<property" not in line or not _PROVENANCE.search(line), (path.stem, edge)
