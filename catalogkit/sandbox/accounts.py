"""Who may call: the users of the repository, by name and password (rest-services §1)."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import parse_qsl

from ..errors import UsageError
from ..model.people import ADMINISTRATION
from .http import PRIVATE, Answer, Call
from .pages import refused_page
from .repository import Repository

COOKIE = "JSESSIONID"
_SESSIONS = 10_000
"""Logins that are remembered; the oldest is forgotten first."""


class Accounts:
    """Names and passwords. The password of a user is its name, unless another one is set.

    Args:
        repository: gives the repository as it is by now.
        passwords: passwords by name.
    """

    def __init__(self, repository: Callable[[], Repository], passwords: Mapping[str, str]) -> None:
        self._repository = repository
        self._passwords = passwords
        self._sessions: dict[str, str] = {}
        self._lock = threading.Lock()

    def user_of(self, call: Call) -> str | Answer:
        """Who calls, or the refusal."""
        given = call.headers.get("authorization", "")
        if given.lower().startswith("basic "):
            return self._checked(*_basic(given[6:])) or _unauthorized(call, "Area", bad=True)
        session = self._sessions.get(_session(call.headers.get("cookie", "")))
        if session is not None and self._enabled(session) is not None:
            return session
        return _unauthorized(call, "Area" if call.path.startswith("/rest/") else "area", bad=False)

    def is_administrator(self, user: str) -> bool:
        """Whether a user may import and export."""
        found = self._repository().target.users.get(user)
        return found is not None and not ADMINISTRATION.isdisjoint(found.roles)

    def log_in(self, call: Call) -> Answer:
        """The login service: a cookie for who names user and password."""
        given = dict([*call.query, *parse_qsl(call.body.decode("utf-8", "replace"))])
        user = self._checked(given.get("j_username", ""), given.get("j_password", ""))
        if user is None:
            return _unauthorized(call, "Area", bad=True)
        token = secrets.token_hex(16).upper()
        with self._lock:
            self._sessions[token] = user
            while len(self._sessions) > _SESSIONS:
                del self._sessions[next(iter(self._sessions))]
        return Answer(200, headers={"Set-Cookie": f"{COOKIE}={token}; Path=/; HttpOnly"})

    def _checked(self, name: str, password: str) -> str | None:
        """The user of a name and password; None if they are not right."""
        user = self._enabled(name)
        if user is None:
            return None
        right = self._passwords.get(user, user.partition("|")[0])
        return user if hmac.compare_digest(right.encode(), password.encode()) else None

    def _enabled(self, name: str) -> str | None:
        """The name of a user as it is spelled, if there is one who may log in; case does not matter."""
        users = self._repository().target.users
        found = [name] if name in users else [user for user in users if user.lower() == name.lower()]
        return found[0] if len(found) == 1 and users[found[0]].enabled else None


def read_passwords(lines: Iterable[str], where: str) -> dict[str, str]:
    """Passwords by user, from lines `USER=PASSWORD`; empty lines and those with `#` are passed over.

    Raises:
        UsageError: a line is something else. It is not repeated: it may hold a password.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        user, separator, password = text.partition("=")
        if not separator or not user.strip():
            hint = "write a user and a password per line, as in jasperadmin=secret"
            raise UsageError("a line of passwords cannot be read", where=f"{where}, line {number}", hint=hint)
        found[user.strip()] = password
    return found


def password_file(path: Path) -> dict[str, str]:
    """The passwords in a file.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as failure:
        reason = failure.strerror if isinstance(failure, OSError) else "it is no text in UTF-8"
        hint = "name a text file with a user and a password per line"
        raise UsageError(f"cannot read the passwords: {reason}", where=str(path), hint=hint) from failure
    return read_passwords(text.splitlines(), str(path))


def _basic(text: str) -> tuple[str, str]:
    """User and password of the header; empty ones if it cannot be read."""
    try:
        user, _, password = base64.b64decode(text.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, password


def _session(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None else ""


def _unauthorized(call: Call, realm: str, *, bad: bool) -> Answer:
    """401: the realm is spelled in two ways, depending on who notices (transcripts)."""
    words = "Bad credentials" if bad else "Full authentication is required to access this resource"
    page = refused_page(401, "Unauthorized", words)
    challenge = {"WWW-Authenticate": f'Basic realm="Protected {realm}"'}
    return page.with_headers(challenge if call.method == "POST" else {**PRIVATE, **challenge})


def forbidden(call: Call) -> Answer:
    """403 for a user who is no administrator: a page, not a descriptor (rest-services §1)."""
    page = refused_page(403, "Forbidden", "Access is denied")
    return page if call.method == "POST" else page.with_headers(PRIVATE)
