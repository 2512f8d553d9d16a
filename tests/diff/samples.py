"""The objects that the mutation tests change: those of the sample catalog, and values for what they lack."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from catalogkit.model.descriptors import fields_of_class, root_of
from catalogkit.model.fields import (
    TEXT,
    XSI_TYPE,
    Field,
    Kind,
    Leaf,
    LinkField,
    Nested,
    Ref,
    Role,
    Struct,
    Typed,
)
from catalogkit.model.objects import CatalogObject
from catalogkit.model.people import Organization, User, UserRole
from catalogkit.model.repository import Folder, Resource
from catalogkit.model.schedules import Calendar, Job
from catalogkit.model.types import TYPES
from catalogkit.model.uri import URI
from catalogkit.model.usage import AccessEvent, Favorite
from catalogkit.model.values import Reference, Secret, TypedValue
from catalogkit.testing import Contents, assemble
from sample_catalogs import healthy

_BASE = "/organizations/orchards"
_CHOSEN = {
    "folder": f"{_BASE}/Reports",
    "listOfValues": f"{_BASE}/Controls/gate_codes",
    "organization": "orchards",
    "reportJob": f"{_BASE}/Reports/Grower_Statement/2111",
    "reportUnit": f"{_BASE}/Reports/Weekly-Deliveries",
    "root organization": "organizations",
    "settings": "/properties/GlobalPropertiesList",
    "user": "ana-luise|orchards",
}
"""Which object of the sample is changed, where it must not be the first."""
_ROOTS = {"root organization": "organization", "settings": "listOfValues"}
"""Root elements of the objects that have rows of their own."""
_CLASSES: tuple[type[CatalogObject], ...] = (
    Folder, User, UserRole, Organization, Job, Calendar, AccessEvent, Favorite,
)  # fmt: skip

_PERMISSIONS = tuple(
    {"permissionMask": mask, "recipient": {"@recipientType": "role", TEXT: role}}
    for mask, role in (("2", "ROLE_USER"), ("30", "ROLE_PACKER"))
)


_ITEMS = tuple(
    {"itemLabel": label, "itemValue": TypedValue("java:java.lang.String", text)}
    for label, text in (("season", "2024"), ("banner", "Welcome"))
)


def _attributes(name: str, permissions: str) -> tuple[dict[str, Any], ...]:
    """Attributes in the spelling of users or of organizations; in the sample, secrets are among them."""
    return (
        {name: "orchard", "value": "North Slope", permissions: _PERMISSIONS},
        {name: "currency", "value": "EUR"},
    )


PRESETS: dict[tuple[str, str], Any] = {
    ("customDataSource", "property"): ({"key": "delimiter", "value": ";"},),
    ("folder", "permission"): _PERMISSIONS,
    ("azureSqlDataSource", "permission"): _PERMISSIONS,
    ("organization", "attribute"): _attributes("name", "permissions"),
    ("semanticLayerDataSource", "bundle"): tuple(
        {"localeStr": locale, "bundle": Reference(URI(f"{_BASE}/Bundles/labels_{locale}.properties"))}
        for locale in ("de", "fr")
    ),
    ("root organization", "attribute"): _attributes("name", "permissions"),
    ("user", "attribute"): _attributes("@name", "permission"),
    ("reportJob", "paused"): "true",
    ("listOfValues", "item"): _ITEMS,
    ("settings", "item"): _ITEMS,
}
"""What a field holds in place of what the sample has there, by kind of object and place."""

_TEXTS = {
    "permissionMask": ("2", "30", "18"),
    "@recipientType": ("role", "user", "role"),
    "enabled": ("true", "false"),
}
_EMBEDDED = {
    Role.DATA_SOURCE: "jndiJdbcDataSource",
    Role.QUERY: "query",
    Role.INPUT_CONTROL: "inputControl",
    Role.DATA_TYPE: "dataType",
    Role.LIST_OF_VALUES: "listOfValues",
    Role.MONDRIAN_CONNECTION: "mondrianConnection",
    Role.OLAP_CONNECTION: "xmlaConnection",
    Role.REPORT: "reportUnit",
    Role.COMPONENT: "adhocDataView",
}
"""The type of what is embedded where a reference means this; a file everywhere else."""
_STRING = "java:java.lang.String"


@cache
def sample() -> Contents:
    """All that the healthy sample catalog holds."""
    return assemble(healthy.parts(), healthy.OPTIONS)


def table(root: str) -> tuple[Field, ...]:
    """The table of a kind of object."""
    name = _ROOTS.get(root, root)
    if name in TYPES:
        return TYPES[name].fields
    return next(fields_of_class(cls) for cls in _CLASSES if _root(cls) == name)


def table_roots() -> set[str]:
    """The root elements of all tables."""
    return {*TYPES, *map(_root, _CLASSES)}


def _root(cls: type[CatalogObject]) -> str:
    return next(root_of(item) for item in sample().objects if isinstance(item, cls))


@cache
def base(root: str) -> CatalogObject:
    """The object of the sample catalog that is changed, of each kind."""
    name = _ROOTS.get(root, root)
    items = [item for item in sample().objects if root_of(item) == name]
    if root in _CHOSEN:
        return next(item for item in items if item.key.id == _CHOSEN[root])
    return max(items, key=lambda item: len(item.fields))


def value(field: Field, number: int = 1) -> Any:
    """A value for a field; another number gives another one."""
    match field:
        case LinkField() | Ref():
            uri = URI(f"/elsewhere/{field.name}-{number}")
            return uri if isinstance(field, LinkField) else Reference(uri)
        case Leaf():
            return _text(field, number)
        case Typed():
            return TypedValue(_STRING, f"{field.name} {number}")
        case Nested(type_name=name):
            return embedded(name, f"{field.name}-{number}", URI("/elsewhere_files"))
        case Struct():
            return _record(field, number)
    raise TypeError(field)


def _text(field: Leaf, number: int) -> str | Secret:
    if field.name in _TEXTS:
        return _TEXTS[field.name][number - 1]
    match field.kind:
        case Kind.SECRET:
            return Secret(f"clear-{field.name}-{number}")
        case Kind.BOOLEAN:
            return ("true", "false")[(number - 1) % 2]
        case Kind.INTEGER:
            return str(40 + number)
        case Kind.CODE:
            return list(field.codes)[number - 1]
        case Kind.DATE:
            return f"2031-0{number}-07T06:00:00.000Z"
    return f"{field.name.lstrip('@#')} {number}"


def _record(field: Struct, number: int) -> dict[str, Any]:
    """All parts of a structure but those that are lists of structures."""
    made: dict[str, Any] = {XSI_TYPE: "reportJobSimpleTrigger"} if field.typed else {}
    for part in field.fields:
        if part.many and isinstance(part, Struct):
            continue
        one = value(part, number)
        made[part.name] = (one,) if part.many else one
    return made


def other(field: Field, one: Any) -> Any:
    """Another value than the given one."""
    return next(found for number in (2, 1) if (found := value(field, number)) != one)


def embedded_in(field: Field, number: int, files: URI) -> Reference:
    """A reference to a resource that is embedded, of a type that may stand there."""
    assert isinstance(field, Ref)
    name = _EMBEDDED.get(field.role, "fileResource")
    return Reference(None, embedded(name, f"inside-{number}", files))


def embedded(type_name: str, name: str, folder: URI, **fields: Any) -> Resource:
    """A resource inside another one."""
    made = {
        "@exportedWithPermissions": "false",
        "folder": str(folder),
        "name": name,
        "version": "0",
        "label": f"Label of {name}",
        **fields,
    }
    return Resource(made, "", folder.child(name), TYPES[type_name])


def moved_inside(resource: Resource, folder: URI, name: str) -> Resource:
    """A listed resource as one that is embedded."""
    fields = {**resource.fields, "folder": str(folder), "name": name, "@exportedWithPermissions": "true"}
    return replace(resource, fields=fields, uri=folder.child(name), entry="")


def is_text(field: Field) -> bool:
    """Whether a field is the text of an element, which is always there."""
    return field.name == TEXT
