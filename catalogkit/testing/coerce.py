"""Plain Python values to model values, by the tables of `model.fields`.

Texts, numbers and flags become texts; words of a code become its number; a URI or a part becomes a
reference; a mapping becomes a structured value. Model values are taken as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from ..model.fields import TEXT, XSI_TYPE, Field, Kind, Leaf, Nested, Ref, Struct, Typed
from ..model.objects import QualifiedName
from ..model.repository import Permission, Resource
from ..model.uri import URI
from ..model.values import Raw, Reference, Secret, TypedValue, Value, is_encrypted
from ..model.walk import SNAPSHOT_SUFFIX, data_paths
from .parts import ResourcePart

Fields: TypeAlias = "dict[str, Value | tuple[Value, ...]]"

DATE = "2024-01-15T08:00:00.000Z"
"""The date of everything that is given none."""

_JAVA_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "java:java.lang.Boolean"),
    (int, "java:java.lang.Integer"),
    (float, "java:java.lang.Double"),
    (Decimal, "java:java.math.BigDecimal"),
    (str, "java:java.lang.String"),
)
_DATA_SUFFIXES = {"fileResource": ".data", "contentResource": "", "olapUnit": ".view.options"}
"""What follows the name of a resource in the name of its data file (`catalog-format.md` §3.2)."""


class Maker:
    """Makes the values and local resources of one entry, and gathers their data files.

    Args:
        entry: name of the entry.
        with_permissions: what listed resources state as `exportedWithPermissions`.
        data: where bytes are added, by logical path.
    """

    def __init__(self, entry: str, with_permissions: bool, data: dict[str, bytes]) -> None:
        self.entry = entry
        self.with_permissions = with_permissions
        self.data = data

    def resource(self, part: ResourcePart, uri: URI, *, local: bool = False) -> Resource:
        """A part at a URI; a local one is where its own folder and name say."""
        given: dict[str, object] = {
            "exportedWithPermissions": self.with_permissions and not local,
            "folder": uri.parent,
            "name": uri.name,
            "version": 0,
            "label": uri.name,
            "creationDate": DATE,
            "updateDate": DATE,
            **part.fields,
        }
        if part.data is not None:
            assert part.type.data is not None, f"a {part.type.name} has no data file"
            given.setdefault(part.type.data.lstrip("@"), uri.name + _DATA_SUFFIXES[part.type.name])
        if part.dump is not None:
            given.setdefault("dataSnapshotMetadata", {"snapshotDate": DATE})
        if local:
            uri = _stated_uri(given)
        fields = self.fields(part.type.fields, given, uri)
        resource = Resource(fields, self.entry, uri, part.type)
        self._keep_data(part, resource)
        return resource

    def fields(self, table: tuple[Field, ...], given: Mapping[str, object], home: URI) -> Fields:
        """Fields in the order of their table; None and empty lists leave a field out.

        Args:
            table: the fields that may be given.
            given: values by name; attributes without `@` and repeated elements in the plural are understood.
            home: URI of the resource that owns what is embedded.

        Raises:
            TypeError: a name that the table lacks, with a value that is not `Raw`.
        """
        known = {field.name: field for field in table}
        named = {_name(known, name): value for name, value in given.items() if value is not None}
        made: Fields = {}
        for field in table:
            if field.name not in named:
                continue
            value = named.pop(field.name)
            if not field.many:
                made[field.name] = self._one(field, value, home)
            elif several := tuple(self._one(field, item, home) for item in _items(value)):
                made[field.name] = several
        made.update(_unlisted(named, known))
        return made

    def _one(self, field: Field, value: object, home: URI) -> Value:
        match field, value:
            case _, Raw() | Secret() | TypedValue() | Reference() | Resource():
                return value
            case Leaf(), _:
                return _leaf(field, value)
            case Typed(), _:
                return _typed(value)
            case Ref() | Nested(), ResourcePart():
                made = self.resource(value, home.files.child(value.name), local=True)
                return made if isinstance(field, Nested) else Reference(None, made)
            case Ref(), str():
                return Reference(URI(value))
            case Struct(), _:
                return self._struct(field, value, home)
        raise TypeError(f"{field.name} takes no {type(value).__name__}")

    def _struct(self, field: Struct, value: object, home: URI) -> Value:
        given = _record(value)
        if any(part.name == TEXT for part in field.fields):
            given = {TEXT: "", **given}
        made = self.fields(field.fields, given, home)
        if field.secret_pairs is not None:
            _hide(made, *field.secret_pairs)
        return made

    def _keep_data(self, part: ResourcePart, resource: Resource) -> None:
        for path in data_paths(resource):
            content = part.dump if path.endswith(SNAPSHOT_SUFFIX) else part.data
            if content is not None:
                self.data[path] = content


def _stated_uri(given: Mapping[str, object]) -> URI:
    """The URI that a local resource states, which is its own (`catalog-format.md` §0 rule 5)."""
    folder, name = URI(str(given["folder"] or "")), given["name"]
    return folder if name is None else folder.child(str(name))


def simple_fields(table: tuple[Field, ...], given: Mapping[str, object]) -> Fields:
    """The fields of an object that embeds nothing."""
    return Maker("", with_permissions=False, data={}).fields(table, given, URI("/"))


def _name(known: Mapping[str, Field], name: str) -> str:
    """The name in the table: the `@` of an attribute may be left out, a repeated element be in the plural."""
    singular = name.removesuffix("s")
    if name in known:
        return name
    if f"@{name}" in known:
        return f"@{name}"
    return singular if singular in known and known[singular].many else name


def _unlisted(given: Mapping[str, object], known: Iterable[str]) -> Fields:
    """What no table knows: only raw values may be such, and the type of a structured element."""
    made: Fields = {}
    for name, value in given.items():
        if isinstance(value, Raw):
            made[name] = value if name.startswith("@") else (value,)
        elif name == XSI_TYPE:
            made[name] = str(value)
        else:
            raise TypeError(f"no field {name!r}; there are {', '.join(known)}")
    return made


def _items(value: object) -> Iterable[object]:
    """What a repeated field was given, one by one."""
    single = isinstance(value, str | bytes | Mapping | Permission | QualifiedName)
    return value if isinstance(value, Iterable) and not single else (value,)


def _leaf(field: Leaf, value: object) -> Value:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if field.kind is Kind.CODE and not text.isdigit():
        numbers = [number for number, word in field.codes.items() if word == text]
        if not numbers:
            words = ", ".join(field.codes.values())
            raise ValueError(f"{text!r} is no {field.name}; the words are {words}")
        text = numbers[0]
    return Secret(text) if field.kind is Kind.SECRET or is_encrypted(text) else text


def _typed(value: object) -> TypedValue:
    for cls, name in _JAVA_TYPES:
        if isinstance(value, cls):
            text = str(value).lower() if isinstance(value, bool) else str(value)
            return TypedValue(name, Secret(text) if is_encrypted(text) else text)
    raise TypeError(f"no Java type for {type(value).__name__}; give a TypedValue")


def _record(value: object) -> Mapping[str, object]:
    """A structured value as a mapping; permissions and names of roles are spelled out."""
    match value:
        case Permission(recipient_type, recipient, mask):
            who = None
            if recipient.name:
                who = {"recipientType": recipient_type, "tenantId": recipient.tenant, TEXT: recipient.name}
            return {"permissionMask": mask, "recipient": who}
        case QualifiedName(name, tenant):
            return {"tenantId": tenant, TEXT: name}
        case Mapping():
            return value
    raise TypeError(f"no structured value: {type(value).__name__}")


def _hide(fields: Fields, keys: str, names: frozenset[str], values: str) -> None:
    """Make the values secret whose keys are among the names, as the parser does."""
    key, value = fields.get(keys), fields.get(values)
    if isinstance(key, str) and isinstance(value, str) and key in names:
        fields[values] = Secret(value)
    elif isinstance(key, tuple) and isinstance(value, tuple):
        pairs = zip((*key, *[""] * len(value)), value, strict=False)
        fields[values] = tuple(Secret(v) if isinstance(v, str) and k in names else v for k, v in pairs)
