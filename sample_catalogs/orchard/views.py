"""The Domain, Ad Hoc views and dashboards."""

from __future__ import annotations

from catalogkit.testing import (
    Part,
    ResourcePart,
    adhoc_view,
    control,
    dashboard,
    data_type,
    domain,
    file,
    query,
    report,
    resource,
)

from .reports import STATE, topic

SCHEMA = b"""<?xml version="1.0" encoding="UTF-8"?>
<schema xmlns="http://www.jaspersoft.com/2007/SL/XMLSchema" schemaLocale="en_US" version="1.3">
  <itemGroups>
    <itemGroup id="deliveries" labelId="DELIVERIES.LABEL" resourceId="JoinTree_1">
      <items>
        <item id="variety" labelId="VARIETY.LABEL" resourceId="JoinTree_1.deliveries.variety"/>
        <item id="crates" labelId="CRATES.LABEL" resourceId="JoinTree_1.deliveries.crates"/>
      </items>
    </itemGroup>
  </itemGroups>
  <resources>
    <jdbcTable id="deliveries" datasourceId="packing" tableName="public.deliveries">
      <fieldList>
        <field id="variety" type="java.lang.String"/>
        <field id="crates" type="java.lang.Integer"/>
      </fieldList>
    </jdbcTable>
  </resources>
</schema>
"""
_SECURITY = b"""<?xml version="1.0" encoding="UTF-8"?>
<securityDefinition xmlns="http://www.jaspersoft.com/2007/SL/XMLSchema" version="1.0">
  <resourceAccessGrants>
    <resourceAccessGrantList id="grants" resourceId="deliveries" defaultAccess="denied">
      <resourceAccessGrant id="growers">
        <principalExpression>
          authentication.principal.roles.any{ it.roleName == "ROLE_GROWER" }
        </principalExpression>
        <filterExpression>variety == attribute('orchard')</filterExpression>
      </resourceAccessGrant>
    </resourceAccessGrantList>
  </resourceAccessGrants>
</securityDefinition>
"""
_BUNDLES = {
    "": b"DELIVERIES.LABEL=Deliveries\nVARIETY.LABEL=Variety\nCRATES.LABEL=Crates\n",
    "de": b"DELIVERIES.LABEL=Anlieferungen\nVARIETY.LABEL=Sorte\nCRATES.LABEL=Kisten\n",
}
_VALUES_QUERY = """<query xmlns="http://www.jaspersoft.com/2007/SL/XMLSchema">
  <queryFields><queryField id="deliveries.variety"/></queryFields>
</query>"""
_COPY = "tmpAdv_1705305600000_plum"


def harvest_domain(base: str) -> ResourcePart:
    """The Domain on the packing database."""
    return domain(
        f"{base}/Domains/Harvest",
        data_sources={"packing": f"{base}/Data_Sources/Packing_DB"},
        schema=SCHEMA,
        security=_SECURITY,
        bundles=_BUNDLES,
        label="Harvest",
    )


def variety_filter() -> ResourcePart:
    """The filter of a view: a control that owns its query."""
    values = query("variety_1", _VALUES_QUERY, language="domain")
    return control(
        "variety_1", "multi-select query", query=values, columns=["variety"], value_column="variety"
    )


def harvest_view(base: str) -> ResourcePart:
    """A view of the harvest, with a filter, a bundle and a generated report."""
    generated = report("dashboardReport", main=f"{base}/Templates/page", label="Generated")
    crates = control("crates_1", "single value", data_type=data_type("number", "number"))
    return adhoc_view(
        f"{base}/Ad_Hoc_Views/Harvest_by_Variety",
        label="Harvest by variety",
        data_source=f"{base}/Domains/Harvest",
        topic=topic(),
        state=STATE,
        controls=[variety_filter(), crates],
        resources=[file("harvest.properties", b"title=Harvest\n", "prop")],
        reports=[generated],
    )


def season_dashboard(base: str) -> ResourcePart:
    """A dashboard: a private copy of a view with its filter, a view, a control and a report."""
    view, weekly = f"{base}/Ad_Hoc_Views/Harvest_by_Variety", f"{base}/Reports/Weekly-Deliveries"
    copy = adhoc_view(
        _COPY,
        data_source=f"{base}/Domains/Harvest",
        topic=topic(),
        controls=[variety_filter()],
        reports=[report("dashboardReport")],
        description="Dashboard visualization.",
    )
    copied, grade = f"/temp/{_COPY}", f"{base}/Controls/grade"
    return dashboard(
        f"{base}/Dashboards/Season_2024",
        label="Season 2024",
        shown=[
            ("adhocDataView", copied, copy),
            ("adhocDataView", view, view),
            ("inputControl", grade, grade),
            ("reportUnit", weekly, weekly),
        ],
        components=[
            {"type": "dashboardProperties", "id": "DashboardProperties", "name": "DashboardProperties"},
            {"type": "chart", "id": "Plums", "resource": copied, "dataSourceUri": f"{base}/Domains/Harvest"},
            {"type": "adhocDataView", "id": "Harvest", "resource": view},
            {"type": "inputControl", "id": "Grade", "resource": grade, "ownerResourceId": weekly},
            {
                "type": "reportUnit",
                "id": "Weekly",
                "resource": weekly,
                "parameters": [{"id": "grade", "uri": grade, "label": "Grade"}],
                "dashletHyperlinkUrl": f"repo:{base}/Reports/Grower_Statement?grower=$P{{grower}}",
            },
            {"type": "text", "id": "Text", "text": "All crates, all varieties"},
        ],
    )


def old_dashboard(base: str) -> ResourcePart:
    """A dashboard of the old designer (`catalog-format.md` §8.4)."""
    package = "com.jaspersoft.ji.dashboard"
    frames = [
        {
            "frameType": f"{package}.DashboardContentFrame",
            "name": "Weekly",
            "property": [{"key": "dashResourceIndex", "value": "0"}],
        },
        {
            "frameType": f"{package}.DashboardCustomContentFrame",
            "name": "Weather",
            "property": [{"key": "dashFrameSource", "value": "https://weather.example/"}],
        },
        {
            "frameType": f"{package}.DashboardTextFrame",
            "name": "Title",
            "property": [{"key": "text", "value": "Season 2013"}],
        },
    ]
    return resource(
        "dashboardResource",
        f"{base}/Archive/Season_2013",
        state={"title": "Season 2013", "theme": "orchard", "paperSize": "a4", "frame": frames},
        resource=[f"{base}/Reports/Weekly-Deliveries"],
    )


def views(base: str) -> list[Part]:
    """The Domain, the views and the dashboards."""
    return [harvest_domain(base), harvest_view(base), season_dashboard(base), old_dashboard(base)]
