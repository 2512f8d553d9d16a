"""Reports: current ones in both dialects of JRXML, and retired types."""

from __future__ import annotations

from catalogkit.testing import (
    Part,
    ResourcePart,
    control,
    file,
    jdbc,
    jrxml,
    keyed_secret,
    link,
    png,
    query,
    report,
    report_options,
    resource,
    values,
)

from . import SHARED

_TOTALS = "select grower, sum(crates) as crates from deliveries where week = $P{week} group by grower"
_DOMAIN_QUERY = """<query xmlns="http://www.jaspersoft.com/2007/SL/XMLSchema">
  <queryFields><queryField id="deliveries.variety"/><queryField id="deliveries.crates"/></queryFields>
</query>"""
STATE = b'<?xml version="1.0" encoding="UTF-8"?>\n<unifiedState version="6.0" topicName="Harvest"/>\n'


def weekly_main(base: str, text: str = _TOTALS) -> bytes:
    """The main report of the weekly deliveries, in the dialect of JasperReports 6."""
    return jrxml(
        "Weekly_Deliveries",
        query=text,
        parameters=["week", "grower", "grade"],
        fields=["grower", "crates"],
        images=["letterhead", "repo:leaf.png", f"repo:{SHARED}/cooperative_logo", f"{base}/Images/logo"],
        subreports=["deliveries_by_grade.jrxml", f"repo:{SHARED}/signature"],
        drill_downs=[f"{base}/Reports/Grower_Statement"],
        template=f"repo:{base}/Templates/harvest_style",
        bundle="deliveries",
        properties={"net.sf.jasperreports.data.adapter": f"repo:{base}/Adapters/prices"},
    )


def weekly_deliveries(base: str, main: bytes | None = None, leaf: bytes | None = None) -> ResourcePart:
    """The deliveries of a week, with files, links and controls of its own and of others."""
    return report(
        f"{base}/Reports/Weekly-Deliveries",
        label="Weekly deliveries",
        description="Crates by grower and grade",
        main=file("Weekly-Deliveries_main.jrxml", main or weekly_main(base), "jrxml"),
        data_source=f"{base}/Data_Sources/Packing_DB",
        controls=[own_control(), f"{base}/Controls/grower", f"{base}/Controls/grade"],
        resources=[
            link("letterhead", f"{base}/Images/letterhead"),
            file("leaf.png", leaf or png(2, 2), "img"),
            file("deliveries_by_grade.jrxml", jrxml("by_grade", fields=["grade"]), "jrxml"),
            file("deliveries.properties", b"title=Deliveries\n", "prop"),
            file("deliveries_de.properties", b"title=Anlieferungen f\\u00fcr die Woche\n", "prop"),
        ],
    )


def own_control() -> ResourcePart:
    """A control that owns its query, which owns its data source."""
    source = jdbc("calendar_db", url="jdbc:hsqldb:mem:weeks", password=keyed_secret("weeks"))
    return control(
        "week",
        "single-select query",
        label="Week",
        query=query("weeks", "select week from weeks", data_source=source),
        columns=["week"],
        value_column="week",
    )


def grower_statement(base: str) -> ResourcePart:
    """The statement of a grower, in the dialect of JasperReports 7."""
    main = jrxml(
        "Grower_Statement",
        dialect=7,
        query="select variety, crates, price from statements where grower = $P{grower}",
        parameters=["grower"],
        fields=["variety", "crates", "price"],
        images=[f"repo:{SHARED}/cooperative_logo", "repo:seal.png"],
        subreports=[f"repo:{SHARED}/signature"],
        drill_downs=[f"{base}/Reports/Weekly-Deliveries"],
        template=f"repo:{base}/Templates/harvest_style",
    )
    grades = values("grades", {"Class I": 1, "Class II": 2})
    return report(
        f"{base}/Reports/Grower_Statement",
        label="Statement of a grower",
        main=file("main_jrxml", main, "jrxml"),
        data_source=f"{base}/Data_Sources/Packing_and_Weather",
        controls=[f"{base}/Controls/grower", control("grade", "multi-select list", values=grades)],
        resources=[file("seal.png", png(3, 3), "img")],
        controlsLayout="top of page",
    )


def fruit_prices(base: str) -> ResourcePart:
    """A report with a name outside ASCII whose main report is shared."""
    return report(
        f"{base}/Reports/Äpfel & Birnen (価格)",
        label="Äpfel & Birnen",
        main=f"{base}/Templates/page",
        data_source=f"{base}/Data_Sources/Price_List",
        reportRenderingView="",
    )


def season_archive(base: str) -> ResourcePart:
    """A report with a snapshot of its data."""
    parameter = {"key": "season", "value": ["2023"], "valueType": "single"}
    return report(
        f"{base}/Reports/Season_Archive",
        label="Archive of the season",
        data_source=f"{base}/Data_Sources/Packing_DB",
        snapshot=b"\xac\xed\x00\x05 an invented data snapshot",
        dataSnapshotMetadata={"snapshotDate": "2023-12-31T23:00:00.000Z", "parameter": parameter},
    )


def harvest_table(base: str) -> ResourcePart:
    """A report made from an Ad Hoc view (`catalog-format.md` §7.1)."""
    return report(
        f"{base}/Reports/Harvest_Table",
        main=file("mainReportJrxml", topic(), "jrxml"),
        data_source=f"{base}/Ad_Hoc_Views/Harvest_by_Variety",
        resources=[file("stateXML", STATE, "xml")],
    )


def topic() -> bytes:
    """A report template that queries the Domain."""
    return jrxml("topic", query=_DOMAIN_QUERY, language="domain", fields=["variety", "crates"])


def retired(base: str) -> list[Part]:
    """Reports of types that current servers no longer make (`catalog-format.md` §8.4)."""
    domain = f"{base}/Domains/Harvest"
    return [
        resource(
            "adhocReportUnit",
            f"{base}/Archive/Old_Ad_Hoc_Report",
            mainReport=file("adhocJRXML", topic(), "jrxml"),
            dataSource=domain,
            resources=[file("topicJRXML", topic(), "jrxml"), file("stateXML", STATE, "xml")],
        ),
        resource(
            "dataDefinerUnit",
            f"{base}/Archive/Harvest_Topic",
            mainReport=file("topic.jrxml", topic(), "jrxml"),
            dataSource=domain,
            controlsLayout="pop-up",
        ),
        report_options(
            f"{base}/Archive/Elstar_only",
            f"{base}/Reports/Weekly-Deliveries",
            {"week": 41, "grower": ["7", "12"]},
            label="Elstar only",
        ),
    ]


def reports(base: str) -> list[Part]:
    """All reports except that on the cube."""
    return [
        weekly_deliveries(base),
        grower_statement(base),
        fruit_prices(base),
        season_archive(base),
        harvest_table(base),
        *retired(base),
    ]
