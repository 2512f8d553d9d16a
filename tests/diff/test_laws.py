"""Laws: nothing differs from itself, the way back mirrors the way there, changes lead from old to new."""

from __future__ import annotations

import json
import random
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogkit import CatalogkitError
from catalogkit.archive import open_archive
from catalogkit.diff.noise import NoiseKind
from catalogkit.inspection.diff_result import DiffOptions
from catalogkit.inspection.diffing import diff
from catalogkit.model.index import Index, Property
from catalogkit.model.objects import CatalogObject
from catalogkit.model.people import User, UserRole
from catalogkit.model.schedules import Job
from catalogkit.model.types import TYPES
from catalogkit.model.usage import Favorite
from catalogkit.parsing.catalog_writer import write_catalog
from catalogkit.testing import control, file, folder, permission, report, write
from tests.diff.copies import Copy
from tests.diff.generated import Drawn, catalogs, pairs
from tests.diff.laws import assert_applicable, assert_counted, assert_mirrored, counted, found
from tests.hostile.base import CANARY, Maker, build, parts
from tests.hostile.makers import MAKERS
from tests.parsing import test_laws as wild

pytestmark = pytest.mark.slow  # hundreds of catalogs

_SAMPLES = sorted((Path(__file__).resolve().parents[2] / "sample_catalogs").glob("*.zip"))
_EXAMPLES = settings(max_examples=60, deadline=None)
_FEW_EXAMPLES = settings(max_examples=30, deadline=None)
_INDEX = Index((Property("pathProcessorId", "zip"),))
_LARGE = re.compile(
    r"that-use-each-other|long-names|-\d{5,}|-\d+-(mb|gb)|bomb-\d|64k$|1000-(?!mb)|namespace|attribute|unknown|nodes|java"
)
"""Hostile archives that take a while."""
_SMALL = [
    pytest.param(maker, id=name)
    for name, maker in MAKERS.items()
    if not _LARGE.search(name) and not name.startswith("folder-")
]
_IDENTITY = ("folder", "parent", "name", "username", "tenantId", "id")
"""Fields that say which object it is."""
_KINDS = [
    *map(wild.resources, TYPES.values()),
    wild.folders(),
    wild.people(User, "users", "username"),
    wild.people(UserRole, "roles", "name"),
    wild.organizations(),
    wild.calendars(),
    wild.grouped(Job, "reportJobs"),
    wild.grouped(Favorite, "favorites"),
]


@st.composite
def _two_forms(draw: st.DrawFn) -> tuple[CatalogObject, CatalogObject]:
    """An object of any kind, with any fields, and with any others."""
    kind = draw(st.sampled_from(_KINDS))
    one, other = draw(kind), draw(kind)
    fields = {name: value for name, value in other.fields.items() if name not in _IDENTITY}
    fields |= {name: value for name, value in one.fields.items() if name in _IDENTITY}
    return one, replace(one, fields=wild.entered(fields, one.entry))


two_forms = _two_forms()


@contextmanager
def written(*drawn: Drawn) -> Iterator[list[Path]]:
    """Catalogs as files."""
    with tempfile.TemporaryDirectory() as folder:
        yield [one.write(Path(folder, f"{number}.zip")) for number, one in enumerate(drawn)]


