"""Descriptors of the v2 resources service: the same for JSON and XML (rest-services §5, transcripts)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from ..model.objects import many, records
from ..model.repository import Resource
from ..model.values import Record, Reference, Secret, TypedValue, Value
from .http import element, whole_number
from .items import Item, View

Told: TypeAlias = dict[str, object]
_DATA_TYPES = {"1": "text", "2": "number", "3": "date", "4": "datetime", "5": "time"}
_LAYOUTS = {"1": "popupScreen", "2": "separatePage", "3": "topOfPage", "4": "inPage"}
_FIRST = ("dataSource", "query", "alwaysPromptControls", "controlsLayout", "resources", "inputControls")
"""What comes first in XML of what is a report's own."""
_HEADER = ("creationDate", "description", "label", "permissionMask", "updateDate", "uri", "version")
_JDBC = {"driverClass": "driver", "username": "connectionUser", "connectionUrl": "connectionUrl"}
_TEXTS: dict[str, Mapping[str, str]] = {
    "jdbcDataSource": {**_JDBC, "timezone": "timezone"},
    "awsDataSource": {
        **_JDBC,
        "timezone": "timezone",
        "accessKey": "accessKey",
        "roleArn": "roleARN",
        "region": "region",
        "dbName": "dbName",
        "dbInstanceIdentifier": "dbInstanceIdentifier",
        "dbService": "dbService",
    },
    "jndiJdbcDataSource": {"jndiName": "jndiName", "timezone": "timezone"},
    "beanDataSource": {"beanName": "beanName", "beanMethod": "beanMethod"},
    "customDataSource": {"serviceClass": "serviceClass"},
    "xmlaConnection": {
        "url": "connectionURL",
        "dataSource": "dataSource",
        "catalog": "catalog",
        "username": "connectionUser",
    },
    "mondrianXmlaDefinition": {"catalog": "catalog"},
    "olapUnit": {"mdxQuery": "mdxQuery"},
    "fileResource": {"type": "fileType"},
    "contentResource": {"type": "fileType"},
}
"""Members that are the text of a field, by kind; passwords are not among them."""
_DEEPEST = 20
"""Descriptors that are told one in the other; no report needs more than five."""


def header(view: View, item: Item) -> Told:
    """What every descriptor and every line of a listing starts with."""
    told: Told = {
        "version": item.version,
        "permissionMask": view.level(item.uri),
        "creationDate": f"{item.created:%Y-%m-%dT%H:%M:%S}",
        "updateDate": f"{item.updated:%Y-%m-%dT%H:%M:%S}",
        "label": item.label,
    }
    if item.description:
        told["description"] = item.description
    return {**told, "uri": item.uri}


def descriptor(view: View, item: Item, *, expanded: bool, above: frozenset[str] = frozenset()) -> Told:
    """The descriptor of an item.

    Args:
        view: who looks.
        item: the item.
        expanded: whether what it refers to is told in full.
        above: URIs of those in whose descriptors this one is told; they are not told in full again.
    """
    told = header(view, item)
    resource = item.object
    if not isinstance(resource, Resource):
        return told
    for name, field in _TEXTS.get(item.kind, {}).items():
        value = _shown(field, resource.fields.get(field))
        if value is not None:
            told[name] = value
    if item.kind == "fileResource" and "type" not in told:
        kind = _linked_type(view, resource)
        told |= {"type": kind} if kind else {}
    special = _SPECIAL.get(item.kind)
    if special is None:
        return told
    return told | special(resource, _Teller(view, expanded, above | {item.uri}))


def as_xml(told: Mapping[str, object]) -> str:
    """A descriptor as XML: its header in alphabetical order, then what is its own."""
    names = [name for name in (*_HEADER, *_FIRST) if name in told]
    return "".join(_xml(name, told[name]) for name in [*names, *(n for n in told if n not in names)])


