"""`explain`: what a server's own words about an import mean, and what to do next."""

from __future__ import annotations

import codecs
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ..archive.limits import Limits, option
from ..errors import EntryDamagedError, EntryError, UnreadableError
from ..model.redaction import redacted
from ..model.values import MASK
from ..parsing.xml import Element, Xml
from ..rehearsal.codes import PAGES, CodeKind, page_of, said_in
from .result import Result

STANDARD_INPUT = "-"
_WANTED = "give the answer of GET /rest_v2/import/ID/state, or the log of js-import"
_CODE = re.compile(r"(?<![\w.])(?:import|export|jsexception)(?:\.[A-Za-z]\w*)+")
_UNKNOWN_PARTS = 3
"""Parts of a word like `import.a.b` from which it is taken for a code; `import.zip` is a file."""
_MAX_TEXT = 4_000
"""Characters of a message or parameter that are shown."""
_ENCRYPTED = re.compile(r"ENC<[^>\s]*>?")
_SQL = re.compile(r"(?i)\b(?:insert into|update|values)\b")
_QUOTED = re.compile(r"'[^']*'?")
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_ERRORS = (CodeKind.ERROR, CodeKind.REASON, CodeKind.ANSWER)


@dataclass(frozen=True, slots=True)
class Explained:
    """A code of the server, explained.

    Args:
        code: as the server gives it; the name of the page where a log holds only the server's words.
        parameters: as the server gives them, secrets masked; null where it says null.
        page: what `catalogkit rule` takes to tell more; empty for a code that is not known.
        title: what happened, in one line; empty for a code that is not known.
        meaning: what that means for the import.
        advice: what to do next.
    """

    code: str
    parameters: tuple[str | None, ...]
    page: str
    title: str
    meaning: str
    advice: str


@dataclass(frozen=True, slots=True)
class Explanation(Result):
    """What a server said about an import.

    Args:
        path: where that was read.
        form: `json`, `xml` or `log`.
        phase: the state of the task; empty where it is not told.
        phase_meaning: what that means; empty for a phase that is not known.
        phase_advice: what to do about it; empty for a phase that is not known.
        message: the server's message.
        error: the error that ended the import, or with which a request was refused.
        warnings: the warnings, in the order of the server.
        further: errors that a log holds after the first.
        unknown: codes there is no page about.
    """

    schema: ClassVar[str] = "catalogkit/explain/1"

    path: str
    form: str
    phase: str
    phase_meaning: str
    phase_advice: str
    message: str
    error: Explained | None
    warnings: tuple[Explained, ...]
    further: tuple[Explained, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _State:
    """What a state says, whatever it is written in."""

    phase: str
    message: str
    errors: tuple[Explained, ...]
    warnings: tuple[Explained, ...]


def explain(name: str, limits: Limits) -> Explanation:
    """Explain a state of the import service, an error of it, or a log of `js-import`.

    Args:
        name: a file, or `-` for standard input.
        limits: `max_xml_size` bounds what is read, whatever it is.

    Raises:
        UnreadableError: it is none of these.
    """
    data = _read(name, limits)
    start = data.lstrip(codecs.BOM_UTF8).lstrip()[:1]
    if start in (b"{", b"["):
        return _result(name, *_of_json(data, name))
    if start == b"<":
        root = _xml(data, name, limits)
        if root is not None:
            return _result(name, "xml", _of_xml(root, name))
    return _result(name, "log", _of_log(_text(data, name)))


def _result(name: str, form: str, state: _State) -> Explanation:
    page = PAGES.get(state.phase)
    is_known = page is not None and page.kind is CodeKind.PHASE
    items = (*state.errors, *state.warnings)
    return Explanation(
        path=name,
        form=form,
        phase=state.phase,
        phase_meaning=page.meaning if page is not None and is_known else "",
        phase_advice=page.remedy if page is not None and is_known else "",
        message=_masked(state.message),
        error=next(iter(state.errors), None),
        warnings=state.warnings,
        further=state.errors[1:],
        unknown=tuple(dict.fromkeys(item.code for item in items if not item.page)),
    )


def _explained(code: str, parameters: Iterable[str | None]) -> Explained:
    given = tuple(item if item is None else _masked(item) for item in parameters)
    found = page_of(code, given)
    if found is None:
        return Explained(code, given, "", "", "", "")
    page, said = found
    return Explained(code, given, page.code, page.title, page.meaning, page.advice(said))


def _masked(text: str) -> str:
    """A text without secrets, and not endless: a database repeats in its errors what it was to store."""
    text = text if len(text) <= _MAX_TEXT else text[:_MAX_TEXT] + "…"
    text = _ENCRYPTED.sub(f"{MASK} (encrypted)", redacted(text))
    return _QUOTED.sub(f"'{MASK}'", text) if _SQL.search(text) else text


# Reading


def _read(name: str, limits: Limits) -> bytes:
    most = limits.max_xml_size
    try:
        if name == STANDARD_INPUT:
            data = sys.stdin.buffer.read(most + 1)
        else:
            with Path(name).open("rb") as stream:
                data = stream.read(most + 1)
    except OSError as error:
        what = f"it cannot be read: {error.strerror or type(error).__name__}"
        raise UnreadableError(what, where=name, hint=_WANTED) from None
    if len(data) > most:
        hint = f"raise {option('max_xml_size')}, or cut the log"
        raise UnreadableError(f"it holds more than {most:,} bytes", where=name, hint=hint)
    if data.startswith(b"PK"):
        raise UnreadableError("it is a zip", where=name, hint="`catalogkit check` reads catalogs")
    if not data.strip():
        raise UnreadableError("it is empty", where=name, hint=_WANTED)
    return data


def _text(data: bytes, name: str) -> str:
    encoding = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), "utf-8")
    text = data.decode(encoding, "replace")
    if "\0" in text:
        raise UnreadableError("it is neither JSON, XML nor text", where=name, hint=_WANTED)
    return text


