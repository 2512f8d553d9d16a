"""Laws: what is written is read back the same, and escaping loses nothing.

Model objects of every kind are generated from the tables of fields.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogkit import URI, open_catalog
from catalogkit.archive.escaping import escape, unescape
from catalogkit.model.catalog import KINDS, Catalog
from catalogkit.model.fields import TEXT, XSI_TYPE, Field, Kind, Leaf, Nested, Ref, Struct, Typed
from catalogkit.model.index import Index, IndexItem, Module, Property
from catalogkit.model.objects import CatalogObject
from catalogkit.model.people import Organization, User, UserRole
from catalogkit.model.repository import Folder, Resource
from catalogkit.model.schedules import Calendar, Job
from catalogkit.model.shapes import (
    ACCESS_EVENT,
    CALENDAR,
    FAVORITE,
    FOLDER,
    JOB,
    ORGANIZATION,
    ROLE,
    USER,
)
from catalogkit.model.types import TYPES, ResourceType
from catalogkit.model.usage import AccessEvent, Favorite
from catalogkit.model.values import Raw, Reference, Secret, TypedValue, is_encrypted
from catalogkit.parsing.catalog_writer import calendar_file, write_catalog
from catalogkit.testing import jndi, write

_EXAMPLES = settings(max_examples=10, deadline=None)
_MORE_EXAMPLES = settings(max_examples=40, deadline=None)
_DEPTH = 2

_LEGAL = st.characters(
    min_codepoint=0x20, exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"
) | st.sampled_from("\t\n\r<>&\"'")
texts = st.text(_LEGAL, max_size=12) | st.just(" ")
names = st.text(st.sampled_from("abcXYZ019 -_.()&é√Я書🍐"), min_size=1, max_size=8).map(
    lambda text: "n" + text.strip()
)
uris = st.lists(names, min_size=1, max_size=3).map(lambda segments: URI("/" + "/".join(segments)))
ids = st.integers(1, 99999).map(str)
encrypted = st.binary(max_size=8).map(lambda data: f"ENC<{data.hex().upper()}>")

_SECRET_TEXTS = (texts | encrypted).map(Secret)
_PLAIN_TEXTS = (texts | encrypted).map(lambda text: Secret(text) if is_encrypted(text) else text)
_RAW_NAMES = st.sampled_from(["future", "x-ray", "neuÄ"])
_RAW = st.builds(lambda name: Raw(f'<{name} kind="1">text &amp; more</{name}>'), _RAW_NAMES)


def typed_values(depth: int = 2) -> st.SearchStrategy[TypedValue]:
    types = st.none() | st.sampled_from(["java:java.lang.String", "date", "sql-timestamp", ""])
    simple = st.builds(TypedValue, types, _PLAIN_TEXTS)
    if depth == 0:
        return simple
    tags = st.sampled_from(["first", "second", "expression", "parameter-value"])
    parts = st.lists(st.tuples(tags, typed_values(depth - 1)), min_size=1, max_size=3).map(tuple)
    return simple | st.builds(TypedValue, types, st.none(), parts)


def values(field: Field, depth: int) -> st.SearchStrategy[Any]:
    """One value of a field, as the parser would make it."""
    match field:
        case Leaf(name=name) if name[0] in "@#":
            return texts
        case Leaf(kind=Kind.SECRET):
            return _SECRET_TEXTS
        case Leaf():
            return _PLAIN_TEXTS
        case Typed():
            return typed_values()
        case Ref():
            return references(depth)
        case Nested(type_name=name):
            return local_resources(name, depth - 1)
        case Struct():
            return structs(field, depth)
    raise TypeError(field)


@cache
def references(depth: int) -> st.SearchStrategy[Reference]:
    to_uri = st.builds(Reference, st.none() | texts.map(URI))
    if depth == 0:
        return to_uri
    embedded = st.sampled_from(list(TYPES)).flatmap(lambda name: local_resources(name, depth - 1))
    return to_uri | st.builds(Reference, st.none() | texts.map(URI), embedded)


def fields(table: tuple[Field, ...], depth: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    """A few of the fields of a table, and now and then one that no table knows."""
    always = [field for field in table if field.name == TEXT]
    usable = [field for field in table if field.name != TEXT and (depth or not isinstance(field, Nested))]
    by_name = {field.name: _repeated(field, values(field, depth)) for field in usable}
    some = st.lists(st.sampled_from(usable), max_size=6, unique_by=lambda field: field.name)

    @st.composite
    def made(draw: st.DrawFn) -> dict[str, Any]:
        found: dict[str, Any] = {field.name: draw(texts) for field in always}
        found |= {field.name: draw(by_name[field.name]) for field in draw(some)}
        if draw(st.integers(0, 4)) == 4:
            found["@added"] = Raw(draw(texts))
            if not always:
                raw = draw(_RAW)
                found[raw.xml[1:].partition(" ")[0]] = (raw,)
        return found

    return made()


def _repeated(field: Field, value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(value, min_size=1, max_size=2).map(tuple) if field.many else value


def structs(field: Struct, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    made = fields(field.fields, depth)
    if field.typed:
        made = st.builds(lambda d, kind: {**d, XSI_TYPE: kind}, made, texts)
    return made.map(lambda d: _hidden(d, field))


def _hidden(made: dict[str, Any], field: Struct) -> dict[str, Any]:
    """Values that their keys make secrets."""
    if field.secret_pairs is None:
        return made
    keys, secret_names, secret_values = field.secret_pairs
    key, value = made.get(keys), made.get(secret_values)
    if isinstance(key, str) and key in secret_names and isinstance(value, str):
        return made | {secret_values: Secret(value)}
    return made


@cache
def local_resources(type_name: str, depth: int) -> st.SearchStrategy[Resource]:
    row = TYPES[type_name]

    def resource(made: dict[str, Any]) -> Resource:
        folder, name = made.get("folder"), made.get("name")
        uri = URI(folder if isinstance(folder, str) else "")
        return Resource(made, "", uri.child(name) if isinstance(name, str) else uri, row)

    return fields(row.fields, max(depth, 0)).map(resource)


def entered(value: Any, entry: str) -> Any:
    """A value whose local resources name the entry that they are in."""
    match value:
        case Resource():
            return replace(value, entry=entry, fields=entered(value.fields, entry))
        case Reference(local=Resource()):
            return replace(value, local=entered(value.local, entry))
        case dict():
            return {name: entered(item, entry) for name, item in value.items()}
        case tuple():
            return tuple(entered(item, entry) for item in value)
    return value


@st.composite
def resources(draw: st.DrawFn, row: ResourceType) -> Resource:
    uri = draw(uris)
    entry = escape(f"resources{uri}.xml")
    made = entered(draw(fields(row.fields, _DEPTH)), entry)
    return Resource({**made, "folder": uri.parent, "name": uri.name}, entry, uri, row)


@st.composite
def folders(draw: st.DrawFn) -> Folder:
    uri = draw(uris)
    made = draw(fields(FOLDER))
    return Folder(
        {**made, "parent": uri.parent, "name": uri.name}, escape(f"resources{uri}/.folder.xml"), uri
    )


@st.composite
def people(draw: st.DrawFn, cls: type[User | UserRole], directory: str, key: str) -> CatalogObject:
    name, tenant = draw(names), draw(st.none() | names)
    made = draw(fields(USER if cls is User else ROLE)) | {key: name}
    made.pop("tenantId", None)
    path = name
    if tenant is not None:
        made["tenantId"] = tenant
        path = f"{tenant}/{name}"
    return cls(made, escape(f"{directory}/{path}.xml"))


@st.composite
def organizations(draw: st.DrawFn) -> Organization:
    name = draw(names)
    made = draw(fields(ORGANIZATION)) | {"id": name}
    return Organization(made, escape(f"organizations/{name}.xml"))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    name = draw(names)
    made = draw(fields(CALENDAR)) | {"name": name}
    return Calendar(made, escape(f"calendars/{calendar_file(name)}.xml"))


@st.composite
def grouped(draw: st.DrawFn, cls: type[Job | Favorite], directory: str) -> CatalogObject:
    """A job or a favorite."""
    uri, number, listed = draw(uris), draw(ids), draw(st.booleans())
    made = draw(fields(JOB if cls is Job else FAVORITE))
    return cls(made, escape(f"{directory}{uri}/{number}.xml"), uri, number, listed)


@st.composite
def events(draw: st.DrawFn) -> AccessEvent:
    return AccessEvent(draw(fields(ACCESS_EVENT)), "accessEvents/1.xml")


any_object = st.one_of(
    st.sampled_from(list(TYPES.values())).flatmap(resources),
    folders(),
    people(User, "users", "username"),
    people(UserRole, "roles", "name"),
    organizations(),
    calendars(),
    grouped(Job, "reportJobs"),
    grouped(Favorite, "favorites"),
    events(),
)


def read_back(items: list[CatalogObject], index: Index | None = None) -> tuple[list[CatalogObject], Catalog]:
    """Write, open, and collect everything again."""
    index = index or Index((Property("pathProcessorId", "zip"),))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "c.zip")
        with path.open("wb") as stream:
            write_catalog(stream, index, items)
        with open_catalog(path) as catalog:
            return [*catalog.objects(), *catalog.access_events], catalog


@pytest.mark.parametrize("row", TYPES.values(), ids=lambda row: row.name)
def test_a_resource_is_read_as_it_was_written(row: ResourceType) -> None:
    @_EXAMPLES
    @given(resources(row))
    def law(item: Resource) -> None:
        assert read_back([item])[0] == [item]

    law()


@_MORE_EXAMPLES
@given(any_object)
def test_any_object_is_read_as_it_was_written(item: CatalogObject) -> None:
    assert read_back([item])[0] == [item]


@_MORE_EXAMPLES
@given(st.lists(any_object, max_size=5, unique_by=lambda item: item.entry.casefold()))
def test_objects_are_told_apart(items: list[CatalogObject]) -> None:
    found, catalog = read_back(items)
    assert sorted(found, key=_order) == sorted(items, key=_order)
    assert {kind for kind, name in KINDS.items() if len(getattr(catalog, name))} == {
        item.key.kind for item in items
    }


@_MORE_EXAMPLES
@given(
    st.lists(st.builds(Property, texts, texts), max_size=4),
    st.lists(
        st.builds(
            Module,
            texts,
            st.lists(
                st.builds(IndexItem, st.sampled_from(["folder", "user", "other"]), texts, st.none() | texts),
                max_size=3,
            ).map(tuple),
        ),
        max_size=4,
    ),
)
def test_an_index_is_read_as_it_was_written(properties: list[Property], modules: list[Module]) -> None:
    index = Index(tuple(properties), tuple(modules))
    assert read_back([], index)[1].index == index


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_escaping_loses_nothing(path: str) -> None:
    assert unescape(escape(path)) == path


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_escaped_names_are_plain_ascii(path: str) -> None:
    assert escape(path).isascii()


def _order(item: CatalogObject) -> str:
    return item.entry


@pytest.mark.parametrize(
    "xml",
    [
        "<x><y>1</y></x>",
        "<x> <y/>\n</x>",
        '<x a="?&gt;"><first odd="1"><deep>x</deep></first></x>',
    ],
)
def test_raw_xml_is_written_untouched(tmp_path: Path, xml: str) -> None:
    path = write(tmp_path / "c.zip", jndi("/ds", x=Raw(xml)))

    with open_catalog(path) as catalog:
        assert catalog.resources[URI("/ds")].fields["x"] == (Raw(xml),)
