"""Every reference of some catalogs, written out by hand: nothing more and nothing less is found.

A row reads: owner > target | role | strength | certainty | found or missing | entry:line.
"""

import zipfile
from pathlib import Path

import pytest

from catalogkit import open_catalog
from catalogkit.references.edge import Edge
from catalogkit.references.extract import extract
from catalogkit.references.lines import with_lines
from catalogkit.testing import (
    ResourcePart,
    attribute,
    control,
    custom,
    dashboard,
    domain,
    event,
    favorite,
    file,
    folder,
    jdbc,
    jndi,
    job,
    link,
    local,
    mondrian,
    organization,
    permission,
    png,
    report,
    report_options,
    resource,
    role,
    user,
    virtual,
    write,
)


def image(path: str) -> ResourcePart:
    return file(path, png(), "img")


def jrxml(path: str, data: bytes) -> ResourcePart:
    return file(path, data, "jrxml")


def text(path: str, data: bytes, kind: str = "xml") -> ResourcePart:
    return file(path, data, kind)


EMPTY = b"<jasperReport/>"

SALES = rb"""<?xml version="1.0" encoding="UTF-8"?>
<jasperReport xmlns="http://jasperreports.sourceforge.net/jasperreports" name="sales" resourceBundle="labels">
  <property name="ireport.jasperserver.reportUnit" value="/old/place/sales"/>
  <property name="ireport.jasperserver.url" value="http://host/jasperserver/services/repository"/>
  <property name="com.jaspersoft.studio.data.sql.tables" value="/tables"/>
  <property name="com.jaspersoft.jrs.data.source" value="/ds/old"/>
  <property name="adhoc.tree.uri" value="/field/tree"/>
  <property name="semantic.tree.uri" value="repo:/field/tree"/>
  <property name="net.sf.jasperreports.data.adapter" value="repo:/data/adapter.xml"/>
  <template><![CDATA["repo:/styles/base.jrtx"]]></template>
  <style name="a" pdfFontName="repo:fonts/a.ttf"/>
  <!-- <subreport><subreportExpression>"repo:/commented/out.jrxml"</subreportExpression></subreport> -->
  <parameter name="logo" class="java.lang.String">
    <parameterDescription><![CDATA[for example repo:/described.png]]></parameterDescription>
    <defaultValueExpression><![CDATA["repo:/img/default.png"]]></defaultValueExpression>
  </parameter>
  <queryString><![CDATA[select 'repo:/in/sql' || uri from t where 'repo:' || uri = $P{logo}]]></queryString>
  <title>
    <band height="100">
      <staticText><text><![CDATA[repo:/shown.png]]></text></staticText>
      <subreport>
        <subreportParameter name="x">
          <subreportParameterExpression><![CDATA["repo:/passed.xml"]]></subreportParameterExpression>
        </subreportParameter>
        <subreportExpression><![CDATA["repo:sub.jrxml"]]></subreportExpression>
      </subreport>
      <subreport><subreportExpression><![CDATA["repo:/subs/absolute.jrxml"]]></subreportExpression></subreport>
      <subreport><subreportExpression><![CDATA["linked.jrxml"]]></subreportExpression></subreport>
      <subreport><subreportExpression><![CDATA["/subs/own.jrxml|acme"]]></subreportExpression></subreport>
      <subreport><subreportExpression><![CDATA["../up.jrxml"]]></subreportExpression></subreport>
      <subreport><subreportExpression><![CDATA["none.jrxml"]]></subreportExpression></subreport>
      <subreport><subreportExpression>$P{SUBREPORT_DIR} + "x.jasper"</subreportExpression></subreport>
      <image><imageExpression><![CDATA["logo.png"]]></imageExpression></image>
      <image>
        <imageExpression>
          <![CDATA[

            "repo:" // the scheme
            + "/img/" + 'a.png']]>
        </imageExpression>
      </image>
      <image><imageExpression><![CDATA["repo:/img/" + $F{name} + ".png"]]></imageExpression></image>
      <image><imageExpression><![CDATA["repo:" + $F{path}]]></imageExpression></image>
      <image><imageExpression><![CDATA[$F{picture}]]></imageExpression></image>
      <image>
        <imageExpression><![CDATA[$F{up}.equals("logo.png")
          ? "repo:/img/up.png"
          : "down.png"]]></imageExpression>
      </image>
      <image><imageExpression><![CDATA["https://host/a.png"]]></imageExpression></image>
      <textField hyperlinkType="ReportExecution">
        <textFieldExpression><![CDATA[$R{title} + $R{none} + $R{none}]]></textFieldExpression>
        <hyperlinkParameter name="_report">
          <hyperlinkParameterExpression><![CDATA["/reports/details"]]></hyperlinkParameterExpression>
        </hyperlinkParameter>
        <hyperlinkParameter name="region">
          <hyperlinkParameterExpression><![CDATA["/no/path"]]></hyperlinkParameterExpression>
        </hyperlinkParameter>
      </textField>
      <textField hyperlinkType="Reference">
        <textFieldExpression><![CDATA["/no/path"]]></textFieldExpression>
        <hyperlinkReferenceExpression><![CDATA["repo:/docs/a.pdf"]]></hyperlinkReferenceExpression>
      </textField>
    </band>
  </title>
</jasperReport>
"""