def _xml(name: str, value: object) -> str:
    if isinstance(value, bool):
        return element(name, str(value).lower())
    if isinstance(value, list):
        inner = "".join(_xml_item(name, item) for item in value)
        return inner if name == "resource" else f"<{name}>{inner}</{name}>"
    if isinstance(value, dict):
        if name in _UNWRAPPED and len(value) == 1:
            ((inner_name, inner),) = value.items()
            return f"<{inner_name}>{as_xml(inner)}</{inner_name}>"
        return f"<{name}>{as_xml(value)}</{name}>"
    return element(name, str(value))


def _xml_item(name: str, item: object) -> str:
    if name == "resource" and isinstance(item, dict):
        return f"<resource>{as_xml(dict(sorted(item.items())))}</resource>"
    if isinstance(item, dict):
        return as_xml(item) if len(item) == 1 else f"<{_SINGULAR[name]}>{as_xml(item)}</{_SINGULAR[name]}>"
    return element(_SINGULAR[name], str(item))


_UNWRAPPED = frozenset(
    {"dataSource", "jrxml", "query", "dataType", "listOfValues", "schema", "mondrianConnection",
     "olapConnection", "file"}
)  # fmt: skip
"""Members whose only member is written in their place."""
_SINGULAR = {
    "items": "item",
    "visibleColumns": "column",
    "properties": "property",
    "subDataSources": "subDataSource",
    "inputControls": "inputControl",
}


class _Teller:
    """Tells what resources refer to.

    Args:
        view: who looks.
        expanded: whether that is told in full.
        above: URIs of those that are being told.
    """

    def __init__(self, view: View, expanded: bool, above: frozenset[str]) -> None:
        self._view = view
        self._expanded = expanded and len(above) < _DEEPEST
        self._above = above

    def one(self, fields: Record, field: str, name: str, reference: str, full: str = "") -> Told:
        """A member for a field with one reference; none where it holds nothing."""
        for value in many(fields, field):
            if isinstance(value, Reference):
                told = self.of(value, reference, full)
                return {name: told} if told else {}
        return {}

    def of(self, value: Reference, reference: str, full: str = "") -> Told:
        """A reference: a URI, or, if expanded, the descriptor under the name of its kind."""
        target = value.local.uri if value.local is not None else value.uri
        if value.local is not None and value.local.text("referenceUri"):
            target = value.local.fields["referenceUri"]  # type: ignore[assignment]
        if not target:
            return {}
        item = self._view.find(target) if self._expanded else None
        if item is None or item.uri in self._above or not self._view.may_read(item.uri):
            return {reference: {"uri": str(target)}}
        return {full or item.v2: descriptor(self._view, item, expanded=True, above=self._above)}


def _report(resource: Resource, teller: _Teller) -> Told:
    fields = resource.fields
    told = teller.one(fields, "dataSource", "dataSource", "dataSourceReference")
    told |= teller.one(fields, "query", "query", "queryReference")
    told |= teller.one(fields, "mainReport", "jrxml", "jrxmlFileReference", "jrxmlFile")
    controls = [c for c in many(fields, "inputControl") if isinstance(c, Reference)]
    if controls:
        told["inputControls"] = [teller.of(control, "inputControlReference") for control in controls]
    told["alwaysPromptControls"] = resource.text("alwaysPromptControls") == "true"
    layout = resource.text("controlsLayout") or "1"
    told["controlsLayout"] = _LAYOUTS.get(layout, layout)
    files = [_named_file(f, teller) for f in many(fields, "resource") if isinstance(f, Reference)]
    if files:
        told["resources"] = {"resource": files}
    return told


def _named_file(value: Reference, teller: _Teller) -> Told:
    name = value.local.text("name") if value.local is not None else (value.uri or "").rpartition("/")[2]
    return {"name": name or "", "file": teller.of(value, "fileReference", "fileResource")}


def _query(resource: Resource, teller: _Teller) -> Told:
    told = teller.one(resource.fields, "dataSource", "dataSource", "dataSourceReference")
    return {**told, "value": resource.text("queryString") or "", "language": resource.text("language") or ""}


