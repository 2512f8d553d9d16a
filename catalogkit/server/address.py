"""Where a server is."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from ..errors import UsageError

_SERVICES = ("/rest_v2", "/rest")
_EXAMPLE = "name it as in https://reports.example.com/jasperserver"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a server.

    Args:
        origin: scheme, host and port: `https://reports.example.com`.
        path: the path of the web application: `/jasperserver`; empty at the root.
    """

    origin: str
    path: str

    @classmethod
    def of(cls, text: str) -> Address:
        """Read an address; a path to one of the services is cut off.

        >>> str(Address.of("https://reports.example.com/jasperserver/rest_v2/"))
        'https://reports.example.com/jasperserver'

        Raises:
            UsageError: it is no URL, or holds a user or password, which others would see.
        """
        try:
            parts = urlsplit(text.strip())
            host, port = parts.hostname, parts.port
        except ValueError:
            raise UsageError("the address of the server is no URL", hint=_EXAMPLE) from None
        if parts.scheme not in _PORTS or not host:
            raise UsageError("the address of the server is no URL", hint=_EXAMPLE)
        if parts.username is not None or parts.password is not None:
            raise UsageError(
                "the address of the server holds a login, which others can see",
                hint="put it into CATALOGKIT_USER and CATALOGKIT_PASSWORD",
            )
        if parts.query or parts.fragment:
            raise UsageError("the address of the server ends with its path", hint=_EXAMPLE)
        return cls(_origin(parts.scheme, host, port), _application(parts.path))

    def url(self, path: str) -> str:
        """The URL of a service, by its path below the web application.

        Raises:
            UsageError: the path is no text.
        """
        try:
            return f"{self.origin}{self.path}{quote(path, safe='/:@!$&()*+,;=-._~')}"
        except UnicodeEncodeError:
            raise UsageError("a URI is no text in UTF-8", hint="check the options") from None

    def __str__(self) -> str:
        return f"{self.origin}{self.path}"


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL; empty if it is none."""
    try:
        parts = urlsplit(url)
        return _origin(parts.scheme, parts.hostname or "", parts.port) if parts.hostname else ""
    except ValueError:
        return ""


def _origin(scheme: str, host: str, port: int | None) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}" + (f":{port}" if port is not None and port != _PORTS.get(scheme) else "")


def _application(path: str) -> str:
    path = path.rstrip("/")
    for service in _SERVICES:
        path = path.removesuffix(service)
    return path.rstrip("/")
