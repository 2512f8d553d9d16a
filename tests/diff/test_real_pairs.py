"""Successive versions of real repositories: what must hold for each pair, and one small difference in full.

They are not part of the repository; without them the tests are skipped.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from catalogkit import open_catalog
from catalogkit.archive import open_archive
from catalogkit.diff.changes import objects
from catalogkit.diff.kinds import ChangeKind, Group
from catalogkit.inspection.diff_result import DiffOptions, DiffResult
from catalogkit.inspection.diffing import diff
from catalogkit.model.level import Level
from catalogkit.model.secrets import secrets
from tests.diff.laws import assert_applicable, assert_mirrored, found

pytestmark = pytest.mark.slow  # hundreds of catalogs

_MYSQL, _POSTGRESQL = "ce-6.2.1-product-mysql", "ce-6.2.1-product-postgresql"
_PAIRS = (
    ("ce-3.1-product", "ce-5.6-product"),
    ("ce-5.6-product", "ce-6.0.1-product"),
    ("ce-6.0.1-product", "ce-6.1.1-product"),
    ("ce-6.1.1-product", _MYSQL),
    (_MYSQL, _POSTGRESQL),
    ("pro-delivery-1", "pro-delivery-2"),
    ("pro-delivery-2", "pro-delivery-3"),
    ("pro-5.6-visualize", "pro-6.1-visualize"),
    ("pro-6.1-visualize", "pro-6.2-visualize"),
    ("pro-6.2-visualize", "pro-7.0-visualize"),
    ("pro-6.0.1-product", "pro-6.0-organizations"),
)
_XML_FORMS = {"jrxml", "style", "xml"}
Paths = tuple[Path, Path]


@pytest.fixture(params=_PAIRS, ids="-".join)
def paths(request: pytest.FixtureRequest, shared: Path) -> Paths:
    """An old and a new version."""
    old, new = (shared / "catalogs" / f"{name}.zip" for name in request.param)
    return old, new


@cache
def compared(old: Path, new: Path) -> DiffResult:
    with open_archive(old) as first, open_archive(new) as second:
        return diff(first, second, DiffOptions(with_noise=True))


def test_every_change_is_told_in_a_sentence(paths: Paths) -> None:
    result = compared(*paths)
    assert len(result.changes) == result.summary.changes > 0
    for change in result.changes:
        assert re.fullmatch(r"[A-Z].{10,}\.", change.sentence, re.DOTALL), change
        assert change.what in change.sentence


def test_the_gravest_changes_come_first(paths: Paths) -> None:
    result = compared(*paths)
    levels = [change.level for change in result.changes]
    assert levels == sorted(levels, key=lambda level: level.rank)
    summary = result.summary
    assert Counter(levels) == +Counter(
        {Level.ERROR: summary.errors, Level.WARNING: summary.warnings, Level.INFO: summary.notes}
    )


def test_the_way_back_mirrors_the_way_there(paths: Paths) -> None:
    assert_mirrored(*paths)


def test_changes_lead_from_the_old_to_the_new(paths: Paths) -> None:
    assert_applicable(*paths)


def test_no_secret_is_told(paths: Paths) -> None:
    """Short ones are words that may stand elsewhere; one password is the name of its user."""
    hidden, names = set(), set()
    for path in paths:
        with open_catalog(path) as catalog:
            hidden |= {secret.secret.reveal() for secret in secrets(catalog)}
            names |= {user.name.name for user in catalog.users.values()}
    assert bool(hidden) != paths[0].name.startswith("pro-delivery")
    hidden |= {secret.removeprefix("ENC<").removesuffix(">") for secret in hidden}
    text = json.dumps(compared(*paths).to_dict(), ensure_ascii=False)
    assert [secret for secret in hidden - names if len(secret) > 8 and secret in text] == []
    assert "ENC<" not in text


def test_what_came_and_went_is_told_once(paths: Paths) -> None:
    """Folders and resources: those that only one side has, but for those that were moved."""
    keys = []
    for path in paths:
        with open_catalog(path) as catalog:
            keys.append({item.key for item in (*catalog.folders.values(), *catalog.resources.values())})
    changes, _ = found(*paths)
    told = Counter((c.group, c.subject.kind, c.subject.id) for c in changes if c.group is not Group.CHANGED)
    assert set(told.values()) <= {1}
    moved = {str(c.before): str(c.after) for c in changes if isinstance(c, objects.ObjectMoved)}
    repository = [(group, kind, uri) for group, kind, uri in told if kind in {key.kind for key in keys[0]}]
    come = {(kind, uri) for group, kind, uri in repository if group in (Group.ADDED, Group.MOVED)}
    gone = {(kind, uri) for group, kind, uri in repository if group is Group.REMOVED}
    assert come == keys[1] - keys[0]
    assert {uri for _, uri in gone} | moved.keys() == {key.id for key in keys[0] - keys[1]}


def test_whatever_differs_is_told(paths: Paths) -> None:
    """Of every entry in both archives that differs, its object: as changed, or for noise."""
    result = compared(*paths)
    named = {change.uri for change in result.changes}
    named |= {noise.uri for noise in result.noise_changes}
    untold = []
    with open_catalog(paths[1]) as catalog, open_catalog(paths[0]) as former:
        for name, entry in catalog.archive.by_name.items():
            other = former.archive.by_name.get(name)
            owner = catalog.claims.get(name)
            if owner is None or other is None or (other.size, other.crc) == (entry.size, entry.crc):
                continue
            locals_ = [uri for uri, listed in catalog.owners.items() if listed == owner.id]
            if named.isdisjoint([owner.id, *locals_]):
                untold.append(name)
    assert untold == []


def test_no_layout_is_told_as_a_change(paths: Paths) -> None:
    """Each XML file that is said to differ does so in more than white space between elements."""
    for change, _ in ((c, c.before) for c in found(*paths)[0] if getattr(c, "form", "") in _XML_FORMS):
        files = [
            _plain(path, side.entry.name)
            for path, side in zip(paths, (change.before, change.after), strict=True)
        ]
        assert files[0] != files[1], change.subject


def _plain(path: Path, entry: str) -> bytes:
    """A document without white space between elements, and with its attributes in order."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read(entry), etree.XMLParser(remove_blank_text=True))
    return etree.tostring(root, method="c14n2", strip_text=False)