SUB = b'<jasperReport><a><imageExpression>"logo.png"</imageExpression></a></jasperReport>'
INCLUDING = b"<jasperTemplate>\n<template>repo:/styles/more.jrtx</template></jasperTemplate>"

SALES_PARTS = [
    report(
        "/reports/sales",
        main=jrxml("main", SALES),
        data_source="/ds/sales",
        resources=[
            jrxml("sub.jrxml", SUB),
            link("linked.jrxml", "/subs/link"),
            image("logo.png"),
            image("down.png"),
            text("labels.properties", b"title=Title\n", "prop"),
            text("labels_de.properties", b"title=Titel\n", "prop"),
            text("labelsx.properties", b"\n", "prop"),
        ],
    ),
    link("/subs/link", "/subs/link2"),
    link("/subs/link2", "/subs/absolute.jrxml"),
    jrxml("/subs/absolute.jrxml", EMPTY),
    jrxml("/reports/up.jrxml", EMPTY),
    report("/reports/details", main=jrxml("main", EMPTY)),
    organization("acme"),
    folder("/organizations/acme"),
    jrxml("/organizations/acme/subs/own.jrxml", EMPTY),
    image("/img/a.png"),
    text("/data/adapter.xml", b"<csvDataAdapter><fileName>repo:/data/a.csv</fileName></csvDataAdapter>"),
    text("/styles/base.jrtx", INCLUDING, "jrtx"),
    text("/styles/more.jrtx", b'<jasperTemplate><template>"none.jrtx"</template></jasperTemplate>', "jrtx"),
]  # fmt: skip

SALES_ROWS = """
/reports/sales > /ds/sales | data source | hard | literal | missing | sales.xml:20
/reports/sales > /subs/link | link | hard | literal | found | sales.xml:42
/subs/link > /subs/link2 | link | hard | literal | found | link.xml:9
/subs/link2 > /subs/absolute.jrxml | link | hard | literal | found | link2.xml:9

/reports/sales > /old/place/sales | file | soft | provenance | missing | main.data:3
/reports/sales > /tables | file | soft | provenance | missing | main.data:5
/reports/sales > /ds/old | file | soft | provenance | missing | main.data:6
/reports/sales > /data/adapter.xml | data adapter | run time | literal | found | main.data:9
/reports/sales > /styles/base.jrtx | style template | run time | literal | found | main.data:10
/reports/sales > /reports/sales_files/fonts/a.ttf | font | run time | literal | missing | main.data:11
/reports/sales > /img/default.png | file | run time | literal | missing | main.data:15
/reports/sales > /passed.xml | file | run time | literal | missing | main.data:23
/reports/sales > /reports/sales_files/sub.jrxml | sub-report | run time | literal | found | main.data:25
/reports/sales > /subs/absolute.jrxml | sub-report | run time | literal | found | main.data:27
/reports/sales > /reports/sales_files/linked.jrxml | sub-report | run time | literal | found | main.data:28
/reports/sales > /organizations/acme/subs/own.jrxml | sub-report | run time | literal | found | main.data:29
/reports/sales > /reports/up.jrxml | sub-report | run time | literal | found | main.data:30
/reports/sales > /reports/sales_files/none.jrxml | sub-report | run time | literal | missing | main.data:31
/reports/sales >  | sub-report | run time | dynamic | missing | main.data:32
/reports/sales > /reports/sales_files/logo.png | image | run time | literal | found | main.data:33
/reports/sales > /img/a.png | image | run time | literal | found | main.data:38
/reports/sales > repo:/img/ | image | run time | dynamic | missing | main.data:42
/reports/sales >  | image | run time | dynamic | missing | main.data:43
/reports/sales >  | image | run time | dynamic | missing | main.data:44
/reports/sales > /reports/sales_files/logo.png | image | run time | literal | found | main.data:46
/reports/sales > /img/up.png | image | run time | literal | missing | main.data:47
/reports/sales > /reports/sales_files/down.png | image | run time | literal | found | main.data:48
/reports/sales > https://host/a.png | image | soft | literal | missing | main.data:50
/reports/sales > /reports/details | drill-down | soft | literal | found | main.data:54
/reports/sales > /docs/a.pdf | drill-down | soft | literal | missing | main.data:62
/reports/sales > /reports/sales_files/labels.properties | resource bundle | run time | literal | found | main.data:2
/reports/sales > /reports/sales_files/labels_de.properties | resource bundle | run time | literal | found | main.data:2
/reports/sales > key none | bundle key | soft | literal | missing | main.data:52

/reports/sales > /reports/sales_files/logo.png | image | run time | literal | found | sub.jrxml.data:1
/data/adapter.xml > /data/a.csv | data file | run time | literal | missing | adapter.xml.data:1
/styles/base.jrtx > /styles/more.jrtx | style template | run time | literal | found | base.jrtx.data:2
/reports/sales > /reports/sales_files/none.jrtx | style template | run time | literal | missing | more.jrtx.data:1

organization acme > organization organizations | organization | soft | literal | missing | acme.xml:5
organization acme > /organizations/acme | folder | hard | literal | found | acme.xml:10
organization acme > /themes/default | theme | soft | literal | missing | acme.xml:11
"""  # noqa: E501

