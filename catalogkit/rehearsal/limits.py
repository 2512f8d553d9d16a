"""What a database column holds at most, and must not be without (import-semantics §5.2)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.objects import many
from ..model.repository import Resource
from ..model.values import Secret, TypedValue, Value, is_encrypted

MAX_FOLDER_URI = 250
"""Characters of the URI of a folder, also of the hidden one of embedded resources."""

_NAME, _LABEL, _DESCRIPTION = 200, 200, 250
MAX_DATA = 20_971_520
"""Bytes of a file that every database takes."""
_JDBC = {
    "driver": 100, "connectionUser": 100, "timezone": 100, "connectionUrl": 500, "connectionPassword": 250,
}  # fmt: skip
_FIELDS: dict[str, dict[str, int]] = {
    "jndiJdbcDataSource": {"jndiName": 100, "timezone": 100},
    "jdbcDataSource": _JDBC,
    "awsDataSource": {
        **_JDBC, "accessKey": 150, "secretKey": 255, "roleARN": 100, "region": 100, "dbName": 100,
        "dbInstanceIdentifier": 100, "dbService": 100,
    },
    "azureSqlDataSource": {
        **_JDBC, "subscriptionId": 100, "keyStorePassword": 100, "keyStoreType": 25, "serverName": 100,
        "dbName": 100,
    },
    "beanDataSource": {"beanName": 100, "beanMethod": 100},
    "customDataSource": {"serviceClass": 250, "property/key": 200, "property/value": 1_000},
    "dataType": {"minValue": 1_000, "maxValue": 1_000},
    "query": {"language": 40, "queryString": 400_000},
    "inputControl": {"queryVisibleColumn": 200, "queryValueColumn": 200},
    "xmlaConnection": {"catalog": 100, "connectionUser": 100, "dataSource": 100, "connectionURL": 100,
                       "connectionPassword": 250},
    "fileResource": {"fileType": 20},
    "contentResource": {"fileType": 20},
    "reportUnit": {"inputControlRenderingView": 100, "reportRenderingView": 100},
    "olapUnit": {"mdxQuery": 400_000},
}  # fmt: skip
_REQUIRED = {
    "jndiJdbcDataSource": ("jndiName",),
    "jdbcDataSource": ("driver",),
    "query": ("language", "queryString"),
}


def overflow(resource: Resource, name: str) -> str | None:
    """What of a resource a database cannot store, or lacks; None if it can be stored.

    Args:
        resource: the resource, listed or embedded; embedded ones in it are asked about by themselves.
        name: the name it is stored under.
    """
    if not resource.fields.get("name"):
        return "it has no name"
    if resource.text("label") is None:
        return "it has no label"
    for text, limit, what in (
        (name, _NAME, "name"),
        (resource.label, _LABEL, "label"),
        (resource.description, _DESCRIPTION, "description"),
    ):
        if len(text) > limit:
            return f"its {what} is longer than {limit} characters"
    for path, limit in _FIELDS.get(resource.type.name, {}).items():
        if any(length(value) > limit for value in _values(resource, path)):
            return f"{path} is longer than {limit:,} characters"
    for field in _REQUIRED.get(resource.type.name, ()):
        if resource.text(field) is None:
            return f"{field} is missing"
    return None


def _values(resource: Resource, path: str) -> Iterator[Value]:
    name, _, inner = path.partition("/")
    for value in many(resource.fields, name):
        if isinstance(value, dict):
            yield from many(value, inner)
        else:
            yield value


def length(value: Value) -> int:
    """Characters that a value takes in the database; an encrypted one takes those of its digits."""
    if isinstance(value, TypedValue):
        return 0 if value.text is None else length(value.text)
    text = value.reveal() if isinstance(value, Secret) else value if isinstance(value, str) else ""
    return len(text) - len("ENC<>") if is_encrypted(text) else len(text)


def folder_overflow(name: str, label: str | None, description: str) -> str | None:
    """What of a folder a database cannot store; None if it can be stored."""
    if label is None:
        return "it has no label"
    for text, limit, what in (
        (name, _NAME, "name"),
        (label, _LABEL, "label"),
        (description, _DESCRIPTION, "description"),
    ):
        if len(text) > limit:
            return f"its {what} is longer than {limit} characters"
    return None
