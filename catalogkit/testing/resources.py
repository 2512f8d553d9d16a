"""Short names for the frequent resource types of every edition (`catalog-format.md` §7).

A reference takes a URI, or a part to embed. `fields` adds or replaces elements by XML name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from ..model.values import Reference
from .contents import jrxml
from .encryption import old_secret
from .parts import ResourcePart, part_of

Target: TypeAlias = "str | ResourcePart | Reference"
"""What a reference takes: the URI of another object, or a part to embed."""

_DEFAULT_MAIN = "main_jrxml"


def report(
    path: str,
    /,
    *,
    main: Target | bytes | None = b"",
    data_source: Target | None = None,
    query: Target | None = None,
    controls: Iterable[Target] = (),
    resources: Iterable[Target] = (),
    snapshot: bytes | None = None,
    **fields: object,
) -> ResourcePart:
    """A report unit.

    Args:
        path: its URI, or a name to embed it.
        main: JRXML as bytes to embed (empty for a small one), a target, or None for none.
        data_source: data source, Domain, Ad Hoc view or OLAP connection.
        query: query of the report unit itself.
        controls: input controls, in order.
        resources: files of the report: images, sub-reports, bundles, links.
        snapshot: bytes of its data snapshot.
        fields: other elements by XML name.
    """
    if isinstance(main, bytes):
        main = file(_DEFAULT_MAIN, main or jrxml(), "jrxml")
    given: dict[str, object] = {
        "mainReport": main,
        "query": query,
        "dataSource": data_source,
        "inputControl": list(controls),
        "resource": list(resources),
        "alwaysPromptControls": True,
        "controlsLayout": "pop-up",
    }
    return part_of("reportUnit", path, given, fields, dump=snapshot)


def file(path: str, data: bytes, file_type: str, /, **fields: object) -> ResourcePart:
    """A file with its bytes; `file_type` is e.g. `img`, `jrxml`, `prop` (§7.2)."""
    return part_of("fileResource", path, {"fileType": file_type}, fields, data=data)


def link(path: str, target: str, /, **fields: object) -> ResourcePart:
    """A file that stands for another one (§7.2)."""
    return part_of("fileResource", path, {"referenceUri": target}, fields)


def content(
    path: str, data: bytes, file_type: str, /, *, parts: Iterable[ResourcePart] = (), **fields: object
) -> ResourcePart:
    """A saved output or uploaded file (§7.3); `parts` are content resources, e.g. images of a page."""
    given: dict[str, object] = {"fileType": file_type, "subResource": list(parts)}
    return part_of("contentResource", path, given, fields, data=data)


def jdbc(
    path: str,
    /,
    *,
    url: str = "jdbc:postgresql://localhost:5432/sample",
    driver: str = "org.postgresql.Driver",
    user: str = "sample",
    password: str | None = old_secret("sample"),
    **fields: object,
) -> ResourcePart:
    """A JDBC data source; the password is written as given."""
    given: dict[str, object] = {
        "driver": driver,
        "connectionUrl": url,
        "connectionUser": user,
        "connectionPassword": password,
    }
    return part_of("jdbcDataSource", path, given, fields)


def jndi(path: str, jndi_name: str = "jdbc/sample", /, **fields: object) -> ResourcePart:
    """A JNDI data source."""
    return part_of("jndiJdbcDataSource", path, {"jndiName": jndi_name}, fields)


def virtual(path: str, sources: Mapping[str, Target], /, **fields: object) -> ResourcePart:
    """A virtual data source over others, by alias."""
    return part_of("virtualDataSource", path, {"dataSource": aliased(sources)}, fields)


def custom(
    path: str,
    service: str,
    /,
    *,
    properties: Mapping[str, str] | None = None,
    entries: Mapping[str, Target] | None = None,
    **fields: object,
) -> ResourcePart:
    """A custom data source: service class, properties by key, bound files by alias (§7.8)."""
    given: dict[str, object] = {
        "resourceEntry": [{"alias": a, "resourceReference": target} for a, target in (entries or {}).items()],
        "serviceClass": service,
        "property": [{"key": key, "value": value} for key, value in (properties or {}).items()],
    }
    return part_of("customDataSource", path, given, fields)


def query(
    path: str,
    text: str = "select 1",
    /,
    *,
    language: str = "sql",
    data_source: Target | None = None,
    **fields: object,
) -> ResourcePart:
    """A query; without a data source it uses that of its report."""
    given: dict[str, object] = {"language": language, "queryString": text, "dataSource": data_source}
    return part_of("query", path, given, fields)


def control(
    path: str,
    kind: str | int = "single value",
    /,
    *,
    data_type: Target | None = None,
    values: Target | None = None,
    query: Target | None = None,
    columns: Iterable[str] = (),
    value_column: str | None = None,
    mandatory: bool = False,
    **fields: object,
) -> ResourcePart:
    """An input control; its name is that of the report parameter (§7.7).

    Args:
        path: its URI, or a name to embed it.
        kind: number or word of `model.codes.INPUT_CONTROLS`.
        data_type: data type of a value.
        values: list of values to choose from.
        query: query to choose from.
        columns: columns that are shown.
        value_column: column whose value is used.
        mandatory: whether it must be filled in.
        fields: other elements by XML name.
    """
    given: dict[str, object] = {
        "type": kind,
        "mandatory": mandatory,
        "readOnly": False,
        "visible": True,
        "dataType": data_type,
        "listOfValues": values,
        "query": query,
        "queryVisibleColumn": list(columns),
        "queryValueColumn": value_column,
    }
    return part_of("inputControl", path, given, fields)


def data_type(path: str, kind: str | int = "text", /, **fields: object) -> ResourcePart:
    """A data type; `kind` is a number or word of `model.codes.DATA_TYPES`."""
    given: dict[str, object] = {"type": kind, "strictMin": False, "strictMax": False}
    return part_of("dataType", path, given, fields)


def values(path: str, items: Mapping[str, object], /, **fields: object) -> ResourcePart:
    """A list of values, by label."""
    given: dict[str, object] = {
        "item": [{"itemLabel": label, "itemValue": value} for label, value in items.items()]
    }
    return part_of("listOfValues", path, given, fields)


def mondrian(
    path: str,
    schema: Target,
    data_source: Target,
    /,
    *,
    grants: Iterable[Target] | None = None,
    **fields: object,
) -> ResourcePart:
    """A Mondrian connection; with `grants`, even none, the secure one of commercial servers (§8.4)."""
    given: dict[str, object] = {"schema": schema, "dataSource": data_source}
    if grants is None:
        return part_of("mondrianConnection", path, given, fields)
    return part_of("secureMondrianConnection", path, {**given, "grant": list(grants)}, fields)


def aliased(sources: Mapping[str, Target]) -> list[dict[str, object]]:
    """Data sources by alias, as virtual data sources and Domains hold them."""
    return [{"alias": alias, "dataSourceReference": target} for alias, target in sources.items()]
