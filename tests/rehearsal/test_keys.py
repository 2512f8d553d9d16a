"""Which key an import takes, and what becomes of it with the wrong one (import-semantics §1.5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogkit import open_catalog
from catalogkit.keys import Key
from catalogkit.model.target import StoredResource, Target, fresh_target
from catalogkit.rehearsal.keys import RefusedField, reads_with_built_in_key, refused_field
from catalogkit.rehearsal.options import ImportOptions, Server, from_form, from_query, from_restart
from catalogkit.rehearsal.outcome import Phase, ServerError
from catalogkit.rehearsal.rehearse import Rehearsal, rehearse
from catalogkit.rehearsal.targets import target_of
from catalogkit.testing import jdbc, key_properties, keyed_secret, old_secret, write

KEY, OTHER = Key(b"\x91" * 16), Key(b"\x92" * 16)
ALIAS = "0b51f3c2-7a40-4c51-9d0e-5a1f0c2e9b77"
NUMBERS = " ".join(["0x91"] * 16)
PASSED = (Phase.FINISHED, None)
WRONG = (Phase.FAILED, ServerError("import.decode.failed", ()))
PROPERTIES = key_properties(ALIAS, key=KEY)


def run(
    folder: Path,
    options: ImportOptions | None = None,
    *,
    target: Target | None = None,
    server: Server = Server.CE_8_2,
    version: str = "8.1.0 CE",
    properties: dict[str, str | None] | None = None,
) -> Rehearsal:
    path = write(
        folder / "c.zip",
        jdbc("/ds/main", password=keyed_secret("cider", key=KEY)),
        version=version,
        properties={**PROPERTIES, **(properties or {})},
    )
    with open_catalog(path) as catalog:
        return rehearse(catalog.archive, target or fresh_target(), options or ImportOptions(), server=server)


def outcome(found: Rehearsal) -> tuple[Phase, ServerError | None]:
    return found.phase, found.error


def test_the_key_of_the_catalog_passes(tmp_path: Path) -> None:
    found = run(tmp_path, ImportOptions(secret_key=KEY))

    assert outcome(found) == PASSED
    assert found.uncertain == ()
    assert "/ds/main" in found.after.resources


def test_another_key_ends_the_import_before_anything_is_done(tmp_path: Path) -> None:
    found = run(tmp_path, ImportOptions(secret_key=OTHER))

    assert outcome(found) == WRONG
    assert found.error is not None
    assert found.error.parameters == ()
    assert (found.actions, found.uncertain, found.message) == ((), (), "import.decode.failed")


def test_the_key_itself_comes_before_an_alias(tmp_path: Path) -> None:
    assert outcome(run(tmp_path, ImportOptions(secret_key=OTHER, keyalias="orchards"))) == WRONG


def test_a_key_of_impossible_size_fails(tmp_path: Path) -> None:
    found = run(tmp_path, ImportOptions(secret_key=Key(b"\x91" * 15)))

    assert found.phase is Phase.FAILED
    assert found.error is not None
    assert (found.error.code, found.error.opaque) == ("import.failed", True)


def test_without_a_key_it_is_uncertain_whether_the_target_has_it(tmp_path: Path) -> None:
    found = run(tmp_path)

    assert outcome(found) == PASSED
    assert len(found.uncertain) == 1
    assert ALIAS in found.uncertain[0]
    assert "import.decode.failed" in found.uncertain[0]


def test_without_an_alias_only_the_own_key_of_the_target_will_do(tmp_path: Path) -> None:
    (why,) = run(tmp_path, properties={"keyalias": None}).uncertain

    assert "the target's own key" in why


def test_a_given_alias_is_uncertain_even_if_the_target_has_the_key_of_the_catalog(tmp_path: Path) -> None:
    target = fresh_target()
    target.keys = frozenset({ALIAS})

    (why,) = run(tmp_path, ImportOptions(keyalias="orchards"), target=target).uncertain

    assert "whether the key orchards " in why


def test_a_target_that_exports_with_the_same_key_has_it(tmp_path: Path) -> None:
    with open_catalog(write(tmp_path / "t.zip", properties=PROPERTIES)) as catalog:
        target = target_of(catalog)

    assert target.keys == {ALIAS}
    assert target.copy().keys == {ALIAS}
    assert not [why for why in run(tmp_path, target=target).uncertain if ALIAS in why]


def test_without_the_token_nothing_is_tested(tmp_path: Path) -> None:
    found = run(tmp_path, ImportOptions(secret_key=OTHER), properties={"encrypted": None})

    assert (outcome(found), found.uncertain) == (PASSED, ())


def test_servers_of_6_4_know_nothing_of_keys(tmp_path: Path) -> None:
    found = run(tmp_path, ImportOptions(secret_key=OTHER), server=Server.CE_6_4)

    assert (outcome(found), found.uncertain) == (PASSED, ())


@pytest.mark.parametrize("token", ["zz", "4A5"])
def test_a_token_that_is_not_hexadecimal_fails(token: str, tmp_path: Path) -> None:
    found = run(tmp_path, ImportOptions(secret_key=KEY), properties={"encrypted": token})

    assert found.error is not None
    assert (found.error.code, found.error.opaque) == ("import.failed", True)
    assert token not in str(found.error.parameters)


def test_a_token_of_another_form_is_uncertain(tmp_path: Path) -> None:
    old = old_secret("true")[4:-1]

    found = run(tmp_path, ImportOptions(secret_key=KEY), properties={"encrypted": old})

    assert outcome(found) == PASSED
    assert found.uncertain == (
        "whether the key is the right one: of the property encrypted, it carries no initialisation vector: "
        "no server since 7.5 wrote it",
    )


def test_an_old_version_makes_the_server_ignore_the_right_key(tmp_path: Path) -> None:
    found = run(tmp_path, ImportOptions(secret_key=KEY), version="7.2.0 CE")

    assert outcome(found) == WRONG
    assert "jsVersion 7.2.0 CE" in found.uncertain[0]


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("5.5.0 CE", True),
        ("6", True),
        ("7.0.0 PRO", True),
        ("7.2.3 PRO", True),
        ("7.5.0 PRO", False),
        ("8.1.0 CE", False),
        ("10.0 PRO", False),
        ("unknown", False),
        (None, False),
    ],
)
def test_which_versions_are_read_with_the_built_in_key(
    version: str | None, expected: bool, tmp_path: Path
) -> None:
    path = write(tmp_path / "c.zip", properties={"jsVersion": version})
    with open_catalog(path) as catalog:
        assert reads_with_built_in_key(catalog.index) is expected
    assert not reads_with_built_in_key(None)


def with_file(*, unknown: bool = False) -> Target:
    target = fresh_target()
    target.resources["/keys/orchards"] = StoredResource("/keys/orchards", "fileResource", "secureFile")
    target.resources["/keys/q"] = StoredResource("/keys/q", "query")
    target.unknown = frozenset({"folders and resources"} if unknown else ())
    return target


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ([], None),
        ([("update", "true")], None),
        ([("secret-key", "")], None),
        ([("secret-key", NUMBERS)], None),
        ([("secret-key", " ".join(["034"] * 24))], None),
        ([("secret-key", " ".join(["28"] * 32))], None),
        ([("secret-key", "phrase")], ("import.invalid.secretKey", "secret-key")),
        ([("secret-key", " ")], ("import.invalid.secretKey", "secret-key")),
        ([("secret-key", "91" * 16)], ("import.invalid.secretKey", "secret-key")),
        ([("secret-key", "0x91 0x92")], ("import.invalid.secretKey.length", "secret-key")),
        ([("secret-key", NUMBERS + " 1")], ("import.invalid.secretKey.length", "secret-key")),
        ([("secret-uri", "/keys/orchards")], None),
        ([("secret-uri", "/keys/gone")], ("import.invalid.secretUri", "secret-uri")),
        ([("secret-uri", "/keys/q")], ("import.invalid.secretUri", "secret-uri")),
        (
            [("secret-key", NUMBERS), ("secret-uri", "/keys/gone")],
            ("import.invalid.secretUri", "secret-uri"),
        ),
    ],
)
def test_a_form_with_a_bad_key_is_refused(
    fields: list[tuple[str, str]], expected: tuple[str, str] | None
) -> None:
    found = refused_field(fields, with_file())

    assert found == (None if expected is None else RefusedField(*expected))


def test_what_an_unknown_target_holds_refuses_nothing() -> None:
    assert refused_field([("secret-uri", "/keys/gone")], with_file(unknown=True)) is None


def test_options_take_keys_in_the_spellings_of_each_service() -> None:
    form = from_form(
        [("key-alias", "orchards"), ("secret-key", NUMBERS), ("keyAlias", "no"), ("secretKey", "1")]
    )
    restart = from_restart({"keyAlias": "orchards", "secretKey": NUMBERS})
    query = from_query({"keyAlias": "orchards", "secret-key": NUMBERS, "keyalias": "no"})

    assert (form.keyalias, form.secret_key) == ("orchards", KEY)
    assert (restart.keyalias, restart.secret_key) == ("orchards", KEY)
    assert (query.keyalias, query.secret_key) == ("orchards", None)
    assert from_form([("secret-key", "phrase")]).secret_key is None
    assert from_restart({}) == ImportOptions()


def test_options_never_show_a_key() -> None:
    options = ImportOptions(secret_key=KEY, keyalias="orchards")

    assert options.spelled() == ("--keyalias orchards", "--secret-key ***")
    assert "Key(16 bytes)" in repr(options)
    assert "91" not in repr(options)
