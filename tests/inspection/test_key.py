"""`key`: schemes, tests of keys, what an import needs; and nothing of it is ever shown."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from catalogkit import open_catalog
from catalogkit.cli import main
from catalogkit.inspection.key import Candidate, KeyReport, Verdict, key_report
from catalogkit.keys import Key
from catalogkit.model.secrets import Scheme
from catalogkit.report import render
from catalogkit.testing import (
    Part,
    attribute,
    custom,
    jdbc,
    key_properties,
    keyed_secret,
    old_secret,
    report,
    user,
    write,
)
from tests.conftest import ROOT
from tests.test_keys import IN_STORE, KEY_PASSWORD, STORE, STORE_PASSWORD

KEY, OTHER = Key(IN_STORE), Key(bytes(16))
NUMBERS = " ".join(f"0x{byte:02x}" for byte in IN_STORE)
CLEAR = "hunter2-cider"
PROPERTIES = key_properties(key=KEY)


def secret(text: str = CLEAR) -> str:
    return keyed_secret(text, key=KEY)


def made(path: Path, *parts: Part, **options: object) -> Path:
    return write(path / "c.zip", *parts, **{"version": "8.1.0 CE", **options})  # type: ignore[arg-type]


def of(path: Path, *candidates: Candidate) -> KeyReport:
    with open_catalog(path) as catalog:
        return key_report(catalog, candidates)


def everywhere(path: Path) -> Path:
    return made(
        path,
        jdbc("/ds/keyed", password=secret()),
        jdbc("/ds/old", password=old_secret(CLEAR)),
        custom("/ds/props", "com.example.Service", properties={"password": secret(), "host": "db"}),
        report("/a/weekly", data_source=jdbc("own", password=CLEAR)),
        user("ana", password=secret(), attributes=[attribute("gateCode", secret()), attribute("x", "y")]),
        properties=PROPERTIES,
    )


def test_every_secret_is_told_by_place_field_and_scheme(tmp_path: Path) -> None:
    found = of(everywhere(tmp_path))

    assert [(s.object, s.field, s.scheme) for s in found.secrets] == [
        ("/a/weekly_files/own", "connectionPassword", Scheme.CLEAR),
        ("/ds/keyed", "connectionPassword", Scheme.KEYED),
        ("/ds/old", "connectionPassword", Scheme.BUILT_IN),
        ("/ds/props", "property password", Scheme.KEYED),
        ("user ana", "password", Scheme.KEYED),
        ("user ana", "attribute gateCode", Scheme.KEYED),
    ]
    assert (found.scheme, found.keyed, found.built_in, found.clear) == ("mixed", 4, 1, 1)
    assert (found.alias, found.token) == (PROPERTIES["keyalias"], True)


@pytest.mark.parametrize(
    ("password", "options", "scheme", "need"),
    [
        ("", {}, "no secrets", "No key: there are no secrets."),
        (CLEAR, {}, "clear text", "Clear text is taken as it is"),
        (old_secret("x"), {"version": "6.4.0 CE"}, "built-in key", "No key: every server reads"),
        (old_secret("x"), {}, "built-in key", "Secrets under the built-in key entered again"),
        (secret(), {"properties": PROPERTIES}, "keyed", "The key it was exported with. The server"),
        ("", {"properties": PROPERTIES}, "no secrets", "The key it was exported with. The server"),
        (secret(), {}, "keyed", "The key it was exported with, and care"),
        (secret(), {"version": "7.0.0 CE"}, "keyed", "Secrets under a key entered again"),
        ("", {"version": "7.0.0 CE", "properties": PROPERTIES}, "no secrets", "Another jsVersion"),
    ],
)
def test_what_an_import_needs(
    password: str, options: dict[str, object], scheme: str, need: str, tmp_path: Path
) -> None:
    found = of(made(tmp_path, jdbc("/ds", password=password), **options))

    assert found.scheme == scheme
    assert len(found.needs) == 1
    assert found.needs[0].startswith(need)


def test_a_key_is_tested_with_the_token(tmp_path: Path) -> None:
    path = everywhere(tmp_path)

    right, wrong, short, sealed = of(
        path, Candidate("a", KEY), Candidate("b", OTHER), Candidate("c", Key(b"123")), Candidate("d", None)
    ).tests

    assert (right.verdict, right.by_token, right.decrypts, right.bits) == (Verdict.RIGHT, True, 4, 128)
    assert (wrong.verdict, wrong.by_token) == (Verdict.WRONG, True)
    assert (short.verdict, short.bits) == (Verdict.UNUSABLE, 24)
    assert (sealed.verdict, sealed.bits) == (Verdict.UNUSABLE, None)


def test_without_token_a_key_is_tested_with_the_secrets(tmp_path: Path) -> None:
    path = made(tmp_path, *(jdbc(f"/ds/{n}", password=secret(str(n))) for n in range(5)))

    right, wrong = of(path, Candidate("a", KEY), Candidate("b", OTHER)).tests

    assert (right.verdict, right.by_token, right.decrypts) == (Verdict.RIGHT, False, 5)
    assert (wrong.verdict, wrong.by_token) == (Verdict.WRONG, False)


@pytest.mark.parametrize(
    ("password", "properties"),
    [("", {}), (CLEAR, {}), (old_secret("x"), {}), ("", {"encrypted": "zz"}), ("ENC<4A52534956>", {})],
)
def test_what_is_not_under_a_key_tests_none(
    password: str, properties: dict[str, str], tmp_path: Path
) -> None:
    found = of(made(tmp_path, jdbc("/ds", password=password), properties=properties), Candidate("a", OTHER))

    assert [test.verdict for test in found.tests] == [Verdict.UNTESTED]
    assert not found.fails


def test_it_fails_if_no_key_is_right(tmp_path: Path) -> None:
    path = everywhere(tmp_path)

    assert not of(path).fails
    assert not of(path, Candidate("b", OTHER), Candidate("a", KEY)).fails
    assert of(path, Candidate("b", OTHER), Candidate("d", None)).fails


def test_the_real_export_of_7_5_is_understood(shared: Path) -> None:
    found = of(shared / "catalogs" / "pro-7.5-encrypted-report.zip", Candidate("zeros", OTHER))

    assert (found.scheme, found.keyed, found.alias, found.token) == ("keyed", 1, None, True)
    assert [(test.verdict, test.by_token) for test in found.tests] == [(Verdict.WRONG, True)]


# The command


def command(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["key", *map(str, arguments)])
    output, errors = capfd.readouterr()
    return int(stop.value.code or 0), output, errors


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CATALOGKIT_KEYSTORE_PASSWORD", STORE_PASSWORD)
    monkeypatch.setenv("CATALOGKIT_KEY_PASSWORD", KEY_PASSWORD)
    path = tmp_path / "store.jceks"
    path.write_bytes(STORE)
    return path


def test_every_way_to_give_a_key(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    catalog, file = everywhere(tmp_path), tmp_path / "key.txt"
    file.write_text(NUMBERS)
    monkeypatch.setenv("CATALOGKIT_SECRET_KEY", IN_STORE.hex())

    code, output, errors = command(capfd, catalog, "--secret-key-file", file, "--keystore", store)

    assert (code, errors) == (0, "")
    assert "tested        --secret-key (128 bits): the right key; it decrypts 4 of 4 secrets" in output
    assert f"{file} (128 bits): the right key; it decrypts 4 of 4 secrets" in output
    assert f"orchards in {store} (128 bits): the right key; it decrypts 4 of 4 secrets" in output
    assert f"old in {store}: not usable" in output


def test_a_wrong_key_ends_with_1(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, output, errors = command(capfd, everywhere(tmp_path), "--secret-key", "00" * 16)

    assert (code, errors) == (1, "")
    assert "--secret-key (128 bits): not the key of this catalog" in output


def test_what_is_no_key_ends_with_2(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, output, errors = command(capfd, everywhere(tmp_path), "--secret-key", "phrase-of-mine")

    assert (code, output) == (2, "")
    assert errors.startswith("error: this is no key (--secret-key)\nhint: ")
    assert "phrase-of-mine" not in errors


@pytest.mark.parametrize("option", [("--secret-key", "0x11"), ("--secret-key=0x11",)])
def test_a_key_without_quotes_is_not_repeated(
    option: tuple[str, ...], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, output, errors = command(capfd, everywhere(tmp_path), *option, *NUMBERS.split()[1:])

    assert (code, output) == (2, "")
    assert "put it in quotes" in errors
    assert [word for word in NUMBERS.split() if word in errors] == []


@pytest.mark.parametrize("form", ["text", "json", "repr"])
def test_no_key_or_secret_is_shown(form: str, tmp_path: Path) -> None:
    result = of(everywhere(tmp_path), Candidate("a", KEY), Candidate("b", OTHER))
    shown = render(result.to_dict(), form, verbose=True).decode() if form != "repr" else repr(result)

    hidden = (IN_STORE.hex(), CLEAR, secret()[4:-1], old_secret(CLEAR)[4:-1], PROPERTIES["encrypted"])
    assert [text for text in hidden if text.lower() in shown.lower()] == []


def test_json_follows_its_schema(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    schema = json.loads((ROOT / "catalogkit" / "schemas" / "key-1.json").read_text())

    code, output, _ = command(capfd, everywhere(tmp_path), "--secret-key", NUMBERS, "-o", "json")

    assert code == 0
    jsonschema.validate(json.loads(output), schema)
    assert json.loads(output)["tests"][0]["verdict"] == "right"


def test_many_secrets_are_cut_short_unless_all_are_asked_for(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = made(tmp_path, *(jdbc(f"/ds/{n:02}", password=CLEAR) for n in range(25)))

    assert "… and 5 others; `-v` shows all" in command(capfd, path)[1]
    assert "/ds/24  connectionPassword" in command(capfd, path, "-v")[1]
