"""Descriptors of the v1 resources service, with the properties of each kind (rest-services §4, §6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.sax.saxutils import quoteattr

from ..model.objects import many, records
from ..model.repository import Resource
from ..model.values import Reference, Secret, TypedValue, Value
from .items import Item, View

_INTERFACES = {
    "folder": "common.domain.Folder",
    "reportUnit": "jasperreports.domain.ReportUnit",
    "jdbcDataSource": "jasperreports.domain.JdbcReportDataSource",
    "jndiJdbcDataSource": "jasperreports.domain.JndiJdbcReportDataSource",
    "beanDataSource": "jasperreports.domain.BeanReportDataSource",
    "customDataSource": "jasperreports.domain.CustomReportDataSource",
    "virtualDataSource": "jasperreports.domain.VirtualReportDataSource",
    "awsDataSource": "jasperreports.domain.AwsReportDataSource",
    "azureSqlDataSource": "jasperreports.domain.AzureSqlReportDataSource",
    "query": "common.domain.Query",
    "dataType": "common.domain.DataType",
    "listOfValues": "common.domain.ListOfValues",
    "inputControl": "common.domain.InputControl",
    "fileResource": "common.domain.FileResource",
    "contentResource": "common.domain.ContentResource",
    "mondrianConnection": "olap.domain.MondrianConnection",
    "mondrianXmlaDefinition": "olap.domain.MondrianXMLADefinition",
    "xmlaConnection": "olap.domain.XMLAConnection",
    "olapUnit": "olap.domain.OlapUnit",
}
"""The interface of each kind, below `com.jaspersoft.jasperserver.api.metadata.` (§6.3)."""
_PACKAGE = "com.jaspersoft.jasperserver.api.metadata."
_JDBC = (
    ("PROP_DATASOURCE_DRIVER_CLASS", "driver"),
    ("PROP_DATASOURCE_PASSWORD", "connectionPassword"),
    ("PROP_DATASOURCE_USERNAME", "connectionUser"),
    ("PROP_DATASOURCE_CONNECTION_URL", "connectionUrl"),
)
_PLAIN: dict[str, tuple[tuple[str, str], ...]] = {
    "jdbcDataSource": _JDBC,
    "awsDataSource": (
        *_JDBC,
        ("PROP_DATASOURCE_AWS_ACCESS_KEY", "accessKey"),
        ("PROP_DATASOURCE_AWS_SECRET_KEY", "secretKey"),
        ("PROP_DATASOURCE_AWS_ROLE_ARN", "roleARN"),
        ("PROP_DATASOURCE_AWS_REGION", "region"),
        ("PROP_DATASOURCE_AWS_DB_NAME", "dbName"),
        ("PROP_DATASOURCE_AWS_DB_SERVICE", "dbService"),
        ("PROP_DATASOURCE_AWS_DB_INSTANCE_IDENTIFIER", "dbInstanceIdentifier"),
    ),
    "jndiJdbcDataSource": (("PROP_DATASOURCE_JNDI_NAME", "jndiName"),),
    "beanDataSource": (
        ("PROP_DATASOURCE_BEAN_NAME", "beanName"),
        ("PROP_DATASOURCE_BEAN_METHOD", "beanMethod"),
    ),
    "customDataSource": (("PROP_DATASOURCE_CUSTOM_SERVICE_CLASS", "serviceClass"),),
    "query": (("PROP_QUERY", "queryString"), ("PROP_QUERY_LANGUAGE", "language")),
    "dataType": (
        ("PROP_DATATYPE_TYPE", "type"),
        ("PROP_DATATYPE_PATTERN", "regularExpr"),
        ("PROP_DATATYPE_MIN_VALUE", "minValue"),
        ("PROP_DATATYPE_MAX_VALUE", "maxValue"),
        ("PROP_DATATYPE_STRICT_MAX", "strictMax"),
        ("PROP_DATATYPE_STRICT_MIN", "strictMin"),
    ),
    "inputControl": (
        ("PROP_INPUTCONTROL_IS_MANDATORY", "mandatory"),
        ("PROP_INPUTCONTROL_IS_READONLY", "readOnly"),
        ("PROP_INPUTCONTROL_IS_VISIBLE", "visible"),
        ("PROP_INPUTCONTROL_TYPE", "type"),
        ("PROP_QUERY_VALUE_COLUMN", "queryValueColumn"),
    ),
    "reportUnit": (
        ("PROP_RU_ALWAYS_PROPMT_CONTROLS", "alwaysPromptControls"),
        ("PROP_RU_CONTROLS_LAYOUT", "controlsLayout"),
    ),
    "xmlaConnection": (
        ("PROP_XMLA_URI", "connectionURL"),
        ("PROP_XMLA_CATALOG", "catalog"),
        ("PROP_XMLA_DATASOURCE", "dataSource"),
        ("PROP_XMLA_USERNAME", "connectionUser"),
        ("PROP_XMLA_PASSWORD", "connectionPassword"),
    ),
    "olapUnit": (("PROP_MDX_QUERY", "mdxQuery"),),
    "contentResource": (("CONTENT_TYPE", "fileType"),),
}
"""Properties that are the text of a field, by kind, in the server's order."""
_MULTI_VALUE = "5"
"""The type of control whose data type is not shown (transcripts)."""
_UNLINKED = frozenset({"query", "dataType", "inputControl", "listOfValues", "xmlaConnection"})
"""Kinds that tell that they have no data and are no reference."""