def test_one_repository_on_two_databases(shared: Path) -> None:
    """Its data sources lead to another database; whose password was set when differs; all else is noise."""
    old, new = (shared / "catalogs" / f"{name}.zip" for name in (_MYSQL, _POSTGRESQL))
    result = compared(old, new)

    sources = ("/analysis/datasources/FoodmartDataSource", "/analysis/datasources/SugarCRMDataSource")
    sources += ("/datasources/JServerJdbcDS",)
    users = ("anonymousUser", "jasperadmin", "joeuser")
    kind, level = ChangeKind, Level
    expected = [
        *((kind.DATA_SOURCE_RETARGETED, level.ERROR, uri, "connectionUrl") for uri in sources),
        *((kind.DATA_SOURCE_RETARGETED, level.ERROR, uri, "connectionUser") for uri in sources),
        *((kind.DATA_SOURCE_CHANGED, level.WARNING, uri, "driver") for uri in sources),
        *((kind.PASSWORD_CHANGED, level.WARNING, uri, "connectionPassword") for uri in sources),
        *((kind.USER_CHANGED, level.INFO, name, "previousPasswordChangeTime") for name in users),
    ]
    assert sorted(map(repr, expected)) == sorted(
        repr((change.kind, change.level, str(change.uri), change.field)) for change in result.changes
    )
    assert all(change.part == "" and change.text is None for change in result.changes)
    drivers = {(c.before, c.after) for c in result.changes if c.field == "driver"}
    assert drivers == {("org.mariadb.jdbc.Driver", "org.postgresql.Driver")}
    assert result.summary.objects == result.summary.changed == 6

    dates = _differing_dates(old, new)
    assert result.noise == {**dates, "permission-order": 1}
    assert result.not_compared == ()


def _differing_dates(old: Path, new: Path) -> dict[str, int]:
    """How many dates of descriptors that both have differ."""
    counts: Counter[str] = Counter()
    with zipfile.ZipFile(old) as first, zipfile.ZipFile(new) as second:
        assert first.namelist() == second.namelist()
        for name in first.namelist():
            for element, kind in ("creationDate", "creation-date"), ("updateDate", "update-date"):
                pattern = re.compile(rb"<%s>([^<]*)</%s>" % (element.encode(), element.encode()))
                dates = [pattern.findall(archive.read(name)) for archive in (first, second)]
                counts[kind] += sum(a != b for a, b in zip(*dates, strict=True))
    return dict(counts)


def test_a_third_version_undoes_what_the_second_did(shared: Path) -> None:
    """Three deliveries: whatever changed back is not told between the first and the last."""
    first, second, third = (shared / "catalogs" / f"pro-delivery-{number}.zip" for number in (1, 2, 3))
    there = {(c.uri, c.part, c.field): (c.before, c.after) for c in compared(first, second).changes}
    back = {(c.uri, c.part, c.field): (c.before, c.after) for c in compared(second, third).changes}
    undone = {place for place in there.keys() & back.keys() if there[place] == back[place][::-1]}
    assert undone
    direct = {(c.uri, c.part, c.field) for c in compared(first, third).changes}
    assert undone.isdisjoint(direct)
