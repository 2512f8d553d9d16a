"""Where logins come from, and that they never show."""

from __future__ import annotations

import pickle
import sys
import traceback
from base64 import b64decode
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from catalogkit.errors import RefusedError, UsageError
from catalogkit.server import BasicLogin, Connection, HeaderLogin, Login, NoLogin, connect
from catalogkit.server.address import Address
from catalogkit.server.secrets import find_login
from catalogkit.sources.servers import names_server
from tests.server.conftest import SECRET, Open
from tests.server.faults import FaultServer, answer, as_json

URL = "https://reports.example.com/jasperserver"


def test_a_user_of_an_organization_is_sent_whole() -> None:
    login = find_login(URL, {"CATALOGKIT_USER": "ana|org1", "CATALOGKIT_PASSWORD": "gehäuse:1"})

    assert b64decode(login.headers()["Authorization"].split()[1]).decode() == "ana|org1:gehäuse:1"
    assert login.user == "ana|org1"


@pytest.mark.parametrize(
    ("environment", "headers"),
    [
        ({}, {}),
        ({"CATALOGKIT_HEADER": "X-Token:  abc:d "}, {"X-Token": "abc:d"}),
        ({"CATALOGKIT_COOKIE": "0AB1"}, {"Cookie": "JSESSIONID=0AB1"}),
        ({"CATALOGKIT_COOKIE": "A=1; B=2"}, {"Cookie": "A=1; B=2"}),
        ({"CATALOGKIT_HEADER": "A: b", "CATALOGKIT_USER": "ana"}, {"A": "b"}),
    ],
)
def test_other_logins(environment: dict[str, str], headers: dict[str, str]) -> None:
    assert find_login(URL, environment).headers() == headers


@pytest.mark.parametrize(
    "environment",
    [
        {"CATALOGKIT_HEADER": f"no colon {SECRET}"},
        {"CATALOGKIT_HEADER": f"A: {SECRET}\r\nB: c"},
        {"CATALOGKIT_HEADER": f"A B: {SECRET}"},
        {"CATALOGKIT_COOKIE": f"{SECRET}\n"[:-1] + "ä"},
        {"CATALOGKIT_USER": f"a:{SECRET}", "CATALOGKIT_PASSWORD": "x"},
        {"CATALOGKIT_PASSWORD": SECRET},
    ],
)
def test_what_cannot_be_sent_is_refused_and_not_shown(environment: dict[str, str]) -> None:
    with pytest.raises(UsageError) as found:
        find_login(URL, environment)

    assert SECRET not in f"{found.value} {found.value.hint}"


def test_a_file_holds_a_login(tmp_path: Path) -> None:
    path = tmp_path / "login.toml"
    path.write_text('user = "ana"\npassword = "from the file"\n')
    environment = {"CATALOGKIT_LOGIN_FILE": str(path)}

    assert find_login(URL, environment).user == "ana"
    assert find_login(URL, {**environment, "CATALOGKIT_USER": "bo"}).user == "bo"
    assert find_login(URL, {**environment, "CATALOGKIT_HEADER": "A: b"}).headers() == {"A": "b"}


@pytest.mark.parametrize(
    "content", [f"password = {SECRET}", f'pass = "{SECRET}"', "password = 5", "\xff", "#" * 70_000]
)
def test_a_file_that_holds_something_else_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "login.toml"
    path.write_bytes(content.encode("latin-1"))

    with pytest.raises(UsageError) as found:
        find_login(URL, {"CATALOGKIT_LOGIN_FILE": str(path)})

    assert SECRET not in f"{found.value} {found.value.hint}"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        find_login(URL, {"CATALOGKIT_LOGIN_FILE": str(tmp_path / "none")})


class KeyringError(Exception):
    pass


def ring(password: str | None, error: bool = False) -> ModuleType:
    """A package `keyring` that holds one password."""

    def get_password(service: str, user: str) -> str | None:
        if error:
            raise KeyringError(SECRET)
        return password if (service, user) == (f"catalogkit {URL}", "ana") else None

    made = ModuleType("keyring")
    made.get_password = get_password  # type: ignore[attr-defined]
    made.errors = SimpleNamespace(KeyringError=KeyringError)  # type: ignore[attr-defined]
    return made


def test_a_key_ring_holds_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", ring("kept"))
    login = find_login(URL, {"CATALOGKIT_USER": "ana"})

    assert b64decode(login.headers()["Authorization"].split()[1]) == b"ana:kept"


@pytest.mark.parametrize("module", [None, ring(None), ring("x", error=True)])
def test_a_user_without_a_password(monkeypatch: pytest.MonkeyPatch, module: ModuleType | None) -> None:
    monkeypatch.setitem(sys.modules, "keyring", module)
    with pytest.raises(UsageError) as found:
        find_login(URL, {"CATALOGKIT_USER": "ana"})

    assert f"`catalogkit {URL}`" in found.value.hint or "key ring" in str(found.value)
    assert SECRET not in str(found.value)


@pytest.mark.parametrize("login", [BasicLogin("ana", SECRET), HeaderLogin("X-Token", SECRET), NoLogin()])
def test_a_login_never_shows(login: Login) -> None:
    assert SECRET not in f"{login!r} {login} {vars(login) if hasattr(login, '__dict__') else ''}"
    with pytest.raises(TypeError):
        pickle.dumps(login)


def test_a_login_is_in_no_error(opened: Open) -> None:
    said = as_json({"message": f"jdbc:x://h/?password={SECRET}"}, 500)
    with FaultServer([said]) as server, opened(server.url) as client, pytest.raises(RefusedError) as found:
        client.info()

    assert SECRET not in "".join(traceback.format_exception(found.value))
    assert SECRET not in repr(client)


def test_a_session_is_kept(opened: Open) -> None:
    script = [
        as_json({"version": "8.2.0"}, headers=[("Set-Cookie", "JSESSIONID=1; Path=/jasperserver")]),
        as_json([]),
    ]
    with FaultServer(script) as server, opened(server.url) as client:
        client.info()
        client.imports.tasks()

    assert server.requests[1].headers["cookie"] == "JSESSIONID=1"


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("http://h/jasperserver", "http://h/jasperserver"),
        ("HTTPS://H:443/jasperserver-pro/", "https://h/jasperserver-pro"),
        ("http://h:8080/jasperserver/rest_v2/", "http://h:8080/jasperserver"),
        ("http://h/jasperserver/rest", "http://h/jasperserver"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_addresses(given: str, address: str) -> None:
    assert names_server(given)
    assert str(Address.of(given)) == address


@pytest.mark.parametrize(
    "given",
    [
        "ftp://h/x",
        "http://",
        "h/x",
        f"https://ana:{SECRET}@h/x",
        f"https://h/x?password={SECRET}",
        "http://h:99999/",
    ],
)
def test_what_is_no_address_is_refused_and_not_shown(given: str) -> None:
    with pytest.raises(UsageError) as found:
        Address.of(given)

    assert SECRET not in f"{found.value} {found.value.hint}"


def test_a_proxy_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://proxy")
    with (
        connect("http://127.0.0.1:1/x", Connection(), environment={}) as server,
        pytest.raises(UsageError, match="proxy"),
    ):
        server.info()


def test_a_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with FaultServer([answer(404)]) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url.removesuffix("/jasperserver"))
        with connect("http://reports.example.com/x", Connection(), environment={}) as server:
            assert server.info().version == ""

    assert proxy.requests[0].path == "http://reports.example.com/x/rest_v2/serverInfo"
