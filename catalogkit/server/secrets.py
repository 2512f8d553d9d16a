"""Where a login comes from: the environment, a file, or the key ring of the system; no option holds one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from ..errors import UsageError
from .login import BasicLogin, Login, NoLogin, cookie_login, header_login

USER = "CATALOGKIT_USER"
PASSWORD = "CATALOGKIT_PASSWORD"  # noqa: S105 - the name of a variable
HEADER = "CATALOGKIT_HEADER"
COOKIE = "CATALOGKIT_COOKIE"
FILE = "CATALOGKIT_LOGIN_FILE"
SERVICE = "catalogkit"
"""The name under which a key ring keeps passwords; the address of the server follows it."""
_MEMBERS = ("user", "password", "header", "cookie")
_LARGEST = 64 << 10
_FORM = 'it holds user = "…" and password = "…", or header = "NAME: VALUE", or cookie = "…"'


def find_login(server: str, environment: Mapping[str, str]) -> Login:
    """The login for a server: a header, a session, or user and password, in this order.

    `CATALOGKIT_LOGIN_FILE` names a file that says what the environment does not; the password of its user is
    for no other one. A user without a password is looked up in the key ring, under `catalogkit SERVER`, if
    the package `keyring` is installed.

    Args:
        server: the address of the server.
        environment: the variables.

    Raises:
        UsageError: what is said cannot be used, or there is no password for a user.
    """
    given = {
        name: environment[variable] for name, variable in _VARIABLES.items() if environment.get(variable)
    }
    if not {"header", "cookie", "password"} & given.keys() and environment.get(FILE):
        kept = _read(Path(environment[FILE]))
        if "user" in kept and kept["user"] != given.get("user", kept["user"]):
            kept.pop("password", None)
        given = {**kept, **given}
    if "header" in given:
        return header_login(given["header"])
    if "cookie" in given:
        return cookie_login(given["cookie"])
    if "user" not in given:
        if "password" in given:
            raise UsageError("there is a password, and no user", hint=f"set {USER} too")
        return NoLogin()
    user = given["user"]
    return BasicLogin(user, given["password"] if "password" in given else _kept(server, user))


_VARIABLES = MappingProxyType({"user": USER, "password": PASSWORD, "header": HEADER, "cookie": COOKIE})


def _read(path: Path) -> dict[str, str]:
    """What a file of settings says; its content is never part of an error."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        what = f"the file with the login cannot be read: {error.strerror}"
        raise UsageError(what, where=str(path), hint=f"check {FILE}") from None
    try:
        found = tomllib.loads(content.decode()) if len(content) <= _LARGEST else {"": ""}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise UsageError("the file with the login is no TOML", where=str(path), hint=_FORM) from None
    if not all(name in _MEMBERS and isinstance(value, str) for name, value in found.items()):
        raise UsageError("the file with the login holds something else", where=str(path), hint=_FORM)
    return found


def _kept(server: str, user: str) -> str:
    """The password that the key ring of the system holds for a user."""
    hint = f"set {PASSWORD}, name a file in {FILE}, or put it into the key ring under `{SERVICE} {server}`"
    try:
        ring = import_module("keyring")
    except ImportError:
        raise UsageError("there is no password for the user", where=user, hint=hint) from None
    try:
        password = ring.get_password(f"{SERVICE} {server}", user)
    except ring.errors.KeyringError as error:
        what = f"the key ring cannot be read: {type(error).__name__}"
        raise UsageError(what, where=user, hint=hint) from None
    if not password:
        raise UsageError("the key ring holds no password for the user", where=user, hint=hint)
    return str(password)
