"""What the bytes of data files are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogkit.diff.formats import TextFormat, decoded, format_of
from tests.diff.images import IMAGES

JRXML = '<?xml version="1.0" encoding="{}"?>\n<!-- é -->\n<jasperReport name="é"/>'
CLASSIC = '<?xml version="1.0"?><!DOCTYPE jasperReport PUBLIC "//J//DTD" "http://x/jasperreport.dtd">'
FONT = b"\x00\x01\x00\x00\x00\x0b\x00\x80\x00\x03\x000OS/2"
COMPILED = b"\xac\xed\x00\x05sr\x00(net.sf.jasperreports.engine.JasperReport"
ENCRYPTED = bytes.fromhex("8bce3f7d91a04e05e7c1f4b60d1a9388c25f7e1199e20a64b37dd6f84c1502ab")
DOCTYPE_OF_SVG = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://w/svg11.dtd" [<!ENTITY a "b>">]>'


@pytest.mark.parametrize(
    ("data", "name", "file_type", "expected"),
    [
        (b"<jasperReport/>", "logo.png", "img", TextFormat.JRXML),
        (CLASSIC.encode() + b"<jasperReport/>", "a", "jrxml", TextFormat.JRXML),
        (b'<jr:jasperReport xmlns:jr="urn:jr" name="x">', "a", "", TextFormat.JRXML),
        (b"\xef\xbb\xbf\n<!-- <html> --><?p <html>?><jasperReport\n>", "a", "", TextFormat.JRXML),
        (b"<jasperReport><unfinished", "a", "", TextFormat.JRXML),
        *((JRXML.format(e).encode(e), "a", "", TextFormat.JRXML) for e in ("UTF-8", "UTF-16", "ISO-8859-1")),
        (b"<jasperTemplate/>", "a.xml", "xml", TextFormat.STYLE),
        (b'<unifiedState filterPanelShowing="true"/>', "stateXML.data", "img", TextFormat.XML),
        (b'<schema xmlns="http://www.jaspersoft.com/2007/SL/XMLSchema"/>', "a", "", TextFormat.XML),
        (
            b'<?xml version="1.0"?>\n' + DOCTYPE_OF_SVG + b'<svg width="1" height="1"/>',
            "a",
            "img",
            TextFormat.XML,
        ),
        (b"<jasperReports/>", "a", "jrxml", TextFormat.XML),
        (b"<?xml version='1.0'?>", "a", "", TextFormat.XML),
        (b'<div class="a">1</div>', "page.html", "", TextFormat.HTML),
        (b'<div class="a">1</div>', "a", "html", TextFormat.HTML),
        (b'<?xml version="1.0"?><div/>', "a", "html", TextFormat.XML),
        (b"<!DOCTYPE html>\n<html lang='en'>", "a", "contentResource", TextFormat.HTML),
        (b"<3 means love", "a", "", TextFormat.TEXT),
        (b"<", "a", "", TextFormat.TEXT),
        (b'{"a": [1, "\\ud800"]}', "components", "dashboardComponent", TextFormat.JSON),
        (b" \n[]", "a", "img", TextFormat.JSON),
        (b"\xef\xbb\xbf{}", "a", "", TextFormat.JSON),
        (b'{"a": 1', "a.json", "json", TextFormat.TEXT),
        (b"[" * 100_000, "a", "", TextFormat.TEXT),
        (b"[" + b"1" * 5_000 + b"]", "a", "", TextFormat.TEXT),
        (b"[section]\na = 1", "a.properties", "", TextFormat.PROPERTIES),
        (b"label=Gr\xf6\xdfe", "a", "prop", TextFormat.PROPERTIES),
        (b"label=x", "a.properties.data", "", TextFormat.PROPERTIES),
        (b"a { color: red }", "Theme.CSS", "", TextFormat.CSS),
        (b"a { color: red }", "a", "css", TextFormat.CSS),
        (b"select 1", "a.sql", "", TextFormat.SQL),
        (b"select 1", "a", "sql", TextFormat.SQL),
        (b"select 1", "sql", "", TextFormat.TEXT),
        (b"BMW, 1; GIF89a; P1 2 3", "a", "img", TextFormat.TEXT),
        (b"P1\n2 3\n1 0 1 0 1 0", "a", "img", TextFormat.TEXT),
        (b"\x1b[31mred\x1b[0m and plain text\x0c", "a.log", "", TextFormat.TEXT),
        (b"", "a", "jrxml", TextFormat.TEXT),
        (b"", "a", "css", TextFormat.CSS),
        (FONT, "a.css", "css", TextFormat.BINARY),
        (COMPILED, "a.jrxml", "jrxml", TextFormat.BINARY),
        (ENCRYPTED, "a", "secureFile", TextFormat.BINARY),
        (ENCRYPTED, "a.properties", "prop", TextFormat.BINARY),
        (bytes(range(1, 32)) * 3, "a", "", TextFormat.BINARY),
        (b"PK\x03\x04\x14\x00\x08\x08", "a", "jar", TextFormat.BINARY),
        *((image(30, 20), "a.jrxml", "jrxml", TextFormat.IMAGE) for image in IMAGES),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "cut.png", "img", TextFormat.BINARY),
    ],
)
def test_the_content_decides(data: bytes, name: str, file_type: str, expected: TextFormat) -> None:
    assert format_of(data, name, file_type) is expected


def test_only_pixels_and_other_bytes_have_no_lines() -> None:
    assert {known for known in TextFormat if not known.is_text} == {TextFormat.IMAGE, TextFormat.BINARY}


@pytest.mark.parametrize(
    "encoding",
    [
        *(
            "utf-8",
            "utf-8-sig",
            "utf-16",
            "us-ascii",
            "iso-8859-1",
            "iso-8859-15",
            "windows-1250",
            "windows-1252",
        ),
        *(
            "windows-1258",
            "koi8-r",
            "koi8-u",
            "shift_jis",
            "euc-jp",
            "euc-kr",
            "gb2312",
            "gbk",
            "gb18030",
            "big5",
        ),
    ],
)
def test_the_declared_encoding_is_taken(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig").upper()}"?><a b="{{}}"/>'
    text = text.format(
        "".join(c for c in "é€ЖЯ日本한国" if c.encode(encoding, "ignore").decode(encoding) == c)
    )
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", [f"iso-8859-{number}" for number in (*range(1, 12), 13, 14, 15, 16)])
def test_python_knows_the_encodings_of_iso_8859(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + b"\xa0"
    assert decoded(data) == data.decode(encoding)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xff\xfea\x00", "a"),
        (b"\xfe\xff\x00a", "a"),
        ("<?x?>".encode("utf-16-le"), "<?x?>"),
        ("<?x?>".encode("utf-16-be"), "<?x?>"),
        (b"\xef\xbb\xbfa", "a"),
        (b"", ""),
        ("é".encode(), "é"),
        (b"\xe9", "é"),
        ("Größe \N{EN DASH} groß".encode("cp1252"), "Größe \x96 groß"),
        (b"\xff\xfea", None),
        (b"\xff\xfe\x00\xd8", None),
        (b"\xff\xfe\x00\x00", None),
        (b"\xff\xfe\x01\x00\x02\x00", None),
        (b"a\x00b", None),
        (b"\x01\x02", None),
        (b"\x81\xfe\x90", None),
    ],
)
def test_texts_are_told_from_other_bytes(data: bytes, text: str | None) -> None:
    assert decoded(data) == text


@pytest.mark.parametrize(
    "encoding", ["utf-7", "unicode_escape", "base64", "punycode", "utf-16", "", "no", "é"]
)
def test_an_encoding_that_is_no_safe_one_is_not_believed(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><a>é+AGE-\\x41\\q</a>'
    assert decoded(text.encode()) == text


def test_a_wrong_declaration_is_not_believed() -> None:
    text = '<?xml version="1.0" encoding="us-ascii"?><a>é</a>'
    assert decoded(text.encode()) == text
    assert decoded(text.encode("latin-1")) == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_each_text_in_utf_8_is_read(text: str) -> None:
    assert decoded(text.encode()) == text.removeprefix("\ufeff")


STARTS = [
    *(image(30, 20)[:cut] for image in IMAGES for cut in (4, 12, 24, 60)),
    b"<svg width='",
    b"<?xml ",
    b"{",
]


@given(st.sampled_from(STARTS), st.binary(max_size=100), st.text(max_size=5), st.text(max_size=5))
def test_any_bytes_have_a_format(start: bytes, rest: bytes, name: str, file_type: str) -> None:
    found = format_of(start + rest, name, file_type)
    assert found.is_text == (decoded(start + rest) is not None)
