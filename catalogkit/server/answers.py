"""What an answer means: an error of the server with its remedy, a page for people, or what was asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ..archive import Limits
from ..errors import BadAnswerError, EntryError, RefusedError
from ..model.redaction import redacted
from ..parsing.xml import Element, Xml

_LONGEST = 300
"""Characters of the server's own words that are passed on."""
_LOGIN_HINT = (
    "set CATALOGKIT_USER and CATALOGKIT_PASSWORD, CATALOGKIT_HEADER or CATALOGKIT_COOKIE; "
    "users of an organization are user|organization"
)
_REMEDIES: Mapping[int, tuple[str, str]] = {
    400: ("the server does not understand the request", "check the options"),
    401: ("the server refuses the login", _LOGIN_HINT),
    403: (
        "the server does not allow it to this user",
        "log in as somebody with ROLE_ADMINISTRATOR, or ROLE_SUPERUSER on a commercial server",
    ),
    404: ("there is no such thing on the server", "check the address of the server and the URI"),
    405: ("the server does not allow this kind of request here", "check the address of the server"),
    406: ("the server cannot answer in the wanted form", "check the address and the version of the server"),
    413: ("the upload is too large for the server", "raise its limit, or import in parts"),
    415: ("the server does not take this kind of content", "check the version of the server"),
    429: ("the server has too much to do", "try again later"),
    500: ("the server failed", "its log tells why"),
    502: ("a gateway does not reach the server", "check whether the server runs"),
    503: ("the server is not available now", "try again later"),
    504: ("a gateway had no answer from the server in time", "try again later, or raise its limit"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, read to its end.

    Args:
        status: the HTTP status.
        headers: names in lower case.
        body: the bytes.
        where: method and address, for messages.
        tries: how often the request was sent.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    where: str
    tries: int = 1

    @property
    def content_type(self) -> str:
        """The content type without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_page(self) -> bool:
        """Whether it is a page for people."""
        return self.content_type in ("text/html", "application/xhtml+xml") or _looks_html(self.body)

    def json(self) -> object:
        """The body as JSON.

        Raises:
            BadAnswerError: it is none.
        """
        self.refuse_page()
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise BadAnswerError(
                "the answer is no JSON, or was cut off", where=self.where, hint="try again"
            ) from None

    def refuse_page(self) -> None:
        """Raise `BadAnswerError` for a page where data was asked for: it asks for a login most times."""
        if self.is_page:
            raise login_page(self.where)


def login_page(where: str) -> BadAnswerError:
    """The error about a page for people, which asks for a login most times."""
    return BadAnswerError(
        "the server sends a page instead of data: it asks for a login", where=where, hint=_LOGIN_HINT
    )


def error_of(answer: Answer, wait: float | None = None) -> RefusedError:
    """The error that an answer is, with what to do about it.

    Args:
        answer: the answer.
        wait: seconds after which the server wants to be asked again; None if it does not say.
    """
    what, hint = _REMEDIES.get(answer.status, (f"the server answers {answer.status}", "its log tells why"))
    code, message = _said(answer)
    said = message or code
    if code and message and code not in message:
        said = f"{code}: {message}"
    told = f"{what}: {said}" if said else f"{what} (HTTP {answer.status})"
    if wait is not None:
        hint = f"{hint}; the server asks to wait {wait:,.0f} seconds"
    return RefusedError(
        told, where=answer.where, hint=hint, status=answer.status, code=code, tries=answer.tries, wait=wait
    )


def _said(answer: Answer) -> tuple[str, str]:
    """Code and message of an error descriptor (rest-services §1.3), or a short text (§4)."""
    body = answer.body.lstrip()
    if answer.is_page or not body:
        return "", ""
    if body[:1] == b"{":
        return _of_json(body)
    if body[:1] == b"<":
        root = _root(body)
        return (
            ("", "")
            if root is None
            else (_short(root.findtext("errorCode")), _short(root.findtext("message")))
        )
    return ("", _short(body.decode("utf-8", "replace"))) if len(body) <= _LONGEST else ("", "")


def _of_json(body: bytes) -> tuple[str, str]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return "", ""  # the status is told all the same
    if not isinstance(found, dict):
        return "", ""
    return _short(found.get("errorCode")), _short(found.get("message"))


def _root(body: bytes) -> Element | None:
    try:
        return Xml(Limits()).parse(body, "")
    except EntryError:
        return None  # the status is told all the same


def _short(text: object) -> str:
    """Some words of the server in one line, without secrets."""
    if not isinstance(text, str):
        return ""
    line = redacted(" ".join(text.split()))
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"


def _looks_html(body: bytes) -> bool:
    start = body[:200].lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html"))
