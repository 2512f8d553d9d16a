"""Who may call, and what the others are told (rest-services §1)."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from catalogkit.errors import UsageError
from catalogkit.rehearsal.options import Server
from catalogkit.sandbox.accounts import password_file, read_passwords
from catalogkit.sandbox.loading import fresh_repository, repository_of
from catalogkit.sources import open_catalog
from catalogkit.testing import user, write
from tests.sandbox.client import ZIP, Client, served

SERVICES = [("GET", "/rest_v2/import"), ("POST", "/rest_v2/import"), ("POST", "/rest_v2/export")]
READING = ["/rest_v2/resources", "/rest/resources/", "/rest_v2/serverInfo"]


@pytest.mark.parametrize("name", ["superuser", "jasperadmin"])
def test_a_fresh_server_has_administrators(server: Client, name: str) -> None:
    server.user = name

    assert server.get("/rest_v2/import").json() == []


@pytest.mark.parametrize(("method", "path"), SERVICES)
def test_plain_users_may_neither_import_nor_export(server: Client, method: str, path: str) -> None:
    server.user = "joeuser"

    reply = server.call(method, path, b"x" if method == "POST" else None, {"Content-Type": ZIP})

    assert (reply.status, reply.headers["Content-Type"]) == (403, "text/html;charset=utf-8")


@pytest.mark.parametrize("path", READING)
def test_plain_users_may_read(server: Client, path: str) -> None:
    server.user = "joeuser"

    assert server.get(path, "*/*").status in (200, 204)


@pytest.mark.parametrize(("method", "path"), [*SERVICES, *(("GET", path) for path in READING)])
@pytest.mark.parametrize(("name", "password"), [("", None), ("jasperadmin", "wrong"), ("nobody", None)])
def test_without_the_right_password_nothing_is_told(
    server: Client, method: str, path: str, name: str, password: str | None
) -> None:
    server.user, server.password = name, password

    reply = server.call(method, path, b"x" if method == "POST" else None, {"Content-Type": ZIP})

    assert (reply.status, reply.headers["Content-Type"]) == (401, "text/html;charset=utf-8")
    assert reply.headers["Www-Authenticate"].startswith('Basic realm="Protected ')
    assert list(server.sandbox.uploads.iterdir()) == []  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "header", ["Basic", "Basic !!!", "Basic " + base64.b64encode(b"\xff").decode(), "Bearer x"]
)
def test_headers_that_cannot_be_read(server: Client, header: str) -> None:
    server.user = ""

    assert server.call("GET", "/rest_v2/import", headers={"Authorization": header}).status == 401


def test_users_of_the_catalogs_take_the_place_of_the_usual_ones(tmp_path: Path) -> None:
    path = write(tmp_path / "c.zip", user("ana", roles=["ROLE_ADMINISTRATOR"]), user("off", enabled=False))
    with open_catalog(path) as catalog:
        repository = repository_of([catalog], Server.CE_6_4)
    with served(repository, tmp_path, passwords={"ana": "secret"}) as client:
        statuses = {}
        for name, password in (("ana", "secret"), ("ana", "ana"), ("ANA", "secret"), ("off", "off"),
                               ("jasperadmin", "jasperadmin")):  # fmt: skip
            client.user, client.password = name, password
            statuses[name, password] = client.get("/rest_v2/import").status

    assert list(statuses.values()) == [200, 401, 200, 401, 401]


def test_a_login_gives_a_cookie(server: Client) -> None:
    server.user = ""

    right = server.call("POST", "/rest_v2/login?j_username=jasperadmin&j_password=jasperadmin")
    form = server.call("POST", "/rest_v2/login", b"j_username=joeuser&j_password=joeuser")
    wrong = server.call("POST", "/rest_v2/login?j_username=jasperadmin&j_password=x")

    cookie = right.headers["Set-Cookie"].partition(";")[0]
    assert (right.status, form.status, wrong.status) == (200, 200, 401)
    assert server.call("GET", "/rest_v2/import", headers={"Cookie": cookie}).status == 200
    assert server.call("GET", "/rest_v2/import", headers={"Cookie": "JSESSIONID=x"}).status == 401


def test_an_import_can_take_away_the_right_to_call(server: Client) -> None:
    from catalogkit.testing import catalog

    server.upload(catalog(user("jasperadmin", roles=["ROLE_USER"])), "?update=true")

    for _ in range(1_000):
        if server.get("/rest_v2/import").status == 403:
            break
    assert server.get("/rest_v2/import").status == 403


@pytest.mark.parametrize(
    ("rules", "version", "edition"),
    [(Server.CE_6_4, "6.4.2", "CE"), (Server.CE_8_2, "8.2.0", "CE"), (Server.PRO_8_2, "8.2.0", "PRO")],
)
def test_the_server_says_what_it_is(tmp_path: Path, rules: Server, version: str, edition: str) -> None:
    with served(fresh_repository(rules), tmp_path) as client:
        info = client.get("/rest_v2/serverInfo").json()
        plain = client.get("/rest_v2/serverInfo/version", "*/*")
        xml = client.get("/rest_v2/serverInfo", "*/*").text()

    assert (info["version"], info["edition"]) == (version, edition)
    assert plain.text() == version
    assert f"<edition>{edition}</edition>" in xml


def test_passwords_are_read_from_lines(tmp_path: Path) -> None:
    path = tmp_path / "passwords"
    path.write_text("# people\n\njasperadmin=a=b\n joe =\n")

    assert password_file(path) == {"jasperadmin": "a=b", "joe": ""}


def test_wrong_lines_of_passwords_are_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read") as refused:
        read_passwords(["top-secret"], "here")
    with pytest.raises(UsageError, match="cannot read the passwords: No such file"):
        password_file(tmp_path / "missing")

    assert "top-secret" not in f"{refused.value} {refused.value.hint}"
    assert refused.value.where == "here, line 1"
