"""Where a path leads (`catalog-format.md` §14.1)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from catalogkit import open_catalog
from catalogkit.model.uri import URI
from catalogkit.references.resolve import Found, Resolver, is_address, organizations_of
from catalogkit.testing import Options, content, file, link, organization, png, report, write

ACME = organization("acme")
SALES = organization("sales", parent=ACME)
UNIT = URI("/reports/weekly")
LOCAL = {"logo.png": URI("/reports/weekly_files/logo.png"), "up.png": URI("/reports/weekly_files/up.png")}
MISSING = "not in the catalog"
ADDRESS = "an address outside the repository"
BESIDE = "found beside the file that names it; older servers do not look there"
IN_ACME = "found in the organization of its owner, /organizations/acme"
IN_SALES = "found in the organization of its owner, /organizations/acme/organizations/sales"


def image(path: str) -> object:
    return file(path, png(), "img")


@contextmanager
def resolver(folder: Path, *parts: object, **options: object) -> Iterator[Resolver]:
    with open_catalog(write(folder / "c.zip", *parts, **options)) as catalog:  # type: ignore[arg-type]
        yield Resolver(catalog)


@contextmanager
def server(folder: Path) -> Iterator[Resolver]:
    """A whole server with an organization in an organization."""
    parts = [
        organization(),
        ACME,
        SALES,
        report("/reports/weekly", resources=[image("logo.png"), link("up.png", "/img/a.png")]),
        image("/img/a.png"),
        image("/img/b.png"),
        image("/reports/beside.png"),
        image("/public/p.png"),
        content("/out/saved.pdf", b"%PDF", "pdf"),
        image("/organizations/acme/img/a.png"),
        image("/organizations/acme/img/c.png"),
        image("/organizations/acme/organizations/sales/img/a.png"),
        image("/organizations/strange/img/a.png"),
        image("/shared/near.png"),
        image("/shared/logo.png"),
    ]
    with resolver(folder, *parts) as found:
        yield found


def told(found: Found) -> tuple[str, str, bool, str]:
    return found.target, found.node, found.resolved, found.reason


def at(target: str, reason: str = "", *, node: str = "") -> tuple[str, str, bool, str]:
    return target, node or target, True, reason


def nowhere(target: str, reason: str = MISSING) -> tuple[str, str, bool, str]:
    return target, target, False, reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("logo.png", at("/reports/weekly_files/logo.png", node="/reports/weekly")),
        ("  logo.png\n", at("/reports/weekly_files/logo.png", node="/reports/weekly")),
        ("repo:logo.png", at("/reports/weekly_files/logo.png", node="/reports/weekly")),
        (" repo:logo.png ", at("/reports/weekly_files/logo.png", node="/reports/weekly")),
        ("repo:logo.png|acme", at("/reports/weekly_files/logo.png", node="/reports/weekly")),
        ("./logo.png", at("/reports/weekly_files/logo.png", node="/reports/weekly")),
        ("x/../logo.png", at("/reports/weekly_files/logo.png", node="/reports/weekly")),
        ("up.png", at("/reports/weekly_files/up.png", node="/reports/weekly")),
        ("../beside.png", at("/reports/beside.png")),
        ("repo:../../img/a.png", at("/img/a.png")),
        ("../../../../img/a.png", at("/img/a.png")),
        ("Logo.png", nowhere("/reports/weekly_files/Logo.png", "/reports/weekly holds no such resource")),
        ("beside.png", nowhere("/reports/weekly_files/beside.png", "/reports/weekly holds no such resource")),
        ("../none.png", nowhere("/reports/none.png")),
        ("/img/a.png", at("/img/a.png")),
        ("repo:/img/a.png", at("/img/a.png")),
        ("repo:/img/../img//a.png", at("/img/a.png")),
        ("//img/a.png", at("/img/a.png")),
        ("/reports/weekly_files/logo.png", at("/reports/weekly_files/logo.png", node="/reports/weekly")),
        ("/out/saved.pdf", at("/out/saved.pdf")),
        ("/img", at("/img")),
        ("/none.png", nowhere("/none.png")),
        ("/temp/x", nowhere("/temp/x", "a temporary object of the server")),
        ("/img/c.png|acme", at("/organizations/acme/img/c.png")),
        ("/img/b.png|acme", nowhere("/organizations/acme/img/b.png")),
        ("/public/p.png|acme", at("/public/p.png")),
        ("/img/a.png|sales", at("/organizations/acme/organizations/sales/img/a.png")),
        ("/img/a.png|organizations", at("/img/a.png")),
        ("/img/a.png|", at("/img/a.png")),
        ("/img/a.png|strange", at("/organizations/strange/img/a.png")),
        ("/img/a.png|none", nowhere("/img/a.png|none", "the organization none is not in the catalog")),
        ("http://host/a.png", nowhere("http://host/a.png", ADDRESS)),
        (" HTTPS://host/a.png ", nowhere("HTTPS://host/a.png", ADDRESS)),
        ("file:/tmp/a.png", nowhere("file:/tmp/a.png", ADDRESS)),
    ],
)
def test_a_path_in_a_report(tmp_path: Path, text: str, expected: tuple[str, str, bool, str]) -> None:
    with server(tmp_path) as found:
        assert told(found.in_report(text, UNIT, LOCAL, None)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("near.png", at("/shared/near.png", BESIDE)),
        ("./near.png", at("/shared/near.png", BESIDE)),
        ("../img/b.png", at("/img/b.png", BESIDE)),
        ("../beside.png", at("/reports/beside.png")),
        ("logo.png", at("/reports/weekly_files/logo.png", node="/reports/weekly")),
        ("none.png", nowhere("/reports/weekly_files/none.png", "/reports/weekly holds no such resource")),
    ],
)
def test_a_path_in_a_shared_file_is_looked_for_in_the_report_first(
    tmp_path: Path, text: str, expected: tuple[str, str, bool, str]
) -> None:
    with server(tmp_path) as found:
        assert told(found.in_report(text, UNIT, LOCAL, URI("/shared"))) == expected


@pytest.mark.parametrize(
    ("text", "owner", "expected"),
    [
        ("/img/a.png", "/reports/weekly", at("/img/a.png")),
        ("/img/a.png", "/organizations/acme/r", at("/organizations/acme/img/a.png", IN_ACME)),
        ("/img/b.png", "/organizations/acme/r", at("/img/b.png")),
        (
            "repo:/img/a.png",
            "/organizations/acme/organizations/sales/r",
            at("/organizations/acme/organizations/sales/img/a.png", IN_SALES),
        ),
        (
            "/img/c.png",
            "/organizations/acme/organizations/sales/r",
            at("/organizations/acme/img/c.png", IN_ACME),
        ),
        ("/img/a.png|organizations", "/organizations/acme/r", at("/img/a.png")),
        (
            "/img/a.png|sales",
            "/organizations/acme/r",
            at("/organizations/acme/organizations/sales/img/a.png"),
        ),
        ("/organizations/acme/img/c.png", "/organizations/acme/r", at("/organizations/acme/img/c.png")),
        ("/public/p.png", "/organizations/acme/r", at("/public/p.png")),
        ("/none.png", "/organizations/acme/r", nowhere("/none.png")),
    ],
)
def test_an_absolute_path_is_looked_for_in_the_organization_of_its_owner_first(
    tmp_path: Path, text: str, owner: str, expected: tuple[str, str, bool, str]
) -> None:
    with server(tmp_path) as found:
        assert told(found.path(text, URI(owner))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/img/a.png", at("/img/a.png")),
        ("/img/a.png|acme", at("/img/a.png")),
        (
            "/organizations/acme/img/a.png",
            at("/img/a.png", "found without the path of the organization acme"),
        ),
        (
            "/organizations/up/organizations/acme/img/a.png",
            at("/img/a.png", "found without the path of the organization acme"),
        ),
        ("/organizations/acme/img/none.png", nowhere("/organizations/acme/img/none.png")),
        ("/img/a.png|sales", at("/organizations/sales/img/a.png")),
        ("/img/a.png|other", nowhere("/img/a.png|other", "the organization other is not in the catalog")),
    ],
)
def test_in_the_export_of_an_organization_paths_are_relative_to_it(
    tmp_path: Path, text: str, expected: tuple[str, str, bool, str]
) -> None:
    options: Options = {"organization": "acme"}
    parts = [image("/img/a.png"), image("/organizations/sales/img/a.png")]
    with resolver(tmp_path, *parts, **options) as found:
        assert told(found.path(text, UNIT)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/img/a.png", at("/img/a.png")),
        ("/reports/weekly_files/logo.png", at("/reports/weekly_files/logo.png", node="/reports/weekly")),
        ("/reports", at("/reports")),
        ("/img/./a.png", nowhere("/img/./a.png")),
        ("repo:/img/a.png", nowhere("repo:/img/a.png")),
        ("/img/a.png|organizations", nowhere("/img/a.png|organizations")),
        ("/temp/sl_topic_1", nowhere("/temp/sl_topic_1", "a temporary object of the server")),
        (
            "/reports/weekly_files/x/y",
            nowhere("/reports/weekly_files/x/y", "/reports/weekly holds no such resource"),
        ),
        ("/none_files/x", nowhere("/none_files/x")),
        ("/" + "x/" * 3_000, nowhere("/" + "x/" * 3_000)),
    ],
)
def test_a_uri_in_a_descriptor_is_taken_as_it_is_written(
    tmp_path: Path, text: str, expected: tuple[str, str, bool, str]
) -> None:
    with server(tmp_path) as found:
        assert told(found.exact(text)) == expected


def test_only_addresses_are_outside_of_any_repository(tmp_path: Path) -> None:
    with server(tmp_path) as found:
        assert found.in_report("http://host/a", UNIT, {}, None).external
        assert not found.in_report("/none", UNIT, {}, None).external


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://a", True),
        ("https://a", True),
        ("ftp://a", True),
        ("file:///a", True),
        ("data:image/png;base64,AA", True),
        ("repo:/a", False),
        ("/http:/a", False),
        ("https", False),
        ("profile:a", False),
    ],
)
def test_an_address_is_known_by_its_scheme(text: str, expected: bool) -> None:
    assert is_address(text) is expected


def test_organizations_are_told_by_the_path() -> None:
    assert organizations_of(URI("/reports/r")) == []
    assert organizations_of(URI("/reports/organizations/acme/r")) == []
    assert organizations_of(URI("/organizations/acme/organizations/sales/r")) == [
        "/organizations/acme/organizations/sales",
        "/organizations/acme",
    ]


def test_without_an_index_a_path_is_what_it_says(tmp_path: Path) -> None:
    with resolver(tmp_path, image("/img/a.png"), without_index=True) as found:
        assert told(found.path("repo:/img/a.png", UNIT)) == at("/img/a.png")
