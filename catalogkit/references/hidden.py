"""References that descriptors hide in plain text (`catalog-format.md` §7.8, §8.4, §14.6, §14.7, §17)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..errors import EntryError
from ..model.catalog import Catalog
from ..model.fields import Role
from ..model.objects import ROOT_ORGANIZATION, many, plain, records
from ..model.repository import Resource
from ..model.uri import URI, without_scheme
from ..model.values import Raw, Record, Secret
from ..parsing.xml import Element, Xml
from .domains import attribute_edge
from .edge import Edge, Strength
from .extraction import Parts, Place, Unread, dynamic, edge, elements, local_name
from .resolve import Found, Resolver

_PLACEHOLDER = re.compile(
    r"\{\s{0,20}attribute\s{0,20}\(\s{0,20}(['\"]{1,2})([^'\"]{1,255})\1(?:[^(){}]{0,100}\)\s{0,20}\})?"
)
_DRIVER_PREFIX = "jdbc:"
_JDBC_FOLDER = URI("/jdbc")
_MAY_REFER = re.compile("uri|URI|Uri")
_URI_NAME = re.compile(r"(?:^uri|URI|Uri)$")


def hidden_edges(
    catalog: Catalog,
    parts: Parts,
    resolver: Resolver,
    attributes: dict[str, Found],
    unread: list[Unread],
) -> Iterator[Edge]:
    """What the plain text fields of resources name; an element that cannot be searched is noted."""
    drivers = driver_folders(catalog)
    xml = Xml(catalog.archive.limits)
    by_catalog = {
        resource.text("catalog") or "": uri
        for uri, resource in catalog.resources.items()
        if resource.type.name == "mondrianXmlaDefinition"
    }
    for owner, resources in parts:
        for resource in resources:
            finder = _FINDERS.get(resource.type.name)
            if finder is not None:
                yield from finder(owner, resource, resolver)
            if "driver" in resource.fields:
                yield from _driver(owner, resource, drivers, resolver)
            if resource.type.name == "xmlaConnection":
                yield from _xmla(owner, resource, by_catalog, resolver)
            if resource.type.name.endswith(("DataSource", "Connection")):
                for name, text in texts(resource.fields):
                    for match in _PLACEHOLDER.finditer(text):
                        place = Place(resource.entry, 0, _where(owner, resource, name), match.group())
                        yield attribute_edge(owner, match[2], place, attributes)
            for value in _unknown(resource):
                try:
                    root = xml.parse(value.xml.encode("utf-8", "replace"), resource.entry)
                except EntryError as error:
                    unread.append(Unread(owner, resource.entry, 0, error.what))
                else:
                    yield from _raw(owner, resource, root, resolver)


def placeholder_edges(owner: str, entry: str, data: bytes, attributes: dict[str, Found]) -> Iterator[Edge]:
    """The profile attributes that the text of a file asks for."""
    if b"attribute" not in data:
        return
    text = data.decode("utf-8", "replace")
    line, counted = 1, 0
    for match in _PLACEHOLDER.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        yield attribute_edge(owner, match[2], Place(entry, line, "", match.group()), attributes)


def texts(fields: Record) -> Iterator[tuple[str, str]]:
    """All texts among some fields, at any depth, with the name of the field; secrets are looked into."""
    for name in fields:
        for value in many(fields, name):
            if isinstance(value, str):
                yield name, value
            elif isinstance(value, Secret):
                yield name, value.reveal()
            elif isinstance(value, dict):
                for inner, text in texts(value):
                    yield f"{name}/{inner}", text


def driver_folders(catalog: Catalog) -> dict[str, str]:
    """The folders below `/jdbc` by class name of the driver, as the root organization maps them (§14.6)."""
    root = catalog.organizations.get(ROOT_ORGANIZATION)
    if root is None:
        return {}
    return {
        attribute.name.removeprefix(_DRIVER_PREFIX): attribute.value
        for attribute in root.attributes
        if attribute.name.startswith(_DRIVER_PREFIX) and isinstance(attribute.value, str)
    }


def _where(owner: str, resource: Resource, name: str) -> str:
    start = (
        f"/{resource.type.name}" if resource.uri == owner else f"//localResource[name='{resource.uri.name}']"
    )
    return f"{start}/{name}"


def _driver(owner: str, resource: Resource, drivers: dict[str, str], resolver: Resolver) -> Iterator[Edge]:
    driver = resource.text("driver")
    if not driver:
        return
    place = Place(resource.entry, 0, _where(owner, resource, "driver"), driver)
    if driver in drivers:
        found = resolver.exact(_JDBC_FOLDER.child(drivers[driver]))
        yield edge(owner, found, Role.JDBC_DRIVER, place, Strength.RUN_TIME)
    else:
        target = f"driver {driver}"
        found = Found(
            target, target, resolved=False, reason="the server must have this driver", external=True
        )
        yield edge(owner, found, Role.JDBC_DRIVER, place, Strength.SOFT)


def _xmla(owner: str, resource: Resource, definitions: dict[str, URI], resolver: Resolver) -> Iterator[Edge]:
    name = resource.text("catalog")
    if not name:
        return
    place = Place(resource.entry, 0, _where(owner, resource, "catalog"), name)
    if name in definitions:
        found = resolver.exact(definitions[name])
    else:
        target = f"catalog {name}"
        found = Found(target, target, resolved=False, reason="no definition in the catalog offers it")
    yield edge(owner, found, Role.XMLA_CATALOG, place, Strength.SOFT)


def _custom(owner: str, resource: Resource, resolver: Resolver) -> Iterator[Edge]:
    """The file that a custom data source reads."""
    for entry in records(resource.fields, "property"):
        value = entry.get("value")
        if plain(entry, "key") == "fileName" and isinstance(value, str) and value.startswith("repo:"):
            place = Place(resource.entry, 0, _where(owner, resource, "property[key='fileName']/value"), value)
            if _PLACEHOLDER.search(value):
                prefix = value.partition("{")[0]
                yield dynamic(owner, prefix, Role.DATA_FILE, place, Strength.RUN_TIME)
            else:
                found = resolver.path(value, URI(owner))
                yield edge(owner, found, Role.DATA_FILE, place, Strength.RUN_TIME)


def _old_dashboard(owner: str, resource: Resource, resolver: Resolver) -> Iterator[Edge]:
    """The frames of a dashboard of the old designer that hold a path instead of an index (§8.4)."""
    for state in records(resource.fields, "state"):
        for frame in records(state, "frame"):
            for entry in records(frame, "property"):
                key, value = plain(entry, "key"), plain(entry, "value")
                if key == "dashFrameURI" and without_scheme(value).startswith("/"):
                    where = _where(owner, resource, f"state/frame/property[key='{key}']/value")
                    found = resolver.path(value, URI(owner))
                    place = Place(resource.entry, 0, where, value)
                    yield edge(owner, found, Role.COMPONENT, place, Strength.RUN_TIME)


_FINDERS: dict[str, Callable[[str, Resource, Resolver], Iterator[Edge]]] = {
    "customDataSource": _custom,
    "dashboardResource": _old_dashboard,
}


def _unknown(resource: Resource) -> Iterator[Raw]:
    """The elements that no table knows and that may name something."""
    for values in resource.fields.values():
        for value in values if isinstance(values, tuple) else ():  # a single one is an attribute
            if isinstance(value, Raw) and value.xml.startswith("<") and _MAY_REFER.search(value.xml):
                yield value


def _raw(owner: str, resource: Resource, root: Element, resolver: Resolver) -> Iterator[Edge]:
    """The generic rule for such elements (§17 step 8)."""
    for element in elements(root):
        text = (element.text or "").strip()
        name = local_name(element)
        if text.startswith("/") and _URI_NAME.search(name):
            strength = Strength.HARD if name == "uri" else Strength.SOFT
            where = _where(owner, resource, f"{local_name(root)}//{name}")
            yield edge(
                owner, resolver.exact(text), Role.UNKNOWN, Place(resource.entry, 0, where, text), strength
            )