OLD = rb"""<?xml version="1.0" encoding="ISO-8859-1"  ?>
<!-- Created with iReport -->
<!DOCTYPE jasperReport PUBLIC "//JasperReports//DTD Report Design//EN" "http://jasperreports.sourceforge.net/dtds/jasperreport.dtd">
<jasperReport name="old" language="java">
  <property name="ireport.zoom" value="1.0"/>
  <property name="ireport.jasperserver.report.resource" value="/old_files/main"/>
  <property name="com.jaspersoft.jasperserver.api.metadata.jasperreports.domain.TopicReportUnit" value="repo:/topics/old"/>
  <import value="java.util.*"/>
  <template class="java.lang.String"><![CDATA["style.jrtx"]]></template>
  <parameter name="SUBREPORT_DIR" isForPrompting="false" class="java.lang.String">
    <defaultValueExpression><![CDATA["repo:"]]></defaultValueExpression>
  </parameter>
  <queryString><![CDATA[select 1 -- "repo:/in/sql.jrxml"]]></queryString>
  <detail>
    <band height="10">
      <subreport isUsingCache="true">
        <connectionExpression><![CDATA[$P{REPORT_CONNECTION}]]></connectionExpression>
        <subreportExpression class="java.lang.String"><![CDATA[ "repo:/subs/gone.jrxml" ]]></subreportExpression>
      </subreport>
      <image>
        <imageExpression class="java.lang.String"><![CDATA[$P{x} == null ? "repo:/img/\u0061.png"
            : msg("logo.png")]]></imageExpression>
        <anchorNameExpression><![CDATA["repo:/img/none.png"]]></anchorNameExpression>
        <hyperlinkReferenceExpression><![CDATA["repo:/docs/" + $F{id}]]></hyperlinkReferenceExpression>
      </image>
      <image><imageExpression>String.format("repo:/img/%s.png", $F{x})</imageExpression></image>
      <image><imageExpression>null</imageExpression></image>
      <image><imageExpression></imageExpression></image>
      <image><imageExpression class="java.lang.String">/* "x.png" */ "file:/tmp/a.png"</imageExpression></image>
    </band>
  </detail>
</jasperReport>
"""  # noqa: E501

OLD_PARTS = [
    report(
        "/old",
        main=jrxml("main", OLD),
        resources=[
            text(
                "style.jrtx", b'<jasperTemplate>\n<template>"style2.jrtx"</template></jasperTemplate>', "jrtx"
            ),
            text("style2.jrtx", b"<jasperTemplate/>", "jrtx"),
            image("logo.png"),
        ],
    ),
    image("/img/a.png"),
]

OLD_ROWS = """
/old > /old_files/main | file | soft | provenance | found | main.data:6
/old > /topics/old | file | soft | provenance | missing | main.data:7
/old > /old_files/style.jrtx | style template | run time | literal | found | main.data:9
/old >  | file | run time | dynamic | missing | main.data:11
/old > /subs/gone.jrxml | sub-report | run time | literal | missing | main.data:18
/old > /img/a.png | image | run time | literal | found | main.data:21
/old > /old_files/logo.png | image | run time | literal | found | main.data:22
/old > /img/none.png | file | run time | literal | missing | main.data:23
/old > repo:/docs/ | drill-down | soft | dynamic | missing | main.data:24
/old > repo:/img/ | image | run time | dynamic | missing | main.data:26
/old > file:/tmp/a.png | image | soft | literal | missing | main.data:29
/old > /old_files/style2.jrtx | style template | run time | literal | found | style.jrtx.data:2
"""