def ws_type(item: Item) -> str:
    """The `wsType` of an item (§6.1)."""
    if item.kind != "fileResource":
        return item.object.type.v1 or "unknow" if isinstance(item.object, Resource) else "folder"
    return "reference" if item.object.text("referenceUri") else item.file_type or "unknow"


def descriptor(view: View, item: Item, *, searched: bool = False) -> str:
    """The descriptor of an item.

    Args:
        view: who looks.
        item: the item.
        searched: whether it was searched for: only then its bytes are told of (transcripts).
    """
    attributes = f"name={quoteattr(item.uri.name)} wsType={quoteattr(ws_type(item))}"
    lines = [f'<resourceDescriptor {attributes} uriString={quoteattr(item.uri)} isNew="false">\n']
    lines.append(f"\t<label>{_cdata(item.label)}</label>\n")
    if item.description:
        lines.append(f"\t<description>{_cdata(item.description)}</description>\n")
    lines.append(f"\t<creationDate>{int(item.created.timestamp() * 1000)}</creationDate>\n")
    interface = _INTERFACES.get(item.kind)
    lines += [
        _property("PROP_RESOURCE_TYPE", _PACKAGE + interface if interface else item.kind),
        _property("PROP_PARENT_FOLDER", item.uri.parent),
        _property("PROP_VERSION", str(item.version)),
        _property("PROP_SECURITY_PERMISSION_MASK", str(view.mask(item.uri))),
    ]
    lines += _own(view, item, searched=searched)
    return "".join([*lines, "</resourceDescriptor>\n"])


def _own(view: View, item: Item, *, searched: bool) -> Iterator[str]:
    """The properties of a kind."""
    if not isinstance(item.object, Resource):
        yield _property("PROP_HAS_DATA", "false")
        return
    resource = item.object
    if item.kind in _UNLINKED:
        yield _property("PROP_HAS_DATA", "false")
        yield _property("PROP_IS_REFERENCE", "false")
    for name, field in _PLAIN.get(item.kind, ()):
        value = _shown(resource.fields.get(field))
        if value is not None:
            yield _property(name, value)
    if item.kind == "fileResource":
        yield from _file(resource, searched=searched)
    if item.kind == "contentResource" and searched:
        yield _property("DATA_ATTACHMENT_ID", item.uri)
    special = _SPECIAL.get(item.kind)
    if special is not None:
        yield from special(resource)
    for nested in (v for v in many(resource.fields, "subResource") if isinstance(v, Resource)):
        inner = descriptor(view, Item(nested, hidden=True))
        attachment = _property("DATA_ATTACHMENT_ID", nested.uri)
        yield inner.replace("</resourceDescriptor>\n", f"{attachment}</resourceDescriptor>\n")


