"""What is applied is what the rehearsal says: the target made from the repository is the one it ends with."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalogkit.archive import open_archive
from catalogkit.errors import UnreadableError
from catalogkit.model.walk import data_paths
from catalogkit.rehearsal.options import Server
from catalogkit.rehearsal.outcome import Phase
from catalogkit.rehearsal.rehearse import Rehearsal, rehearse
from catalogkit.sandbox.applying import applied
from catalogkit.sandbox.repository import Repository
from tests.rehearsal.conformance import options_of
from tests.sandbox.recorded import CONFORMANCE, comparable, target_repository

pytestmark = pytest.mark.slow  # hundreds of catalogs

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def _ids() -> list[str]:
    return sorted(path.name for path in (CONFORMANCE / "cases").glob("*"))


def _is_no_zip(name: str) -> bool:
    """Whether the server could not read the upload."""
    text = (CONFORMANCE / "cases" / name / "case.json").read_text()
    return '"import.failed.zip.error"' in text


_NO_ZIP = frozenset(filter(_is_no_zip, _ids()))


def _imported(name: str) -> tuple[Repository, Rehearsal, Repository]:
    """A recorded case: the repository before, what the import comes to, the repository after."""
    folder = CONFORMANCE / "cases" / name
    case = json.loads((folder / "case.json").read_text())
    before = target_repository(case["target"])
    with open_archive(folder / "catalog.zip") as archive:
        for options in options_of(case["request"]):
            told = rehearse(archive, before.target, options, server=Server.CE_6_4)
            if told.phase is not Phase.PENDING:
                break
        return before, told, applied(before, archive, told, options, NOW)


@pytest.mark.parametrize("name", _ids())
def test_the_repository_becomes_what_the_rehearsal_says(shared: Path, name: str) -> None:
    if name in _NO_ZIP:
        with pytest.raises(UnreadableError):
            _imported(name)
        return

    _, told, after = _imported(name)

    assert comparable(after.target) == comparable(told.after)
    assert {uri: len(data) for uri, data in after.contents.data.items()} == _named(after)


def _named(repository: Repository) -> dict[str, int]:
    """How many files each resource names, of those that name any."""
    counts = {part.uri: len(data_paths(part)) for part in repository.catalog.all_resources()}
    return {uri: files for uri, files in counts.items() if files}


def test_the_repository_before_stays_as_it_was(shared: Path) -> None:
    before, told, after = _imported("x-everything-settings-world1-all")

    assert comparable(before.target) == comparable(target_repository("world1").target)
    assert comparable(after.target) != comparable(before.target)
    assert told.phase is Phase.FINISHED


def test_what_is_new_is_dated_now_and_what_is_updated_keeps_its_date(shared: Path) -> None:
    before, _, after = _imported("d-base-quay-world1-update")
    created = [uri for uri in after.contents.resources if uri not in before.contents.resources]
    updated = [
        uri
        for uri, item in after.contents.resources.items()
        if uri in before.contents.resources and item is not before.contents.resources[uri]
    ]

    assert updated
    for uri in updated:
        old, new = before.contents.resources[uri], after.contents.resources[uri]
        assert new.text("creationDate") == old.text("creationDate")
        assert int(new.text("version") or 0) == int(old.text("version") or 0) + 1
    for uri in created:
        assert after.contents.resources[uri].text("creationDate") == "2024-05-06T07:08:09.000Z"
