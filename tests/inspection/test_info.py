"""What `info` tells, and what it tells it from."""

from pathlib import Path

import pytest

from catalogkit.archive import open_archive
from catalogkit.inspection.info import Info, info
from catalogkit.testing import (
    Part,
    calendar,
    control,
    dashboard,
    event,
    favorite,
    file,
    jdbc,
    job,
    jrxml,
    organization,
    report,
    role,
    user,
    write,
)


def told(path: Path, *parts: Part, **options: object) -> Info:
    with open_archive(write(path / "c.zip", *parts, **options)) as archive:  # type: ignore[arg-type]
        return info(archive)


def test_counts(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        report("/a/weekly", controls=[control("region"), control("year")]),
        jdbc("/ds"),
        user("ana"),
        user("boss", roles=["ROLE_ADMINISTRATOR"], enabled=False),
        role("ROLE_USER"),
        job("/a/weekly", 1),
        calendar("Holidays", ["2030-01-01T00:00:00.000Z"]),
        event("ana", "/ds"),
        favorite("/ds", "ana"),
    )

    counts = {count.type: (count.listed, count.local) for count in found.types}
    assert counts["reportUnit"] == (1, 0)
    assert counts["inputControl"] == (0, 2)
    assert (found.people.users, found.people.disabled, found.people.roles) == (2, 1, 1)
    assert found.people.administrators == ("boss",)
    assert (found.jobs, found.calendars, found.access_events, found.favorites) == (1, 1, 1, 1)
    assert found.folders == 2


@pytest.mark.parametrize(
    ("parts", "options", "first"),
    [
        ((), {"organization": None, "path_processor": None, "properties": {"jsVersion": None}}, None),
        ((), {"organization": None, "properties": {"jsVersion": None}}, "3.1"),
        ((), {"organization": None, "version": "10.0 PRO"}, "3.5"),
        ((dashboard("/d"),), {"organization": None}, "6.0"),
        ((), {"broken_dependencies": ["/a"]}, "6.2"),
        ((), {"organization": "organizations"}, "6.2"),
        ((), {"properties": {"encrypted": "00"}}, "7.5"),
        ((favorite("/ds", "ana"),), {}, "8.1"),
        ((control("/c", componentType="default"),), {}, "9.0"),
    ],
)
def test_the_version_is_told_by_features(
    tmp_path: Path, parts: tuple[Part, ...], options: dict[str, object], first: str | None
) -> None:
    found = told(tmp_path, *parts, **options)

    assert found.era.first == first
    assert [e.version for e in found.era.evidence if e.bound == "from"] == ([first] if first else [])


def test_js_version_is_never_taken_for_the_version(tmp_path: Path) -> None:
    found = told(tmp_path, version="99.0 CE")

    assert found.js_version == "99.0 CE"
    assert found.era.first != "99.0"


def test_the_dialect_of_reports_tells_a_new_server(tmp_path: Path) -> None:
    new = b'<jasperReport name="r" language="java"><title><element kind="staticText"/></title></jasperReport>'

    assert told(tmp_path, file("/a", new, "jrxml")).era.first == "9.0"
    assert told(tmp_path, file("/a", jrxml("r"), "jrxml")).era.first != "9.0"


@pytest.mark.parametrize(
    ("part", "edition"),
    [(jdbc("/ds"), "community"), (dashboard("/d"), "commercial"), (organization("acme"), "commercial")],
)
def test_the_edition_is_told_by_what_is_in_it(tmp_path: Path, part: Part, edition: str) -> None:
    assert told(tmp_path, part, version="8.2.0 CE").edition == edition


@pytest.mark.parametrize(
    ("secret", "scheme"),
    [
        ("clear", "clear text"),
        ("ENC<0011>", "built-in key"),
        ("ENC<4A525349560000001000>", "keyed"),
        (None, "no secrets"),
    ],
)
def test_the_scheme_of_secrets(tmp_path: Path, secret: str | None, scheme: str) -> None:
    assert told(tmp_path, jdbc("/ds", connectionPassword=secret)).keys.scheme == scheme


def test_what_makes_it_big_comes_first(tmp_path: Path) -> None:
    found = told(tmp_path, file("/small", b"1", "img"), file("/large", bytes(range(256)) * 40, "img"))

    assert found.largest[0].what == "/large"
    assert {size.what for size in found.sizes} == {"data files", "descriptors"}


def test_problems_are_counted_by_rule(tmp_path: Path) -> None:
    found = told(tmp_path, report("/a", data_source="/x"), report("/b", data_source="/x"))

    assert [(p.code, p.count) for p in found.problems] == [("CK301", 2)]


def test_progress_goes_on_to_the_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with open_archive(write(tmp_path / "c.zip", jdbc("/a/ds"))) as archive:
        info(archive, lambda done, total: seen.append((done, total)))

    first, last = seen[0], seen[-1]
    assert first[0] == 0
    assert last[0] == last[1] > 0
