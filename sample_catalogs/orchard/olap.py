"""Analysis: a Mondrian schema, connections to it, and a view."""

from __future__ import annotations

from catalogkit.testing import Part, ResourcePart, file, keyed_secret, mondrian, query, report, resource

_SCHEMA = b"""<?xml version="1.0" encoding="UTF-8"?>
<Schema name="Deliveries">
  <Cube name="Deliveries">
    <Table name="deliveries"/>
    <Dimension name="Variety">
      <Hierarchy hasAll="true"><Level name="Variety" column="variety"/></Hierarchy>
    </Dimension>
    <Measure name="Crates" column="crates" aggregator="sum"/>
  </Cube>
  <Role name="ROLE_GROWER"><SchemaGrant access="none"/></Role>
</Schema>
"""
_GRANTS = b"""<?xml version="1.0" encoding="UTF-8"?>
<accessGrantSchema>
  <Role name="ROLE_GROWER"><SchemaGrant access="none"/></Role>
  <Role name="ROLE_ADMINISTRATOR"><SchemaGrant access="all"/></Role>
</accessGrantSchema>
"""
_OPTIONS = b"""<?xml version="1.0" encoding="UTF-8"?>
<java version="1.8.0" class="java.beans.XMLDecoder">
  <object class="java.util.HashMap">
    <void method="put"><string>showTitle</string><boolean>true</boolean></void>
  </object>
</java>
"""
_MDX = "select {[Measures].[Crates]} on columns, {[Variety].[All Varieties]} on rows from Deliveries"


def connections(base: str) -> list[Part]:
    """The schema, the grants, and the connections over them."""
    schema, source = f"{base}/Analysis/Deliveries_Schema", f"{base}/Data_Sources/Packing_DB"
    grants = f"{base}/Analysis/Deliveries_Grants"
    return [
        file(schema, _SCHEMA, "olapMondrianSchema", label="Schema of deliveries"),
        file(grants, _GRANTS, "accessGrantSchema", label="Grants on deliveries"),
        mondrian(f"{base}/Analysis/Deliveries", schema, source),
        mondrian(f"{base}/Analysis/Deliveries_Secure", schema, source, grants=[grants]),
        resource(
            "mondrianXmlaDefinition",
            f"{base}/Analysis/Deliveries_Definition",
            catalog="Deliveries",
            mondrianConnection=f"{base}/Analysis/Deliveries",
        ),
        resource(
            "xmlaConnection",
            f"{base}/Analysis/Deliveries_XMLA",
            connectionURL="http://localhost:8080/jasperserver-pro/xmla",
            dataSource="Provider=Mondrian;DataSource=Deliveries",
            catalog="Deliveries",
            connectionUser="jasperadmin|orchards",
            connectionPassword=keyed_secret("jasperadmin"),
        ),
    ]


def views(base: str) -> list[Part]:
    """A view with saved options, and one on the XML/A connection without."""
    return [
        resource(
            "olapUnit",
            f"{base}/Analysis/Crates_by_Variety",
            label="Crates by variety",
            olapClientConnection=f"{base}/Analysis/Deliveries_Secure",
            mdxQuery=_MDX,
            data=_OPTIONS,
        ),
        resource(
            "olapUnit",
            f"{base}/Analysis/Crates_remote",
            olapClientConnection=f"{base}/Analysis/Deliveries_XMLA",
            mdxQuery=_MDX,
        ),
    ]


def cube_report(base: str) -> ResourcePart:
    """A report on the cube, with a query of its own."""
    connection = f"{base}/Analysis/Deliveries"
    return report(
        f"{base}/Reports/Cube_Report",
        label="Deliveries from the cube",
        data_source=connection,
        query=query("cube_query", _MDX, language="mdx", data_source=connection),
    )


def analysis(base: str) -> list[Part]:
    """Everything of analysis."""
    return [*connections(base), *views(base), cube_report(base)]