NEW = rb"""<jasperReport name="new" language="groovy" resourceBundle="texts">
  <property name="com.jaspersoft.studio.data.defaultdataadapter" value="/local/adapter"/>
  <property name="net.sf.jasperreports.data.adapter"><![CDATA[repo:adapter.xml]]></property>
  <template>"repo:style.jrtx"</template>
  <style name="a" pdfFontName="repo:/fonts/a.ttf"/>
  <query language="sql"><![CDATA[select 'repo:/in/sql']]></query>
  <parameter name="p" class="java.lang.String">
    <description><![CDATA[repo:/described]]></description>
    <defaultValueExpression><![CDATA["repo:/data/p.xml"]]></defaultValueExpression>
  </parameter>
  <!-- <element kind="subreport"><expression>"repo:/commented/out"</expression></element> -->
  <title height="20">
    <element kind="subreport" uuid="1">
      <expression><![CDATA["repo:sub.jrxml"]]></expression>
      <parameter name="x"><expression><![CDATA["sub.jrxml"]]></expression></parameter>
    </element>
    <element kind="image" linkType="ReportExecution">
      <expression><![CDATA["repo:/img/${$F{name}}.png"]]></expression>
      <printWhenExpression><![CDATA[$F{x} == "logo.png"]]></printWhenExpression>
      <hyperlinkParameter name="_report"><expression><![CDATA["/none"]]></expression></hyperlinkParameter>
      <hyperlinkParameter name="file"><expression><![CDATA["repo:/docs/b.pdf"]]></expression></hyperlinkParameter>
    </element>
    <element kind="image">
      <expression><![CDATA['logo.png']]></expression>
    </element>
    <element kind="textField" linkType="Reference">
      <expression><![CDATA[$R{gone}]]></expression>
      <hyperlinkReferenceExpression><![CDATA["repo:/docs/a.pdf"]]></hyperlinkReferenceExpression>
    </element>
    <element kind="staticText"><text><![CDATA[repo:/shown]]></text></element>
    <element kind="component">
      <component kind="map"><itemData><item><itemProperty name="icon" value="repo:/img/pin.png"/></item></itemData></component>
    </element>
  </title>
</jasperReport>
"""  # noqa: E501

NEW_PARTS = [
    report(
        "/new",
        main=jrxml("main", NEW),
        resources=[
            jrxml("sub.jrxml", EMPTY),
            image("logo.png"),
            text(
                "adapter.xml",
                b"<jsonDataAdapter><dataFile>\n<location>repo:/data/a.json</location></dataFile></jsonDataAdapter>",
            ),
        ],
    ),
    text("/data/a.json", b"{}", "json"),
]

NEW_ROWS = """
/new > /local/adapter | file | soft | provenance | missing | main.data:2
/new > /new_files/adapter.xml | data adapter | run time | literal | found | main.data:3
/new > /new_files/style.jrtx | style template | run time | literal | missing | main.data:4
/new > /fonts/a.ttf | font | run time | literal | missing | main.data:5
/new > /data/p.xml | file | run time | literal | missing | main.data:9
/new > /new_files/sub.jrxml | sub-report | run time | literal | found | main.data:14
/new > repo:/img/ | image | run time | dynamic | missing | main.data:18
/new > /none | drill-down | soft | literal | missing | main.data:20
/new > /docs/b.pdf | drill-down | soft | literal | missing | main.data:21
/new > /new_files/logo.png | image | run time | literal | found | main.data:24
/new > /docs/a.pdf | drill-down | soft | literal | missing | main.data:28
/new > /img/pin.png | file | run time | literal | missing | main.data:32
/new > bundle texts | resource bundle | soft | literal | missing | main.data:1
/new > /data/a.json | data file | run time | literal | found | adapter.xml.data:2
"""

SHARED_MAIN = b"""<jasperReport name="shared">
<title height="10"><element kind="image"><expression>"logo.png"</expression></element>
<element kind="image"><expression>"repo:/img/all.png"</expression></element>
<element kind="subreport"><expression>"/shared/sub.jrxml"</expression></element></title>
</jasperReport>"""

SHARED_SUB = b"""<jasperReport name="sub">
<title height="10"><element kind="image"><expression>"near.png"</expression></element>
<element kind="image"><expression>$P{x} + ".png"</expression></element></title>
</jasperReport>"""

ALONE = b"""<jasperReport name="alone"><title height="10">
<element kind="image"><expression>"near.png"</expression></element>
<element kind="image"><expression>"far.png"</expression></element>
<element kind="image"><expression>"repo:/img/all.png"</expression></element></title></jasperReport>"""

SHARED_PARTS = [
    report("/a", main="/shared/main.jrxml", resources=[image("logo.png"), image("near.png")]),
    report("/b", main="/shared/link", resources=[image("logo.png")]),
    report("/c", main="/shared/main.jrxml"),
    link("/shared/link", "/shared/main.jrxml"),
    jrxml("/shared/main.jrxml", SHARED_MAIN),
    jrxml("/shared/sub.jrxml", SHARED_SUB),
    jrxml("/shared/alone.jrxml", ALONE),
    image("/shared/near.png"),
    image("/img/all.png"),
]

