"""Requests and answers over HTTP. This is the one module that knows httpx.

What may be sent again is sent again, after a pause: GET, DELETE, and PUT, which replaces everything
(rest-services §1.4). A POST is sent once. A redirect is followed for GET alone, within the origin, and five
times at most: a login never goes anywhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from itertools import count
from typing import TYPE_CHECKING, Self, TypeAlias

from ..errors import BadAnswerError, RefusedError, UnreachableError, UsageError
from .address import Address
from .answers import Answer, error_of, login_page
from .connection import CHUNK, Connection, Upload, pieces_of, read_all, read_start, trusted
from .login import Login, NoLogin
from .redirects import next_url, plain_url
from .waiting import Clock, retry_after

if TYPE_CHECKING:
    import httpx

MAX_REDIRECTS = 5
_REPEATABLE = frozenset({"GET", "DELETE", "PUT"})
_PASSING = frozenset({429, 502, 503, 504})
"""Statuses that tell of a moment."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

Pairs: TypeAlias = Sequence[tuple[str, str]]
"""Arguments of a URL, in order."""


class Transport:
    """Sends requests to one server. Use it as a context manager, or call `close`.

    Args:
        address: where it is.
        login: who sends them.
        connection: how.
    """

    def __init__(
        self, address: Address, login: Login | None = None, connection: Connection | None = None
    ) -> None:
        self.address = address
        self.login = login or NoLogin()
        self._how = connection or Connection()
        self._client: httpx.Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    @property
    def clock(self) -> Clock:
        """What waits."""
        return self._how.clock

    def get(self, path: str, params: Pairs = (), accept: str = "application/json") -> Answer:
        """Ask for something; see `send` for the errors."""
        return self.send("GET", path, params, accept=accept)

    def send(
        self,
        method: str,
        path: str,
        params: Pairs = (),
        *,
        accept: str = "application/json",
        body: bytes | Upload | None = None,
        content_type: str = "application/json",
    ) -> Answer:
        """Send a request and read the whole answer.

        Args:
            method: the HTTP method.
            path: below the web application.
            params: arguments of the URL.
            accept: the wanted content type.
            body: what to send.
            content_type: of what is sent.

        Raises:
            UnreachableError: there is no answer.
            RefusedError: it is an error.
            BadAnswerError: it is a redirect that is not followed, or too large.
        """
        import httpx

        where = _where(method, self.address.url(path))
        headers = {"Accept": accept, **({} if _is_form(body) else {"Content-Type": content_type})}
        for number in count(1):
            try:
                with self._opened(method, path, params, headers, body) as response:
                    return self._answer(response, where, number)
            except (httpx.TransportError, httpx.DecodingError, RefusedError) as error:
                failure, delay = self._after(error, where, number)
            if delay is None or method not in _REPEATABLE:
                raise failure from None
            self.clock.sleep(delay)
        raise AssertionError  # the last try raises

    @contextmanager
    def download(self, path: str, accept: str) -> Iterator[tuple[Mapping[str, str], Iterator[bytes]]]:
        """Headers and bytes of something large. It is asked for again until it begins to arrive, never after.

        Args:
            path: below the web application.
            accept: the wanted content type.

        Raises:
            UnreachableError: there is no answer, or it is cut off.
            RefusedError: it is an error.
            BadAnswerError: it is a page for people.
        """
        import httpx

        headers = {"Accept": accept, "Accept-Encoding": "identity"}
        where, begun = _where("GET", self.address.url(path)), False
        for number in count(1):
            failure: Exception
            try:
                with self._opened("GET", path, (), headers, None) as response:
                    self._check_begun(response, where, number)
                    begun = True
                    yield dict(response.headers), response.iter_bytes(CHUNK)
                    return
            except (httpx.TransportError, httpx.DecodingError, RefusedError) as error:
                failure, delay = self._after(error, where, number)
            if begun or delay is None:
                raise failure from None
            self.clock.sleep(delay)

    def _check_begun(self, response: httpx.Response, where: str, tries: int) -> None:
        """Raise the error that a download is before its first byte."""
        if response.status_code != HTTPStatus.OK:
            self._answer(response, where, tries)
            raise BadAnswerError("the server sends nothing", where=where, hint="try again")
        if response.headers.get("content-type", "").startswith("text/html"):
            raise login_page(where)

    def _after(
        self, error: Exception, where: str, tries: int
    ) -> tuple[UnreachableError | RefusedError, float | None]:
        """The error to raise, and the seconds after which to try again; None to give up."""
        if isinstance(error, RefusedError):
            passes, asked = error.status in _PASSING, error.wait
            return error, self._how.retry.delay(tries, asked) if passes else None
        delay = self._how.retry.delay(tries, None) if _may_pass(error) else None
        return _unreachable(error, where), delay

    def _answer(self, response: httpx.Response, where: str, tries: int) -> Answer:
        is_good = response.is_success
        pieces = response.iter_bytes(CHUNK)
        body = read_all(pieces, where) if is_good else read_start(pieces)
        answer = Answer(response.status_code, dict(response.headers), body, where, tries)
        if not is_good:
            raise error_of(answer, retry_after(answer.headers, self.clock.now()))
        return answer

    @contextmanager
    def _opened(
        self, method: str, path: str, params: Pairs, headers: Mapping[str, str], body: bytes | Upload | None
    ) -> Iterator[httpx.Response]:
        """The response to a request, behind all redirects."""
        url = self.address.url(path)
        for _ in range(MAX_REDIRECTS + 1):
            with self._sent(method, url, params, headers, body) as response:
                if response.status_code not in _REDIRECTS:
                    yield response
                    return
                url, params = next_url(self.address, method, url, response.headers.get("location", "")), ()
        raise BadAnswerError(
            f"the server redirects more than {MAX_REDIRECTS} times",
            where=_where(method, self.address.url(path)),
            hint="check the address of the server; a login may be needed",
        )

    @contextmanager
    def _sent(
        self, method: str, url: str, params: Pairs, headers: Mapping[str, str], body: bytes | Upload | None
    ) -> Iterator[httpx.Response]:
        client = self._opened_client()
        request = _request(client, method, url, params, {**headers, **self.login.headers()}, body)
        try:
            response = client.send(request, stream=True, follow_redirects=False)
        except UnicodeError:  # a part of the name is empty or too long (RFC 1035 §2.3.1)
            what = "the name of the server, or of the proxy, can never be one"
            raise UsageError(what, where=plain_url(url), hint="check the address, and HTTPS_PROXY") from None
        try:
            yield response
        finally:
            response.close()

    def _opened_client(self) -> httpx.Client:
        import httpx

        if self._client is None:
            how = self._how
            timeout = httpx.Timeout(how.timeout, connect=min(how.timeout, 15.0))
            verify = trusted(how.ca_file)
            try:
                self._client = httpx.Client(
                    timeout=timeout, verify=verify, headers={"User-Agent": "catalogkit"}
                )
            except OSError:
                what = "the certificates that the environment names cannot be read"
                raise UsageError(
                    what, hint="check SSL_CERT_FILE and SSL_CERT_DIR, or give --ca-file"
                ) from None
            except (ValueError, ImportError, httpx.InvalidURL) as error:
                what = f"the proxy of the environment cannot be used ({type(error).__name__})"
                raise UsageError(what, hint="check HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY") from None
        return self._client


