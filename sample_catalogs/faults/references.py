"""References that lead nowhere, in circles, or to the wrong thing."""

from __future__ import annotations

from catalogkit.testing import (
    Part,
    control,
    custom,
    dashboard,
    domain,
    file,
    link,
    local,
    png,
    query,
    report,
    report_options,
    virtual,
)

from ..orchard import BASE
from ..orchard.views import SCHEMA
from . import BROKEN

_AT = f"{BROKEN}/References"


def faults() -> list[Part]:
    """All faults in references."""
    return [*missing(), *wrong(), *embedded(), stale_dashboard()]


def missing() -> list[Part]:
    """References to what is not in the catalog."""
    return [
        report(f"{_AT}/missing_source", data_source=f"{BASE}/Data_Sources/Gone"),
        report(f"{_AT}/missing_main", main=f"{BASE}/Templates/Gone"),
        report(f"{_AT}/missing_control", controls=[f"{BASE}/Controls/Gone", f"{BASE}/Controls/grade"]),
        query(f"{_AT}/other_organization", data_source="/organizations/vineyards/Data_Sources/Cellar"),
        link(f"{_AT}/dead_link", f"{BASE}/Images/gone"),
        report_options(f"{_AT}/missing_report", f"{BASE}/Reports/Gone", {"week": 1}),
        virtual(f"{_AT}/missing_part", {"packing": f"{BASE}/Data_Sources/Packing_DB", "gone": "/gone"}),
        custom(
            f"{_AT}/missing_file",
            "com.jaspersoft.jasperserver.api.engine.jasperreports.service.impl.CustomDataSourceService",
            properties={"fileName": f"repo:{BASE}/Files/gone.csv"},
        ),
        report(f"{_AT}/depends_on_missing", resources=[link("image", f"{_AT}/dead_link")]),
        report(f"{_AT}/empty_reference", data_source=""),
    ]


def wrong() -> list[Part]:
    """References in circles, and to things of another kind."""
    return [
        link(f"{_AT}/circle-1", f"{_AT}/circle-2"),
        link(f"{_AT}/circle-2", f"{_AT}/circle-1"),
        link(f"{_AT}/link_to_source", f"{BASE}/Data_Sources/Packing_DB"),
        control(f"{_AT}/query_is_a_type", "single-select query", query=f"{BASE}/Controls/Types/day"),
        control(f"{_AT}/query_without_query", "single-select query"),
        domain(
            f"{_AT}/unknown_alias", data_sources={"other": f"{BASE}/Data_Sources/Packing_DB"}, schema=SCHEMA
        ),
    ]


def embedded() -> list[Part]:
    """Local resources at odd places."""
    logo = local("fileResource", "logo", fileType="img", data=png(), folder=f"{_AT}/Elsewhere")
    twins = [file("Logo.png", png(), "img"), file("logo.png", png(), "img")]
    return [
        report(f"{_AT}/local_elsewhere", resources=[logo]),
        report(f"{_AT}/locals_by_case", resources=twins),
        file(f"{_AT}/repo:logo", png(), "img"),
    ]


def stale_dashboard() -> Part:
    """A dashboard with components that no descriptor knows, and one descriptor too many."""
    gone = "/temp/tmpAdv_1600000000000_pear"
    made = dashboard(
        f"{_AT}/stale_dashboard",
        shown=[("reportUnit", f"{BASE}/Reports/Gone", f"{BASE}/Reports/Gone")],
        components=[
            {"type": "chart", "id": "Pears", "resource": gone, "dataSourceUri": gone},
            {"type": "reportUnit", "id": "Gone", "resource": f"{BASE}/Reports/Gone"},
        ],
    )
    descriptors = made.fields["resourceDescriptor"]
    assert isinstance(descriptors, list)
    return made.but(resourceDescriptor=[*descriptors, {"type": "adhocDataView", "id": gone}])
