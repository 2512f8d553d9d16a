"""Which references the server follows, in which order, and what they must lead to (import-semantics §3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model.fields import Field, Ref, Struct
from ..model.objects import many
from ..model.repository import Resource
from ..model.types import TYPES, V2_FILE
from ..model.uri import URI
from ..model.values import Record, Reference, Value

FOLLOWED: dict[str, tuple[str, ...]] = {
    "reportUnit": ("dataSource", "query", "inputControl", "mainReport", "resource"),
    "inputControl": ("dataType", "listOfValues", "query"),
    "query": ("dataSource",),
    "mondrianConnection": ("schema", "dataSource"),
    "mondrianXmlaDefinition": ("mondrianConnection",),
    "olapUnit": ("olapClientConnection",),
    "virtualDataSource": ("dataSource/dataSourceReference",),
    "customDataSource": ("resourceEntry/resourceReference",),
    "azureSqlDataSource": ("keyStoreResource",),
    "fileResource": ("referenceUri",),
    "contentResource": ("subResource",),
}
"""The elements of each type that are followed, in the server's order."""
SAVED: dict[str, tuple[str, ...]] = {
    **FOLLOWED,
    "reportUnit": ("resource", "dataSource", "mainReport", "query", "inputControl"),
}
"""The same in the order in which they are resolved when the owner is saved."""
OWN_URI_KEPT = frozenset({"inputControl", "resource"})
"""Lists in which a reference to the owner itself is kept without being followed (§3.2, §10.27)."""
_DATA_SOURCES = frozenset(
    {
        "jdbcDataSource", "jndiJdbcDataSource", "beanDataSource", "customDataSource", "virtualDataSource",
        "awsDataSource", "azureSqlDataSource", "mondrianConnection", "xmlaConnection",
    }
)  # fmt: skip
_FILES = frozenset({"fileResource", "contentResource"})
_MONDRIAN = frozenset({"mondrianConnection", "secureMondrianConnection"})
_ANY: frozenset[str] = frozenset()
_EXPECTED: dict[tuple[str, str], frozenset[str]] = {
    ("reportUnit", "dataSource"): _DATA_SOURCES,
    ("reportUnit", "query"): frozenset({"query"}),
    ("reportUnit", "inputControl"): frozenset({"inputControl"}),
    ("reportUnit", "mainReport"): frozenset({"fileResource"}),
    ("reportUnit", "resource"): frozenset({"fileResource"}),
    ("inputControl", "dataType"): frozenset({"dataType"}),
    ("inputControl", "listOfValues"): frozenset({"listOfValues"}),
    ("inputControl", "query"): frozenset({"query"}),
    ("query", "dataSource"): _DATA_SOURCES,
    ("mondrianConnection", "schema"): frozenset({"fileResource"}),
    ("mondrianConnection", "dataSource"): _DATA_SOURCES,
    ("mondrianXmlaDefinition", "mondrianConnection"): _MONDRIAN,
    ("olapUnit", "olapClientConnection"): frozenset({*_MONDRIAN, "xmlaConnection"}),
    ("fileResource", "referenceUri"): frozenset({"fileResource"}),
}
"""The types that a reference must lead to when it is resolved; any where nothing is said."""
_LENIENT_SINCE_8 = frozenset({"reportUnit", "query"})
"""Types whose data source may be of any type on 8.2 (§3.2)."""
CONTROL_USES = {
    "2": "dataType", "5": "dataType",
    "3": "listOfValues", "6": "listOfValues", "8": "listOfValues", "10": "listOfValues",
    "4": "query", "7": "query", "9": "query", "11": "query",
}  # fmt: skip
"""The one reference that an input control of each type uses (§3.2)."""


class Held(NamedTuple):
    """What a reference element holds.

    Args:
        name: the element that the owner keeps it under.
        uri: the target; None for an embedded resource.
        local: the embedded resource, or None.
    """

    name: str
    uri: str | None
    local: Resource | None


def followed(resource: Resource) -> Iterator[Held]:
    """What the import follows from a resource, in order; a reference that holds nothing is none."""
    for path in _paths(FOLLOWED, resource):
        yield from _held(resource.fields, path)


def saved(resource: Resource, *, is_6_4: bool) -> Iterator[tuple[Held, frozenset[str]]]:
    """What is resolved when a resource is saved, in order, each with the types that it may lead to."""
    used = CONTROL_USES.get(resource.text("type") or "")
    for path in _paths(SAVED, resource):
        if resource.type.name == "inputControl" and path != used:
            continue
        for held in _held(resource.fields, path):
            expected = _EXPECTED.get((resource.type.name, path), _ANY)
            if not is_6_4 and expected is _DATA_SOURCES and resource.type.name in _LENIENT_SINCE_8:
                expected = _ANY
            yield held, expected


def _paths(table: dict[str, tuple[str, ...]], resource: Resource) -> tuple[str, ...]:
    """The elements that are followed; of commercial types all, as the document leaves that open."""
    found = table.get(resource.type.name)
    if found is not None or not resource.type.is_commercial:
        return found or ()
    return tuple(_reference_paths(resource.type.fields))


def _reference_paths(fields: tuple[Field, ...]) -> Iterator[str]:
    for field in fields:
        if isinstance(field, Ref):
            yield field.name
        elif isinstance(field, Struct):
            yield from (f"{field.name}/{path}" for path in _reference_paths(field.fields))


def is_known(type_name: str, *, commercial: bool) -> bool:
    """Whether a server of an edition knows a type."""
    found = TYPES.get(type_name)
    return found is not None and (commercial or not found.is_commercial)


def is_of(type_name: str, wanted: frozenset[str]) -> bool:
    """Whether what the target has is of one of some types; a v2 listing tells no files from contents."""
    return type_name in wanted or (type_name == V2_FILE and not _FILES.isdisjoint(wanted))


def _held(fields: Record, path: str) -> Iterator[Held]:
    name, _, rest = path.partition("/")
    for value in many(fields, name):
        yield from _of_value(name, rest, value)


def _of_value(name: str, rest: str, value: Value) -> Iterator[Held]:
    if isinstance(value, dict):
        for held in _held(value, rest) if rest else ():
            yield held._replace(name=name)
    elif isinstance(value, Reference):
        if value.local is not None:
            yield Held(name, None, value.local)
        elif value.uri:
            yield Held(name, value.uri, None)
    elif isinstance(value, Resource):
        yield Held(name, None, value)
    elif isinstance(value, str):  # the target of a link; an empty one is a reference too (§10.3)
        yield Held(name, URI(value), None)
