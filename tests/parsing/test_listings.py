"""Targets from saved listings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogkit.archive import Limits
from catalogkit.errors import UnreadableError, UsageError
from catalogkit.model.target import Target
from catalogkit.model.types import V2_FILE
from catalogkit.parsing.listings import V1_UNKNOWN, V2_UNKNOWN, read_listings
from catalogkit.sources.targets import FRESH, open_target
from catalogkit.testing import folder, jdbc, write, write_folder

_TARGETS = ("clash", "fresh", "hidden", "locked", "pool", "sources", "world1")
_V1 = """<resourceDescriptors>
<resourceDescriptor name="x" wsType="%s" uriString="/a/x" isNew="false">
  <label><![CDATA[X]]></label>
  <resourceProperty name="PROP_RESOURCE_TYPE"><value><![CDATA[com.jaspersoft.%s]]></value></resourceProperty>
  %s
</resourceDescriptor>
</resourceDescriptors>"""


def _state(shared: Path, name: str) -> dict[str, list[dict[str, str]]]:
    path = shared / "conformance" / "targets" / f"{name}.state.json"
    made: dict[str, list[dict[str, str]]] = json.loads(path.read_text())
    return made


def _listed(shared: Path, name: str) -> dict[str, str]:
    """URIs and kinds of what is not embedded."""
    state = _state(shared, name)
    return {item["uri"]: item.get("kind", "folder") for item in _visible(state)}


def _visible(state: dict[str, list[dict[str, str]]]) -> Iterator[dict[str, str]]:
    return (item for item in state["folders"] + state["resources"] if not item.get("local"))


def _kinds(target: Target) -> dict[str, str]:
    listed = {uri: item.type for uri, item in target.resources.items() if not item.owner}
    hidden = {f"{uri}_files" for uri in target.resources}
    return listed | dict.fromkeys(target.folders.keys() - hidden, "folder")


@pytest.mark.parametrize("name", _TARGETS)
def test_v1_listings_tell_uris_and_kinds(shared: Path, name: str) -> None:
    target = open_target(str(shared / "conformance" / "targets" / f"{name}.listing-v1"), Limits())

    expected = _listed(shared, name)
    if name == "hidden":
        expected = {uri: kind for uri, kind in expected.items() if _may_be_read(uri)}
    left_out = {uri for uri, kind in expected.items() if kind == "mondrianConnection"}
    assert _kinds(target) == {uri: kind for uri, kind in expected.items() if uri not in left_out}
    assert target.unknown == V1_UNKNOWN


@pytest.mark.parametrize("name", _TARGETS)
def test_v2_listings_tell_uris_and_kinds(shared: Path, name: str) -> None:
    target = open_target(str(shared / "conformance" / "targets" / f"{name}.listing-v2.json"), Limits())

    expected = _listed(shared, name)
    if name == "hidden":
        expected = {uri: kind for uri, kind in expected.items() if _may_be_read(uri)}
    files = ("fileResource", "contentResource")
    assert _kinds(target) == {uri: V2_FILE if kind in files else kind for uri, kind in expected.items()}
    assert target.unknown - {"folders and resources"} == V2_UNKNOWN


def _may_be_read(uri: str) -> bool:
    """What the recording user could see of the target `hidden` (README of the recordings)."""
    unreadable = ("/quay/img", "/quay/in/lov_a", "/quay/ds/db_a")
    return not any(uri == hidden or uri.startswith(hidden + "/") for hidden in unreadable)


@pytest.mark.parametrize("name", _TARGETS)
def test_v1_listings_tell_labels_and_file_types(shared: Path, name: str) -> None:
    target = open_target(str(shared / "conformance" / "targets" / f"{name}.listing-v1"), Limits())

    for item in _visible(_state(shared, name)):
        found = target.resources.get(item["uri"])
        if found is not None:
            assert (found.label, found.description) == (item["label"], item["description"] or "")
            assert found.file_type == (item.get("fileType") or "")
            if "referenceUri" in found.links:
                assert {"referenceUri": list(found.links["referenceUri"])} == item["links"]


def test_v1_contents_carry_what_is_embedded(shared: Path) -> None:
    target = open_target(str(shared / "conformance" / "targets" / "world1.listing-v1"), Limits())

    part = target.resources["/harbour/docs/page.html_files/dot.png"]
    assert (part.owner, part.type) == ("/harbour/docs/page.html", "contentResource")


@pytest.mark.parametrize(
    ("ws_type", "interface", "kind", "file_type"),
    [
        ("unknow", "olap.domain.MondrianXMLADefinition", "mondrianXmlaDefinition", ""),
        ("unknow", "olap.domain.MondrianConnection", "mondrianConnection", ""),
        ("unknow", "common.domain.FileResource", "fileResource", ""),
        ("css", "common.domain.FileResource", "fileResource", "css"),
        ("lov", "common.domain.ListOfValues", "listOfValues", ""),
        ("olapXmlaCon", "olap.domain.XMLAConnection", "xmlaConnection", ""),
        ("contentResource", "common.domain.ContentResource", "contentResource", ""),
        ("somethingNew", "pro.domain.SomethingNew", "somethingNew", ""),
    ],
)
def test_v1_types_by_name_and_interface(ws_type: str, interface: str, kind: str, file_type: str) -> None:
    target = _read(_V1 % (ws_type, interface, ""))

    assert (target.resources["/a/x"].type, target.resources["/a/x"].file_type) == (kind, file_type)


def test_a_password_in_a_v1_listing_is_not_kept() -> None:
    secret = "open-sesame"
    more = f'<resourceProperty name="PROP_PASSWORD"><value>{secret}</value></resourceProperty>'

    target = _read(_V1 % ("jdbc", "jasperreports.domain.JdbcReportDataSource", more))

    assert target.resources["/a/x"].type == "jdbcDataSource"
    assert secret not in repr(target)


def test_what_lies_above_a_listed_part_is_there() -> None:
    target = _read('{"resourceLookup": [{"uri": "/a/b/x", "resourceType": "query", "label": "X"}]}')

    assert list(target.folders) == ["/", "/a/b", "/a"]


def test_the_xml_form_of_a_v2_listing_tells_the_same() -> None:
    text = "<resources><resourceLookup><label>X</label><uri>/x</uri><resourceType>lov</resourceType>%s"
    as_xml = _read((text % "</resourceLookup></resources>").replace("lov", "listOfValues"))
    as_json = _read('{"resourceLookup": [{"uri": "/x", "resourceType": "listOfValues", "label": "X"}]}')

    assert as_xml == as_json


@pytest.mark.parametrize(("count", "is_whole"), [(99, True), (100, False), (101, True)])
def test_a_full_first_page_may_not_be_all(count: int, is_whole: bool) -> None:
    lookups = [{"uri": f"/x{number}", "resourceType": "query"} for number in range(count)]

    target = _read(json.dumps({"resourceLookup": lookups}))

    assert ("folders and resources" not in target.unknown) == is_whole


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "{",
        '{"resourceLookup": 1}',
        '{"resourceLookup": [1]}',
        '{"resourceLookup": [{"uri": "/x"}]}',
        '{"resourceLookup": ' + "[" * 100_000,
        "<html/>",
        "<resources><resourceLookup/></resources>",
        "<resourceDescriptors><resourceDescriptor/></resourceDescriptors>",
        "<resourceDescriptors>",
    ],
)
def test_what_is_no_listing_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "listing"
    path.write_text(text)

    with pytest.raises(UnreadableError) as raised:
        open_target(str(path), Limits())

    assert raised.value.where == str(path)
    assert raised.value.hint


_FEW = Limits(max_xml_size=200_000, max_xml_nodes=5_000)


def _long(strange: str = "") -> bytes:
    """A listing that is longer than one entry may be, with something strange in the middle."""
    items = [
        f"<resourceLookup><uri>/a/x{number}</uri><resourceType>query</resourceType><label>{'x' * 99}</label>"
        "</resourceLookup>"
        for number in range(4_000)
    ]
    middle = f"<resourceLookup><uri>/b</uri><resourceType>query</resourceType>{strange}</resourceLookup>"
    return f"<resources>{''.join(items[:2_000])}{middle}{''.join(items[2_000:])}</resources>".encode()


def test_the_limits_hold_for_each_item_of_a_long_listing() -> None:
    target = read_listings("long", [("listing.xml", _long())], _FEW)

    assert len(target.resources) == 4_001
    assert target.resources["/a/x3999"].label == "x" * 99


@pytest.mark.parametrize(
    ("strange", "what"),
    [
        (f"<label>{'x' * 600_000}</label>", "more than 200,000 bytes"),
        ("<a/>" * 40_000, "more than 5,000 elements"),
        ("<a>" * 150 + "</a>" * 150, "more than 100 levels"),
        ("<a " + " ".join(f'a{number}="x"' for number in range(201)) + "/>", "more than 200 attributes"),
        ("".join(f'<a xmlns="urn:{number}"/>' for number in range(200)), "namespaces of more than"),
        ("<a>", "mismatch"),
        ('<!DOCTYPE a [<!ENTITY e "e">]>', "more than 200,000 bytes"),
    ],
)
def test_a_strange_item_of_a_long_listing(strange: str, what: str) -> None:
    with pytest.raises(UnreadableError, match=what) as raised:
        read_listings("long", [("listing.xml", _long(strange))], _FEW)
    assert raised.value.where == "listing.xml"


def test_a_long_listing_that_is_cut_off() -> None:
    with pytest.raises(UnreadableError):
        read_listings("long", [("listing.xml", _long()[:-20])], _FEW)


def test_a_listing_with_declarations_is_read_as_a_whole() -> None:
    item = (
        "<resourceLookup><uri>/a</uri><resourceType>query</resourceType><label>&l;</label></resourceLookup>"
    )
    data = f'<!DOCTYPE resources [<!ENTITY l "Growers">]><resources complete="true">{item}</resources>'
    target = read_listings("declared", [("listing.xml", data.encode())], Limits())
    assert target.resources["/a"].label == "Growers"


def test_targets_by_name(tmp_path: Path) -> None:
    parts = (folder("/a"), jdbc("/a/x"))
    archive, directory = write(tmp_path / "all.zip", *parts), write_folder(tmp_path / "all", *parts)

    assert open_target(FRESH, Limits()).commercial is False
    assert open_target(FRESH, Limits(), commercial=True).commercial is True
    for path in (archive, directory):
        assert "/a/x" in open_target(str(path), Limits()).resources
    with pytest.raises(UnreadableError):
        open_target(str(tmp_path / "missing"), Limits())
    with pytest.raises(UsageError):
        open_target(" ", Limits())


def _read(text: str) -> Target:
    return read_listings("saved", [("listing", text.encode())], Limits())
