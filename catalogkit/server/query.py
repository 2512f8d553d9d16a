"""What a listing is asked for, and under which name each listing knows a type (rest-services §4 to §6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from ..errors import UsageError
from ..model.types import TYPES


class Api(Enum):
    """Which listing to ask."""

    AUTO = "auto"
    """v2, and v1 where a server does not have it."""
    V1 = "v1"
    """XML, folder by folder; gone in 8.2. It tells types of files, and leaves out Mondrian connections."""
    V2 = "v2"
    """JSON, page by page. It tells all files alike."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to list.

    Args:
        folder: URI of the folder.
        text: words that the label or description must hold, all of them, in any case; empty for any.
        types: resource types, by the name in catalogs or in either listing; empty for all.
        recursive: whether to list what lies in folders below, too.
        limit: how many items at most; 0 for all.

    Raises:
        UsageError: the folder is no URI.
    """

    folder: str = "/"
    text: str = ""
    types: tuple[str, ...] = ()
    recursive: bool = True
    limit: int = 0

    def __post_init__(self) -> None:
        if not self.folder.startswith("/") or (self.folder != "/" and self.folder.endswith("/")):
            hint = "a URI begins with a slash and does not end with one: /reports/sales"
            raise UsageError("this is no URI of a folder", where=self.folder, hint=hint)

    @property
    def is_search(self) -> bool:
        """Whether it does not ask for everything."""
        return bool(self.text.strip() or self.types)

    @property
    def is_complete(self) -> bool:
        """Whether the answer is the whole repository."""
        return self.folder == "/" and self.recursive and not self.is_search and not self.limit


_V1_FILES = ("img", "font", "jrxml", "jar", "prop", "jrtx", "xml", "olapMondrianSchema")
"""Types of files that a v1 search knows (§6.1)."""
_V1_SEARCHABLE = frozenset(
    {
        *_V1_FILES,
        *("folder", "reportUnit", "olapUnit", "jdbc", "jndi", "bean", "custom", "virtual", "aws", "azuresql"),
        *("query", "dataType", "lov", "inputControl", "olapXmlaCon", "xmlaConnection", "contentResource"),
        *("dashboard", "dashboardState", "reportOptions", "domain", "domainTopic", "adhocReport"),
        *("adhocDataView", "olapMondrianCon", "accessGrantSchema", "secureFile", "config", "cer"),
    }
)
_NOTHING: Mapping[str, str] = MappingProxyType(
    {
        "unknow": "it is what v1 shows for what it has no name for; name the type: mondrianXmlaDefinition",
        "unknown": "it is what a community server shows for commercial types; name the type",
        "reference": "it is what v1 shows for a link to a file; name the type of the file, or `file`",
        "datasource": "name the kinds: jdbc, jndi, bean, custom, virtual, aws",
        "resourceLookup": "name the type of the resources",
    }
)
"""Names that are shown or documented, and match nothing (§3, §5, §7)."""
_V2_BY_V1 = {row.v1: row.v2 for row in reversed(TYPES.values()) if row.v1 and row.v1 != "unknow"}
_FILES = frozenset({"fileResource", "contentResource", "file"})


def v1_types(names: Iterable[str]) -> tuple[str, ...]:
    """The `wsType` of each type; several for `file`.

    >>> v1_types(["jdbcDataSource", "lov"])
    ('jdbc', 'lov')

    Raises:
        UsageError: the v1 listing cannot be searched for one.
    """
    return tuple(dict.fromkeys(found for name in names for found in _v1(name)))


def v2_types(names: Iterable[str]) -> tuple[str, ...]:
    """The `resourceType` of each type; a type of files goes as it is.

    >>> v2_types(["jdbc", "fileResource", "img"])
    ('jdbcDataSource', 'file', 'img')

    Raises:
        UsageError: nothing has that type.
    """
    return tuple(dict.fromkeys(_v2(name) for name in names))


def _v1(name: str) -> Iterator[str]:
    _refuse(name)
    if name == "contentResource":
        yield name
    elif name in _FILES:
        yield from (*_V1_FILES, "contentResource")
    elif name in _V1_SEARCHABLE:
        yield name
    else:
        row = TYPES.get(name) or next((row for row in TYPES.values() if row.v2 == name), None)
        if row is None or row.v1 not in _V1_SEARCHABLE:
            hint = "ask v2 (--api v2), or list everything"
            raise UsageError("the v1 listing cannot be searched for this type", where=name, hint=hint)
        yield row.v1


def _v2(name: str) -> str:
    _refuse(name)
    if name in _FILES:
        return "file"
    row = TYPES.get(name)
    return row.v2 if row is not None else _V2_BY_V1.get(name, name)


def _refuse(name: str) -> None:
    if name in _NOTHING:
        raise UsageError("nothing is found under this type", where=name, hint=_NOTHING[name])