SHARED_ROWS = """
/a > /shared/main.jrxml | main report | hard | literal | found | a.xml:9
/b > /shared/link | main report | hard | literal | found | b.xml:9
/c > /shared/main.jrxml | main report | hard | literal | found | c.xml:9
/shared/link > /shared/main.jrxml | link | hard | literal | found | link.xml:9

/a > /a_files/logo.png | image | run time | literal | found | main.jrxml.data:2
/b > /b_files/logo.png | image | run time | literal | found | main.jrxml.data:2
/c > /c_files/logo.png | image | run time | literal | missing | main.jrxml.data:2
/shared/main.jrxml > /img/all.png | image | run time | literal | found | main.jrxml.data:3
/shared/main.jrxml > /shared/sub.jrxml | sub-report | run time | literal | found | main.jrxml.data:4

/a > /a_files/near.png | image | run time | literal | found | sub.jrxml.data:2
/b > /shared/near.png | image | run time | literal | found | sub.jrxml.data:2
/c > /shared/near.png | image | run time | literal | found | sub.jrxml.data:2
/shared/sub.jrxml >  | image | run time | dynamic | missing | sub.jrxml.data:3

/shared/alone.jrxml > /shared/near.png | image | run time | literal | found | alone.jrxml.data:2
/shared/alone.jrxml > /shared/alone.jrxml_files/far.png | image | soft | literal | missing | alone.jrxml.data:3
/shared/alone.jrxml > /img/all.png | image | run time | literal | found | alone.jrxml.data:4
"""  # noqa: E501

SCHEMA = b"""<?xml version="1.0" encoding="UTF-8"?>
<schema xmlns="http://www.jaspersoft.com/2007/SL/XMLSchema" version="1.3">
  <itemGroups><itemGroup id="g" label="G" labelId="g.label" descriptionId="">
    <items><item id="a" labelId="a.label" descriptionId="a.text"/></items>
    <items><item id="b" labelId="none.label" descriptionId="de.label"/></items>
    <items><item id="c" labelId="none.label"/></items>
  </itemGroup></itemGroups>
  <resources>
    <jdbcTable id="t" datasourceId="main" schemaAlias="{ attribute( 'dbSchema', 'User' ) }" tableName="t"/>
    <jdbcTable id="u" datasourceId="main" tableName="u"/>
    <jdbcQuery id="q" datasourceId="lost"><query>select 'repo:/x' from {attribute("none")}</query></jdbcQuery>
  </resources>
</schema>
"""

SECURITY = b"""<securityDefinition xmlns="http://www.jaspersoft.com/2007/SL/XMLSchema" version="1.0">
  <resourceAccessGrants><resourceAccessGrantList id="l" resourceId="r"><resourceAccessGrants>
    <resourceAccessGrant id="1">
      <principalExpression><![CDATA[authentication.getPrincipal().getRoles().any{
        it.getRoleName() in ['ROLE_SALES', "ROLE_NONE"] }]]></principalExpression>
      <filterExpression>testProfileAttribute(t.region, 'region') and t.role == 'x' and roles.name == 'y'</filterExpression>
    </resourceAccessGrant>
    <resourceAccessGrant id="2">
      <principalExpression>authentication.principal.attributes.any{ it.attrName == 'lost' &amp;&amp; it.attrValue == 'X' }
        || authentication.principal.username == 'ana' || it.roleName == 'ROLE_USER'</principalExpression>
      <filterExpression>true</filterExpression>
    </resourceAccessGrant>
  </resourceAccessGrants></resourceAccessGrantList></resourceAccessGrants>
</securityDefinition>
"""  # noqa: E501

DOMAIN_PARTS = [
    domain(
        "/domain",
        data_sources={"main": "/ds/main", "other": "/ds/none"},
        schema=SCHEMA,
        security=SECURITY,
        bundles={"": b"g.label=G\na.label=A\na.text=\n", "de": b"de.label=B\n"},
    ),
    jdbc("/ds/main", url="jdbc:x://{attribute('dbHost','Server')}/x", user="{attribute(''none'')}"),
    organization(attributes={"dbHost": "h", "jdbc:org.postgresql.Driver": "postgres"}),
    role("ROLE_SALES"),
    user("ana", roles=[], attributes={"region": "N", "dbSchema": "s"}),
    folder("/jdbc/postgres"),
]

DOMAIN_ROWS = """
/domain > /ds/main | data source | hard | literal | found | domain.xml:33
/domain > /ds/none | data source | hard | literal | missing | domain.xml:39
/ds/main > /jdbc/postgres | JDBC driver | run time | literal | found | main.xml:9
/ds/main > attribute dbHost | profile attribute | soft | literal | found | main.xml:10
/ds/main > attribute none | profile attribute | soft | literal | missing | main.xml:11

/domain > /ds/main | data source alias | run time | literal | found | schema.data:9
/domain > alias lost | data source alias | run time | literal | missing | schema.data:11
/domain > key none.label | bundle key | soft | literal | missing | schema.data:5
/domain > attribute dbSchema | profile attribute | soft | literal | found | schema.data:9
/domain > attribute none | profile attribute | soft | literal | missing | schema.data:11

/domain > role ROLE_SALES | role | soft | literal | found | security.data:5
/domain > role ROLE_NONE | role | soft | literal | missing | security.data:5
/domain > attribute region | profile attribute | soft | literal | found | security.data:6
/domain > attribute lost | profile attribute | soft | literal | missing | security.data:9
/domain > user ana | user | soft | literal | found | security.data:10
/domain > role ROLE_USER | role | soft | literal | missing | security.data:10

organization organizations > / | folder | hard | literal | found | organizations.xml:8
organization organizations > /themes/default | theme | soft | literal | missing | organizations.xml:18
"""