def _request(
    client: httpx.Client,
    method: str,
    url: str,
    params: Pairs,
    headers: dict[str, str],
    body: bytes | Upload | None,
) -> httpx.Request:
    import httpx

    query = httpx.QueryParams(tuple(params)) if params else None
    try:
        if not isinstance(body, Upload):
            return client.build_request(method, url, params=query, headers=headers, content=body)
        if body.fields is None:
            headers["Content-Length"] = str(body.size)
            return client.build_request(
                method, url, params=query, headers=headers, content=pieces_of(body.stream)
            )
        part = {"file": ("catalog.zip", body.stream, "application/zip")}
        return client.build_request(
            method, url, params=query, headers=headers, data=dict(body.fields), files=part
        )
    except UnicodeEncodeError:
        raise UsageError("an argument is no text in UTF-8", hint="check the options") from None
    except (httpx.InvalidURL, UnicodeError):
        what, hint = "the address of the server is no URL", "check the name of the host"
        raise UsageError(what, where=plain_url(url), hint=hint) from None


def _is_form(body: bytes | Upload | None) -> bool:
    return body is None or (isinstance(body, Upload) and body.fields is not None)


def _unreachable(error: Exception, where: str) -> UnreachableError:
    """The error about an answer that did not come, or not to its end."""
    import httpx

    text, sent = str(error), False
    if "CERTIFICATE" in text:
        what, hint = "the certificate of the server is not trusted", "name its authority with --ca-file"
    elif isinstance(error, httpx.ConnectTimeout | httpx.ConnectError):
        what, hint = "the server cannot be reached", "check its address, and the network or proxy"
    elif isinstance(error, httpx.TimeoutException):
        what, hint, sent = "the server does not answer in time", "raise --timeout, or try again later", True
    elif isinstance(error, httpx.ProxyError):
        what, hint = "the proxy refuses", "check HTTP_PROXY, HTTPS_PROXY and NO_PROXY"
    else:
        what, hint, sent = "the connection was cut off", "try again", True
    return UnreachableError(what, where=where, hint=hint, sent=sent)


def _may_pass(error: Exception) -> bool:
    """Whether it makes sense to try again."""
    import httpx

    return "CERTIFICATE" not in str(error) and not isinstance(error, httpx.ProxyError)


def _where(method: str, url: str) -> str:
    return f"{method} {url}"
