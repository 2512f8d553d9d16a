"""How a descriptor is described: one `Field` per child element or attribute, in the server's order.

Everything that knows what an element means (parser, serialiser, references, diff, reports) reads these
tables, so a new type is a change of data. Names of attributes start with `@`; `TEXT` names the text of an
element that also has attributes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

TEXT = "#text"
"""The name under which the own text of a structured element is kept."""


class Kind(Enum):
    """What the text of an element means. The text itself is always kept as it was written."""

    TEXT = "text"
    """Free text."""
    INTEGER = "integer"
    """A decimal integer."""
    BOOLEAN = "boolean"
    """`true` or `false`."""
    CODE = "code"
    """A decimal integer that stands for a word; the words are in `Leaf.codes`."""
    DATE = "date"
    """Date and time with offset (`catalog-format.md` §4)."""
    SECRET = "secret"  # noqa: S105 - the name of a kind, not a secret
    """A password or key: never shown."""


class Role(Enum):
    """What a reference means to its owner."""

    DATA_SOURCE = "data source"
    MAIN_REPORT = "main report"
    QUERY = "query"
    INPUT_CONTROL = "input control"
    FILE = "file"
    DATA_TYPE = "data type"
    LIST_OF_VALUES = "list of values"
    LINK = "link"
    KEY_STORE = "key store"
    SCHEMA = "schema"
    SECURITY = "security file"
    BUNDLE = "resource bundle"
    MONDRIAN_CONNECTION = "Mondrian connection"
    OLAP_CONNECTION = "OLAP connection"
    ACCESS_GRANT = "access grant"
    REPORT = "report"
    COMPONENT = "dashboard component"
    SUB_REPORT = "sub-report"
    IMAGE = "image"
    STYLE_TEMPLATE = "style template"
    FONT = "font"
    DATA_ADAPTER = "data adapter"
    DATA_FILE = "data file"
    DRILL_DOWN = "drill-down"
    BUNDLE_KEY = "bundle key"
    DATA_SOURCE_ALIAS = "data source alias"
    JDBC_DRIVER = "JDBC driver"
    XMLA_CATALOG = "XML/A catalog"
    OUTPUT_FOLDER = "output folder"
    KEY_FILE = "key file"
    USER = "user"
    USER_ROLE = "role"
    ORGANIZATION = "organization"
    RECIPIENT = "permission recipient"
    THEME = "theme"
    ATTRIBUTE = "profile attribute"
    FAVORITE = "favorite"
    ACCESS = "access"
    FOLDER = "folder"
    LOCAL_RESOURCE = "local resource"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Field:
    """A child element (or attribute) of a descriptor.

    Args:
        name: element name; `@name` for an attribute; `TEXT` for the element's own text.
        many: whether it may stand several times; the value is then a tuple.
        ordered: whether the order of several matters to a server or its users (`catalog-format.md` §17).
    """

    name: str
    many: bool = False
    ordered: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Leaf(Field):
    """An element that holds text. Value: `str`, or `Secret` where `kind` says so."""

    kind: Kind = Kind.TEXT
    codes: Mapping[str, str] = field(default_factory=dict)


class Typed(Field):
    """An element whose `xsi:type` says what its text is (`catalog-format.md` §4). Value: `TypedValue`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ref(Field):
    """An element that holds a `uri` or a `localResource` (`catalog-format.md` §6.2). Value: `Reference`."""

    role: Role = Role.FILE


@dataclass(frozen=True, slots=True)
class LinkField(Leaf):
    """An element whose text is the URI of another resource. Value: `str`."""

    role: Role = Role.LINK


@dataclass(frozen=True, slots=True)
class Nested(Field):
    """An element that is itself a descriptor of a known type. Value: `Resource`."""

    type_name: str = ""


@dataclass(frozen=True, slots=True)
class Struct(Field):
    """An element with children or attributes of its own. Value: `Record`.

    Args:
        fields: its children and attributes, in the server's order.
        secret_pairs: (field that names, names, field that is secret): in a key-and-value pair, or in two
            parallel lists, a value is a secret when its key is one of the names.
        typed: whether the element carries an `xsi:type`, kept under `@xsi:type`.
        key: names of the fields that tell one of several from the others; all of them if none are named.
    """

    fields: tuple[Field, ...] = ()
    secret_pairs: tuple[str, frozenset[str], str] | None = None
    typed: bool = False
    key: tuple[str, ...] = ()


XSI_TYPE = "@xsi:type"
"""The name under which the `xsi:type` of a `Struct` is kept."""


def text(name: str, *, many: bool = False, ordered: bool = False) -> Leaf:
    """A text element."""
    return Leaf(name, many, ordered=ordered)


def integer(name: str, *, many: bool = False) -> Leaf:
    """An element that holds a decimal integer."""
    return Leaf(name, many, Kind.INTEGER)


def boolean(name: str) -> Leaf:
    """An element that holds `true` or `false`."""
    return Leaf(name, False, Kind.BOOLEAN)


def code(name: str, codes: Mapping[str, str], *, many: bool = False) -> Leaf:
    """An element that holds an integer standing for a word."""
    return Leaf(name, many, Kind.CODE, codes)


def date(name: str, *, many: bool = False) -> Leaf:
    """An element that holds a date and time with offset."""
    return Leaf(name, many, Kind.DATE)


def secret(name: str) -> Leaf:
    """An element that holds a password or key."""
    return Leaf(name, False, Kind.SECRET)


def typed(name: str, *, many: bool = False) -> Typed:
    """An element with an `xsi:type`."""
    return Typed(name, many)


def ref(name: str, role: Role, *, many: bool = False, ordered: bool = False) -> Ref:
    """An element that holds a reference."""
    return Ref(name, many, role, ordered=ordered)


def link(name: str, role: Role = Role.LINK) -> LinkField:
    """An element whose text is the URI of another resource."""
    return LinkField(name, role=role)


def struct(
    name: str,
    *fields: Field,
    many: bool = False,
    secret_pairs: tuple[str, frozenset[str], str] | None = None,
    typed: bool = False,
    key: tuple[str, ...] = (),
    ordered: bool = False,
) -> Struct:
    """An element with children of its own."""
    return Struct(name, many, fields, secret_pairs, typed, key, ordered=ordered)