HISTORY = [{"uri": "/old/view"}, {"uri": "/report"}, {"uri": "no/path"}]

DASHBOARD_PARTS = [
    dashboard(
        "/dash",
        shown=[
            ("adhocDataView", "/temp/tmpAdv_1", local("adhocDataView", "tmpAdv_1", dataSource="/domain")),
            ("reportUnit", "/report", "/report"),
            ("inputControl", "/old/place/region", control("region", data_type="/types/text")),
        ],
        components=[
            {"type": "dashboardProperties", "dashletHyperlinkUrl": ""},
            {"type": "chart", "resource": "/temp/tmpAdv_1", "dataSourceUri": "/temp/sl_topic_1"},
            {"type": "reportUnit", "resource": "/report", "parameters": HISTORY},
            {"type": "inputControl", "resource": "/old/place/region", "ownerResourceId": "/report"},
            {"type": "value", "resource": "/unknown"},
            {"type": "text", "text": "repo:/shown", "dashletHyperlinkUrl": "https://host/a"},
            {"type": "chart", "dashletHyperlinkUrl": "repo:/report?region=$P{region}"},
            {"type": "chart", "dashletHyperlinkUrl": "repo:/reports/$P{name}"},
            {"type": "chart", "dashletHyperlinkUrl": "/gone"},
        ],
    ),
    report("/report", main=jrxml("main", EMPTY)),
    resource(
        "dashboardResource",
        "/old_dash",
        state={
            "frame": [
                {"frameType": "x.DashboardContentFrame", "name": "a", "property": [
                    {"key": "dashFrameURI", "value": "/report"}, {"key": "dashResourceIndex", "value": "0"}]},
                {"frameType": "x.DashboardContentFrame", "name": "b", "property": [
                    {"key": "dashFrameURI", "value": "/none"}, {"key": "dashFrameSource", "value": "/x"}]},
            ]
        },
        resource=["/report"],
    ),
]  # fmt: skip

DASHBOARD_ROWS = """
/dash > /report | dashboard component | hard | literal | found | dash.xml:86
/dash > /domain | data source | hard | literal | missing | dash.xml:81
/dash > /types/text | data type | hard | literal | missing | dash.xml:101
/old_dash > /report | dashboard component | hard | literal | found | old_dash.xml:33
/old_dash > /report | dashboard component | run time | literal | found | old_dash.xml:14
/old_dash > /none | dashboard component | run time | literal | missing | old_dash.xml:25

/dash > /temp/sl_topic_1 | data source | soft | provenance | missing | components.data:1
/dash > /old/view | input control | soft | provenance | missing | components.data:1
/dash > /report | input control | soft | provenance | found | components.data:1
/dash > component /unknown | dashboard component | run time | literal | missing | components.data:1
/dash > /report | drill-down | soft | literal | found | components.data:1
/dash > repo:/reports/ | drill-down | soft | dynamic | missing | components.data:1
/dash > /gone | drill-down | soft | literal | missing | components.data:1
"""

SSH = {"propertiesMapKeys": ["PORT_PROPERTY", "SSH_KEY_PROPERTY"], "propertiesMapValues": ["22", "/keys/ssh"]}

PEOPLE_PARTS = [
    report("/report", main=jrxml("main", EMPTY), permissions=[permission(30, role="ROLE_A|acme")]),
    report_options("/options", "/report", {"x": 1}),
    text("/keys/ssh", b"key", "key"),
    folder("/out", permissions=[permission(1, user="gone|acme"), permission(0, role="ROLE_USER")]),
    job("/report", 7, owner="ana|acme", destination={
        "folderURI": "/out", "defaultReportOutputFolderURI": "/none", "outputFTPInfo": SSH}),
    job("/options", 17, owner="jasperadmin", destination={"folderURI": "/none", "saveToRepository": False}),
    job("/gone", 27, owner="gone", destination={"folderURI": "/out"}),
    organization("acme", attributes=[attribute("a", "x", permission(1, role="ROLE_NONE"))], theme="dark"),
    folder("/organizations/acme/themes/dark"),
    user("ana", tenant="acme", roles=["ROLE_A|acme", "ROLE_USER", "ROLE_NONE"]),
    role("ROLE_A", tenant="acme"),
    favorite("/report", "ana|acme", 1),
    favorite("/gone", "gone", 2),
    event("ana", "/report", tenantId="acme"),
    event("ana", "/gone"),
]  # fmt: skip

