"""Writes the JSON Schemas of all results into `catalogkit/schemas/`, from the types of the results.

With `--check` nothing is written, and the exit code is 1 if the committed ones differ.
"""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Mapping
from enum import Enum
from inspect import Parameter, signature
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from catalogkit.diff.impact import Impact
from catalogkit.inspection.access import AccessReport
from catalogkit.inspection.checking import CheckResult
from catalogkit.inspection.diff_result import DiffResult
from catalogkit.inspection.dump import Dump
from catalogkit.inspection.explain import Explanation
from catalogkit.inspection.exporting import ExportResult
from catalogkit.inspection.importing import ImportResult
from catalogkit.inspection.info import Info
from catalogkit.inspection.key import KeyReport
from catalogkit.inspection.listing import Listing
from catalogkit.inspection.listing_server import ServerListing
from catalogkit.inspection.neighbours import Neighbours
from catalogkit.inspection.pages import RuleList, RulePage
from catalogkit.inspection.pictures import Pictures
from catalogkit.inspection.refs import Refs
from catalogkit.inspection.result import Later, Result
from catalogkit.inspection.settings import SettingList
from catalogkit.inspection.show import Shown
from catalogkit.inspection.tasks import TaskResult
from catalogkit.inspection.tree import Tree
from catalogkit.rules import Certainty, Finding, Level

RESULTS: tuple[type[Result], ...] = (
    AccessReport,
    CheckResult,
    DiffResult,
    Dump,
    Explanation,
    ExportResult,
    ImportResult,
    Info,
    KeyReport,
    Listing,
    Refs,
    RuleList,
    RulePage,
    ServerListing,
    SettingList,
    Shown,
    TaskResult,
    Tree,
)
FOLDER = Path(__file__).parent.parent / "catalogkit" / "schemas"
_LATE = {cls.__name__: cls for cls in (Finding, Impact, Neighbours, Pictures)}
"""What results name, and do not import before it is needed."""
_SIMPLE = {bool: "boolean", int: "integer", float: "number", str: "string"}
_TEXT = {"type": "string"}
_OPTIONAL_TEXT = {"type": ["string", "null"]}
_FINDING = {
    "type": "object",
    "properties": {
        "code": {"type": "string", "pattern": "^CK[0-9]{3}$"},
        "name": _TEXT,
        "level": {"enum": [level.value for level in Level]},
        "certainty": {"enum": [certainty.value for certainty in Certainty]},
        "message": _TEXT,
        "uri": _OPTIONAL_TEXT,
        "entry": _OPTIONAL_TEXT,
        "line": {"type": ["integer", "null"]},
        "server_code": _OPTIONAL_TEXT,
        "remedy": _TEXT,
        "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{20}$"},
    },
}
_EXIT = {
    "type": "object",
    "properties": {"code": {"type": "integer"}, "reason": _TEXT},
    "required": ["code", "reason"],
}


def schema_of(result: type[Result]) -> dict[str, Any]:
    """The JSON Schema of a result."""
    definitions: dict[str, Any] = {}
    body = _object(result, definitions)
    body["properties"] = {"schema": {"const": result.schema}, **body["properties"]}
    body["required"] = ["schema", *body["required"]]
    if result in (CheckResult, DiffResult, ExportResult, ImportResult):
        body["properties"]["exit"] = _EXIT
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": result.schema,
        "description": (result.__doc__ or "").partition("\n")[0],
        **body,
        "$defs": dict(sorted(definitions.items())),
    }


def _object(cls: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(cls, localns=_LATE)
    given = signature(cls).parameters
    assert (*given,) == cls.__match_args__, f"{cls.__name__} would not be told whole"  # type: ignore[attr-defined]
    members = {name: _schema(hints[name], definitions) for name in given}
    required = [name for name, parameter in given.items() if parameter.default is Parameter.empty]
    return {"type": "object", "properties": members, "required": required}


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        (inner,) = (argument for argument in arguments if argument is not types.NoneType)
        return {"anyOf": [_schema(inner, definitions), {"type": "null"}]}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _schema(arguments[1], definitions)}
    if origin in (tuple, Later):
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if hint is Finding:
        definitions["Finding"] = {**_FINDING, "required": list(_FINDING["properties"])}
        return {"$ref": "#/$defs/Finding"}
    if hasattr(hint, "__match_args__"):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}
            definitions[hint.__name__] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    return {"type": next(name for cls, name in _SIMPLE.items() if issubclass(hint, cls))}


def main() -> int:
    """Write or check; returns the exit code."""
    check = "--check" in sys.argv[1:]
    stale = []
    for result in RESULTS:
        name = result.schema.replace("catalogkit/", "").replace("/", "-")
        path = FOLDER / f"{name}.json"
        text = json.dumps(schema_of(result), indent=2) + "\n"
        if not path.exists() or path.read_text() != text:
            stale.append(path.name)
            if not check:
                path.write_text(text)
    for name in stale:
        print(("differs: " if check else "wrote ") + name)
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
