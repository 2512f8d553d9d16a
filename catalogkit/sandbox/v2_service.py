"""The v2 resources service: listings, descriptors and contents (rest-services §5, §7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from ..model.repository import Resource
from ..model.uri import URI
from .http import (
    JSON,
    PRIVATE,
    XML,
    XML_DECLARATION,
    Answer,
    Call,
    ErrorDescriptor,
    element,
    error,
    json_bytes,
    not_allowed,
    unexpected,
)
from .items import FILES, Item, View
from .sandbox import Sandbox
from .v2_contents import content_answer
from .v2_descriptors import Told, as_xml, descriptor, header
from .v2_query import IllegalValueError, NegativeNumberError, Query, query_of

_YEAR = 365 * 24 * 60 * 60
_REPOSITORY = "application/repository."


@dataclass(frozen=True, slots=True)
class V2Service:
    """The calls below `/rest_v2/resources`.

    Args:
        sandbox: the server behind it.
    """

    sandbox: Sandbox

    def answer(self, call: Call, rest: tuple[str, ...]) -> Answer:
        """The answer to a call.

        Args:
            call: the call.
            rest: the segments of the path below the service, which are a URI; none for a listing.
        """
        if call.method not in ("GET", "HEAD"):
            return not_allowed("HEAD", "GET", "OPTIONS")
        view = View(self.sandbox.repository, call.user)
        path = [segment for segment in rest if segment]
        if not path:
            return _listing(call, view).with_headers(PRIVATE)
        found = _descriptor(call, view, URI("/" + "/".join(path)))
        if found.status == 200 and path[-1].endswith(".css"):
            return found.with_headers(_kept_for_a_year())
        return found.with_headers(PRIVATE)


def _kept_for_a_year() -> Mapping[str, str]:
    """What is said of a resource whose name ends in `.css`; that of other names is private (transcripts)."""
    end = format_datetime(datetime.now(UTC) + timedelta(seconds=_YEAR), usegmt=True)
    return {"Cache-Control": f"max-age={_YEAR},public", "Pragma": "", "Expires": end}


def _listing(call: Call, view: View) -> Answer:
    if not call.takes(JSON, XML):
        return Answer(406)
    try:
        query = query_of(call)
    except IllegalValueError as illegal:
        words = f'The value "{illegal.value}" for parameter "{illegal.name}" is invalid.'
        return error(call, 400, ErrorDescriptor(illegal.code, words, (illegal.name, illegal.value)))
    except NegativeNumberError:
        return unexpected(call, 500)
    folder = view.find(query.folder)
    if folder is None or not folder.is_folder:
        return _not_found(call, query.folder)
    if not view.may_read(query.folder):
        return _denied(call)
    found = query.found(view) if not folder.hidden or query.hidden else []
    page, following = _page(query, view, found)
    form = JSON if call.wants_json else XML
    if not page:
        return Answer(204, content_type=form, headers={"Total-Count": "0"})
    headers = _counts(query, view, found, page, following)
    told = [{**header(view, item), "resourceType": item.v2} for item in page]
    body = json_bytes({"resourceLookup": told}) if form == JSON else _lookups(told)
    return Answer(200, body, form, headers)


def _page(query: Query, view: View, found: list[Item]) -> tuple[list[Item], int]:
    """The items of a page that may be read, and where the next one begins.

    A page is cut before rights are asked, and so may be short; a full one goes on until it is filled (§5).
    """
    size = query.limit or len(found) or 1
    places: list[int] = []
    start = query.offset
    while start < len(found):
        piece = range(start, min(start + size, len(found)))
        places += [place for place in piece if view.may_read(found[place].uri)]
        start += size
        if not query.full or len(places) >= size:
            break
    following = places[size] if len(places) > size else min(start, len(found))
    return [found[place] for place in places[:size]], following


def _counts(
    query: Query, view: View, found: list[Item], page: list[Item], following: int
) -> Mapping[str, str]:
    headers = {"Start-Index": str(query.offset), "Result-Count": str(len(page))}
    if query.offset == 0 or query.limit == 0 or query.counted or query.full:
        headers["Total-Count"] = str(query.total(view, found))
    if query.full and following < len(found):
        headers["Next-Offset"] = str(following)
    return headers


def _lookups(told: list[Told]) -> bytes:
    body = ""
    for item in told:
        names = [*sorted(name for name in item if name != "resourceType"), "resourceType"]
        body += f"<resourceLookup>{''.join(element(n, str(item[n])) for n in names)}</resourceLookup>"
    return f"{XML_DECLARATION}<resources>{body}</resources>".encode("utf-8", "replace")


def _descriptor(call: Call, view: View, uri: URI) -> Answer:
    """A descriptor in the kind that it is, whatever kind is asked for; of a file its bytes (transcripts)."""
    item = view.find(uri)
    if item is None:
        return _not_found(call, uri)
    if not view.may_read(uri):
        return _denied(call)
    asked = next((name for name in call.accepted if name.startswith(_REPOSITORY)), "")
    if isinstance(item.object, Resource) and item.kind in FILES and not asked:
        return content_answer(view, item.object) or _denied(call)
    if not asked and not call.takes(JSON, XML):
        return Answer(406)
    told = descriptor(view, item, expanded=call.argument("expanded") == "true")
    if call.wants_json:
        return Answer(200, json_bytes(told), f"{_REPOSITORY}{item.v2}+json")
    body = f"{XML_DECLARATION}<{item.v2}>{as_xml(told)}</{item.v2}>"
    return Answer(200, body.encode("utf-8", "replace"), f"{_REPOSITORY}{item.v2}+xml")


def _not_found(call: Call, uri: str) -> Answer:
    return error(call, 404, ErrorDescriptor("resource.not.found", f"Resource {uri} not found.", (uri,)))


def _denied(call: Call) -> Answer:
    return error(call, 403, ErrorDescriptor("access.denied", "Access is denied"))