PEOPLE_ROWS = """
/options > /report | report | hard | literal | found | options.xml:9
/report > role ROLE_A|acme | permission recipient | soft | literal | found | report.xml:11
/out > user gone|acme | permission recipient | soft | literal | missing | .folder.xml:10
/out > role ROLE_USER | permission recipient | soft | literal | missing | .folder.xml:14

job /report/7 > /report | report | hard | literal | found | 7.xml:19
job /report/7 > /out | output folder | run time | literal | found | 7.xml:26
job /report/7 > /none | output folder | soft | literal | missing | 7.xml:30
job /report/7 > /keys/ssh | key file | hard | literal | found | 7.xml:36
job /report/7 > user ana|acme | user | soft | literal | found | 7.xml:5
job /options/17 > /options | report | hard | literal | found | 17.xml:19
job /options/17 > /none | output folder | soft | literal | missing | 17.xml:26
job /options/17 > user jasperadmin | user | soft | literal | missing | 17.xml:5
job /gone/27 > /gone | report | hard | literal | missing | 27.xml:19
job /gone/27 > /out | output folder | run time | literal | found | 27.xml:26
job /gone/27 > user gone | user | soft | literal | missing | 27.xml:5

user ana|acme > role ROLE_A|acme | role | hard | literal | found | ana.xml:8
user ana|acme > role ROLE_USER | role | soft | literal | missing | ana.xml:9
user ana|acme > role ROLE_NONE | role | hard | literal | missing | ana.xml:10
user ana|acme > organization acme | organization | hard | literal | found | ana.xml:12
role ROLE_A|acme > organization acme | organization | hard | literal | found | ROLE_A.xml:4
organization acme > organization organizations | organization | soft | literal | missing | acme.xml:5
organization acme > /organizations/acme | folder | hard | literal | found | acme.xml:10
organization acme > /organizations/acme/themes/dark | theme | soft | literal | found | acme.xml:19
organization acme > role ROLE_NONE | permission recipient | soft | literal | missing | acme.xml:16

favorite //1 > /report | favorite | soft | literal | found | 1.xml:4
favorite //1 > user ana|acme | user | soft | literal | found | 1.xml:5
favorite //2 > /gone | favorite | soft | literal | missing | 2.xml:4
favorite //2 > user gone | user | soft | literal | missing | 2.xml:5

event accessEvents/1.xml > /report | access | soft | literal | found | 1.xml:7
event accessEvents/1.xml > user ana|acme | user | soft | literal | found | 1.xml:3
event accessEvents/2.xml > /gone | access | soft | literal | missing | 2.xml:7
event accessEvents/2.xml > user ana | user | soft | literal | missing | 2.xml:3
"""

MONDRIAN_SCHEMA = b'<Schema name="s">\n<Role name="ROLE_A"/><Cube name="c"/></Schema>'
GRANT = b'<?xml version="1.0"?>\n<Roles>\n<Role name="ROLE_A"/>\n<Role name="ROLE_NONE"/></Roles>'

CSS = b"""@charset "utf-8";
/* url(commented.png) */
body { background: url(images/bg.png) } a { background: url( "../b.png?v=1" ) }
b { background: url('images/bg.png'), url(data:image/png;base64,AA), url(http://host/x.png), url(/abs.png) }
@font-face { src: url("none.ttf#iefix") }
"""

SOURCES_PARTS = [
    virtual("/virtual", {"a": "/jndi", "b": "/none"}),
    jndi("/jndi"),
    mondrian("/cube", text("schema", MONDRIAN_SCHEMA, "olapMondrianSchema"), "/jndi",
             grants=[text("grant", GRANT, "accessGrantSchema")]),
    resource("mondrianXmlaDefinition", "/xmla", catalog="Sales", mondrianConnection="/cube"),
    resource("xmlaConnection", "/client", catalog="Sales", connectionURL="http://host/xmla"),
    resource("xmlaConnection", "/client2", catalog="Other", connectionURL="http://{attribute('none')}/xmla"),
    custom("/custom", "x.Service", properties={"fileName": "repo:/data/a.csv", "other": "repo:/x"},
           entries={"dataFile": "/data/a.csv"}),
    custom("/custom2", "x.Service", properties={"fileName": "repo:/data/{attribute('dir')}/a.csv"}),
    custom("/custom3", "x.Service", properties={"fileName": "/tmp/a.csv"}),
    text("/data/a.csv", b"a", "csv"),
    jdbc("/mysql", driver="com.mysql.Driver"),
    text("/themes/x/a.css", CSS, "css"),
    image("/themes/x/images/bg.png"),
    image("/themes/b.png"),
    role("ROLE_A"),
]  # fmt: skip