def _control(resource: Resource, teller: _Teller) -> Told:
    told: Told = {name: resource.text(name) == "true" for name in ("mandatory", "readOnly", "visible")}
    told["type"] = _integer(resource.text("type"))
    told |= teller.one(resource.fields, "dataType", "dataType", "dataTypeReference")
    told |= teller.one(resource.fields, "listOfValues", "listOfValues", "listOfValuesReference")
    value = resource.text("queryValueColumn")
    if value:
        told["valueColumn"] = value
    told |= teller.one(resource.fields, "query", "query", "queryReference")
    columns = list(resource.texts("queryVisibleColumn"))
    return told | ({"visibleColumns": columns} if columns else {})


def _data_type(resource: Resource, _: _Teller) -> Told:
    code = resource.text("type") or ""
    told: Told = {"type": _DATA_TYPES.get(code, code)}
    for name, field in (("pattern", "regularExpr"), ("maxValue", "maxValue"), ("minValue", "minValue")):
        value = _text(resource.fields.get(field))
        if value is not None:
            told[name] = value
    told |= {name: resource.text(name) == "true" for name in ("strictMax", "strictMin")}
    length = resource.text("maxLength")
    return told | ({"maxLength": _integer(length)} if length else {})


def _values(resource: Resource, _: _Teller) -> Told:
    found = records(resource.fields, "item")
    items = [
        {"label": _text(r.get("itemLabel")) or "", "value": _text(r.get("itemValue")) or ""} for r in found
    ]
    return {"items": items}


def _virtual(resource: Resource, _: _Teller) -> Told:
    sources: list[Told] = []
    for record in records(resource.fields, "dataSource"):
        reference = record.get("dataSourceReference")
        if isinstance(reference, Reference) and reference.uri:
            sources.append({"id": _text(record.get("alias")) or "", "uri": str(reference.uri)})
    return {"subDataSources": sources}


def _custom(resource: Resource, _: _Teller) -> Told:
    pairs = [(_text(r.get("key")) or "", _text(r.get("value"))) for r in records(resource.fields, "property")]
    named = [{"key": key, "value": value or ""} for key, value in pairs if key != "_cds_name"]
    name = next((value for key, value in pairs if key == "_cds_name" and value), None)
    told: Told = {"dataSourceName": name} if name else {}
    return {**told, "properties": named} if named else told


def _mondrian(resource: Resource, teller: _Teller) -> Told:
    told = teller.one(resource.fields, "dataSource", "dataSource", "dataSourceReference")
    return told | teller.one(resource.fields, "schema", "schema", "schemaReference", "schema")


def _definition(resource: Resource, teller: _Teller) -> Told:
    return teller.one(
        resource.fields, "mondrianConnection", "mondrianConnection", "mondrianConnectionReference"
    )


def _olap(resource: Resource, teller: _Teller) -> Told:
    return teller.one(resource.fields, "olapClientConnection", "olapConnection", "olapConnectionReference")


_SPECIAL: dict[str, Callable[[Resource, _Teller], Told]] = {
    "reportUnit": _report,
    "query": _query,
    "inputControl": _control,
    "dataType": _data_type,
    "listOfValues": _values,
    "virtualDataSource": _virtual,
    "customDataSource": _custom,
    "mondrianConnection": _mondrian,
    "mondrianXmlaDefinition": _definition,
    "olapUnit": _olap,
}


def _linked_type(view: View, resource: Resource) -> str:
    """The type of what a link leads to; empty where the user may not read that."""
    last = view.chain(resource)[-1]
    return last.text("fileType") or "" if view.may_read(last.uri) else ""


def _integer(text: str | None) -> int | str:
    number = whole_number(text or "")
    return text or "" if number is None else number


def _shown(field: str, value: Value | tuple[Value, ...] | None) -> str | None:
    """A field as text; of secrets, servers show the access key (transcripts)."""
    return value.reveal() if field == "accessKey" and isinstance(value, Secret) else _text(value)


def _text(value: Value | tuple[Value, ...] | None) -> str | None:
    """A value as text; a secret is none."""
    if isinstance(value, TypedValue):
        return value.text if isinstance(value.text, str) else None
    return value if isinstance(value, str) else None
