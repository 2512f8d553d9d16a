"""Data files that are missing, are not what they are said to be, or refer to what is not there."""

from __future__ import annotations

from catalogkit.testing import Part, content, file, jrxml, png, report, resource

from ..orchard import BASE, files
from . import BROKEN

_AT = f"{BROKEN}/Contents"


def faults() -> list[Part]:
    """All faults in data files."""
    return [*missing_files(), *wrong_files(), *references_in_files(), duplicate_content()]


def missing_files() -> list[Part]:
    """Descriptors whose data files are not there."""
    snapshot = {"snapshotDate": "2023-12-31T23:00:00.000Z"}
    return [
        resource("fileResource", f"{_AT}/missing_data", dataFile="missing_data.data", fileType="img"),
        resource(
            "contentResource", f"{_AT}/missing_page.html", dataFile="missing_page.html", fileType="html"
        ),
        resource("fileResource", f"{_AT}/neither_data_nor_link", fileType="img"),
        report(f"{_AT}/missing_snapshot", dataSnapshotMetadata=snapshot),
        resource(
            "olapUnit",
            f"{_AT}/missing_options",
            olapClientConnection=f"{BASE}/Analysis/Deliveries",
            mdxQuery="select from Deliveries",
            olapViewOptionsDataFile="missing_options.view.options",
        ),
        report(f"{_AT}/missing_local_data", main=resource("fileResource", "main", dataFile="main.data")),
    ]


def wrong_files() -> list[Part]:
    """Data files that do not hold what their type says."""
    return [
        report(f"{_AT}/main_is_no_xml", main=b"<jasperReport name='cut off'"),
        report(f"{_AT}/main_is_no_jrxml", main=b"<html/>"),
        file(f"{_AT}/image_is_text", b"not an image", "img"),
        file(f"{_AT}/empty_file", b"", "xml"),
        content(f"{_AT}/json_is_csv.json", files.PRICES, "json"),
    ]


def references_in_files() -> list[Part]:
    """Data files that refer to what is not there, or cannot be told to."""
    main = jrxml(
        "Missing_Pieces",
        query="select 1",
        images=["gone.png", f"repo:{BASE}/Images/gone", f'"repo:{BASE}/Images/" + $P{{image}}'],
        subreports=["gone.jrxml", "repo:/public/Shared/gone", f"repo:{BASE}/Images/logo"],
        drill_downs=[f"{BASE}/Reports/Gone"],
        template="repo:/public/Shared/gone_styles",
        bundle="gone",
        properties={"net.sf.jasperreports.data.adapter": f"repo:{BASE}/Adapters/gone"},
    )
    adapter = files.adapter(BASE).replace(b"prices.csv", b"gone.csv")
    return [
        report(f"{_AT}/missing_pieces", main=main),
        report(f"{_AT}/missing_pieces_7", main=jrxml("Missing", dialect=7, images=["gone.png", "/gone"])),
        file(f"{_AT}/adapter_without_file", adapter, "xml"),
        file(f"{_AT}/style.css", b"a { background: url(images/gone.png) }\n", "css"),
    ]


def duplicate_content() -> Part:
    """The logo once more, under another name."""
    return file(f"{_AT}/logo_again", png(16, 8, files.GREEN), "img")
