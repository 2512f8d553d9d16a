"""The builders: what is not given looks as a server writes it, and what is given ends up where it belongs."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from catalogkit import URI, Catalog, open_catalog
from catalogkit import testing as t
from catalogkit.model.index import Index, Module, Property
from catalogkit.model.objects import CatalogObject
from catalogkit.model.people import Attribute
from catalogkit.model.repository import Permission, Resource
from catalogkit.model.types import TYPES
from catalogkit.model.values import Raw, Reference, Secret, TypedValue
from catalogkit.model.walk import local_resources, references


def opened(path: Path, *parts: t.Part, **options: object) -> Catalog:
    with open_catalog(t.write(path / "c.zip", *parts, **options)) as catalog:  # type: ignore[arg-type]
        return catalog


def entries(*parts: t.Part, **options: object) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(t.catalog(*parts, **options))) as archive:  # type: ignore[arg-type]
        return {name: archive.read(name) for name in archive.namelist()}


def resource(part: t.ResourcePart) -> Resource:
    """The one resource of a catalog of that part."""
    (found,) = [o for o in t.assemble([part], {}).objects if isinstance(o, Resource)]
    return found


def field(item: CatalogObject, name: str) -> Any:
    return item.fields[name]


def every_kind() -> list[t.Part]:
    parts: list[t.Part] = [t.resource(name, f"/types/{name}") for name in TYPES]
    parts += [t.folder("/types/empty"), t.organization(), t.user("ana"), t.role("ROLE_X", tenant="acme")]
    parts += [t.job("/types/reportUnit"), t.calendar("Days Off", []), t.event("ana", "/types/query")]
    return [*parts, t.favorite("/types/query", "ana")]


# The whole


def test_one_line_makes_a_catalog(tmp_path: Path) -> None:
    catalog = opened(tmp_path, t.report("/a", data_source="/ds"), t.jdbc("/ds"))
    assert (catalog.problems, catalog.unclaimed, catalog.missing_data) == ((), (), ())
    assert list(catalog.resources) == ["/a", "/ds"]
    assert list(catalog.folders) == ["/"]


def test_what_is_written_is_what_was_assembled(tmp_path: Path) -> None:
    expected = t.assemble(every_kind(), {})
    with open_catalog(t.write(tmp_path / "c.zip", *every_kind())) as catalog:
        found = [*catalog.objects(), *catalog.access_events]
        assert (catalog.problems, catalog.unclaimed, catalog.missing_data) == ((), (), ())
    assert sorted(found, key=lambda o: o.entry) == sorted(expected.objects, key=lambda o: o.entry)
    assert catalog.index == expected.index


def test_the_same_parts_give_the_same_bytes_in_any_order() -> None:
    parts = [part for part in every_kind() if not isinstance(part, CatalogObject)]
    assert t.catalog(*parts) == t.catalog(*reversed(parts))


def test_a_folder_can_be_written_too(tmp_path: Path) -> None:
    t.write_folder(tmp_path / "c", t.query("/q-1"))
    with open_catalog(tmp_path / "c") as catalog:
        assert catalog.index is not None
        assert catalog.index.path_processor == "file"
        assert list(catalog.resources) == ["/q-1"]


def test_nothing_at_all_is_a_catalog_too() -> None:
    assert list(entries()) == ["index.xml"]


def test_a_uri_cannot_be_given_twice() -> None:
    with pytest.raises(ValueError, match="given twice"):
        t.catalog(t.query("/q"), t.jndi("/q"))


# Folders and the index


def test_folders_above_are_made_and_list_their_children(tmp_path: Path) -> None:
    catalog = opened(tmp_path, t.query("/a/b/q"), t.query("/a/p"), t.folder("/a/c", label="C"))
    lists = {uri: (f.texts("folder"), f.texts("resource")) for uri, f in catalog.folders.items()}
    assert lists == {
        "/": (("a",), ()),
        "/a": (("b", "c"), ("p",)),
        "/a/b": ((), ("q",)),
        "/a/c": ((), ()),
    }
    assert catalog.folders[URI("/a/c")].label == "C"


def test_only_folders_that_were_asked_for_have_lists(tmp_path: Path) -> None:
    parts = [t.query("/a/b/c/q"), t.query("/a/b/p"), t.jndi("/ds/main")]
    catalog = opened(tmp_path, *parts, requested=["/a/b", "/ds/main"])
    lists = {uri: (*f.texts("folder"), *f.texts("resource")) for uri, f in catalog.folders.items()}
    assert lists == {"/a": (), "/a/b": ("c", "p"), "/a/b/c": ("q",), "/ds": ()}
    assert catalog.index is not None
    (module,) = catalog.index.modules
    assert module.items == (t.IndexItem("folder", "/a/b"), t.IndexItem("resource", "/ds/main"))


def test_lists_can_be_given() -> None:
    written = entries(t.folder("/a", folders=["gone"], resources=[]), t.query("/a/q"))
    root = etree.fromstring(written["resources/a/.folder.xml"])
    assert [(child.tag, child.text) for child in root if child.tag in ("folder", "resource")] == [
        ("folder", "gone")
    ]


def test_ancestors_can_be_left_out() -> None:
    assert "resources/a/.folder.xml" not in entries(t.query("/a/q"), ancestors=False)


def test_the_index_lists_what_a_server_would() -> None:
    index = t.assemble(every_kind(), {"version": "8.1.0 PRO", "properties": t.key_properties()}).index
    assert index is not None
    assert [p.name for p in index.properties] == [
        "keyalias",
        "pathProcessorId",
        "rootTenantId",
        "jsVersion",
        "encrypted",
    ]
    assert {module.id: [str(item.text) for item in module.items] for module in index.modules} == {
        "tenants": ["organizations"],
        "authority": ["ana", "ROLE_X"],
        "repositoryResources": ["/"],
        "calendars": ["Days Off"],
        "reportJobs": ["/types/reportUnit"],
        "accessEvents": ["1"],
        "favorites": ["/types"],
    }
    assert index.items("authority", "role") == [t.IndexItem("role", "ROLE_X", "acme")]


def test_parts_of_the_index_can_be_replaced() -> None:
    items = [t.IndexItem("user", "ghost")]
    index = t.assemble(
        [t.user("ana")],
        {
            "modules": {"authority": items, "audit": (), "calendars": ["Days"]},
            "organization": "acme",
            "path_processor": None,
            "properties": {"jsVersion": None, "note": "x"},
        },
    ).index
    assert index == Index(
        (Property("rootTenantId", "acme"), Property("note", "x")),
        (
            Module("authority", tuple(items)),
            Module("calendars", (t.IndexItem("calendar", "Days"),)),
            Module("audit"),
        ),
    )


def test_the_whole_index_can_be_replaced_or_left_out() -> None:
    index = Index((Property("a", "b"),))
    assert b'name="a"' in entries(index=index)["index.xml"]
    assert list(entries(t.role("R"), without_index=True)) == ["roles/R.xml"]


def test_broken_dependencies_are_written() -> None:
    written = entries(broken_dependencies=["/a"])
    assert b"<resource>/a</resource>" in written["broken_dependencies.xml"]


def test_names_are_escaped_unless_the_processor_says_otherwise() -> None:
    assert "resources/a-002db.xml" in entries(t.query("/a-b"))
    assert "resources/a-b.xml" in entries(t.query("/a-b"), path_processor="none")


def test_raw_entries_replace_or_add() -> None:
    written = entries(t.query("/q"), t.raw("resources/q.xml", "<x"), t.raw("junk", b"1"), t.raw("empty/"))
    assert (written["resources/q.xml"], written["junk"], written["empty/"]) == (b"<x", b"1", b"")


# Resources


def test_the_header_is_complete_and_in_order() -> None:
    root = etree.fromstring(entries(t.jndi("/a/ds"))["resources/a/ds.xml"])
    assert [(child.tag, child.text) for child in root] == [
        ("folder", "/a"),
        ("name", "ds"),
        ("version", "0"),
        ("label", "ds"),
        ("creationDate", t.DATE),
        ("updateDate", t.DATE),
        ("jndiName", "jdbc/sample"),
    ]
    assert dict(root.attrib) == {"exportedWithPermissions": "false"}


def test_fields_are_added_replaced_and_left_out() -> None:
    made = resource(t.jndi("/ds", label="Main", description="x", updateDate=None, name="other"))
    assert made.uri == "/ds"
    assert made.body_uri == "/other"
    assert (made.label, made.description, made.text("updateDate")) == ("Main", "x", None)


def test_an_unknown_field_is_refused_unless_it_is_raw() -> None:
    with pytest.raises(TypeError, match="no field 'jndi_name'; there are @exportedWithPermissions, folder"):
        t.catalog(t.jndi("/ds", jndi_name="x"))
    made = resource(t.jndi("/ds", future=Raw("<future/>"), **{"@state": Raw("new")}))
    assert (made.fields["future"], made.fields["@state"]) == ((Raw("<future/>"),), Raw("new"))


def test_an_unknown_type_has_a_header() -> None:
    made = resource(t.resource("orchardMap", "/map"))
    assert (made.type.is_known, made.label) == (False, "map")


def test_permissions_decide_what_is_exported_with_them() -> None:
    parts = [t.query("/a/q", permissions=[t.permission(30, role="R|acme")]), t.query("/p")]
    made = {o.key.id: o for o in t.assemble(parts, {}).objects}
    assert {o.text("@exportedWithPermissions") for o in made.values()} == {"true"}
    query = made["/a/q"]
    assert isinstance(query, Resource)
    assert query.permissions == (Permission("role", ("R", "acme"), 30),)  # type: ignore[arg-type]
    forced = t.assemble([t.query("/q")], {"with_permissions": True}).objects
    assert {o.text("@exportedWithPermissions") for o in forced} == {"true"}


def test_owners_embed_parts_and_refer_to_uris() -> None:
    source = t.jdbc("own")
    control = t.control("week", "single-select query", query=t.query("weeks", data_source=source))
    made = resource(t.report("/r/a", data_source="/ds", controls=[control, "/shared"]))
    assert made.fields["dataSource"] == Reference(URI("/ds"))
    assert [r.uri for r in local_resources(made)] == [
        "/r/a_files/main_jrxml",
        "/r/a_files/week",
        "/r/a_files/week_files/weeks",
        "/r/a_files/week_files/weeks_files/own",
    ]
    assert {r.text("@exportedWithPermissions") for r in local_resources(made)} == {"false"}
    assert {r.entry for r in local_resources(made)} == {"resources/r/a.xml"}


def test_a_listed_part_can_be_embedded_and_a_local_one_not_listed() -> None:
    made = resource(t.report("/a", main=None, resources=[t.file("/elsewhere/logo", b"x", "img")]))
    assert [r.uri for r in local_resources(made)] == ["/a_files/logo"]
    with pytest.raises(ValueError, match="only a name"):
        t.catalog(t.file("logo", b"x", "img"))


def test_a_local_resource_can_be_in_an_odd_folder() -> None:
    logo = t.local("fileResource", "logo", data=b"x", fileType="img", folder="/odd")
    assert entries(t.report("/a", resources=[logo]))["resources/odd/logo.data"] == b"x"


def test_data_files_are_named_as_servers_name_them() -> None:
    page = t.content("/page.html", b"h", "html", parts=[t.content("dot.png", b"p", "img")])
    view = t.resource("olapUnit", "/view", data=b"o")
    written = entries(t.file("/logo", b"l", "img"), page, view, t.report("/r", snapshot=b"s"))
    assert {name: data for name, data in written.items() if len(data) == 1} == {
        "resources/logo.data": b"l",
        "resources/page.html": b"h",
        "resources/page.html_files/dot.png": b"p",
        "resources/r_data_snapshot.dump": b"s",
        "resources/view.view.options": b"o",
    }


def test_a_type_without_data_takes_none() -> None:
    with pytest.raises(AssertionError, match="a query has no data file"):
        t.catalog(t.resource("query", "/q", data=b"x"))


def test_codes_may_be_words() -> None:
    assert resource(t.control("/c", "multi-select query")).text("type") == "7"
    assert resource(t.control("/c", 99)).text("type") == "99"
    with pytest.raises(ValueError, match="'combo' is no type; the words are boolean, single value"):
        t.catalog(t.control("/c", "combo"))


def test_typed_values_get_java_types() -> None:
    made = resource(t.values("/v", {"a": 1, "b": "x", "c": Decimal("1.5"), "d": True, "e": "ENC<00>"}))
    items = [item["itemValue"] for item in field(made, "item")]
    assert items == [
        TypedValue("java:java.lang.Integer", "1"),
        TypedValue("java:java.lang.String", "x"),
        TypedValue("java:java.math.BigDecimal", "1.5"),
        TypedValue("java:java.lang.Boolean", "true"),
        TypedValue("java:java.lang.String", Secret("ENC<00>")),
    ]


def test_secrets_are_secrets() -> None:
    assert resource(t.jdbc("/ds", password="clear")).fields["connectionPassword"] == Secret("clear")
    made = resource(t.custom("/c", "x.Y", properties={"password": "clear", "user": "u"}))
    assert [p["value"] for p in field(made, "property")] == [Secret("clear"), "u"]
    ftp = {"propertiesMapKeys": ["A", "SSH_PASSPHRASE_PROPERTY"], "propertiesMapValues": ["1", "2"]}
    job = t.job("/r", destination={"outputFTPInfo": ftp})
    found = field(job, "contentRepositoryDestination")["outputFTPInfo"]["propertiesMapValues"]
    assert found == ("1", Secret("2"))


def test_parts_can_be_changed_and_moved() -> None:
    part = t.jndi("/a", label="A")
    assert resource(part.but(label=None).at("/b")).text("label") is None
    assert part.at("/b").uri == "/b"
    assert part.fields["label"] == "A"


# Commercial types


def test_a_domain_has_schema_and_bundles() -> None:
    made = resource(t.domain("/d", data_sources={"x": "/ds"}, bundles={"": b"1", "de": b"2"}, security=b"3"))
    assert [r.uri.name for r in local_resources(made)] == [
        "schema",
        "security",
        "d.properties",
        "d_de.properties",
    ]


def test_descriptors_of_a_dashboard_fit_its_resources() -> None:
    view = t.adhoc_view("copy", data_source="/d")
    made = resource(
        t.dashboard("/b", shown=[("adhocDataView", "/temp/copy", view), ("reportUnit", "/r", "/r")])
    )
    descriptors = [d["id"] for d in field(made, "resourceDescriptor")]
    shown = [found for found in references(made) if found.path == "resource"]
    targets = [found.local.uri.name if found.local else found.uri for found in shown]
    assert descriptors == ["wiring", "layout", "components", "/temp/copy", "/r"]
    assert targets == ["wiring", "layout", "components", "copy", "/r"]


def test_report_options_name_their_report() -> None:
    made = resource(t.report_options("/o/North", "/r/Weekly", {"region": ["N", "S"]}))
    assert made.text("optionsName") == "Weekly_North"


# People and schedules


def test_users_of_organizations_lie_in_their_folder() -> None:
    user = t.user("ana", tenant="acme", roles=["ROLE_A", "ROLE_B|acme"], attributes={"a": "1"})
    assert list(entries(user)) == ["users/acme/ana.xml", "index.xml"]
    assert [str(role) for role in user.roles] == ["ROLE_A", "ROLE_B|acme"]
    assert user.attributes == (Attribute("a", "1", ()),)


def test_attributes_are_spelled_as_their_owner_spells_them() -> None:
    attributes = [t.attribute("a", "ENC<00>", t.permission(1, user="ana"))]
    user, organization = t.user("x", attributes=attributes), t.organization(attributes=attributes)
    assert user.attributes == organization.attributes == tuple(attributes)
    assert b'<attribute name="a">' in entries(user)["users/x.xml"]
    assert b"<name>a</name>" in entries(organization)["organizations/organizations.xml"]


def test_organizations_know_their_place() -> None:
    acme = t.organization("acme")
    paris = t.organization("paris", parent=acme)
    assert (t.organization().text("parentId"), acme.text("parentId")) == (None, "organizations")
    assert (paris.text("parentId"), paris.text("tenantUri")) == ("acme", "/acme/paris")
    assert paris.text("tenantFolderUri") == "/organizations/acme/organizations/paris"


def test_jobs_are_listed_beside_their_report(tmp_path: Path) -> None:
    jobs = [t.job("/r", 7), t.job("/r", 8, listed=False), t.job("/s", 9, listed=False)]
    catalog = opened(tmp_path, *jobs)
    assert catalog.job_ids == {"/r": ("7",)}
    assert {job.id: job.listed for job in catalog.jobs.values()} == {"7": True, "8": False, "9": False}


def test_a_job_has_all_parts() -> None:
    job = t.job(
        "/r",
        7,
        trigger=t.calendar_trigger("8", daysType="week days"),
        parameters={"one": "a", "many": ["a", "b"]},
        mail={"toAddress": ["x@example.com"]},
        alert={"recipient": "both"},
        formats=["pdf", "data csv"],
    )
    assert field(job, "trigger")["daysType"] == "2"
    assert job.texts("outputFormat") == ("1", "17")
    one, many = field(job, "source")["parameter"]
    assert (one["valueType"], len(many["value"]), many.get("valueType")) == ("single", 2, None)
    ids = [field(job, n)["id"] for n in ("contentRepositoryDestination", "mailNotification", "alert")]
    assert ids == ["9", "10", "11"]


def test_calendars_events_and_favorites(tmp_path: Path) -> None:
    events = [t.event("ana", "/r"), t.event("bo", "/r", updating=True)]
    parts = [t.calendar("Days & Nights", [t.DATE]), *events, t.favorite("/f/r", "ana|acme", 3)]
    written = entries(*parts)
    assert {"calendars/Days___Nights.xml", "accessEvents/2.xml", "favorites/f/3.xml"} <= set(written)


# Contents and secrets


def test_an_image_is_an_image() -> None:
    data = t.png(3, 2, (1, 2, 3))
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    position, chunks = 8, {}
    while position < len(data):
        (length,) = struct.unpack_from(">I", data, position)
        name, body = data[position + 4 : position + 8], data[position + 8 : position + 8 + length]
        (crc,) = struct.unpack_from(">I", data, position + 8 + length)
        assert crc == zlib.crc32(name + body)
        chunks[name], position = body, position + 12 + length
    assert zlib.decompress(chunks[b"IDAT"]) == (b"\x00" + bytes((1, 2, 3)) * 3) * 2


@pytest.mark.parametrize("dialect", [6, 7])
def test_report_templates_hold_what_they_are_given(dialect: int) -> None:
    data = t.jrxml(
        "r",
        dialect=dialect,
        query="select 1",
        images=["a.png", '"repo:/x/" + $P{y}'],
        subreports=["s.jrxml"],
        drill_downs=["/r2"],
        template="t",
        fields=["f"],
        parameters=["p"],
        bundle="b",
        properties={"k": "v"},
    )
    root = etree.fromstring(data)
    assert bool(etree.QName(root).namespace) == (dialect == 6)
    texts = {text.strip() for text in root.itertext()} - {""}
    assert texts == {
        '"a.png"', '"repo:/x/" + $P{y}', '"s.jrxml"', '"/r2"', '"details"', '"t"', "$F{f}", "select 1",
    }  # fmt: skip
    assert b"xmlns" not in data.replace(b"xmlns=", b"", 1)


def test_secrets_have_the_form_that_servers_write() -> None:
    text = "sixteen letters!"
    old, new = t.old_secret(text), t.keyed_secret(text)
    assert re.fullmatch("ENC<[0-9A-F]{64}>", old)
    assert re.fullmatch("ENC<4A5253495600000010[0-9A-F]{32}[0-9A-F]{64}>", new)
    assert re.fullmatch("4A5253495600000010[0-9A-F]{64}", t.key_properties()["encrypted"])


def test_an_old_secret_tells_equal_values_and_a_keyed_one_does_not() -> None:
    assert t.old_secret("a") == t.old_secret("a") != t.old_secret("b")
    again = t.reencrypted(t.keyed_secret("a"), "later")
    assert again != t.keyed_secret("a")
    assert len(again) == len(t.keyed_secret("a"))
