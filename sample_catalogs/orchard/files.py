"""Files: images, fonts, styles, adapters, keys, saved output, themes, drivers."""

from __future__ import annotations

from catalogkit.testing import Part, ResourcePart, content, file, folder, jrxml, link, permission, png, values

from . import SHARED

GREEN, RED, WOOD = (70, 140, 60), (200, 60, 40), (120, 90, 60)
EMPTY_JAR = b"PK\x05\x06" + bytes(18)
"""A jar without entries."""

PRICES = "variety;grade;price\nElstar;I;0.92\nConférence;I;1.05\nMirabelle;II;1.40\n".encode()
_STYLES = b"""<?xml version="1.0" encoding="UTF-8"?>
<jasperTemplate>
  <style name="Base" fontName="OrchardSans" fontSize="10"/>
  <style name="Total" style="Base" isBold="true"/>
</jasperTemplate>
"""
_FONT = b"\x00\x01\x00\x00" + bytes(8) + b"an invented font without glyphs"
_CSS = b"body { background: url(images/leaf.png); color: #2d3b23; }\n"
_SENSORS_SCHEMA = b'<?xml version="1.0" encoding="UTF-8"?>\n<mongoDbSchema collection="readings"/>\n'


def adapter(base: str) -> bytes:
    """A data adapter on the price list (`catalog-format.md` §14.3)."""
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<csvDataAdapter class="net.sf.jasperreports.data.csv.CsvDataAdapterImpl">
  <name>Prices</name>
  <fileName>repo:{base}/Files/prices.csv</fileName>
  <fieldDelimiter>;</fieldDelimiter>
</csvDataAdapter>
"""
    return text.encode()


def logo(base: str, colour: tuple[int, int, int] = GREEN) -> ResourcePart:
    """The logo of the cooperative."""
    return file(f"{base}/Images/logo", png(16, 8, colour), "img", label="Logo")


def images(base: str) -> list[Part]:
    """Images, and links to them that chain."""
    return [
        logo(base),
        file(f"{base}/Images/Äpfel-2024.png", png(4, 4, RED), "img", label="Äpfel"),
        link(f"{base}/Images/letterhead", f"{base}/Images/logo", label="Letterhead"),
        link(f"{base}/Images/letterhead-small", f"{base}/Images/letterhead"),
    ]


def designs(base: str) -> list[Part]:
    """What reports are designed with."""
    return [
        file(f"{base}/Fonts/OrchardSans.ttf", _FONT, "font"),
        file(f"{base}/Templates/harvest_style", _STYLES, "jrtx", label="Styles of the harvest reports"),
        file(f"{base}/Templates/page", jrxml("page", parameters=["variety"]), "jrxml", label="Plain page"),
        file(f"{base}/Adapters/prices", adapter(base), "xml", label="Prices"),
        file(f"{base}/Bundles/labels.properties", b"delivery=Delivery\n", "prop"),
        file(f"{base}/Bundles/labels_de.properties", b"delivery=Lieferung\n", "prop"),
    ]


def odds_and_ends(base: str) -> list[Part]:
    """One file of each file type that nothing else here has."""
    return [
        file(f"{base}/Keys/transfer_key", b"an invented private key", "key", label="Key for the file server"),
        file(f"{base}/Keys/transfer_key.pub", b"an invented public key", "pub"),
        file(f"{base}/Keys/office.ppk", b"an invented key", "ppk"),
        file(f"{base}/Keys/ledger.cer", b"an invented certificate", "cer"),
        file(f"{base}/Files/sensors_schema", _SENSORS_SCHEMA, "mongoDbSchema"),
        file(f"{base}/Files/server.config", b"interval=15\n", "config"),
        file(
            f"{base}/Files/varieties.json",
            b'{"varieties":["Elstar","Mirabelle"]}\n',
            "json",
            label="Varieties",
        ),
    ]


def saved_output(base: str) -> list[Part]:
    """Uploaded data and saved output; the data file of `notes.xml` is itself XML."""
    leaf = content("leaf.png", png(2, 2, GREEN), "img")
    page = b'<html><body><img src="season_2023.html_files/leaf.png"/></body></html>\n'
    return [
        content(f"{base}/Files/prices.csv", PRICES, "csv", label="Price list"),
        content(
            f"{base}/Files/notes.xml", b"<notes><note>Frost in week 17</note></notes>\n", "contentResource"
        ),
        content(f"{base}/Output/season_2023.html", page, "html", parts=[leaf], label="Season 2023"),
        content(f"{base}/Output/season_2023.pdf", b"%PDF-1.4\n%invented\n", "pdf"),
    ]


def theme(uri: str) -> list[Part]:
    """A theme: style sheets and the images they name."""
    return [
        folder(uri, label=uri.rpartition("/")[2].capitalize(), description="Theme"),
        file(f"{uri}/overrides_custom.css", _CSS, "css"),
        file(f"{uri}/images/leaf.png", png(2, 2, GREEN), "img"),
    ]


def cooperative_files(base: str) -> list[Part]:
    """All files of the cooperative."""
    return [
        *images(base),
        *designs(base),
        *odds_and_ends(base),
        *saved_output(base),
        *theme(f"{base}/themes/orchard"),
    ]


def shared_files() -> list[Part]:
    """What all organizations use."""
    return [
        folder(SHARED, label="Shared", permissions=[permission(2, role="ROLE_USER")]),
        file(f"{SHARED}/cooperative_logo", png(8, 8, WOOD), "img"),
        file(f"{SHARED}/signature", jrxml("signature"), "jrxml", label="Signature block"),
    ]


def server_files() -> list[Part]:
    """Themes, drivers and settings of the server, and the template of new organizations."""
    settings = {"mail.server": "mail.hazelford.example", "olap.cache": "true"}
    return [
        *theme("/themes/default"),
        folder("/jdbc", label="JDBC drivers"),
        file("/jdbc/postgresql/postgresql-42.7.3.jar", EMPTY_JAR, "jar"),
        values("/properties/GlobalPropertiesList", dict(settings), label="Settings"),
        folder("/organizations", label="Organizations"),
        folder("/organizations/org_template", label="Template of organizations"),
        *theme("/organizations/org_template/themes/default"),
    ]