# JSON


def _of_json(data: bytes, name: str) -> tuple[str, _State]:
    """A state; what only looks like JSON, as the documents write it, is read as a log."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except RecursionError:
        raise UnreadableError("the JSON is nested too deeply", where=name, hint=_WANTED) from None
    except ValueError:
        text = _text(data, name)
        state = _of_log(text)
        if not (state.phase or state.errors or state.warnings):
            raise UnreadableError("it is no JSON that can be read", where=name, hint=_WANTED) from None
        return "log", state
    while isinstance(value, dict) and isinstance(value.get("state"), dict):
        value = value["state"]
    if not isinstance(value, dict) or not {"phase", "error", "warnings", "errorCode"} & value.keys():
        raise UnreadableError("the JSON is no state of an import", where=name, hint=_WANTED)
    error = value.get("error") if isinstance(value.get("error"), dict) else value
    warnings = value.get("warnings")
    return "json", _State(
        phase=_string(value.get("phase")),
        message=_string(value.get("message")),
        errors=tuple(_of_member(error, ("errorCode",) if error is value else ("errorCode", "code"))),
        warnings=tuple(
            warning
            for item in (warnings if isinstance(warnings, list) else ())
            for warning in _of_member(item, ("code", "errorCode"))
        ),
    )


def _of_member(value: object, names: tuple[str, ...]) -> Iterator[Explained]:
    if not isinstance(value, dict):
        return
    code = next((value[name] for name in names if isinstance(value.get(name), str)), None)
    parameters = value.get("parameters")
    if code is not None:
        given = parameters if isinstance(parameters, list) else []
        yield _explained(code, (None if item is None else _string(item) for item in given))


def _string(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value)


# XML


def _xml(data: bytes, name: str, limits: Limits) -> Element | None:
    """The root element; None for a page of HTML that is no XML."""
    try:
        return Xml(limits).parse(data, name)
    except EntryDamagedError as error:
        if b"<html" in data[:1000].lower():
            return None
        raise UnreadableError(f"the XML cannot be read: {error.what}", where=name, hint=_WANTED) from None
    except EntryError as error:
        raise UnreadableError(error.what, where=name, hint=error.hint) from None


def _of_xml(root: Element, name: str) -> _State:
    if root.tag == "html":
        return _of_log("\n".join(map(str, root.itertext())))
    if root.tag == "errorDescriptor":
        return _State("", root.findtext("message", ""), tuple(_of_element(root)), ())
    if root.tag != "state":
        raise UnreadableError("the XML is no state of an import", where=name, hint=_WANTED)
    return _State(
        phase=root.findtext("phase", ""),
        message=root.findtext("message", ""),
        errors=tuple(item for error in root.iterfind("error") for item in _of_element(error)),
        warnings=tuple(item for warning in root.iterfind("warnings") for item in _of_element(warning)),
    )


def _of_element(element: Element) -> Iterator[Explained]:
    code = element.findtext("errorCode") or element.findtext("code")
    if code:
        parameters = (item.text or "" for item in element.iterfind("parameters/parameter"))
        yield _explained(code.strip(), parameters)


# Logs


def _of_log(text: str) -> _State:
    """What the lines of a text say in codes, or in the server's own words; each thing once.

    No document describes the log of `js-import`: only what is known from states is found in it.
    """
    phase, message = "", ""
    errors: dict[tuple[str, tuple[str | None, ...]], Explained] = {}
    warnings: dict[tuple[str, tuple[str | None, ...]], Explained] = {}
    for line in text.splitlines():
        for code, parameters in _said(line):
            page = PAGES.get(code)
            if page is not None and page.kind is CodeKind.PHASE:
                phase, message = code, line.strip()
                continue
            found = errors if page is None or page.kind in _ERRORS else warnings
            if (code, parameters) not in found:
                found[code, parameters] = _explained(code, parameters)
    return _State(phase, message, tuple(errors.values()), tuple(warnings.values()))


def _said(line: str) -> Iterator[tuple[str, tuple[str | None, ...]]]:
    told = set()
    for page, parameters in said_in(line):
        told.add(page.code)
        yield page.code, parameters
    for code in dict.fromkeys(_CODE.findall(line)):
        if code not in told and (code in PAGES or code.count(".") + 1 >= _UNKNOWN_PARTS):
            yield code, ()
