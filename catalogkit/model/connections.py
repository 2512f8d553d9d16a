"""Where data sources connect to, in words without secrets."""

from __future__ import annotations

import re

from .repository import Resource

_AUTHORITY = re.compile(r"//([^/?;\\\s]+)")
_ONE = r"(?:[\w.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?"
_HOST = re.compile(rf"{_ONE}(?:,{_ONE})*")
_ORACLE = re.compile(r"(?i)jdbc:oracle:thin:@([\w.-]+(?::\d{1,5})?)[:/]")
_PLACES = ("jndiName", "beanName", "serverName", "dbInstanceIdentifier")
_TYPES = frozenset(
    {
        "jdbcDataSource",
        "jndiJdbcDataSource",
        "awsDataSource",
        "azureSqlDataSource",
        "beanDataSource",
        "customDataSource",
        "xmlaConnection",
    }
)
"""The types that lead out of the server."""


def leads_out(resource: Resource) -> bool:
    """Whether a resource connects to something outside the server."""
    return resource.type.name in _TYPES


def connection(resource: Resource) -> str:
    """Where a data source leads: a host, or a name; empty where neither can be told, and for other types.

    Nothing else of a URL is shown: it may hold a password anywhere.
    """
    if not leads_out(resource):
        return ""
    host = _host(resource.text("connectionUrl") or resource.text("connectionURL") or "")
    names = (resource.text(name) or "" for name in _PLACES)
    return host or next((name for name in names if name), "")


def _host(url: str) -> str:
    oracle = _ORACLE.match(url)
    if oracle is not None:
        return oracle[1]
    authority = _AUTHORITY.search(url)
    if authority is None:
        return ""
    host = authority[1].rpartition("@")[2]
    return host if _HOST.fullmatch(host) else ""
