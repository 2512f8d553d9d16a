"""Where logins come from, and that they never show."""

from __future__ import annotations

import io
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
from catalogkit.server.connection import Upload
from catalogkit.server.secrets import find_login
from catalogkit.sources import names_server
from tests.conftest import Run
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
        {"CATALOGKIT_USER": "ana", "CATALOGKIT_PASSWORD": f"{SECRET}\udcff"},
        {"CATALOGKIT_USER": "ana\udcff", "CATALOGKIT_PASSWORD": SECRET},
        *(
            {"CATALOGKIT_HEADER": f"{name}: {SECRET}"}
            for name in ("Content-Length", "HOST", "transfer-encoding", "Connection", "Accept")
        ),
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
    assert find_login(URL, {**environment, "CATALOGKIT_USER": "ana"}).user == "ana"
    assert find_login(URL, {**environment, "CATALOGKIT_HEADER": "A: b"}).headers() == {"A": "b"}


def test_a_password_in_a_file_is_for_the_user_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    path = tmp_path / "login.toml"
    path.write_text('user = "ana"\npassword = "from the file"\n')
    environment = {"CATALOGKIT_LOGIN_FILE": str(path), "CATALOGKIT_USER": "bo"}

    with pytest.raises(UsageError, match=r"no password for the user \(bo\)"):
        find_login(URL, environment)
    path.write_text('password = "of anybody"\n')
    assert find_login(URL, environment).user == "bo"


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


@pytest.mark.parametrize(
    ("address", "variables", "what"),
    [
        ("http://a..b/x", {}, "can never be one"),
        (f"http://{'a' * 70}/x", {}, "can never be one"),
        ("http://xn--/x", {}, "is no URL"),
        ("http://h/x", {"HTTP_PROXY": "http://a..b:1"}, "can never be one"),
        ("https://127.0.0.1:1/x", {"SSL_CERT_FILE": "/no/such/file"}, "certificates"),
    ],
)
def test_what_the_network_can_never_find_is_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, address: str, variables: dict[str, str], what: str
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    code, _, errors = run("list", address)

    assert code == 2
    assert what in errors
    assert [line.partition(":")[0] for line in errors.splitlines()] == ["error", "hint"]


@pytest.mark.parametrize("arguments", [("/a\udcff",), ("/a\udcff", "--api", "v1"), ("--search", "\udcff")])
def test_what_is_no_text_is_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    with FaultServer([as_json({"version": "8.2.0"}), as_json({})]) as server:
        code, _, errors = run("list", server.url, *arguments)

    assert code == 2
    assert "no text in UTF-8" in errors


def test_an_upload_never_shows_its_key() -> None:
    assert SECRET not in repr(Upload(io.BytesIO(), 0, {"secret-key": SECRET}))


def test_a_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with FaultServer([answer(404)]) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url.removesuffix("/jasperserver"))
        with connect("http://reports.example.com/x", Connection(), environment={}) as server:
            assert server.info().version == ""

    assert proxy.requests[0].path == "http://reports.example.com/x/rest_v2/serverInfo"
