"""The table of resource types: one row per XML root element (`catalog-format.md` §7 and §8)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from . import codes
from .fields import (
    Field,
    Nested,
    Role,
    boolean,
    code,
    date,
    integer,
    link,
    ref,
    secret,
    struct,
    text,
    typed,
)
from .shapes import HEADER, PARAMETER

V2_FILE = "file"
"""The type of a file or content in a v2 listing, which does not tell them apart."""


class Edition(Enum):
    """Who knows a resource type."""

    COMMUNITY = "CE"
    """Community and commercial servers."""
    COMMERCIAL = "PRO"
    """Commercial servers only; an import into a community server fails."""


class ResourceType(NamedTuple):
    """One resource type.

    Args:
        name: XML root element name.
        fields: header and own elements, in the order the server writes them.
        v1: `wsType` in v1 listings (`rest-services.md` §6.3); empty where it is the file type or unknown.
        v2: `resourceType` in v2 listings.
        edition: who knows it.
        data: where its bytes are named: the field, or None.
        retired: the last version it was seen in, or empty.
    """

    name: str
    fields: tuple[Field, ...]
    v1: str = ""
    v2: str = ""
    edition: Edition = Edition.COMMUNITY
    data: str | None = None
    retired: str = ""

    @property
    def is_commercial(self) -> bool:
        """Whether only commercial servers know it."""
        return self.edition is Edition.COMMERCIAL

    @property
    def is_known(self) -> bool:
        """Whether the table has it."""
        return self.name in TYPES


def _type(
    name: str,
    *fields: Field,
    v1: str = "",
    v2: str = "",
    edition: Edition = Edition.COMMUNITY,
    data: str | None = None,
    retired: str = "",
) -> ResourceType:
    return ResourceType(name, (*HEADER, *fields), v1, v2 or name, edition, data, retired)


_JDBC: tuple[Field, ...] = (
    text("driver"),
    text("connectionUrl"),
    text("connectionUser"),
    secret("connectionPassword"),
    text("timezone"),
)
_SNAPSHOT = struct("dataSnapshotMetadata", date("snapshotDate"), PARAMETER)
_REPORT: tuple[Field, ...] = (
    ref("mainReport", Role.MAIN_REPORT),
    ref("query", Role.QUERY),
    ref("dataSource", Role.DATA_SOURCE),
    ref("inputControl", Role.INPUT_CONTROL, many=True, ordered=True),
    ref("resource", Role.FILE, many=True, ordered=True),
    text("inputControlRenderingView"),
    text("reportRenderingView"),
    boolean("alwaysPromptControls"),
    code("controlsLayout", codes.CONTROLS_LAYOUTS),
    _SNAPSHOT,
)
_SECRET_PROPERTIES = frozenset(
    {"password", "passphrase", "secret", "secretKey", "accessKey", "token", "keyStorePassword"}
)
"""`password` is the one that servers encrypt (§13); the others are what connectors call theirs."""
_PROPERTY = struct(
    "property",
    text("key"),
    text("value"),
    many=True,
    secret_pairs=("key", _SECRET_PROPERTIES, "value"),
    key=("key",),
)
_SOURCE_ENTRY = struct(
    "dataSource", text("alias"), ref("dataSourceReference", Role.DATA_SOURCE), many=True, key=("alias",)
)
_PRO = Edition.COMMERCIAL

_ROWS: Iterable[ResourceType] = (
    _type("reportUnit", *_REPORT, v1="reportUnit"),
    _type(
        "fileResource", text("@dataFile"), text("fileType"), link("referenceUri"),
        v2=V2_FILE, data="@dataFile",
    ),
    _type(
        "contentResource", text("@dataFile"), text("fileType"),
        Nested("subResource", many=True, type_name="contentResource"),
        v1="contentResource", v2=V2_FILE, data="@dataFile",
    ),
    _type(
        "dataType", code("type", codes.DATA_TYPES), integer("maxLength"), integer("decimals"),
        text("regularExpr"), typed("minValue"), typed("maxValue"), boolean("strictMin"),
        boolean("strictMax"),
        v1="dataType",
    ),
    _type(
        "listOfValues",
        struct(
            "item", text("itemLabel"), typed("itemValue"), many=True, key=("itemLabel",), ordered=True
        ),
        v1="lov",
    ),
    _type(
        "query", text("language"), text("queryString"), ref("dataSource", Role.DATA_SOURCE),
        v1="query",
    ),
    _type(
        "inputControl", code("type", codes.INPUT_CONTROLS), boolean("mandatory"),
        boolean("readOnly"), boolean("visible"), ref("dataType", Role.DATA_TYPE),
        ref("listOfValues", Role.LIST_OF_VALUES), ref("query", Role.QUERY),
        text("queryVisibleColumn", many=True, ordered=True), text("queryValueColumn"), typed("defaultValue"),
        text("componentType"),
        v1="inputControl",
    ),
    _type("jdbcDataSource", *_JDBC, v1="jdbc"),
    _type("jndiJdbcDataSource", text("jndiName"), text("timezone"), v1="jndi"),
    _type(
        "awsDataSource", *_JDBC, secret("accessKey"), secret("secretKey"), text("roleARN"),
        text("region"), text("dbName"), text("dbInstanceIdentifier"), text("dbService"),
        v1="aws",
    ),
    _type(
        "azureSqlDataSource", *_JDBC, secret("subscriptionId"),
        ref("keyStoreResource", Role.KEY_STORE), secret("keyStorePassword"), text("keyStoreType"),
        text("serverName"), text("dbName"),
        v1="azuresql", edition=_PRO,
    ),
    _type("beanDataSource", text("beanName"), text("beanMethod"), v1="bean"),
    _type(
        "customDataSource",
        struct(
            "resourceEntry", text("alias"), ref("resourceReference", Role.FILE), many=True,
            key=("alias",),
        ),
        text("serviceClass"), _PROPERTY,
        v1="custom",
    ),
    _type("virtualDataSource", _SOURCE_ENTRY, text("timezone"), v1="virtual"),
    _type(
        "mondrianConnection", ref("schema", Role.SCHEMA), ref("dataSource", Role.DATA_SOURCE),
        v1="unknow",
    ),
    _type(
        "xmlaConnection", text("connectionURL"), text("dataSource"), text("catalog"),
        text("connectionUser"), secret("connectionPassword"),
        v1="olapXmlaCon",
    ),
    _type(
        "mondrianXmlaDefinition", text("catalog"),
        ref("mondrianConnection", Role.MONDRIAN_CONNECTION),
        v1="unknow",
    ),
    _type(
        "olapUnit", ref("olapClientConnection", Role.OLAP_CONNECTION), text("mdxQuery"),
        text("olapViewOptionsDataFile"),
        v1="olapUnit", data="olapViewOptionsDataFile",
    ),
    _type(
        "semanticLayerDataSource", ref("schema", Role.SCHEMA), ref("securityFile", Role.SECURITY),
        _SOURCE_ENTRY,
        struct(
            "bundle", text("localeStr"), ref("bundle", Role.BUNDLE), many=True, key=("localeStr",)
        ),
        v1="domain", edition=_PRO,
    ),
    _type(
        "adhocDataView", ref("dataSource", Role.DATA_SOURCE),
        ref("inputControl", Role.INPUT_CONTROL, many=True, ordered=True),
        ref("resource", Role.FILE, many=True, ordered=True),
        ref("reports", Role.REPORT, many=True), text("inputControlRenderingView"),
        boolean("alwaysPromptControls"), code("controlsLayout", codes.CONTROLS_LAYOUTS),
        v1="adhocDataView", edition=_PRO,
    ),
    _type(
        "dashboardModelResource", text("defaultFoundation"),
        struct(
            "foundation", text("id"), text("layout"), text("wiring"), text("components"), many=True,
            key=("id",),
        ),
        struct("resourceDescriptor", text("type"), text("id"), many=True, ordered=True),
        ref("resource", Role.COMPONENT, many=True, ordered=True),
        v1="dashboard", v2="dashboard", edition=_PRO,
    ),
    _type("adhocReportUnit", *_REPORT, v1="adhocReport", edition=_PRO, retired="4.5"),
    _type("dataDefinerUnit", *_REPORT, v1="domainTopic", v2="domainTopic", edition=_PRO, retired="6.x"),
    _type(
        "dashboardResource",
        struct(
            "state", text("title"), text("theme"), text("paperSize"),
            struct("property", text("key"), text("value"), many=True, key=("key",)),
            struct(
                "frame", text("@frameType"), text("name"),
                struct("property", text("key"), text("value"), many=True, key=("key",)),
                many=True, key=("name",),
            ),
        ),
        ref("resource", Role.COMPONENT, many=True, ordered=True),
        v1="dashboard", edition=_PRO, retired="6.1",
    ),
    _type(
        "reportOptions", ref("report", Role.REPORT), text("optionsName"),
        struct("inputValue", typed("key"), typed("value", many=True), many=True, key=("key",)),
        v1="reportOptions", edition=_PRO,
    ),
    _type(
        "secureMondrianConnection", ref("schema", Role.SCHEMA),
        ref("dataSource", Role.DATA_SOURCE),
        ref("grant", Role.ACCESS_GRANT, many=True, ordered=True),
        v1="olapMondrianCon", edition=_PRO,
    ),
)  # fmt: skip

TYPES: dict[str, ResourceType] = {row.name: row for row in _ROWS}
"""Every known resource type, by XML root element name."""


def unknown_type(name: str) -> ResourceType:
    """The type of a root element that the table lacks: header only, everything else kept raw."""
    return ResourceType(name, HEADER)
