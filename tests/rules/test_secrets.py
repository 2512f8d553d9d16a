"""The rules about keys and secrets find what they are for, and keep silent about what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from catalogkit import open_catalog
from catalogkit.model.index import INDEX_ENTRY
from catalogkit.rules import Finding, Subject, all_rules, run
from catalogkit.testing import (
    Part,
    attribute,
    custom,
    jdbc,
    key_properties,
    keyed_secret,
    old_secret,
    report,
    role,
    user,
    write,
)

Make = Callable[[Path], Path]

KEYED, OLD, CLEAR = keyed_secret("cider"), old_secret("cider"), "hunter2-cider"
ALIAS = "0b51f3c2-7a40-4c51-9d0e-5a1f0c2e9b77"
WITHOUT_TOKEN = {"encrypted": None, "keyalias": ALIAS}


def with_parts(*parts: Part, **options: object) -> Make:
    """A small catalog without secrets, with more in it."""

    def make(path: Path) -> Path:
        small = (report("/a/weekly"), role("ROLE_USER"), user("ana", password=""))
        return write(path, *small, *parts, **{"version": "8.1.0 CE", **options})  # type: ignore[arg-type]

    return make


CASES: dict[str, tuple[Make, str]] = {
    "CK401": (with_parts(jdbc("/ds/more", password=CLEAR)), "/ds/more"),
    "CK402": (with_parts(jdbc("/ds/more", password=OLD), version="6.4.0 CE"), INDEX_ENTRY),
    "CK403": (with_parts(properties=key_properties()), INDEX_ENTRY),
    "CK404": (with_parts(jdbc("/ds/more", password=KEYED), properties=WITHOUT_TOKEN), INDEX_ENTRY),
    "CK405": (
        with_parts(jdbc("/ds/more", password=OLD), jdbc("/ds/new", password=KEYED)),
        "/ds/more",
    ),
}
"""What makes each rule find something, and where."""

SILENT: dict[str, tuple[str, Make]] = {
    "an encrypted secret": ("CK401", with_parts(jdbc("/ds/more", password=OLD))),
    "an empty secret": ("CK401", with_parts(jdbc("/ds/more", password=""))),
    "a profile attribute": (
        "CK401",
        with_parts(jdbc("/ds/more", password="{ attribute('dbPassword', 'User') }")),
    ),
    "a property that is no secret": (
        "CK401",
        with_parts(custom("/ds/more", "com.example.Service", properties={"host": CLEAR})),
    ),
    "an attribute in clear": (
        "CK401",
        with_parts(user("tom", password="", attributes=[attribute("secret", CLEAR)])),
    ),
    "old secrets under a new version": ("CK402", with_parts(jdbc("/ds/more", password=OLD))),
    "an old version without secrets": ("CK402", with_parts(version="7.2.0 CE")),
    "keyed secrets in an old version": (
        "CK402",
        with_parts(jdbc("/ds/more", password=KEYED), version="7.2.0 CE"),
    ),
    "keyed secrets without token": ("CK403", with_parts(jdbc("/ds/more", password=KEYED))),
    "a token that is tested with the built-in key": (
        "CK403",
        with_parts(properties=key_properties(), version="7.2.0 CE"),
    ),
    "keyed secrets and token": (
        "CK404",
        with_parts(jdbc("/ds/more", password=KEYED), properties=key_properties()),
    ),
    "old secrets need no token": ("CK404", with_parts(jdbc("/ds/more", password=OLD))),
    "clear secrets need no token": ("CK404", with_parts(jdbc("/ds/more", password=CLEAR))),
    "old secrets in an old version": (
        "CK405",
        with_parts(jdbc("/ds/more", password=OLD), version="7.2.0 CE"),
    ),
    "keyed and clear secrets": (
        "CK405",
        with_parts(jdbc("/ds/more", password=KEYED), jdbc("/ds/new", password=CLEAR)),
    ),
    "keyed secrets alone, which CK811 tells": (
        "CK405",
        with_parts(jdbc("/ds/more", password=KEYED), version="7.2.0 CE"),
    ),
}


def found_by(code: str, path: Path) -> list[Finding]:
    with open_catalog(path) as catalog:
        return [f for f in run(all_rules(), Subject(catalog)) if f.rule.code == code]


@pytest.mark.parametrize("code", CASES)
def test_a_rule_finds_what_it_is_for(code: str, tmp_path: Path) -> None:
    make, where = CASES[code]

    assert [f.hit.uri or f.hit.entry for f in found_by(code, make(tmp_path / "c.zip"))] == [where]


@pytest.mark.parametrize("name", SILENT)
def test_a_rule_is_silent_about(name: str, tmp_path: Path) -> None:
    code, make = SILENT[name]

    assert found_by(code, make(tmp_path / "c.zip")) == []


@pytest.mark.parametrize("code", sorted(CASES.keys() - {"CK401"}))
def test_a_rule_is_silent_without_index(code: str, tmp_path: Path) -> None:
    make = with_parts(jdbc("/ds/a", password=OLD), jdbc("/ds/b", password=KEYED), without_index=True)

    assert found_by(code, make(tmp_path / "c.zip")) == []


def test_no_finding_repeats_a_secret(tmp_path: Path) -> None:
    make = with_parts(
        jdbc("/ds/a", password=OLD),
        jdbc("/ds/b", password=KEYED),
        jdbc("/ds/c", password=CLEAR),
        custom("/ds/d", "com.example.Service", properties={"password": CLEAR, "host": "db"}),
        user("tom", password=CLEAR, attributes=[attribute("gateCode", KEYED)]),
        properties=key_properties(),
    )
    with open_catalog(make(tmp_path / "c.zip")) as catalog:
        told = "".join(str(f.to_dict()) for f in run(all_rules(), Subject(catalog)))

    assert [code for code in ("CK401", "CK403", "CK405") if code not in told] == []
    assert [text for text in (CLEAR, OLD[4:-1], KEYED[4:-1]) if text in told] == []


def test_secrets_of_users_and_of_properties_are_named(tmp_path: Path) -> None:
    make = with_parts(
        custom("/ds/d", "com.example.Service", properties={"password": CLEAR, "token": CLEAR}),
        user("tom", password=CLEAR),
    )

    found = found_by("CK401", make(tmp_path / "c.zip"))

    assert [(f.hit.uri, f.hit.entry, f.hit.message) for f in found] == [
        ("/ds/d", "resources/ds/d.xml", "property password and property token are in clear text"),
        ("tom", "users/tom.xml", "password is in clear text"),
    ]


def test_a_version_that_makes_a_server_misread_keyed_secrets_is_told(tmp_path: Path) -> None:
    make = with_parts(jdbc("/a", password=OLD), jdbc("/b", password=KEYED), version="7.2.0 CE")

    (found,) = found_by("CK405", make(tmp_path / "c.zip"))

    assert (found.hit.uri, found.hit.message) == (
        "/b",
        "connectionPassword is under a key of 7.5 or later, but jsVersion says 7.2.0 CE",
    )