@contextmanager
def holding(*contents: list[CatalogObject]) -> Iterator[list[Path]]:
    """Catalogs of some objects as files."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.zip") for number, _ in enumerate(contents)]
        for path, items in zip(paths, contents, strict=True):
            with path.open("wb") as stream:
                write_catalog(stream, _INDEX, items)
        yield paths


@pytest.mark.parametrize("path", _SAMPLES, ids=lambda path: path.name)
def test_no_sample_differs_from_itself(path: Path) -> None:
    assert found(path, path) == ([], [])


@_FEW_EXAMPLES
@given(catalogs())
def test_nothing_differs_from_itself(drawn: Drawn) -> None:
    with written(drawn, drawn) as (old, new):
        assert found(old, new) == ([], [])


@pytest.mark.parametrize("new", _SAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("old", _SAMPLES, ids=lambda path: path.name)
def test_samples_are_mirrored(old: Path, new: Path) -> None:
    assert_mirrored(old, new)


@_EXAMPLES
@given(pairs())
def test_the_way_back_mirrors_the_way_there(drawn: tuple[Drawn, Drawn]) -> None:
    with written(*drawn) as (old, new):
        assert_mirrored(old, new)


_TWIN = file("", b"the same", "txt", label="Twin")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(["/a/s", "/b/r"], ["/c/r"], id="two for one: the name decides"),
        pytest.param(["/a/r", "/b/r"], ["/c/x", "/d/x"], id="two for two of other names"),
        pytest.param(["/a/r", "/a/s"], ["/c/s", "/d/r"], id="two for two, the other way round"),
        pytest.param(["/a/r"], ["/a/r", "/b/r"], id="a copy is no move"),
    ],
)
def test_moves_of_twins_are_mirrored(old: list[str], new: list[str], tmp_path: Path) -> None:
    paths = [
        write(tmp_path / f"{name}.zip", *(_TWIN.at(uri) for uri in uris))
        for name, uris in (("old", old), ("new", new))
    ]
    assert_mirrored(*paths)
    assert_applicable(*paths)


def test_permissions_that_are_exported_of_all_are_mirrored(tmp_path: Path) -> None:
    without, given = (
        write(
            tmp_path / f"{flag}.zip",
            folder("/a", permissions=[permission(1, role="R")] if flag else []),
            file("/a", b"same URI", "txt"),
            file("/b", b"bytes", "txt"),
            with_permissions=flag,
        )
        for flag in (False, True)
    )
    for paths in ((without, given), (given, without)):
        assert [change.subject.kind for change in found(*paths)[0]] == [None]
        assert_mirrored(*paths)
        assert_applicable(*paths)
        assert_counted(*paths)


@_EXAMPLES
@given(pairs())
def test_changes_lead_from_the_old_to_the_new(drawn: tuple[Drawn, Drawn]) -> None:
    with written(*drawn) as (old, new):
        assert_applicable(old, new)


@pytest.mark.parametrize("new", _SAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("old", _SAMPLES, ids=lambda path: path.name)
def test_changes_lead_from_sample_to_sample(old: Path, new: Path) -> None:
    assert_applicable(old, new)


@pytest.mark.parametrize("new", _SAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("old", _SAMPLES, ids=lambda path: path.name)
def test_changes_from_sample_to_sample_are_counted(old: Path, new: Path) -> None:
    assert_counted(old, new)


def test_changes_of_controls_of_one_name_are_counted(tmp_path: Path) -> None:
    old, new = (
        write(
            tmp_path / f"{side}.zip",
            report("/r", controls=[control("c", label=f"{side} {number}") for number in range(3)]),
        )
        for side in ("old", "new")
    )
    assert [change.after for change in found(old, new)[0]] == ["new 0", "new 1", "new 2"]
    assert_counted(old, new)


def test_changes_of_modules_are_counted(tmp_path: Path) -> None:
    old = write(tmp_path / "old.zip", requested=())
    new = write(tmp_path / "new.zip", requested=(), modules={"audit": [], "future": []})
    assert [change.after for change in found(old, new)[0]] == ["audit", "future"]
    assert_counted(old, new)


@_EXAMPLES
@given(pairs())
def test_changes_are_counted(drawn: tuple[Drawn, Drawn]) -> None:
    with written(*drawn) as (old, new):
        assert_counted(old, new)


@_FEW_EXAMPLES
@given(pairs(), st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(drawn: tuple[Drawn, Drawn], chance: random.Random) -> None:
    with written(*drawn) as (old, new):
        copy = Copy.of(new)
        names = list(copy.entries)
        chance.shuffle(names)
        copy.entries = {name: copy.entries[name] for name in names}
        changes, noise = found(old, copy.write(new.with_name("shuffled.zip")))
        same_changes, same_noise = found(old, new)
    assert changes == same_changes
    kept = [one for one in noise if one.kind is not NoiseKind.ENTRY_ORDER]
    assert list(map(counted, kept)) == list(map(counted, same_noise))


@_EXAMPLES
@given(two_forms)
def test_whatever_differs_is_told(forms: tuple[CatalogObject, CatalogObject]) -> None:
    with holding([forms[0]], [forms[1]]) as (old, new):
        is_same = Copy.of(old).entries == Copy.of(new).entries
        changes, noise = found(old, new)
        assert bool(changes or noise) != is_same
        assert_mirrored(old, new)
        assert_applicable(old, new)
        assert_counted(old, new)


@pytest.mark.parametrize("maker", _SMALL)
def test_what_is_hostile_is_compared(maker: Maker, tmp_path: Path) -> None:
    """Or refused as a whole."""
    hostile, healthy = tmp_path / "hostile.zip", tmp_path / "healthy.zip"
    maker.make(hostile)
    healthy.write_bytes(build(parts()))
    for old, new in (hostile, healthy), (healthy, hostile), (hostile, hostile):
        try:
            with open_archive(old) as first, open_archive(new) as second:
                result = diff(first, second, DiffOptions(with_noise=True))
        except CatalogkitError:
            continue
        assert CANARY.read_text().strip() not in json.dumps(result.to_dict())
        assert all(change.sentence for change in result.changes)
        if old == new:
            assert result.changes == ()
            assert result.noise == {}