SOURCES_ROWS = """
/virtual > /jndi | data source | hard | literal | found | virtual.xml:11
/virtual > /none | data source | hard | literal | missing | virtual.xml:17
/cube > /jndi | data source | hard | literal | found | cube.xml:20
/xmla > /cube | Mondrian connection | hard | literal | found | xmla.xml:10
/custom > /data/a.csv | file | hard | literal | found | custom.xml:11

/client > /xmla | XML/A catalog | soft | literal | found | client.xml:10
/client2 > catalog Other | XML/A catalog | soft | literal | missing | client2.xml:10
/client2 > attribute none | profile attribute | soft | literal | missing | client2.xml:9
/custom > /data/a.csv | data file | run time | literal | found | custom.xml:18
/custom2 > repo:/data/ | data file | run time | dynamic | missing | custom2.xml:12
/custom2 > attribute dir | profile attribute | soft | literal | missing | custom2.xml:12
/mysql > driver com.mysql.Driver | JDBC driver | soft | literal | missing | mysql.xml:9

/cube > role ROLE_A | role | soft | literal | found | schema.data:2
/cube > role ROLE_A | role | soft | literal | found | grant.data:3
/cube > role ROLE_NONE | role | soft | literal | missing | grant.data:4
/themes/x/a.css > /themes/x/images/bg.png | image | soft | literal | found | a.css.data:3
/themes/x/a.css > /themes/b.png | image | soft | literal | found | a.css.data:3
/themes/x/a.css > /themes/x/none.ttf | image | soft | literal | missing | a.css.data:5
"""

IN_ACME = b"""<jasperReport name="own">
<title height="10"><element kind="image"><expression>"/img/own.png"</expression></element>
<element kind="image"><expression>"/img/root.png"</expression></element>
<element kind="image"><expression>"/img/own.png|organizations"</expression></element>
<element kind="image"><expression>"/organizations/acme/img/own.png"</expression></element>
<element kind="image"><expression>"/img/own.png|beta"</expression></element></title></jasperReport>"""

TENANT_PARTS = [
    report("/organizations/acme/own", main=jrxml("main", IN_ACME)),
    image("/organizations/acme/img/own.png"),
    image("/img/root.png"),
    domain(
        "/organizations/acme/domain",
        data_sources={},
        security=b"<securityDefinition><principalExpression>it.roleName == 'ROLE_A'"
        b"</principalExpression></securityDefinition>",
    ),
    role("ROLE_A", tenant="acme"),
    role("ROLE_A"),
]

TENANT_ROWS = """
/organizations/acme/own > /organizations/acme/img/own.png | image | run time | literal | found | main.data:2
/organizations/acme/own > /img/root.png | image | run time | literal | found | main.data:3
/organizations/acme/own > /img/own.png | image | run time | literal | missing | main.data:4
/organizations/acme/own > /organizations/acme/img/own.png | image | run time | literal | found | main.data:5
/organizations/acme/own > /img/own.png|beta | image | run time | literal | missing | main.data:6
/organizations/acme/domain > role ROLE_A|acme | role | soft | literal | found | security.data:1
role ROLE_A|acme > organization acme | organization | hard | literal | missing | ROLE_A.xml:4
"""

CATALOGS = {
    "sales": (SALES_PARTS, SALES_ROWS),
    "old dialect": (OLD_PARTS, OLD_ROWS),
    "version 7": (NEW_PARTS, NEW_ROWS),
    "shared files": (SHARED_PARTS, SHARED_ROWS),
    "domain": (DOMAIN_PARTS, DOMAIN_ROWS),
    "dashboards": (DASHBOARD_PARTS, DASHBOARD_ROWS),
    "people and jobs": (PEOPLE_PARTS, PEOPLE_ROWS),
    "data sources": (SOURCES_PARTS, SOURCES_ROWS),
    "organization": (TENANT_PARTS, TENANT_ROWS),
}


def edges_of(path: Path) -> tuple[Edge, ...]:
    with open_catalog(path) as catalog:
        found = extract(catalog, access_events=True)
        assert found.unread == ()
        return with_lines(catalog.archive, found.edges)


def row(edge: Edge) -> str:
    what = (
        edge.role.value,
        edge.strength.value,
        edge.certainty.value,
        "found" if edge.resolved else "missing",
    )
    return " | ".join(
        (f"{edge.owner} > {edge.target}", *what, f"{edge.entry.rpartition('/')[2]}:{edge.line}")
    )


@pytest.mark.parametrize("name", CATALOGS)
def test_exactly_these_references_are_found(tmp_path: Path, name: str) -> None:
    parts, rows = CATALOGS[name]

    found = sorted(map(row, edges_of(write(tmp_path / "c.zip", *parts))))

    assert found == sorted(line for line in rows.splitlines() if line)


@pytest.mark.parametrize("name", CATALOGS)
def test_the_line_of_each_reference_holds_its_text(tmp_path: Path, name: str) -> None:
    """Its last name at least; what starts on one line may end on the next."""
    path = write(tmp_path / "c.zip", *CATALOGS[name][0])
    with zipfile.ZipFile(path) as archive:
        for edge in edges_of(path):
            lines = archive.read(edge.entry).decode().replace("\\u0061", "a").split("\n")
            here = lines[edge.line - 1 : edge.line + edge.where.endswith(("/uri", "/imageExpression"))]
            assert edge.line > 0, edge
            assert any(edge.text.split("\n")[0].rpartition("/")[2] in line for line in here), edge
