"""Short names for the frequent resource types of commercial servers (`catalog-format.md` §8)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from .parts import ResourcePart, part_of
from .resources import Target, aliased, content, file

_SCHEMA = b"""<?xml version="1.0" encoding="UTF-8"?>
<schema xmlns="http://www.jaspersoft.com/2007/SL/XMLSchema" schemaLocale="en_US" version="1.3"/>
"""
_STATE = b'<?xml version="1.0" encoding="UTF-8"?>\n<unifiedState version="6.0"/>\n'


def domain(
    path: str,
    /,
    *,
    data_sources: Mapping[str, Target],
    schema: bytes = _SCHEMA,
    security: bytes | None = None,
    bundles: Mapping[str, bytes] | None = None,
    **fields: object,
) -> ResourcePart:
    """A Domain (§8.1).

    Args:
        path: its URI.
        data_sources: by alias; the schema names the alias as `datasourceId`.
        schema: its design.
        security: its security file.
        bundles: labels by locale; the empty locale is the default.
        fields: other elements by XML name.
    """
    name = path.rpartition("/")[2]
    given: dict[str, object] = {
        "schema": file("schema", schema, "xml"),
        "securityFile": None if security is None else file("security", security, "xml"),
        "dataSource": aliased(data_sources),
        "bundle": [
            {"localeStr": locale, "bundle": file(_bundle_name(name, locale), data, "prop")}
            for locale, data in (bundles or {}).items()
        ],
    }
    return part_of("semanticLayerDataSource", path, given, fields)


def adhoc_view(
    path: str,
    /,
    *,
    data_source: Target,
    state: bytes = _STATE,
    topic: bytes | None = None,
    controls: Iterable[Target] = (),
    resources: Iterable[Target] = (),
    reports: Iterable[Target] = (),
    **fields: object,
) -> ResourcePart:
    """An Ad Hoc view (§8.2).

    Args:
        path: its URI, or a name to embed it.
        data_source: its Domain or data source.
        state: what the designer saved.
        topic: JRXML of its topic.
        controls: its filters.
        resources: further files, such as bundles.
        reports: reports generated from it.
        fields: other elements by XML name.
    """
    files: list[Target] = [file("stateXML", state, "xml")]
    if topic is not None:
        files.insert(0, file("topicJRXML", topic, "jrxml"))
    given: dict[str, object] = {
        "dataSource": data_source,
        "inputControl": list(controls),
        "resource": [*files, *resources],
        "reports": list(reports),
        "alwaysPromptControls": False,
        "controlsLayout": "in page",
    }
    return part_of("adhocDataView", path, given, fields)


def dashboard(
    path: str,
    /,
    *,
    shown: Iterable[tuple[str, str, Target]] = (),
    components: Iterable[Mapping[str, object]] = (),
    **fields: object,
) -> ResourcePart:
    """A dashboard (§8.3).

    Args:
        path: its URI.
        shown: descriptor type, descriptor id, and the resource it stands for.
        components: what the components file holds (§14.5).
        fields: other elements by XML name.
    """
    names = {"wiring": "wiring", "layout": "layout", "components": "components"}
    own: list[tuple[str, str, Target]] = [
        ("wiring", "wiring", file("wiring", b"[]", "json")),
        ("layout", "layout", content("layout", b"<div></div>", "html")),
        ("components", "components", file("components", _json(components), "dashboardComponent")),
    ]
    pairs = [*own, *shown]
    given: dict[str, object] = {
        "defaultFoundation": "default",
        "foundation": {"id": "default", **names},
        "resourceDescriptor": [{"type": kind, "id": name} for kind, name, _ in pairs],
        "resource": [target for _, _, target in pairs],
    }
    return part_of("dashboardModelResource", path, given, fields)


def report_options(
    path: str, report: str, parameters: Mapping[str, object], /, **fields: object
) -> ResourcePart:
    """Saved parameters of a report (§8.4): one value or several by parameter name."""
    name = f"{report.rpartition('/')[2]}_{path.rpartition('/')[2]}"
    values = [{"key": key, "value": value} for key, value in parameters.items()]
    given: dict[str, object] = {"report": report, "optionsName": name, "inputValue": values}
    return part_of("reportOptions", path, given, fields)


def _bundle_name(domain_name: str, locale: str) -> str:
    return f"{domain_name}{'_' + locale if locale else ''}.properties"


def _json(components: Iterable[Mapping[str, object]]) -> bytes:
    return json.dumps([dict(c) for c in components], separators=(",", ":")).encode()
