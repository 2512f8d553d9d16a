"""A call and its answer, as the services see them: no web framework is needed to understand or test them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4
from xml.sax.saxutils import escape

JSON, XML, HTML = "application/json", "application/xml", "text/html"
PRIVATE = {"Cache-Control": "private"}
NO_CACHE = {"Cache-Control": "no-cache,no-store", "Pragma": "no-cache"}
"""Headers of answers to calls that change nothing; those of states may not be kept (rest-services §1.3)."""
_WHOLE = re.compile(r"[+-]?\d{1,100}")
_LARGEST = 2**31 - 1
XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


@dataclass(frozen=True, slots=True)
class Call:
    """A request.

    Args:
        method: `GET`, `POST`, …
        path: below the web application, decoded: `/rest_v2/import`.
        query: arguments of the URL, in order.
        headers: names in lower case.
        body: the body; empty where it is an upload.
        upload: the file that was uploaded, as the body or as the part `file`; None for none.
        fields: text parts of a form, in order; None where it is no form.
        user: who calls; empty before that is known.
    """

    method: str
    path: str
    query: Sequence[tuple[str, str]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    upload: Path | None = None
    fields: Sequence[tuple[str, str]] | None = None
    user: str = ""

    def argument(self, name: str) -> str | None:
        """The first value of an argument; None if it is not given."""
        return next((value for key, value in self.query if key == name), None)

    def arguments(self, name: str) -> list[str]:
        """All values of an argument that are not empty."""
        return [value for key, value in self.query if key == name and value]

    @property
    def content_type(self) -> str:
        """The media type of the body, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def accepted(self) -> list[str]:
        """The media types that the caller takes, best first."""
        ranges = []
        for place, text in enumerate(self.headers.get("accept", "*/*").split(",")):
            name, *parameters = (part.strip() for part in text.lower().split(";"))
            quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
            ranges.append((-_number(quality), place, name))
        return [name for _, _, name in sorted(ranges)]

    @property
    def wants_json(self) -> bool:
        """Whether JSON is what the caller takes first; a caller that takes anything gets XML (§7)."""
        return next((n.endswith("json") for n in self.accepted if n == "*/*" or _is_form(n)), False)

    def takes(self, *types: str) -> bool:
        """Whether the caller takes one of some media types."""
        wanted = {"*/*", *types, *(name.partition("/")[0] + "/*" for name in types)}
        return not wanted.isdisjoint(self.accepted)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer.

    Args:
        status: the HTTP status.
        body: the body.
        content_type: its media type; empty for none.
        headers: further headers.
    """

    status: int
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def with_headers(self, headers: Mapping[str, str]) -> Answer:
        """The same with further headers; those that it has stay."""
        return Answer(self.status, self.body, self.content_type, {**headers, **self.headers})


@dataclass(frozen=True, slots=True)
class ErrorDescriptor:
    """What a service says of an error (rest-services §1.3).

    Args:
        code: the server's code.
        message: the server's words.
        parameters: what they are about; None where the server leaves them out.
        uid: what marks an error in the log of a server; empty for none.
    """

    code: str
    message: str
    parameters: tuple[str, ...] | None = None
    uid: str = ""


def json_bytes(value: object) -> bytes:
    """A value as a server writes JSON: in one line, and not escaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def error(call: Call, status: int, descriptor: ErrorDescriptor) -> Answer:
    """An error in the form that the caller takes."""
    parameters = list(descriptor.parameters) if descriptor.parameters is not None else None
    if call.wants_json:
        told = {"message": descriptor.message, "errorCode": descriptor.code, "parameters": parameters}
        told["errorUid"] = descriptor.uid or None
        given = {name: value for name, value in told.items() if value is not None}
        return Answer(status, json_bytes(given), "application/errorDescriptor+json")
    children = [("errorCode", descriptor.code)]
    if descriptor.uid:
        children.append(("errorUid", descriptor.uid))
    body = "".join(element(name, text) for name, text in [*children, ("message", descriptor.message)])
    if parameters is not None:
        body += f"<parameters>{''.join(element('parameter', text) for text in parameters)}</parameters>"
    document = f"{XML_DECLARATION}<errorDescriptor>{body}</errorDescriptor>"
    return Answer(status, document.encode("utf-8", "replace"), "application/errorDescriptor+xml")


def unexpected(call: Call, status: int, code: str = "generic.error.message") -> Answer:
    """What a server says when it did not expect something; it names a UID that its log has too."""
    uid = str(uuid4())
    words = "There was an error on the server. Try again or contact site administrators."
    return error(call, status, ErrorDescriptor(code, f"{words} (Error UID: {uid})", uid=uid))


def not_allowed(*methods: str) -> Answer:
    """405, with the methods that are allowed."""
    return Answer(405, headers={**PRIVATE, "Allow": ",".join(methods)})


def element(name: str, text: str) -> str:
    """An XML element with text."""
    return f"<{name}>{escape(_printable(text), {chr(34): '&quot;'})}</{name}>"


def _printable(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n\r")


def whole_number(text: str) -> int | None:
    """A whole number as Java reads it, in 32 bits; None for anything else."""
    number = int(text) if _WHOLE.fullmatch(text) else _LARGEST + 1
    return number if -_LARGEST - 1 <= number <= _LARGEST else None


def _is_form(name: str) -> bool:
    return name.endswith(("json", "xml"))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
