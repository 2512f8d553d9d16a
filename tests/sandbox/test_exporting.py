"""Every recorded export is made again, and must be what the server made."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from catalogkit.archive import Limits, open_archive
from catalogkit.parsing.builder import build_catalog
from catalogkit.rehearsal.options import ImportOptions, Server, Strategy
from catalogkit.rehearsal.outcome import Phase
from catalogkit.rehearsal.rehearse import rehearse
from catalogkit.sandbox.applying import applied
from catalogkit.sandbox.export_request import request_of
from catalogkit.sandbox.exporting import Exported, export
from catalogkit.sandbox.loading import repository_of
from catalogkit.sandbox.repository import Repository
from catalogkit.sandbox.storing import date_text
from tests.sandbox.recorded import CONFORMANCE, comparable, source_repository, target_repository
from tests.sandbox.test_applying import NOW

pytestmark = pytest.mark.slow  # hundreds of catalogs

EXPORTS = CONFORMANCE / "exports"
_EXCEPTIONS = json.loads((Path(__file__).parent / "export_exceptions.json").read_text())


def _names() -> list[str]:
    return sorted(path.stem for path in EXPORTS.glob("*.json") if not path.name.startswith("_"))


def _finished() -> list[str]:
    return sorted(path.stem for path in EXPORTS.glob("*.zip"))


def _recorded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXPORTS / f"{name}.json").read_text())
    return found


def _made(name: str) -> Exported:
    recorded = _recorded(name)
    request = request_of(recorded["request"])
    return export(source_repository(recorded["source_state"]), request, "jasperadmin")


def _both(name: str) -> tuple[zipfile.ZipFile, zipfile.ZipFile]:
    made = _made(name)
    assert made.catalog is not None
    return zipfile.ZipFile(io.BytesIO(made.catalog)), zipfile.ZipFile(EXPORTS / f"{name}.zip")


def _canonical(data: bytes) -> object:
    return _plain(etree.fromstring(data))


def _plain(item: etree._Element) -> object:
    children = [_plain(child) for child in item]
    text = (item.text or "") if not children else ""
    return (item.tag, sorted(item.attrib.items()), text, children)


@pytest.mark.parametrize("name", _names())
def test_phase_and_warnings_are_as_recorded(shared: Path, name: str) -> None:
    state = _recorded(name)["state"]

    made = _made(name)

    assert ("failed" if made.failed else "finished") == state["phase"]
    warned = [{"code": "export.broken.dependency", "parameters": [uri]} for uri in made.broken]
    assert warned == state.get("warnings", [])


@pytest.mark.parametrize("name", _finished())
def test_index_entries_and_broken_list_are_as_recorded(shared: Path, name: str) -> None:
    ours, theirs = _both(name)

    assert _canonical(ours.read("index.xml")) == _canonical(theirs.read("index.xml"))
    assert set(ours.namelist()) == set(theirs.namelist())
    broken = "broken_dependencies.xml"
    if broken in theirs.namelist():
        assert _canonical(ours.read(broken)) == _canonical(theirs.read(broken))


@pytest.mark.parametrize("name", _finished())
def test_what_is_in_the_entries_is_as_recorded(shared: Path, name: str) -> None:
    ours, theirs = _both(name)

    differing = set()
    for entry in sorted(theirs.namelist()):
        mine, other = ours.read(entry), theirs.read(entry)
        if entry.endswith(".xml"):
            if _without_dates(mine) != _without_dates(other):
                differing.add(entry)
        elif mine != other:
            differing.add(entry)

    assert differing == set(_EXCEPTIONS["entries"].get(name, {}).get("differing", []))


def _without_dates(data: bytes) -> object:
    root = etree.fromstring(data)
    for item in root.iter("creationDate"):
        item.text = None
    grants = sorted(root.iterchildren("permission"), key=etree.tostring)  # they have no order (§10)
    for grant in grants:
        root.append(grant)
    return _plain(root)


def test_exceptions_are_of_recorded_exports_and_give_a_reason(shared: Path) -> None:
    assert set(_EXCEPTIONS["entries"]) <= set(_names())
    assert all(item["reason"] for item in _EXCEPTIONS["entries"].values())


@pytest.mark.parametrize("name", ["world1", "pool", "clash", "sources", "fresh"])
def test_an_export_of_everything_imported_into_a_fresh_server_gives_the_same(
    shared: Path, tmp_path: Path, name: str
) -> None:
    source = target_repository(name)
    everything = request_of({"parameters": ["everything", "include-access-events"]})
    made = export(source, everything, "jasperadmin")
    assert made.catalog is not None
    path = tmp_path / "everything.zip"
    path.write_bytes(made.catalog)

    after = _imported(target_repository("fresh"), path)

    assert _in_order(after) == _in_order(source)


@pytest.mark.parametrize("name", ["world1", "pool", "clash", "sources", "locked", "fresh"])
def test_an_export_of_everything_shows_the_whole_repository(shared: Path, tmp_path: Path, name: str) -> None:
    source = target_repository(name)
    everything = request_of({"parameters": ["everything", "include-access-events"]})
    made = export(source, everything, "jasperadmin")
    path = tmp_path / "everything.zip"
    path.write_bytes(made.catalog or b"")

    with open_archive(path) as archive:
        again = repository_of([build_catalog(archive)], Server.CE_6_4)

    assert _in_order(again) == _in_order(source)
    assert export(again, everything, "jasperadmin") == made


def _in_order(repository: Repository) -> dict[str, object]:
    """A repository to compare; jobs are exported report by report."""
    found = comparable(repository.target)
    return found | {"jobs": sorted(map(repr, repository.target.jobs))}


def _imported(before: Repository, path: Path) -> Repository:
    options = ImportOptions(update=True, include_access_events=True, broken_dependencies=Strategy.INCLUDE)
    with open_archive(path, Limits()) as archive:
        told = rehearse(archive, before.target, options, server=Server.CE_6_4)
        assert told.phase is Phase.FINISHED
        # An administrator may only read this folder; what is written of it is its permissions.
        assert [warning.parameters for warning in told.warnings] == [("/themes/default",)]
        return applied(before, archive, told, options, NOW)


def test_dates_are_written_as_servers_write_them() -> None:
    assert date_text(NOW) == "2024-05-06T07:08:09.000Z"
