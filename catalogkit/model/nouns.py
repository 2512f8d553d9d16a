"""What people call things of each type."""

from __future__ import annotations

NOUNS = {
    "folder": "folder",
    "reportUnit": "report",
    "fileResource": "file",
    "contentResource": "content",
    "dataType": "data type",
    "listOfValues": "list of values",
    "query": "query",
    "inputControl": "input control",
    "jdbcDataSource": "data source",
    "jndiJdbcDataSource": "data source",
    "awsDataSource": "data source",
    "azureSqlDataSource": "data source",
    "beanDataSource": "data source",
    "customDataSource": "data source",
    "virtualDataSource": "virtual data source",
    "mondrianConnection": "Mondrian connection",
    "secureMondrianConnection": "Mondrian connection",
    "xmlaConnection": "XML/A connection",
    "mondrianXmlaDefinition": "XML/A definition",
    "olapUnit": "OLAP view",
    "semanticLayerDataSource": "Domain",
    "adhocDataView": "Ad Hoc view",
    "dashboardModelResource": "dashboard",
    "dashboardResource": "dashboard",
    "adhocReportUnit": "Ad Hoc report",
    "dataDefinerUnit": "topic",
    "reportOptions": "report options",
    "user": "user",
    "role": "role",
    "organization": "organization",
    "reportJob": "job",
    "holiday-calendar": "calendar",
    "accessEvent": "access event",
    "favorite": "favorite",
}
"""By root element."""


def noun(root: str) -> str:
    """What people call a thing; its root element where nobody calls it anything."""
    return NOUNS.get(root, root)
