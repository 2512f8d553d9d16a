"""How a request says who sends it. No login ever shows its secret."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Mapping

from ..errors import UsageError

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
"""The name of a header (RFC 9110 §5.6.2)."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_OURS = frozenset(
    {
        *("accept", "accept-encoding", "connection", "content-length", "content-type", "expect", "host"),
        *("keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "user-agent"),
    }
)
"""Headers that say how a request is sent, and nothing of who sends it."""


class Login(ABC):
    """What a request carries so that the server knows who sends it.

    Attributes:
        user: the name of the user; empty where it is not known.
    """

    __slots__ = ("user",)

    user: str

    @abstractmethod
    def headers(self) -> Mapping[str, str]:
        """The headers to send. Never print or log them."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.user or '***'})"

    def __reduce__(self) -> str:
        raise TypeError("a login is not pickled")


class NoLogin(Login):
    """Nothing: the server answers whoever asks, or refuses."""

    __slots__ = ()

    def __init__(self) -> None:
        self.user = ""

    def headers(self) -> Mapping[str, str]:
        return {}


class BasicLogin(Login):
    """User and password, as HTTP basic authentication (RFC 7617).

    Args:
        user: the name; `user|organization` for a user of an organization.
        password: the password.

    Raises:
        UsageError: the name or the password cannot be sent.
    """

    __slots__ = ("_pair",)

    def __init__(self, user: str, password: str) -> None:
        if not user or ":" in user or _CONTROL.search(user):
            raise UsageError("this is no name of a user", where="CATALOGKIT_USER", hint="user, or user|org")
        try:
            pair = f"{user}:{password}".encode()
        except UnicodeEncodeError:
            what = "the user or the password is no text in UTF-8"
            raise UsageError(what, hint="check CATALOGKIT_USER and CATALOGKIT_PASSWORD") from None
        self.user = user
        self._pair = b64encode(pair).decode("ascii")

    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Basic {self._pair}"}


class HeaderLogin(Login):
    """Any header, as a single sign-on or a gateway wants it.

    Args:
        name: its name.
        value: its value.

    Raises:
        UsageError: it cannot be sent.
    """

    __slots__ = ("_name", "_value")

    def __init__(self, name: str, value: str) -> None:
        if not _TOKEN.fullmatch(name) or _CONTROL.search(value) or not value.isascii() or not value:
            what = "this is no header"
            raise UsageError(what, where="CATALOGKIT_HEADER", hint="write it as NAME: VALUE")
        if name.lower() in _OURS:
            what = f"{name} is no header of a login: it says how a request is sent"
            raise UsageError(
                what, where="CATALOGKIT_HEADER", hint="name the header that your gateway asks for"
            )
        self.user = ""
        self._name = name
        self._value = value

    def headers(self) -> Mapping[str, str]:
        return {self._name: self._value}


def header_login(text: str) -> HeaderLogin:
    """The login that a header `NAME: VALUE` is.

    Raises:
        UsageError: it is none; its text is never part of the error.
    """
    name, _, value = text.partition(":")
    return HeaderLogin(name.strip(), value.strip())


def cookie_login(text: str) -> HeaderLogin:
    """The login that a session is: `JSESSIONID=…`, or only what stands behind the sign.

    Raises:
        UsageError: it is none; its text is never part of the error.
    """
    text = text.strip()
    return HeaderLogin("Cookie", text if "=" in text else f"JSESSIONID={text}")