def _shown(value: Value | tuple[Value, ...] | None) -> str | None:
    """A value as listings show it: secrets, too (§4)."""
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, TypedValue):
        return _shown(value.text)
    return value if isinstance(value, str) else None


def _file(resource: Resource, *, searched: bool) -> Iterator[str]:
    link = resource.text("referenceUri")
    yield _property("PROP_IS_REFERENCE", "true" if link else "false")
    if link:
        yield _property("PROP_REFERENCE_URI", link)
    has_data = searched and not link
    yield _property("PROP_HAS_DATA", "true" if has_data else "false")
    if has_data:
        yield _property("PROP_ATTACHMENT_ID", "attachment")


def _query(resource: Resource) -> Iterator[str]:
    for value in many(resource.fields, "dataSource"):
        if isinstance(value, Reference) and value.uri:
            yield _reference("datasource", value.uri, is_reference=True)


def _control(resource: Resource) -> Iterator[str]:
    columns = "".join(
        _property("PROP_QUERY_VISIBLE_COLUMN_NAME", c) for c in resource.texts("queryVisibleColumn")
    )
    if columns:
        yield _group("PROP_QUERY_VISIBLE_COLUMNS", columns)
    without = {"dataType"} if resource.text("type") == _MULTI_VALUE else set()
    for name in (name for name in ("dataType", "listOfValues", "query") if name not in without):
        for value in many(resource.fields, name):
            if isinstance(value, Reference):
                uri = value.uri if value.local is None else value.local.uri
                if uri:
                    yield _reference("reference", uri, is_reference=False)


def _values(resource: Resource) -> Iterator[str]:
    items = ""
    for record in records(resource.fields, "item"):
        value = record.get("itemValue")
        text = _shown(value) or ""
        items += _property(text, _shown(record.get("itemLabel")) or "")
    yield _group("PROP_LOV", items)


def _virtual(resource: Resource) -> Iterator[str]:
    for record in records(resource.fields, "dataSource"):
        reference = record.get("dataSourceReference")
        if isinstance(reference, Reference) and reference.uri:
            alias = _property("PROP_DATASOURCE_SUB_DS_ID", _shown(record.get("alias")) or "")
            yield _reference("datasource", reference.uri, is_reference=True, more=alias)


def _custom(resource: Resource) -> Iterator[str]:
    pairs = [
        (_shown(r.get("key")) or "", _shown(r.get("value")) or "")
        for r in records(resource.fields, "property")
    ]
    if pairs:
        yield _group("PROP_DATASOURCE_CUSTOM_PROPERTY_MAP", "".join(_property(k, v) for k, v in pairs))


_SPECIAL: dict[str, Callable[[Resource], Iterator[str]]] = {
    "query": _query,
    "inputControl": _control,
    "listOfValues": _values,
    "virtualDataSource": _virtual,
    "customDataSource": _custom,
}


def _reference(kind: str, uri: str, *, is_reference: bool, more: str = "") -> str:
    inner = _property("PROP_REFERENCE_URI", uri)
    if is_reference:
        inner += _property("PROP_IS_REFERENCE", "true")
    return f'\t<resourceDescriptor wsType="{kind}" isNew="false">\n{inner}{more}\t</resourceDescriptor>\n'


def _property(name: str, value: str) -> str:
    attribute = quoteattr(name)
    return (
        f"\t<resourceProperty name={attribute}>\n\t\t<value>{_cdata(value)}</value>\n\t</resourceProperty>\n"
    )


def _group(name: str, inner: str) -> str:
    return f'\t<resourceProperty name="{name}">\n{inner}\t</resourceProperty>\n'


def _cdata(text: str) -> str:
    kept = "".join(c for c in text if c >= " " or c in "\t\n\r").replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{kept}]]>"
