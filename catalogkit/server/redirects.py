"""Where a redirect may lead: within the origin of the server, and for GET alone."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit, urlunsplit

from ..errors import BadAnswerError
from .address import Address, origin_of
from .answers import login_page


def next_url(address: Address, method: str, url: str, location: str) -> str:
    """Where a redirect leads.

    Args:
        address: of the server that was asked.
        method: of the request.
        url: of the request.
        location: what the answer says.

    Raises:
        BadAnswerError: it is not to be followed.
    """
    where = f"{method} {plain_url(url)}"
    try:
        target = urljoin(url, location)
        shown, last = plain_url(target), urlsplit(target).path.rpartition("/")[2]
    except ValueError:
        raise BadAnswerError("the server redirects to something that is no address", where=where) from None
    if last.startswith("login"):
        raise login_page(where)
    if origin_of(target) != address.origin:
        what = f"the server redirects to another one, {shown}; no login is sent there"
        raise BadAnswerError(what, where=where, hint="name that address, if it is the right one")
    if method != "GET":
        what = f"the server redirects to {shown}; what changes something is not sent twice"
        raise BadAnswerError(what, where=where, hint="name that address")
    return target


def plain_url(url: str) -> str:
    """A URL without what may be secret in it.

    >>> plain_url("https://ana:secret@h/a?token=1#b")
    'https://h/a'
    """
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
