"""Copies of catalogs that say the same: nothing changed, and all noise is counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from catalogkit.archive import open_archive
from catalogkit.diff.kinds import ChangeKind
from catalogkit.diff.noise import NoiseKind
from catalogkit.inspection.diff_result import DiffOptions, DiffResult
from catalogkit.inspection.diffing import diff
from catalogkit.testing import (
    Part,
    Raw,
    attribute,
    control,
    favorite,
    folder,
    jndi,
    job,
    keyed_secret,
    organization,
    permission,
    raw,
    user,
    write,
)
from tests.diff import copies
from tests.diff.copies import Copy

pytestmark = pytest.mark.slow  # hundreds of catalogs

SAMPLES = Path(__file__).resolve().parents[2] / "sample_catalogs"
_SAMPLES = tuple(sorted(path.name for path in SAMPLES.glob("*.zip")))
_REAL = ("ce-6.2.1-product-mysql.zip", "pro-7.0-visualize.zip", "pro-7.5-encrypted-report.zip")
_STEPS = (
    copies.stored,
    copies.compressed,
    copies.reordered,
    copies.redated,
    copies.versioned,
    copies.reencrypted,
    copies.permissions_reordered,
    copies.renumbered,
    copies.events_dropped,
    copies.events_added,
    copies.directories_dropped,
    copies.directories_added,
    copies.indented,
    copies.on_one_line,
)
_ALL = (
    copies.stored,
    copies.redated,
    copies.versioned,
    copies.reencrypted,
    copies.permissions_reordered,
    copies.renumbered,
    copies.events_dropped,
    copies.directories_added,
    copies.indented,
    copies.reordered,
)
_TWICE = "broken.zip"
"""Two entries of it describe one user: which one counts is decided by their order."""


@pytest.fixture(params=[*_SAMPLES, *_REAL])
def original(request: pytest.FixtureRequest) -> Path:
    """A catalog."""
    if request.param in _SAMPLES:
        return SAMPLES / request.param
    shared: Path = request.getfixturevalue("shared")
    return shared / "catalogs" / request.param


def compared(old: Path, new: Path) -> DiffResult:
    with open_archive(old) as first, open_archive(new) as second:
        return diff(first, second, DiffOptions(with_noise=True))


def sentences(result: DiffResult) -> list[str]:
    return [change.sentence for change in result.changes]


def assert_noise(old: Path, new: Path, expected: dict[str, int]) -> None:
    """Nothing changed in either direction, and there is this much noise."""
    for result in compared(old, new), compared(new, old):
        assert sentences(result) == []
        assert result.noise == expected
        listed = [(noise.kind, noise.count) for noise in result.noise_changes]
        assert sum(count for _, count in listed) == sum(expected.values())
        assert {kind for kind, _ in listed} == expected.keys()
        assert [one.what for one in result.not_compared if "encrypted value" not in one.what] == []


@pytest.mark.parametrize("step", _STEPS, ids=lambda step: step.__name__)
def test_noise_is_counted(original: Path, step: Callable[[Copy], None], tmp_path: Path) -> None:
    copy = Copy.of(original)
    step(copy)
    assert_noise(original, copy.write(tmp_path / "copy.zip"), copy.total)


def test_all_noise_at_once(original: Path, tmp_path: Path) -> None:
    copy = Copy.of(original)
    for step in _ALL:
        if step is not copies.reordered or original.name != _TWICE:
            step(copy)
    assert_noise(original, copy.write(tmp_path / "copy.zip"), copy.total)


def test_a_folder_says_the_same_as_a_zip(original: Path, tmp_path: Path) -> None:
    copy = Copy.of(original)
    folder_path = copy.extract(tmp_path / "copy")
    copies.directories_added(copy)
    with open_archive(original) as first, open_archive(folder_path) as second:
        orders = [
            [e.name for e in a.entries if e.name in other.by_name]
            for a, other in ((first, second), (second, first))
        ]
    copy.add("", "entry-order", orders[0] != orders[1])
    assert_noise(original, folder_path, copy.total)


def test_unescaped_names_are_told_by_the_index_alone(original: Path, tmp_path: Path) -> None:
    copy = Copy.of(original)
    copies.unescaped(copy)
    result = compared(original, copy.write(tmp_path / "copy.zip"))
    assert [(c.kind, c.field, c.after) for c in result.changes] == [
        (ChangeKind.INDEX_CHANGED, "pathProcessorId", None)
    ]
    assert result.noise == {}


def test_the_samples_hold_noise_of_every_kind() -> None:
    """Else the tests above would show little."""
    copy = Copy.of(SAMPLES / "healthy.zip")
    for step in _ALL:
        step(copy)
    copies.permissions_reordered(copy)
    missing = {kind.value for kind in NoiseKind} - copy.total.keys()
    assert missing == {NoiseKind.COMPONENT_TYPE.value, NoiseKind.ORDER.value}


_JOBS = "<reportUnitJobs>%s</reportUnitJobs>"
_INNER = "<harvest><crates grade='a'>%s</crates></harvest>"
_ONE, _OTHER = (keyed_secret("gate", salt) for salt in ("one", "other"))
_USERS = [permission(30, user="ana"), permission(2, role="ROLE_USER")]


@pytest.mark.parametrize(
    ("old", "new", "noise"),
    [
        pytest.param(
            [job("/a/r", 9, label="Same", formats=["pdf"]), job("/a/r", 10, label="Same", formats=["csv"])],
            [
                job("/a/r", 109, label="Same", formats=["pdf"]),
                job("/a/r", 110, label="Same", formats=["csv"]),
            ],
            {"ids": 6},
            id="two jobs of one label",
        ),
        pytest.param(
            [favorite("/a/r", "ana", 9), favorite("/a/r", "ana", 10)],
            [favorite("/a/r", "ana", 11), favorite("/a/r", "ana", 100)],
            {"ids": 2},
            id="two favorites of one user for one thing",
        ),
        pytest.param(
            [control("/c", componentType="default")],
            [control("/c")],
            {"component-type": 1},
            id="component type",
        ),
        pytest.param(
            [jndi("/d", harvest=Raw(_INNER % "5"))],
            [jndi("/d", harvest=Raw((_INNER % "5").replace("><", ">\n  <").replace("'", '"')))],
            {"layout": 1},
            id="layout of what is not known",
        ),
        pytest.param(
            [jndi("/d", harvest=Raw(_INNER % escape(_ONE)))],
            [jndi("/d", harvest=Raw(_INNER % escape(_OTHER)))],
            {"re-encrypted": 1},
            id="a secret in what is not known",
        ),
        pytest.param(
            [organization(attributes=[attribute("season", "5", *_USERS)])],
            [organization(attributes=[attribute("season", "5", *reversed(_USERS))])],
            {"order": 1},
            id="permissions of an attribute",
        ),
        pytest.param(
            [user("ana", roles=["ROLE_USER", "ROLE_PACKER"])],
            [user("ana", roles=["ROLE_PACKER", "ROLE_USER"])],
            {"order": 1},
            id="roles",
        ),
    ],
)
def test_noise_of_invented_catalogs(
    old: list[Part], new: list[Part], noise: dict[str, int], tmp_path: Path
) -> None:
    paths = [write(tmp_path / f"{name}.zip", *parts) for name, parts in (("old", old), ("new", new))]
    assert_noise(*paths, noise)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        pytest.param(
            [jndi("/d", harvest=Raw(_INNER % "5"))],
            [jndi("/d", harvest=Raw(_INNER % " 5"))],
            "harvest",
            id="white space in a text",
        ),
        pytest.param(
            [jndi("/d", harvest=Raw(_INNER % escape(_ONE)))],
            [jndi("/d", harvest=Raw(_INNER % ("x" + escape(_ONE))))],
            "harvest",
            id="more than a secret",
        ),
        pytest.param(
            [folder("/a", permissions=[permission(1, user="ana"), permission(2, user="ana")])],
            [folder("/a", permissions=[permission(2, user="ana"), permission(1, user="ana")])],
            "permission/user ana",
            id="the order of two permissions for one user, of which the last counts",
        ),
        pytest.param(
            [job("/a/r", 1, label="Job")],
            [
                job("/a/r", 1, label="Job"),
                raw("reportJobs/a/r/index.xml", _JOBS % "<jobId>1</jobId><jobId>2</jobId>"),
            ],
            "id/2",
            id="a list names a job that is not there",
        ),
    ],
)
def test_what_is_no_noise(old: list[Part], new: list[Part], field: str, tmp_path: Path) -> None:
    """Each looks much like noise."""
    paths = [write(tmp_path / f"{name}.zip", *parts) for name, parts in (("old", old), ("new", new))]
    for result in compared(*paths), compared(*reversed(paths)):
        assert field in [change.field for change in result.changes]
        assert result.noise == {}
